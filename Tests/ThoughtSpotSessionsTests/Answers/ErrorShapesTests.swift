import HTTPExchange
import HTTPTypes
import TestSupport
import Testing
import ThoughtSpotSessions

/// Every shape an error comes in, and what it means (<doc:ErrorAnswers>; faults D19 to D26).
struct ErrorShapesTests {
    private static let password = LoginRequest(credential: .password(username: "u", password: Secret("hunter+2 /x")))
    private static let secretKey = TokenRequest(kind: .full, username: "u", credential: .secretKey(Secret("key-12345")))

    private func login(_ answer: ExchangeResponse, _ generation: Generation = .v2) async -> SessionError? {
        let script = Script(generation, answer)
        return await failure { () throws(SessionError) in try await script.client.logIn(Self.password) }
    }

    private func read(_ answer: ExchangeResponse, _ generation: Generation = .v2) async -> SessionError? {
        let script = Script(generation, answer)
        return await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
    }

    private func issue(_ answer: ExchangeResponse) async -> SessionError? {
        let script = Script(.v2, answer)
        return await failure { () throws(SessionError) in try await script.client.issueToken(Self.secretKey) }
    }

    @Test(arguments: [
        #"{"code":10023,"incident_id_guid":"inc-1","trace_id_guid":"t","debug":"[\"no right\",\"at all\"]"}"#,
        #"{"error":{"message":{"code":10023,"incident_id_guid":"inc-1","debug":"[\"no right\",\"at all\"]"}}}"#,
        """
        {"error":{"message":{"debug":{"code":10023,"incident_id_guid":"inc-1","trace_id_guid":"tracing-disabled",\
        "debug":"[\\"no right\\",\\"at all\\"]"}}}}
        """,
        #"{"error":{"message":{"code":"10023","incident_id_guid":"inc-1","debug":["no right","at all"]}}}"#,
        """
        {"error":{"errors":{"message":"Error","extension":{"code":"UPSTREAM_FAILURE","exception":{"upstreamResponse":\
        {"data":{"code":10023,"incident_id_guid":"inc-1","debug":"no right; at all"},"status":403}}}}}}
        """,
    ])
    func `any nesting tells the same`(body: String) async {
        let error = await read(.json(body, status: 403))
        #expect(error?.code == .forbidden)
        #expect(error?.status == 403)
        #expect(error?.serverCode == 10_023)
        #expect(error?.incident == "inc-1")
        #expect(error?.serverText == "no right; at all")
    }

    @Test(arguments: [
        ExchangeResponse.empty(403), .text("no", status: 403), .json("not json", status: 403),
        .json(String(repeating: "[", count: 100_000), status: 403), .json("{\"a\":1,\"a\":2}", status: 403),
        .json("\"" + String(repeating: "x", count: 5_000_000) + "\"", status: 403),
    ])
    func `an error body that says nothing leaves the status`(answer: ExchangeResponse) async {
        #expect(await read(answer)?.code == .forbidden)
    }

    @Test func `the text is short`() async throws {
        let long = String(repeating: "é", count: 3_000)
        let error = await read(.json(#"{"code":1,"debug":"\#(long)"}"#, status: 400))
        #expect(try #require(error?.serverText).count == 500)
    }

    @Test(arguments: [
        (401, "", SessionError.Code.credentialsRefused),
        (400, #"{"error":{"message":{"code":10002,"debug":"Invalid credentials"}}}"#, .credentialsRefused),
        (400, #"{"code":10002}"#, .credentialsRefused),
        (400, #"{"code":10002,"debug":"rememberMe must be boolean"}"#, .badRequest),
        (400, #"{"code":13090,"debug":"user has no access to Org 3"}"#, .orgRefused),
        (401, #"{"code":10097,"debug":"Multi-factor authentication required"}"#, .multiFactor),
        (403, #"{"code":10023,"debug":"MFA is enabled"}"#, .multiFactor),
        (403, #"{"code":10023,"debug":"The account is locked"}"#, .accountLocked),
        (401, #"{"code":10097,"debug":"User account is INACTIVE"}"#, .accountLocked),
        (403, #"{"code":10023,"debug":"Trusted authentication is not enabled"}"#, .trustedAuthentication),
        (403, #"{"code":10023,"debug":"nothing special"}"#, .forbidden),
        (403, #"{"code":10023,"debug":"request blocked, see 7c2fa1b0-2fa1-42fa"}"#, .forbidden),
        (403, "X-Requested-By missing", .forbidden),
        (404, "", .notOnThisRelease), (405, "", .dialect), (415, "", .badRequest), (409, "", .conflict),
        (407, "", .proxy), (418, "", .refusedByServer),
    ])
    func `a refused login is told apart`(status: Int, body: String, code: SessionError.Code) async {
        for generation in [Generation.v1, .v2] {
            let error = await login(
                body.hasPrefix("{") ? .json(body, status: status) : .text(body, status: status), generation)
            #expect(error?.code == code)
            #expect(error?.execution == .notExecuted)
        }
    }

    @Test func `401 means different things`() async {
        #expect(await read(.empty(401))?.code == .sessionEnded)
        #expect(await read(.empty(401), .v1)?.code == .sessionEnded)
        #expect(await issue(.empty(401))?.code == .credentialsRefused)
        let text = #"{"code":10097,"debug":"Invalid secret key"}"#
        #expect(await issue(.json(text, status: 401))?.code == .trustedAuthentication)
    }

    @Test(arguments: [
        (429, nil, SessionError.Code.busy, SessionError.Code.busy, nil as Int?),
        (429, "3", .busy, .busy, 3_000), (429, "garbage", .busy, .busy, nil), (429, "-1", .busy, .busy, nil),
        (503, "2", .busy, .busy, 2_000), (503, nil, .server, .outcomeUnknown, nil),
        (500, nil, .server, .outcomeUnknown, nil), (502, nil, .server, .outcomeUnknown, nil),
        (504, nil, .server, .outcomeUnknown, nil), (408, nil, .timeout, .outcomeUnknown, nil),
        (425, nil, .busy, .outcomeUnknown, nil),
    ])
    func `what the server did not finish`(
        status: Int, retryAfter: String?, onRead: SessionError.Code, onChange: SessionError.Code, wait: Int?
    ) async {
        var headers = HTTPFields()
        headers[.retryAfter] = retryAfter
        let answer = ExchangeResponse(status: status, headers: headers)
        let reading = await read(answer)
        #expect(reading?.code == onRead)
        #expect(reading?.execution == .notExecuted)
        #expect(reading?.retryAfter == wait)
        let issuing = await issue(answer)
        #expect(issuing?.code == onChange)
        #expect(issuing?.execution == (onChange == .outcomeUnknown ? .unknown : .notExecuted))
        #expect(issuing?.retryAfter == wait)
        #expect(issuing?.status == status)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `no redirect is followed`(status: Int) async {
        let error = await login(.empty(status, cookies: Script.sessionCookies, location: "https://x.example.org/?p=1"))
        #expect(error?.code == .redirect)
        #expect(error?.offered == ["https://x.example.org/"])
        #expect(error?.execution == .notExecuted)
    }

    /// A logout at a single sign-on cluster ends the session and leads to the page of the identity provider.
    @Test(arguments: [(301, false), (302, true), (303, true), (307, false), (308, false)])
    func `a page instead of an answer does not say that a change was not made`(status: Int, isUnknown: Bool) async {
        let answer = ExchangeResponse.empty(status, location: "https://idp.example.org/bye")
        let script = Script(.v2, answer)
        let change = await failure { () throws(SessionError) in try await script.client.logOut(Script.cookies) }
        #expect(change?.code == .redirect)
        #expect(change?.execution == (isUnknown ? .unknown : .notExecuted))
        #expect(await read(answer)?.execution == .notExecuted)
    }

    @Test(arguments: [
        "hunter+2 /x", "hunter%2B2%20%2Fx", "hunter%2b2%20%2fx", "hunter%2B2+%2Fx", "aHVudGVyKzIgL3g=",
        "hunter+2 /x\u{301}",
    ])
    func `our own secret never comes back`(form: String) async throws {
        let padding = String(repeating: "é", count: 230)
        for text in ["got \(form)!", padding + form, padding + padding + form, form + form] {
            let error = await login(.json(#"{"code":10002,"debug":"\#(text)"}"#, status: 400))
            let shown = try #require(error?.serverText)
            #expect(!shown.contains("hunter"))
            #expect(!shown.contains("aHVudGVy"))
        }
        let plain = await login(.text("you said \(form)", status: 401))
        #expect(plain?.serverText?.contains("hunter") == false)
        let redirect = await login(.empty(302, location: "https://ts.example.com/\(PercentEncodedPath.of(form))"))
        #expect(redirect?.code == .redirect)
        #expect(redirect?.offered.contains { $0.contains("hunter") } == false)
    }

    @Test func `presented tokens and cookies are masked, too`() async {
        let bearer = await read(.json(#"{"code":1,"debug":"bad caller-token"}"#, status: 401))
        #expect(bearer?.serverText == "bad (secret)")
        let script = Script(.v1, .json(#"{"code":1,"debug":"no session-1 of client-1"}"#, status: 401))
        let cookies = await failure { () throws(SessionError) in try await script.client.logOut(Script.cookies) }
        #expect(cookies?.serverText == "no (secret) of (secret)")
    }

    @Test func `a secret too short to hide takes the text with it`() async {
        let script = Script(.v2, .json(#"{"code":10002,"debug":"banana"}"#, status: 400))
        let request = LoginRequest(credential: .password(username: "u", password: Secret("an")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
        #expect(error?.serverText == nil)
        #expect(error?.serverCode == 10_002)
    }

    @Test func `a character of ten thousand marks is cut, too`() async throws {
        let marks = String(repeating: "\u{301}", count: 10_000)
        let error = await login(
            .json(#"{"code":10002,"debug":"e\#(marks)","incident_id_guid":"i\#(marks)"}"#, status: 400))
        #expect(try #require(error?.serverText).unicodeScalars.count <= 4_000)
        #expect(try #require(error?.incident).unicodeScalars.count <= 512)
    }

    @Test func `an error that comes with 200 is an error`() async {
        let body = #"{"error":{"message":{"code":10003,"incident_id_guid":"i","debug":"login failure"}}}"#
        #expect(await login(.json(body))?.code == .refusedByServer)
    }
}

/// A form of a secret that can stand in a `Location`.
private enum PercentEncodedPath {
    static func of(_ text: String) -> String { text.replacing(" ", with: "%20").replacing("/", with: "%2F") }
}
