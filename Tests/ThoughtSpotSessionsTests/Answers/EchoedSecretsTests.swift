import HTTPExchange
import HTTPTypes
import TestSupport
import Testing
import ThoughtSpotSessions

/// Our own secrets in answers of success: masked wherever a text of them would be shown, as in errors (fault D26).
struct EchoedSecretsTests {
    private static let password = Secret("hunter+2 /x")
    private static let token = Secret("Y2FsbGVyLXRva2VuLTE=")
    private static let bearer = Authentication.bearer(token)

    /// Every text of a value, however deep.
    private func texts(_ value: Any) -> [String] {
        if let text = value as? String { return [text] }
        return Mirror(reflecting: value).children.flatMap { texts($0.value) }
    }

    private func shows(_ value: some Any, _ secret: Secret) -> Bool {
        texts(value).contains { $0.contains(secret.expose()) }
    }

    @Test func `the session`() async throws {
        let t = Self.token.expose()
        let body = """
            {"id":"\(t)","name":"\(t)","display_name":"x\(t)y","visibility":"SHARABLE","email":"\(t)",\
            "current_org":{"id":7,"name":"\(t)"},"orgs":[{"id":0,"name":"\(t)"}],"privileges":["\(t)"],\
            "account_type":"\(t)","account_status":"\(t)","user_groups":[{"name":"\(t)"}],\
            "user_inherited_groups":[{"name":"\(t)"}],"preferred_locale":"\(t)","variable_values":{"a":"\(t)"},\
            "org_privileges":["\(t)"],"user_parameters":"\(t)","access_control_properties":["\(t)"]}
            """
        let info = try await Script(.v2, .json(body)).client.sessionInfo(Self.bearer).value
        #expect(!shows(info, Self.token))
        #expect(info.displayName == "x(secret)y")
        #expect(info.variableValues == #"{"a":"(secret)"}"#)
        let v1 = """
            {"userName":"\(t)","userGUID":"\(t)","userDisplayName":"\(t)","userEmail":"\(t)","privileges":["\(t)"],\
            "releaseVersion":"\(t)","configInfo":{"selfClusterId":"\(t)","selfClusterName":"\(t)"},"locale":"\(t)",\
            "timezone":"\(t)","notificationBanner":"\(t)","apiVersion":"\(t)"}
            """
        let script = Script(.v1, .json(v1), .json(v1))
        #expect(!shows(try await script.client.sessionInfo(Self.bearer).value, Self.token))
        #expect(!shows(try await script.client.systemInformation(Self.bearer).value, Self.token))
    }

    @Test func `a token that is issued, and one that is validated`() async throws {
        let body = """
            {"token":"a.b-c","valid_for_username":"anna","valid_for_user_id":"hunter+2 /x","scope":{"org_id":1,\
            "access_type":"hunter%2B2%20%2Fx","metadata_id":"hunter+2 /x","org_scope":"hunter+2 /x",\
            "org_ids":[{"id":1,"name":"hunter+2 \\/x"}]}}
            """
        let request = TokenRequest(kind: .full, username: "anna", credential: .password(Self.password))
        let issued = try await Script(.v2, .json(body)).client.issueToken(request).value
        #expect(issued.username == "anna")
        #expect(issued.userID == "(secret)")
        #expect(issued.scope?.accessType == "(secret)")
        #expect(issued.scope?.org?.name == "(secret)")
        #expect(!shows(issued, Self.password))
        let t = Self.token.expose()
        let validated = """
            {"valid_for_user_id":"\(t)","token_type":"\(t)","scope":{"access_type":"\(t)","org_ids":[{"name":"\(t)"}]}}
            """
        let validation = try await Script(.v2, .json(validated)).client.validateToken(Self.token, as: .none).value
        #expect(validation.verdict == .valid)
        #expect(!shows(validation, Self.token))
    }

    @Test(arguments: Betas.all)
    func `a beta's words for the moment of creation`(generation: Generation) async throws {
        let body = Betas.login.replacing("2025-06-01T00:00:00Z", with: "since hunter+2 /x")
        let issued = try await Script(generation, .json(body)).client.issueToken(Betas.issue).value
        #expect(issued.createdText == "since (secret)")
        #expect(issued.token == Betas.token)
    }

    @Test func `Orgs, events, and the state of the keys`() async throws {
        let t = Self.token.expose()
        let event = #"{\"desc\":\"of \#(t)\",\"data\":{\"a\":\"\#(t)\"}}"#
        let log = #"[{"date":"\#(t)","log":"\#(event)"},{"log":"odd \#(t)"}]"#
        let keys = """
            {"auth_type":"TRUSTED_AUTH","org_preferences":[{"org":{"id":1,"name":"\(t)"},"auth_status":"ENABLED",\
            "access_tokens":[{"key":"\(t)"}]}]}
            """
        let script = Script(.v2, .json(#"[{"id":1,"name":"\#(t)"}]"#), .json(log), .json(keys))
        #expect(try await script.client.searchOrgs(named: nil, as: Self.bearer).value.first?.name == "(secret)")
        let events = try await script.client.auditLog(AuditLogTests.window, covering: .allOrgs, as: Self.bearer).value
        #expect(events.map(\.description) == ["of (secret)", nil])
        #expect(events.map(\.unreadText) == [nil, "odd (secret)"])
        #expect(!shows(events, Self.token))
        // A key is a secret by its type, and stays what it is.
        let state = try await script.client.trustedAuthentication(nil, as: Self.bearer).value
        #expect(state.settings.first?.keys == [Self.token])
        #expect(state.settings.first?.place == .org(OrgReference(id: 1, name: "(secret)")))
    }

    /// A token that is presented, and comes back as the token, is the token.
    @Test func `what is a secret by its type is not masked`() async throws {
        let body = #"{"token":"\#(Self.token.expose())","valid_for_username":"anna"}"#
        let issued = try await Script(.v2, .json(body)).client.sessionToken(Self.bearer).value
        #expect(issued.token == Self.token)
    }

    /// A mask that hides everything is of no use: short secrets hide themselves only, short cookies nothing, and the name
    /// that was sent openly is no secret.
    @Test func `what is no echo is left alone`() async throws {
        let body =
            #"{"token":"a.b-c","valid_for_username":"Anna","valid_for_user_id":"guid-anna","scope":{"org_id":1}}"#
        let same = TokenRequest(kind: .full, username: "anna", credential: .password(Secret("anna")))
        let issued = try await Script(.v2, .json(body)).client.issueToken(same).value
        #expect(issued.username == "Anna")
        #expect(issued.userID == "guid-(secret)")
        let short = TokenRequest(kind: .full, username: "anna", credential: .password(Secret("gu")))
        #expect(try await Script(.v2, .json(body)).client.issueToken(short).value.userID == "guid-anna")
        let cookies = Authentication.cookies(
            CookieJar(
                origin: Script.origin,
                cookies: [
                    CookieJar.Cookie(name: "JSESSIONID", value: Secret("session-1")),
                    CookieJar.Cookie(name: "lang", value: Secret("en")),
                ]))
        let info = #"{"id":"1","name":"anna","display_name":"en","visibility":"en","email":"session-1@example.com"}"#
        let session = try await Script(.v2, .json(info)).client.sessionInfo(cookies).value
        #expect(session.displayName == "en")
        #expect(session.email == "(secret)@example.com")
    }

    @Test func `a token that goes with an error`() async {
        let body = #"{"token":"a.b-c","valid_for_username":"hunter+2 /x","valid_for_user_id":"hunter+2 /x"}"#
        let request = TokenRequest(kind: .full, username: "anna", credential: .password(Self.password))
        let script = Script(.v2, .json(body))
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(error?.code == .identityMismatch)
        #expect(error?.issuedToken?.token == Secret("a.b-c"))
        #expect(error?.issuedToken?.username == "(secret)")
        #expect(error.map { shows($0, Self.password) } == false)
    }

    /// The answer to a login is empty: the password comes back with the next one.
    @Test func `what was presented before stays hidden`() async throws {
        let body = """
            {"id":"1","name":"anna","display_name":"pw hunter+2 /x","visibility":"SHARABLE","email":"anna@hunter%2B2%20%2Fx"}
            """
        let script = Script(
            .v2, .empty(204, cookies: Script.sessionCookies), .json(body), .json(#"[{"id":1,"name":"hunter+2 /x"}]"#),
            .json(#"{"error":{"message":{"debug":"no hunter+2 /x"}}}"#, status: 403))
        let login = LoginRequest(credential: .password(username: "anna", password: Self.password))
        let session = try await script.client.logIn(login).value.session
        let info = try await script.client.confirm(session, of: login, at: Script.origin).value
        #expect(info.userName == "anna")
        #expect(info.displayName == "pw (secret)")
        #expect(info.email == "anna@(secret)")
        let orgs = try await script.client.searchOrgs(named: nil, as: session.authentication).value
        #expect(orgs == [OrgReference(id: 1, name: "(secret)")])
        let error = await failure { () throws(SessionError) in
            try await script.client.searchOrgs(named: nil, as: session.authentication)
        }
        #expect(error?.serverText == "no (secret)")
    }

    /// A password that is the user's own name hides no name.
    @Test func `a name that was said openly stays one`() async throws {
        let body = #"{"id":"1","name":"Anna","display_name":"anna","visibility":"SHARABLE"}"#
        let script = Script(.v2, .empty(204, cookies: Script.sessionCookies), .json(body))
        let login = LoginRequest(credential: .password(username: "anna", password: Secret("anna")))
        let session = try await script.client.logIn(login).value.session
        let info = try await script.client.confirm(session, of: login, at: Script.origin).value
        #expect(info.userName == "Anna")
    }

    /// Clients of one program share what they have presented; the latest count.
    @Test func `one memory serves many clients`() async throws {
        let presented = PresentedSecrets()
        func client(_ transport: ScriptedTransport) -> SessionClient {
            SessionClient(
                generation: .v2, address: ClusterAddress(origin: Script.origin), transport: transport,
                presented: presented, now: { Script.now })
        }
        func org(_ name: String) -> ScriptedTransport.Step { .answer(.json(#"[{"id":1,"name":"\#(name)"}]"#)) }
        func name(_ client: SessionClient) async throws -> String? {
            try await client.searchOrgs(named: nil, as: Script.bearer).value.first?.name
        }
        let first = client(ScriptedTransport([org("x"), org("tok-number-1")]))
        _ = try await first.searchOrgs(named: nil, as: .bearer(Secret("tok-number-1")))
        #expect(try await name(first) == "(secret)")
        let second = client(ScriptedTransport([org("tok-number-1")]))
        #expect(try await name(second) == "(secret)")
        for number in 2...9 {
            let other = client(ScriptedTransport([org("x")]))
            _ = try await other.searchOrgs(named: nil, as: .bearer(Secret("tok-number-\(number)")))
        }
        #expect(try await name(client(ScriptedTransport([org("tok-number-1")]))) == "tok-number-1")
        #expect(try await name(client(ScriptedTransport([org("tok-number-9")]))) == "(secret)")
    }
}
