import TestSupport
import Testing
import ThoughtSpotSessions

/// What v1 puts on the wire, as <doc:Headers> and <doc:V1> write it.
struct RequestsV1Tests {
    @Test func `D-v1-2 login by password is a strict form`() async throws {
        let script = Script(.v1, .empty(204, cookies: Script.sessionCookies))
        let request = LoginRequest(
            credential: .password(username: "é 😀", password: Secret("&=+%;\"~\n")), org: OrgReference(id: 2),
            rememberMe: true)
        _ = try await script.client.logIn(request)
        #expect(
            script.sent == """
                POST /callosum/v1/tspublic/v1/session/login
                accept: application/json
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                username=%C3%A9%20%F0%9F%98%80&password=%26%3D%2B%25%3B%22~%0A&rememberme=true&orgid=2
                """)
    }

    @Test func `what is not asked for is said where the server would decide, and left out elsewhere`() async throws {
        let script = Script(.v1, .empty(204, cookies: Script.sessionCookies), .text("dG9rZW4="))
        _ = try await script.client.logIn(
            LoginRequest(credential: .password(username: "u", password: Secret("p"))))
        _ = try await script.client.issueToken(
            TokenRequest(kind: .full, username: "u", credential: .secretKey(Secret("key-1"))))
        #expect(
            script.sent == """
                POST /callosum/v1/tspublic/v1/session/login
                accept: application/json
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                username=u&password=p&rememberme=false
                ---
                POST /callosum/v1/tspublic/v1/session/auth/token
                accept: text/plain
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                secret_key=key-1&username=u&access_level=FULL&autocreate=false
                """)
    }

    @Test func `login by bearer is a token login`() async throws {
        let script = Script(.v1, .empty(204, cookies: Script.sessionCookies))
        _ = try await script.client.logIn(LoginRequest(credential: .bearer(token: Secret("dG9rZW4="))))
        #expect(
            script.sent == """
                POST /callosum/v1/tspublic/v1/session/login/token
                accept: text/plain
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                auth_token=dG9rZW4%3D&no_url_redirection=true
                """)
    }

    @Test func `login by secret key issues a token and then logs in`() async throws {
        let script = Script(.v1, .text("dG9rZW4="), .empty(204, cookies: Script.sessionCookies))
        let login = try await script.client.logIn(
            LoginRequest(credential: .secretKey(username: "u", key: Secret("key-1")), org: OrgReference(id: 0)))
        #expect(
            script.sent == """
                POST /callosum/v1/tspublic/v1/session/auth/token
                accept: text/plain
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                secret_key=key-1&username=u&access_level=FULL&orgid=0&autocreate=false
                ---
                POST /callosum/v1/tspublic/v1/session/login/token
                accept: text/plain
                content-type: application/x-www-form-urlencoded
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                auth_token=dG9rZW4%3D&username=u&no_url_redirection=true
                """)
        #expect(login.value.issuedToken?.token == Secret("dG9rZW4="))
        #expect(login.value.issuedToken?.expiry == .untilNextIssue)
        #expect(login.value.session.credential == .secretKey)
        #expect(login.value.session.username == "u")
    }

    @Test func `object token with provisioning`() async throws {
        let script = Script(.v1, .text("abc"))
        let request = TokenRequest(
            kind: .object(id: "guid-1"), username: "u", credential: .secretKey(Secret("key-1")),
            provisioning: Provisioning(email: "u@example.com", displayName: "U V", groups: ["A \"B\""]))
        _ = try await script.client.issueToken(request)
        #expect(
            script.sent.hasSuffix(
                """
                secret_key=key-1&username=u&access_level=REPORT_BOOK_VIEW&id=guid-1&autocreate=true\
                &groups=%5B%22A%20%5C%22B%5C%22%22%5D&email=u%40example.com&display_name=U%20V
                """))
    }

    @Test func `info, isactive, validate, logout, orgs, banner`() async throws {
        var script = Script(.v1, .json(#"{"userName":"u","userGUID":"g"}"#))
        _ = try await script.client.sessionInfo(Script.cookies)
        #expect(
            script.sent == """
                GET /callosum/v1/tspublic/v1/session/info
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)

        script = Script(.v1, .empty())
        _ = try await script.client.isActive(Script.cookies)
        #expect(script.sent.hasPrefix("GET /callosum/v1/session/isactive\n"))

        script = Script(.v1, .empty())
        _ = try await script.client.validateToken(Secret("dG9rZW4="), as: Script.cookies)
        #expect(
            script.sent == """
                GET /callosum/v1/session/isactive
                accept: application/json
                authorization: Bearer dG9rZW4=
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)

        script = Script(.v1, .empty())
        _ = try await script.client.logOut(Script.cookies)
        #expect(
            script.sent.hasPrefix("POST /callosum/v1/tspublic/v1/session/logout\naccept: application/json\ncookie:"))
        #expect(!script.sent.contains("content-type"))

        script = Script(.v1, .json(#"{"orgs":[{"orgId":1,"orgName":"Sales"},{"orgId":2,"orgName":"Finance"}]}"#))
        let orgs = try await script.client.searchOrgs(named: "sales", as: Script.cookies)
        #expect(orgs.value == [OrgReference(id: 1, name: "Sales")])
        #expect(script.sent.hasPrefix("GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1\n"))

        script = Script(.v1, .json(#"{"banner_text":"","under_maintenance":false}"#))
        _ = try await script.client.banner()
        #expect(script.sent.hasPrefix("GET /callosum/v1/tspublic/v1/admin/banner\n"))
    }
}
