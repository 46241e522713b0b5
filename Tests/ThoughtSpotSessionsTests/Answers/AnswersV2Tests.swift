import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// How v2.0's answers are read (<doc:V2> and <doc:SessionsAndCookies>).
struct AnswersV2Tests {
    private static let full = """
        {"token":"eyJhbGciOiJSUzI1NiJ9.e30.sig-_","creation_time_in_millis":1.748736E12,\
        "expiration_time_in_millis":1748736300000.0,"scope":{"access_type":"FULL","org_id":7,"metadata_id":null,\
        "org_scope":"SPECIFIC_ORGS"},"valid_for_user_id":"guid-1","valid_for_username":"Anna","surprise":[1,{"a":null}]}
        """

    private func issue(_ answer: String, org: Int? = nil, kind: TokenKind = .full) async throws -> IssuedToken {
        let request = TokenRequest(
            kind: kind, username: "anna", credential: .secretKey(Secret("k")), org: org.map { OrgReference(id: $0) })
        return try await Script(.v2, .json(answer)).client.issueToken(request).value
    }

    private func issueFailure(_ answer: String, org: Int? = nil, kind: TokenKind = .full) async -> SessionError? {
        do {
            _ = try await issue(answer, org: org, kind: kind)
            return nil
        } catch {
            return error as? SessionError
        }
    }

    @Test func `a full token`() async throws {
        let issued = try await issue(Self.full, org: 7)
        #expect(issued.token == Secret("eyJhbGciOiJSUzI1NiJ9.e30.sig-_"))
        #expect(issued.createdAt == Instant(milliseconds: 1_748_736_000_000))
        #expect(issued.expiry == .at(Instant(milliseconds: 1_748_736_300_000)))
        #expect(
            issued.scope == TokenScope(accessType: "FULL", org: OrgReference(id: 7), orgScope: "SPECIFIC_ORGS"))
        #expect(issued.expiryDoubt == nil)
        #expect(issued.username == "Anna")
        #expect(issued.userID == "guid-1")
    }

    @Test func `the Org of newer samples, in a list of one`() async throws {
        let answer = Self.full.replacing("\"org_id\":7", with: "\"org_ids\":[{\"id\":7,\"name\":\"Sales\"}]")
        #expect(try await issue(answer, org: 7).scope?.org == OrgReference(id: 7, name: "Sales"))
    }

    @Test(arguments: [
        "\"1748736300000\"", "true", "null", "1e300", "1e400", "-1", "0", "253402300800000", "{}",
    ])
    func `a time that is none is unknown`(value: String) async throws {
        let issued = try await issue(Self.full.replacing("1748736300000.0", with: value))
        #expect(issued.expiry == .unknown)
    }

    @Test(arguments: [
        ("\"valid_for_username\":\"Anna\"", "\"valid_for_username\":null", "valid_for_username"),
        ("\"valid_for_username\":\"Anna\"", "\"other\":1", "valid_for_username"),
        ("\"valid_for_username\":\"Anna\"", "\"valid_for_username\":5", "valid_for_username"),
        ("\"valid_for_user_id\":\"guid-1\"", "\"valid_for_user_id\":5", "valid_for_user_id"),
        ("\"org_id\":7", "\"org_id\":\"7\"", "scope.org_id"),
        ("\"org_id\":7", "\"org_id\":1.5", "scope.org_id"),
        ("\"org_id\":7", "\"org_id\":9223372036854775808", "scope.org_id"),
        ("\"access_type\":\"FULL\"", "\"access_type\":{}", "scope.access_type"),
    ])
    func `a field that decides something is checked, and the token is not lost`(
        part: String, replacement: String, path: String
    ) async {
        let error = await issueFailure(Self.full.replacing(part, with: replacement))
        #expect(error?.code == .badField)
        #expect(error?.detail?.contains("the field \(path) ") == true)
        #expect(error?.execution == .accepted)
        #expect(error?.issuedToken?.token == Secret("eyJhbGciOiJSUzI1NiJ9.e30.sig-_"))
    }

    @Test(arguments: ["null", "5", "{}", "[\"x\"]"])
    func `a token of another type is no token`(value: String) async {
        let answer = Self.full.replacing("\"eyJhbGciOiJSUzI1NiJ9.e30.sig-_\"", with: value)
        let error = await issueFailure(answer)
        #expect(error?.code == .badField)
        #expect(error?.issuedToken == nil)
    }

    @Test(arguments: [
        (#""a\nb""#, SessionError.Code.badToken), (#""a b""#, .badToken), (#""a\u0000""#, .badToken),
        (#""a\"b""#, .badToken), (#""é""#, .badToken), (#""""#, .emptyToken),
        ("\"\(String(repeating: "a", count: 16_385))\"", .badToken),
    ])
    func `a token with characters that no token has is not taken`(value: String, code: SessionError.Code) async {
        let answer = Self.full.replacing("\"eyJhbGciOiJSUzI1NiJ9.e30.sig-_\"", with: value)
        let error = await issueFailure(answer)
        #expect(error?.code == code)
        #expect(error?.issuedToken == nil)
    }

    @Test func `a token for another user is told, and reaches the caller`() async {
        let error = await issueFailure(Self.full.replacing("Anna", with: "mallory"))
        #expect(error?.code == .identityMismatch)
        #expect(error?.offered == ["mallory"])
        #expect(error?.detail?.contains("anna") == true)
        #expect(error?.execution == .accepted)
        #expect(error?.issuedToken?.username == "mallory")
    }

    @Test func `a token for another Org is told, and reaches the caller`() async {
        let wrong = await issueFailure(Self.full, org: 3)
        #expect(wrong?.code == .orgMismatch)
        #expect(wrong?.offered == ["7"])
        #expect(wrong?.issuedToken != nil)
        let silent = await issueFailure(Self.full.replacing("\"org_id\":7", with: "\"org_id\":null"), org: 3)
        #expect(silent?.code == .orgMismatch)
        #expect(silent?.issuedToken != nil)
    }

    @Test func `full access instead of one object is told`() async {
        let error = await issueFailure(Self.full, kind: .object(id: "guid-2"))
        #expect(error?.code == .identityMismatch)
        #expect(error?.issuedToken != nil)
    }

    @Test func `login takes the cookies and estimates the end`() async throws {
        for status in [200, 201, 204] {
            let script = Script(.v2, .empty(status, cookies: Script.sessionCookies))
            let request = LoginRequest(credential: .password(username: "u", password: Secret("p")), rememberMe: true)
            let session = try await script.client.logIn(request).value.session
            guard case .cookies(let jar) = session.authentication else {
                Issue.record("no cookies")
                continue
            }
            #expect(jar.cookies.map(\.name) == ["JSESSIONID", "clientId"])
            #expect(session.username == "u")
            #expect(session.expiry == .estimated(Script.now.advanced(seconds: 7 * 86_400)))
        }
    }

    @Test func `login without a session cookie is no session`() async {
        let script = Script(.v2, .empty(204, cookies: ["AWSALB=1; Path=/"]))
        let request = LoginRequest(credential: .password(username: "u", password: Secret("p")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
        #expect(error?.code == .noSession)
        #expect(error?.detail?.contains("token") == true)
    }

    /// Promise P32: a cookie for another host, or for more hosts than this one, is none of ours.
    @Test(arguments: ["evil.org", "example.com", ".example.com", "evil.org; Domain="])
    func `a session cookie of a foreign or wider domain is no session`(domain: String) async {
        let script = Script(.v2, .empty(204, cookies: ["JSESSIONID=session-1; Path=/; Domain=\(domain)"]))
        let request = LoginRequest(credential: .password(username: "u", password: Secret("p")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
        #expect(error?.code == .noSession)
    }

    @Test func `login by bearer without cookies leaves the bearer as the session`() async throws {
        let script = Script(.v2, .empty())
        let login = try await script.client.logIn(LoginRequest(credential: .bearer(token: Secret("abc"))))
        #expect(login.value.session.authentication == .bearer(Secret("abc")))
        #expect(login.value.issuedToken == nil)
    }

    @Test func `login by secret key is the issued bearer`() async throws {
        let script = Script(.v2, .json(Self.full))
        let login = try await script.client.logIn(
            LoginRequest(credential: .secretKey(username: "anna", key: Secret("k"))))
        #expect(login.value.session.authentication == .bearer(Secret("eyJhbGciOiJSUzI1NiJ9.e30.sig-_")))
        #expect(login.value.issuedToken?.userID == "guid-1")
        #expect(login.value.session.expiry == .at(Instant(milliseconds: 1_748_736_300_000)))
    }

    private static let user = """
        {"id":"guid-1","name":"anna","display_name":"Anna","visibility":"SHARABLE","email":"a@example.com",\
        "current_org":{"id":7,"name":"Sales"},"orgs":[{"id":0,"name":"Primary"}],"privileges":["AUTHORING"],\
        "account_type":"LOCAL_USER","account_status":"SOMETHING_NEW","creation_time_in_millis":1675171235000,\
        "expiration_time_in_millis":1675171235,"super_user":false,"user_groups":[{"id":"g","name":"Analysts"}]}
        """

    @Test func `the session user`() async throws {
        let info = try await Script(.v2, .json(Self.user)).client.sessionInfo(Script.bearer).value
        #expect(info.userName == "anna")
        #expect(info.userID == "guid-1")
        #expect(info.currentOrg == OrgReference(id: 7, name: "Sales"))
        #expect(info.orgs == [OrgReference(id: 0, name: "Primary")])
        #expect(info.privileges == ["AUTHORING"])
        #expect(info.groups == ["Analysts"])
        #expect(info.accountStatus == "SOMETHING_NEW")
        #expect(info.accountCreatedAt == Instant(milliseconds: 1_675_171_235_000))
        #expect(info.accountExpiry == .estimated(Instant(milliseconds: 1_675_171_235_000)))
        #expect(info.isSuperUser == false)
    }

    /// What APPEND and REPLACE left on a user is visible only here (<doc:V2>). No document states the forms.
    @Test func `the session user of later releases`() async throws {
        let later = """
            "variable_values":{"0":[{"name":"tenant","values":["acme",7]}]},"org_privileges":{"7":["AUTHORING"]},\
            "user_parameters":{},"access_control_properties":null,"can_change_password":false,"system_user":true,\
            "user_inherited_groups":[{"id":"h","name":"All Analysts"},5],"preferred_locale":"en-GB","name"
            """
        let answer = Self.user.replacing("\"name\"", with: later, maxReplacements: 1)
        let info = try await Script(.v2, .json(answer)).client.sessionInfo(Script.bearer).value
        #expect(info.variableValues == #"{"0":[{"name":"tenant","values":["acme",7]}]}"#)
        #expect(info.orgPrivileges == #"{"7":["AUTHORING"]}"#)
        #expect(info.userParameters == nil)
        #expect(info.accessControlProperties == nil)
        #expect(info.canChangePassword == false)
        #expect(info.isSystemUser == true)
        #expect(info.inheritedGroups == ["All Analysts"])
        #expect(info.locale == "en-GB")
        // Of whatever form they are, they decide nothing.
        for odd in ["7", "[]", "\"x\"", "true"] {
            let answer = Self.user.replacing(
                "\"name\"", with: "\"variable_values\":\(odd),\"user_inherited_groups\":\(odd),\"name\"",
                maxReplacements: 1)
            _ = try await Script(.v2, .json(answer)).client.sessionInfo(Script.bearer)
        }
    }

    @Test(
        arguments: ["id", "name", "display_name", "visibility"], ["\"gone\":1", "\"%\":null", "\"%\":7", "\"%\":[]"])
    func `a required field of the user`(name: String, replacement: String) async {
        let values = ["id": "guid-1", "name": "anna", "display_name": "Anna", "visibility": "SHARABLE"]
        let member = "\"\(name)\":\"\(values[name] ?? "")\""
        let answer = Self.user.replacing(member, with: replacement.replacing("%", with: name), maxReplacements: 1)
        let script = Script(.v2, .json(answer))
        let error = await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
        #expect(error?.code == .badField)
        #expect(error?.detail?.hasPrefix("the field \(name) ") == true)
        #expect(error?.execution == .notExecuted)
    }

    @Test func `validate says valid or invalid, and invalid has one form`() async throws {
        let alive = """
            {"creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000,\
            "scope":{"access_type":"FULL","org_id":0},"valid_for_user_id":"g","token_type":"BEARER"}
            """
        var reply = try await Script(.v2, .json(alive)).client.validateToken(Secret("t"), as: Script.bearer)
        #expect(reply.value.verdict == .valid)
        #expect(reply.value.tokenType == "BEARER")
        #expect(reply.value.scope?.org == OrgReference(id: 0))

        let dead = #"{"error":{"message":{"debug":{"code":10002,"debug":"[\"Token t-own expired\"]"}}}}"#
        reply = try await Script(.v2, .json(dead, status: 400)).client.validateToken(Secret("t-own"), as: Script.bearer)
        #expect(reply.value.verdict == .invalid(serverText: "Token (secret) expired"))
        #expect(reply.status == 400)

        let refusal = #"{"error":{"message":{"code":10097,"incident_id_guid":"inc-9","debug":"[\"no\"]"}}}"#
        let script = Script(.v2, .json(refusal, status: 401), .json(refusal, status: 401))
        let error = await failure { () throws(SessionError) in
            try await script.client.validateToken(Secret("t"), as: Script.bearer)
        }
        #expect(error?.code == .sessionEnded)
        #expect(error?.evidence?.serverCode == 10_097)
        reply = try await script.client.validateToken(Secret("t"), as: .none)
        #expect(reply.value.verdict == .invalid(serverText: "no"))
        #expect(reply.evidence?.path == "/api/rest/2.0/auth/token/validate")
        #expect(reply.evidence?.method == "POST")
        #expect(reply.evidence?.status == 401)
        #expect(reply.evidence?.serverCode == 10_097)
        #expect(reply.evidence?.incident == "inc-9")
    }

    /// What a gateway may answer says nothing about a token: only ThoughtSpot's own error does.
    @Test(
        arguments: [401, 400],
        [
            "", "{}", "[]", "null", "Unauthorized", #"{"message":"Unauthorized"}"#, #"{"code":401,"debug":"no"}"#,
            #"{"error":"invalid_token"}"#,
        ])
    func `a refusal in another shape proves nothing about a token`(status: Int, body: String) async {
        for isOwn in [true, false] {
            let script = Script(.v2, .json(body, status: status))
            let error = await failure { () throws(SessionError) in
                try await script.client.validateToken(Secret("t"), as: isOwn ? .none : Script.bearer)
            }
            #expect(error != nil)
            #expect(error?.isRefusedCredential == false)
            #expect(error?.evidence?.status == status)
        }
        for generation in [Generation.v2, .v1] {
            let script = Script(generation, .json(body, status: status))
            let error = await failure { () throws(SessionError) in try await script.client.isActive(Script.bearer) }
            #expect(error != nil)
        }
    }

    @Test func `is active`() async throws {
        let refusal = #"{"error":{"message":{"code":10097,"debug":"no"}}}"#
        let script = Script(.v2, .json(Self.user), .json(refusal, status: 401), .empty(401))
        #expect(try await script.client.isActive(Script.bearer).value)
        #expect(try await !script.client.isActive(Script.bearer).value)
        // Without a credential any 401 says that the cluster is there.
        #expect(try await !script.client.isActive(.none).value)
    }
}
