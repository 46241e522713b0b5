import TestSupport
import Testing
import ThoughtSpotSessions

/// What beta-tspublic puts on the wire, as <doc:Headers> and <doc:BetaTspublic> write it.
struct RequestsBetaTspublicTests {
    private static func post(_ operation: String, _ body: String, bearer: String? = nil) -> String {
        let authorization = bearer.map { "authorization: Bearer \($0)\n" } ?? ""
        return """
            POST /tspublic/rest/v2/\(operation)
            accept: application/json
            \(authorization)content-type: application/json
            user-agent: tessera/test
            x-requested-by: ThoughtSpot

            \(body)
            """
    }

    @Test(arguments: [true, false])
    func `D-b-7 login, with one of two texts`(rememberMe: Bool) async throws {
        let script = Script(.betaTspublic, .json(Betas.login))
        var request = Betas.passwordLogin
        request.rememberMe = rememberMe
        _ = try await script.client.logIn(request)
        let body = #"{"userName":"anna","password":"hunter+2 /x","rememberMe":"\#(rememberMe)"}"#
        #expect(script.sent == Self.post("session/login", body))
    }

    @Test func `login by token has no credential in the body`() async throws {
        let script = Script(.betaTspublic, .json(Betas.login))
        _ = try await script.client.logIn(LoginRequest(credential: .bearer(token: Secret("abc"))))
        #expect(script.sent == Self.post("session/login", #"{"rememberMe":"false"}"#, bearer: "abc"))
    }

    @Test func `login by secret key, or into an Org, is an issued token`() async throws {
        let script = Script(.betaTspublic, .json(Betas.login), .json(Betas.login))
        let key = LoginRequest(
            credential: .secretKey(username: "anna", key: Secret("key-1")), org: OrgReference(id: 3), lifetime: 600)
        let login = try await script.client.logIn(key).value
        var password = Betas.passwordLogin
        password.org = OrgReference(id: 0)
        _ = try await script.client.logIn(password)
        let first = #"{"userName":"anna","secretKey":"key-1","accessLevel":"FULL","#
        #expect(
            script.sent
                == [
                    Self.post("session/gettoken", first + #""tokenExpiryDuration":"600","orgId":"3"}"#),
                    Self.post(
                        "session/gettoken",
                        #"{"userName":"anna","password":"hunter+2 /x","accessLevel":"FULL","orgId":"0"}"#),
                ].joined(separator: "\n---\n"))
        #expect(login.session.authentication == .bearer(Betas.token))
        #expect(login.session.credential == .secretKey)
        #expect(login.issuedToken?.token == Betas.token)
    }

    @Test func `gettoken for one object`() async throws {
        let script = Script(.betaTspublic, .json(Betas.login))
        let request = TokenRequest(kind: .object(id: "guid-1"), username: "anna", credential: .secretKey(Secret("k")))
        _ = try await script.client.issueToken(request)
        let body = #"{"userName":"anna","secretKey":"k","accessLevel":"REPORT_BOOK_VIEW","tsObjectId":"guid-1"}"#
        #expect(script.sent == Self.post("session/gettoken", body))
    }

    @Test func `gettoken by password, with lifetime and Org as texts`() async throws {
        let script = Script(.betaTspublic, .json(Betas.login))
        var request = Betas.issue
        request.lifetime = 86_400
        request.org = OrgReference(id: 7)
        _ = try await script.client.issueToken(request)
        let first = #"{"userName":"anna","password":"hunter+2 /x","accessLevel":"FULL","#
        #expect(script.sent == Self.post("session/gettoken", first + #""tokenExpiryDuration":"86400","orgId":"7"}"#))
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `session, logout, revoke and Orgs`(generation: Generation) async throws {
        let script = Script(
            generation, .json(#"{"userName":"anna"}"#), .json("true"), .json("true"),
            .json(#"{"orgId":3,"orgName":"Sales"}"#), .json(#"[{"orgId":"3","orgName":"Sales"}]"#))
        _ = try await script.client.sessionInfo(Script.bearer)
        _ = try await script.client.logOut(Script.bearer)
        _ = try await script.client.revokeToken(.token(Betas.token, user: nil), as: .none)
        let sales = [OrgReference(id: 3, name: "Sales")]
        #expect(try await script.client.searchOrgs(named: "Sales", as: Script.bearer).value == sales)
        #expect(try await script.client.searchOrgs(named: nil, as: Script.bearer).value == sales)
        #expect(
            script.sent == """
                GET /tspublic/rest/v2/session
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                POST /tspublic/rest/v2/session/logout
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                POST /tspublic/rest/v2/session/revoketoken
                accept: application/json
                authorization: Bearer YW5uYTp0b2tlbg==
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                \(Self.post("org/search", #"{"name":"Sales","showDeleted":"false"}"#, bearer: "caller-token"))
                ---
                \(Self.post("org/search", #"{"showDeleted":"false"}"#, bearer: "caller-token"))
                """)
    }
}
