import TestSupport
import Testing
import ThoughtSpotSessions

/// What v2.0 puts on the wire, as <doc:Headers> and <doc:V2> write it.
struct RequestsV2Tests {
    private static let token = """
        {"token":"t","creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000,\
        "scope":{"access_type":"FULL","org_id":0,"metadata_id":null},"valid_for_user_id":"guid","valid_for_username":"u"}
        """

    private func script(_ answer: String = Self.token) -> Script { Script(.v2, .json(answer)) }

    @Test func `login by password`() async throws {
        let script = Script(.v2, .empty(204, cookies: Script.sessionCookies))
        let login = LoginRequest(
            credential: .password(username: "tsadmin", password: Secret("p\"w")), org: OrgReference(name: "Sales"),
            rememberMe: true)
        _ = try await script.client.logIn(login)
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/session/login
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"username":"tsadmin","password":"p\\"w","org_identifier":"Sales","remember_me":true}
                """)
    }

    @Test func `an Org that is known by number is named by it`() async throws {
        let script = Script(.v2, .empty(204, cookies: Script.sessionCookies))
        let org = OrgReference(id: 3, name: "Sales")
        _ = try await script.client.logIn(
            LoginRequest(credential: .password(username: "u", password: Secret("p")), org: org))
        #expect(script.sent.hasSuffix(#"{"username":"u","password":"p","org_identifier":"3","remember_me":false}"#))
    }

    @Test func `login by bearer names no user and no password`() async throws {
        let script = Script(.v2, .empty(204, cookies: Script.sessionCookies))
        _ = try await script.client.logIn(LoginRequest(credential: .bearer(token: Secret("abc.def"))))
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/session/login
                accept: application/json
                authorization: Bearer abc.def
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"remember_me":false}
                """)
    }

    @Test func `login by secret key is a full token`() async throws {
        let script = script()
        let request = LoginRequest(
            credential: .secretKey(username: "u", key: Secret("key-1")), org: OrgReference(id: 0), lifetime: 3600)
        _ = try await script.client.logIn(request)
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/token/full
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"username":"u","secret_key":"key-1","validity_time_in_sec":3600,"org_id":0,"auto_create":false}
                """)
    }

    @Test func `full token by password`() async throws {
        let script = script()
        _ = try await script.client.issueToken(
            TokenRequest(kind: .full, username: "u", credential: .password(Secret("p"))))
        #expect(script.sent.hasPrefix("POST /api/rest/2.0/auth/token/full\n"))
        #expect(script.sent.hasSuffix("\n\n" + #"{"username":"u","password":"p","auto_create":false}"#))
    }

    @Test func `object token with provisioning`() async throws {
        let answer = Self.token.replacing("FULL", with: "REPORT_BOOK_VIEW")
        let script = script(answer)
        let request = TokenRequest(
            kind: .object(id: "guid-1"), username: "u", credential: .secretKey(Secret("key-1")), lifetime: 60,
            provisioning: Provisioning(email: "u@example.com", displayName: "U", groups: []))
        _ = try await script.client.issueToken(request)
        #expect(script.sent.hasPrefix("POST /api/rest/2.0/auth/token/object\n"))
        #expect(
            script.sent.hasSuffix(
                """
                {"username":"u","secret_key":"key-1","object_id":"guid-1","validity_time_in_sec":60,"auto_create":true,\
                "email":"u@example.com","display_name":"U","group_identifiers":[]}
                """))
        #expect(!script.sent.contains("authorization"))
    }

    @Test func `session user with cookies`() async throws {
        let script = script(#"{"id":"g","name":"u","display_name":"U","visibility":"SHARABLE"}"#)
        _ = try await script.client.sessionInfo(Script.cookies)
        #expect(
            script.sent == """
                GET /api/rest/2.0/auth/session/user
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    @Test func `session token, validate, revoke, logout`() async throws {
        let token = Secret("tok+/=")
        var script = script()
        _ = try await script.client.sessionToken(Script.bearer)
        #expect(
            script.sent == """
                GET /api/rest/2.0/auth/session/token
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)

        script = self.script(#"{"valid_for_user_id":"g","token_type":"BEARER"}"#)
        _ = try await script.client.validateToken(token, as: Script.bearer)
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/token/validate
                accept: application/json
                authorization: Bearer caller-token
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"token":"tok+/="}
                """)

        script = Script(.v2, .empty())
        _ = try await script.client.revokeToken(.token(token, user: "u"), as: Script.bearer)
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/token/revoke
                accept: application/json
                authorization: Bearer tok+/=
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"user_identifier":"u","token":"tok+/="}
                """)

        script = Script(.v2, .empty())
        _ = try await script.client.revokeToken(.user(identifier: "other"), as: Script.bearer)
        #expect(script.sent.contains("authorization: Bearer caller-token\n"))
        #expect(script.sent.hasSuffix(#"{"user_identifier":"other"}"#))

        script = Script(.v2, .empty())
        _ = try await script.client.logOut(Script.bearer)
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/session/logout
                accept: application/json
                authorization: Bearer caller-token
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    @Test func `a token may ask for itself`() async throws {
        let script = script(#"{"valid_for_user_id":"g"}"#)
        _ = try await script.client.validateToken(Secret("mine"), as: .none)
        #expect(script.sent.contains("authorization: Bearer mine\n"))
    }

    @Test func `cluster calls`() async throws {
        var script = script(#"[{"id":7,"name":"Sales"}]"#)
        #expect(
            try await script.client.searchOrgs(named: "Sales", as: Script.bearer).value
                == [OrgReference(id: 7, name: "Sales")])
        #expect(script.sent.hasPrefix("POST /api/rest/2.0/orgs/search\n"))
        #expect(script.sent.hasSuffix(#"{"org_identifier":"Sales"}"#))

        script = self.script(#"{"release_version":"26.8.0.cl","type":"SAAS","id":"i"}"#)
        #expect(try await script.client.systemInformation(Script.bearer).value.releaseVersion == "26.8.0.cl")
        #expect(script.sent.hasPrefix("GET /api/rest/2.0/system\n"))

        script = self.script(#"{"banner_text":"soon","under_maintenance":true}"#)
        #expect(try await script.client.banner().value == MaintenanceBanner(text: "soon", isUnderMaintenance: true))
        #expect(
            script.sent == """
                GET /api/rest/2.0/system/banner
                accept: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }
}
