import HTTPExchange
import HTTPTypes
import TestSupport
import Testing
import ThoughtSpotSessions

/// Answers that are no answers (faults D1 to D7, D18, D29).
struct HostileAnswersTests {
    private static let user = #"{"id":"g","name":"u","display_name":"U","visibility":"SHARABLE"}"#

    private func read(_ answer: ExchangeResponse) async -> SessionError? {
        let script = Script(.v2, answer)
        return await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
    }

    private func with(_ type: String?, _ text: String = Self.user) -> ExchangeResponse {
        var headers = HTTPFields()
        headers[.contentType] = type
        return ExchangeResponse(status: 200, headers: headers, body: Array(text.utf8))
    }

    @Test(arguments: [
        ("", SessionError.Code.emptyAnswer), (" \n", .emptyAnswer), ("{", .badJSON), ("{} {}", .badJSON),
        ("{}x", .badJSON), ("[]", .badField), ("null", .badField), ("\"text\"", .badField),
        (#"{"name":"a","name":"b"}"#, .duplicateKey), (#"{"a":{"t":1,"t":2}}"#, .duplicateKey),
        (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .tooDeep),
        (String(repeating: #"{"a":"#, count: 512), .tooDeep), (String(repeating: "[", count: 100_000), .tooDeep),
        (#"{"name":"\ud800"}"#, .badJSON), ("{\"name\":\"a\nb\"}", .badJSON), ("{\"name\":\u{0}}", .badJSON),
        ("<!DOCTYPE html>", .notThoughtSpot), ("\u{FEFF}  <html>", .notThoughtSpot),
    ])
    func `what is not one JSON object is refused`(text: String, code: SessionError.Code) async {
        let error = await read(.json(text))
        #expect(error?.code == code)
        #expect(error?.execution == .notExecuted)
    }

    @Test func `UTF-16 is refused, a byte order mark is not`() async {
        let utf16 = Self.user.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        let answer = ExchangeResponse(status: 200, headers: headers, body: [0xFF, 0xFE] + utf16)
        #expect(await read(answer)?.code == .badJSON)
        #expect(await read(.json("\u{FEFF}" + Self.user)) == nil)
    }

    @Test(arguments: [
        ("application/json", nil as SessionError.Code?), ("Application/JSON; Charset=\"UTF-8\"", nil), (nil, nil),
        ("application/problem+json", nil), ("application/json; charset=utf-16", .badJSON),
        ("text/html", .notThoughtSpot), ("text/plain", .notThoughtSpot), ("image/png", .notThoughtSpot),
    ])
    func `the content type is looked at`(type: String?, code: SessionError.Code?) async {
        #expect(await read(with(type))?.code == code)
    }

    @Test(arguments: [200, 400, 401, 403])
    func `a page is never a wrong password`(status: Int) async {
        let request = LoginRequest(credential: .password(username: "u", password: Secret("p")))
        let pages: [(String, SessionError.Code)] = [
            ("Scheduled Maintenance", .maintenance), ("SAML SSO: Sign in with Okta", .notThoughtSpot),
            ("Squid proxy: Access Denied", .notThoughtSpot),
        ]
        for generation in Generation.allCases {
            for (text, code) in pages {
                let script = Script(generation, .html(text, status: status))
                let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
                #expect(error?.code == code)
                #expect(error?.execution == .notExecuted)
                #expect(error?.status == status)
            }
        }
    }

    @Test(arguments: [
        (404, "Log in", SessionError.Code.notOnThisRelease), (429, "Sign in", .busy), (502, "Bad Gateway", .server),
        (503, "Scheduled maintenance", .maintenance),
    ])
    func `a page does not outdo a status that says more`(status: Int, text: String, code: SessionError.Code) async {
        #expect(await read(.html(text, status: status))?.code == code)
    }

    @Test func `a gateway that fails with a page leaves a change open`() async {
        let script = Script(.v2, .html("maintenance", status: 503), .html("Bad Gateway", status: 502))
        for code in [SessionError.Code.maintenance, .outcomeUnknown] {
            let error = await failure { () throws(SessionError) in
                try await script.client.revokeToken(.token(Secret("t"), user: nil), as: .none)
            }
            #expect(error?.code == code)
            #expect(error?.execution == .unknown)
        }
    }

    /// As without a page: the cluster says when to come back, and the retries have come back (promise P62).
    @Test func `a page with a time to come back did nothing`() async {
        var headers = HTTPFields()
        headers[.init("Retry-After") ?? .server] = "2"
        let script = Script(.v2, .html("503 Service Temporarily Unavailable", status: 503, headers))
        let error = await failure { () throws(SessionError) in
            try await script.client.revokeToken(.token(Secret("t"), user: nil), as: .none)
        }
        #expect(error?.execution == .notExecuted)
        #expect(error?.retryAfter == 2_000)
    }

    /// A gateway answers 200 with something: no user is named, so nothing says that the token works.
    @Test func `an answer that names no user is no proof that a token works`() async {
        for body in ["{}", #"{"code":401}"#, #"{"redirect":"/login"}"#] {
            let script = Script(.v2, .json(body))
            let error = await failure { () throws(SessionError) in try await script.client.isActive(Script.bearer) }
            #expect(error != nil)
        }
    }

    @Test func `a page with a session cookie is no login`() async {
        var headers = HTTPFields()
        headers[.setCookie] = "JSESSIONID=1; Path=/"
        let script = Script(.v2, .html("welcome", headers))
        let request = LoginRequest(credential: .password(username: "u", password: Secret("p")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
        #expect(error?.code == .notThoughtSpot)
    }

    @Test(arguments: ["Stopped", "Starting", "Unknown", "\u{1B}[2J"])
    func `economy mode is told by its header`(state: String) async {
        var headers = HTTPFields()
        headers[.init("Cluster-State") ?? .server] = state
        let error = await read(.html("anything", headers))
        #expect(error?.code == .maintenance)
        #expect(error?.detail?.contains("economy mode") == true)
        #expect(error?.detail?.contains("\u{1B}") == false)
    }

    @Test func `economy mode needs no page, and a running cluster is none`() async {
        let field = HTTPField.Name("Cluster-State") ?? .server
        #expect(await read(.json("{}", status: 503, [field: "stopped"]))?.code == .maintenance)
        #expect(await read(.json(Self.user, [field: "Running"])) == nil)
    }

    @Test func `an empty body of type HTML is no page`() async throws {
        let type: HTTPFields = [.contentType: "text/html"]
        let script = Script(
            .v2, ExchangeResponse(status: 200, headers: type), ExchangeResponse(status: 401, headers: type))
        _ = try await script.client.logOut(Script.bearer)
        let error = await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
        #expect(error?.code == .sessionEnded)
    }

    @Test func `what came instead is told in short`() async {
        let long = String(repeating: "x", count: 1_000_000)
        let script = Script(.v2, .json(#"{"token":"t","valid_for_username":"\#(long)"}"#))
        let request = TokenRequest(kind: .full, username: "anna", credential: .password(Secret("secret-1")))
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(error?.code == .identityMismatch)
        #expect(error?.offered.map(\.count) == [200])
    }

    @Test func `a page in answer to a change leaves open what happened`() async {
        for (page, execution) in [("something", SessionError.Execution.unknown), ("maintenance", .notExecuted)] {
            let script = Script(.v2, .html(page))
            let error = await failure { () throws(SessionError) in
                try await script.client.revokeToken(.token(Secret("t"), user: nil), as: .none)
            }
            #expect(error?.execution == execution)
        }
    }

    @Test func `an unreadable yes to a change was accepted`() async {
        let request = TokenRequest(kind: .full, username: "u", credential: .password(Secret("p")))
        for answer in [
            ExchangeResponse.json("{"), .json(""), .json("[]"), .empty(204), .json(#"{"token":"a","token":"b"}"#),
        ] {
            let script = Script(.v2, answer)
            let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
            #expect(error?.execution == .accepted)
            #expect((200...299).contains(error?.status ?? 0))
        }
    }

    @Test func `D18 the clocks are compared at the middle of the exchange`() async throws {
        let moments = ListedMoments([1_748_736_000_000, 1_748_736_004_000])
        func skew(_ headers: HTTPFields) async throws -> (Int64?, Int) {
            moments.reset()
            let transport = ScriptedTransport([.answer(.json(Self.user, headers))])
            let client = SessionClient(
                generation: .v2, address: ClusterAddress(origin: Script.origin), transport: transport,
                now: { moments.next() })
            let reply = try await client.sessionInfo(Script.bearer)
            return (reply.clockSkew, reply.duration)
        }
        let date = "Sun, 01 Jun 2025 00:00:32 GMT"
        #expect(try await skew([.date: date]) == (30_000, 4_000))
        #expect(try await skew([.date: "Fri, 01 Jun 2035 00:00:02 GMT"]) == (315_532_800_000, 4_000))
        #expect(try await skew([.date: date, .age: "5"]) == (nil, 4_000))
        #expect(try await skew([.date: "yesterday"]) == (nil, 4_000))
        #expect(try await skew([:]) == (nil, 4_000))
    }
}
