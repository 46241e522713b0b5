import TestSupport
import Testing
import ThoughtSpotSessions

/// What beta-api puts on the wire, as <doc:Headers> and <doc:BetaAPI> write it.
struct RequestsBetaAPITests {
    @Test func `D-b-7 login, with a boolean`() async throws {
        let script = Script(.betaAPI, .json(Betas.login))
        var request = Betas.passwordLogin
        request.rememberMe = true
        _ = try await script.client.logIn(request)
        #expect(
            script.sent == """
                POST /api/rest/v2/session/login
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"userName":"anna","password":"hunter+2 /x","rememberMe":true}
                """)
    }

    @Test func `gettoken without a bearer, with a lifetime as text`() async throws {
        let script = Script(.betaAPI, .json(Betas.login), .json(Betas.login))
        var request = Betas.issue
        _ = try await script.client.issueToken(request)
        request.lifetime = 600
        _ = try await script.client.issueToken(request)
        #expect(
            script.sent == """
                POST /api/rest/v2/session/gettoken
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"userName":"anna","password":"hunter+2 /x"}
                ---
                POST /api/rest/v2/session/gettoken
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"userName":"anna","password":"hunter+2 /x","tokenExpiryDuration":"600"}
                """)
    }

    @Test func `session, logout and revoke have no body`() async throws {
        let script = Script(.betaAPI, .json(#"{"userName":"anna"}"#), .json("true"), .json("true"), .json("true"))
        _ = try await script.client.sessionInfo(Script.bearer)
        _ = try await script.client.logOut(Script.cookies)
        _ = try await script.client.logOut(Script.bearer)
        _ = try await script.client.revokeToken(.token(Betas.token, user: "anna"), as: Script.bearer)
        #expect(
            script.sent == """
                GET /api/rest/v2/session
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                POST /api/rest/v2/session/logout
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                POST /api/rest/v2/session/logout
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                POST /api/rest/v2/session/revoketoken
                accept: application/json
                authorization: Bearer YW5uYTp0b2tlbg==
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    @Test(arguments: Betas.all)
    func `the neighbours of v1`(generation: Generation) async throws {
        let script = Script(
            generation, .empty(), .empty(), .json(#"{"banner_text":"","under_maintenance":false}"#),
            .json(#"{"releaseVersion":"8.8.0.cl"}"#))
        _ = try await script.client.isActive(Script.cookies)
        let validation = try await script.client.validateToken(Betas.token, as: Script.bearer).value
        _ = try await script.client.banner()
        #expect(try await script.client.systemInformation(Script.bearer).value.releaseVersion == "8.8.0.cl")
        #expect(validation == TokenValidation(operation: "v1 session/isactive", verdict: .valid))
        #expect(
            script.sent == """
                GET /callosum/v1/session/isactive
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                GET /callosum/v1/session/isactive
                accept: application/json
                authorization: Bearer YW5uYTp0b2tlbg==
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                GET /callosum/v1/tspublic/v1/admin/banner
                accept: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                ---
                GET /callosum/v1/tspublic/v1/session/info
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }
}
