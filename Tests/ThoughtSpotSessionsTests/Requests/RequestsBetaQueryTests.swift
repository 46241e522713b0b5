import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// What beta-query puts on the wire, as <doc:BetaQuery> writes it, and what it never does (<doc:Faults>).
struct RequestsBetaQueryTests {
    private static let headers = """
        accept: application/json
        user-agent: tessera/test
        x-requested-by: ThoughtSpot
        """

    @Test func `login by password is a strict query`() async throws {
        let script = Script(.betaQuery, .json(Betas.login.replacing("anna", with: "é+b c")))
        let request = LoginRequest(
            credential: .password(username: "é+b c", password: Secret("&=+%;\"~\n#?/")), rememberMe: true)
        _ = try await script.client.logIn(request)
        let query = "userName=%C3%A9%2Bb%20c&password=%26%3D%2B%25%3B%22~%0A%23%3F%2F&rememberMe=true"
        #expect(script.sent == "GET /tspublic/rest/v2/session/login?\(query)\n\(Self.headers)")
        #expect(script.transport.requests.map(\.safety) == [.change])
    }

    @Test func `login by token holds no credential in the query`() async throws {
        let script = Script(.betaQuery, .json(Betas.login))
        _ = try await script.client.logIn(LoginRequest(credential: .bearer(token: Secret("abc"))))
        #expect(
            script.sent == """
                GET /tspublic/rest/v2/session/login?rememberMe=false
                accept: application/json
                authorization: Bearer abc
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    @Test func `gettoken with everything`() async throws {
        let script = Script(.betaQuery, .json(Betas.login), .json(Betas.login))
        let request = TokenRequest(
            kind: .object(id: "guid-1"), username: "anna", credential: .secretKey(Secret("k+1")), lifetime: 600,
            org: OrgReference(id: 3))
        _ = try await script.client.issueToken(request)
        _ = try await script.client.issueToken(Betas.issue)
        let first = "userName=anna&secretKey=k%2B1&accessLevel=REPORT_BOOK_VIEW&tsObjectId=guid-1"
        #expect(
            script.sent == """
                GET /tspublic/rest/v2/session/gettoken?\(first)&tokenExpiryDuration=600&orgId=3
                \(Self.headers)
                ---
                GET /tspublic/rest/v2/session/gettoken?userName=anna&password=hunter%2B2%20%2Fx&accessLevel=FULL
                \(Self.headers)
                """)
    }

    @Test func `login by secret key is gettoken`() async throws {
        let script = Script(.betaQuery, .json(Betas.login))
        let request = LoginRequest(credential: .secretKey(username: "anna", key: Secret("k")))
        let login = try await script.client.logIn(request).value
        #expect(login.issuedToken?.token == Betas.token)
        #expect(
            script.sent.hasPrefix("GET /tspublic/rest/v2/session/gettoken?userName=anna&secretKey=k&accessLevel=FULL\n")
        )
    }

    @Test func `a URL has 8192 bytes at most`() async throws {
        let answer = ExchangeResponse.json(Betas.login)
        let script = Script(.betaQuery, answer)
        func request(_ count: Int) -> TokenRequest {
            TokenRequest(
                kind: .full, username: "anna", credential: .secretKey(Secret(String(repeating: "k", count: count))))
        }
        let frame = "https://ts.example.com/tspublic/rest/v2/session/gettoken?userName=anna&secretKey=&accessLevel=FULL"
        _ = try await script.client.issueToken(request(8_192 - frame.utf8.count))
        let error = await failure { () throws(SessionError) in
            try await script.client.issueToken(request(8_193 - frame.utf8.count))
        }
        #expect(error?.code == .urlTooLong)
        #expect(error?.detail == "the URL is too long: 8193 bytes, 8192 is the limit")
        #expect(script.transport.requests.count == 1)
    }

    @Test(arguments: [
        (Origin(scheme: .http, host: "ts.example.com"), ConnectionSettings.Trust.system, false),
        (Origin(scheme: .https, host: "ts.example.com"), .insecure, false),
        (Origin(scheme: .https, host: "ts.example.com"), .additional(caFile: "/ca.pem"), true),
        (Origin(scheme: .http, host: "127.0.0.1", port: 8080), .system, true),
        (Origin(scheme: .https, host: "localhost"), .insecure, false),
        (Origin(scheme: .http, host: "localhost"), .insecure, false),
    ])
    func `a secret in a URL wants a verified connection`(
        origin: Origin, trust: ConnectionSettings.Trust, isSent: Bool
    ) async {
        let transport = ScriptedTransport(Array(repeating: .answer(.json(Betas.login)), count: 3))
        let client = SessionClient(
            generation: .betaQuery,
            address: ClusterAddress(origin: origin, connection: ConnectionSettings(trust: trust)),
            transport: transport, userAgent: "tessera/test", now: { Script.now })
        let login = await failure { () throws(SessionError) in try await client.logIn(Betas.passwordLogin) }
        let issue = await failure { () throws(SessionError) in try await client.issueToken(Betas.issue) }
        #expect(login?.code == (isSent ? nil : .invalidInput))
        #expect(issue?.code == (isSent ? nil : .invalidInput))
        #expect(transport.requests.count == (isSent ? 2 : 0))
        // Its query holds nothing secret.
        let bearer = LoginRequest(credential: .bearer(token: Secret("abc")))
        #expect(await failure { () throws(SessionError) in try await client.logIn(bearer) } == nil)
    }

    @Test func `no failure shows the query`() async {
        let steps: [ScriptedTransport.Step] = [
            .failure(.timeout, .maybeSent), .failure(.proxy, .notSent), .answer(.empty(302, location: "/x?password=h")),
            .answer(.json(#"{"code":1,"debug":"GET /x?password=hunter%2B2%20%2Fx failed"}"#, status: 401)),
            .answer(Betas.fault(401, debug: "hunter+2 /x")),
        ]
        for step in steps {
            let script = Script(.betaQuery, steps: [step])
            let error = await failure { () throws(SessionError) in try await script.client.logIn(Betas.passwordLogin) }
            #expect(error != nil)
            #expect(!"\(String(describing: error))".contains("hunter"))
            #expect(!"\(String(describing: error))".contains("password=h"))
            #expect(!script.transport.requests.map { "\($0)" }.joined().contains("hunter"))
        }
    }

    @Test func `a preview shows the query without its secret`() throws {
        let preview = try Betas.issue.preview(in: .betaQuery)
        #expect(preview.method == "GET")
        #expect(preview.path == "/tspublic/rest/v2/session/gettoken")
        #expect(preview.fields.map(\.name) == ["userName", "password", "accessLevel"])
        #expect(preview.fields.map(\.value) == ["anna", "(secret)", "FULL"])
        let body = try Betas.issue.preview(in: .betaTspublic)
        #expect(body.fields == preview.fields)
    }
}
