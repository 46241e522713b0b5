import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// How v1's answers are read (<doc:V1> and <doc:SessionsAndCookies>).
struct AnswersV1Tests {
    private static let login = LoginRequest(credential: .password(username: "u", password: Secret("p")))
    private static let issue = TokenRequest(kind: .full, username: "u", credential: .secretKey(Secret("key-1234")))
    private static let info = """
        {"userName":"anna","userGUID":"guid-1","userDisplayName":"Anna","userEmail":"a@example.com",\
        "userCreatedTime":1448951304000,"userExpirationTime":0,"expirationTime":1632154574,"authToken":"c2VjcmV0",\
        "privileges":["ADMINISTRATION"],"isSystemUser":true,"canChangePassword":true,"currentOrgId":2,\
        "releaseVersion":"9.5.0.cl-100","apiVersion":"v1","locale":"en-GB","timezone":"Europe/London",\
        "configInfo":{"selfClusterId":"c-1","selfClusterName":"prod","isSaas":true},"notificationBanner":null}
        """

    @Test func `session info`() async throws {
        let info = try await Script(.v1, .json(Self.info)).client.sessionInfo(Script.cookies).value
        #expect(info.userName == "anna")
        #expect(info.userID == "guid-1")
        #expect(info.currentOrg == OrgReference(id: 2))
        #expect(info.accountCreatedAt == Instant(milliseconds: 1_448_951_304_000))
        #expect(info.accountExpiry == .unknown)
        #expect(info.sessionExpiry == .estimated(Instant(milliseconds: 1_632_154_574_000)))
        #expect(info.releaseVersion == "9.5.0.cl-100")
        #expect(info.clusterName == "prod")
        #expect(info.isSystemUser == true)
        #expect(!String(describing: info).contains("c2VjcmV0"))
    }

    @Test(arguments: [
        ("1632154574", Expiry.estimated(Instant(milliseconds: 1_632_154_574_000))),
        ("1632154574000", .estimated(Instant(milliseconds: 1_632_154_574_000))),
        ("99999999999", .estimated(Instant(milliseconds: 99_999_999_999_000))),
        ("100000000000", .estimated(Instant(milliseconds: 100_000_000_000))),
        ("0", .unknown), ("null", .unknown), ("1e300", .unknown), ("-5", .unknown), ("\"1632154574\"", .unknown),
    ])
    func `D-v1-7 the unit of expirationTime is told by its size`(text: String, expiry: Expiry) async throws {
        let answer = Self.info.replacing("\"expirationTime\":1632154574", with: "\"expirationTime\":\(text)")
        let info = try await Script(.v1, .json(answer)).client.sessionInfo(Script.cookies).value
        #expect(info.sessionExpiry == expiry)
    }

    @Test(arguments: ["userName", "userGUID"], ["\"gone\":1", "\"%\":null", "\"%\":7"])
    func `a required field of the information`(name: String, replacement: String) async {
        let value = name == "userName" ? "anna" : "guid-1"
        let answer = Self.info.replacing("\"\(name)\":\"\(value)\"", with: replacement.replacing("%", with: name))
        let script = Script(.v1, .json(answer))
        let error = await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.cookies) }
        #expect(error?.code == .badField)
        #expect(error?.detail?.hasPrefix("the field \(name) ") == true)
    }

    @Test func `a token is plain text, trimmed once`() async throws {
        let issued = try await Script(.v1, .text("dG9rZW4=\r\n")).client.issueToken(Self.issue).value
        #expect(issued.token == Secret("dG9rZW4="))
        #expect(issued.expiry == .untilNextIssue)
        #expect(issued.username == "u")
    }

    @Test(arguments: [
        ("\"dG9rZW4=\"", SessionError.Code.badToken), ("a b", .badToken), ("a\nb", .badToken), ("", .emptyAnswer),
        (" \n", .emptyAnswer), ("<html>hello</html>", .notThoughtSpot),
        (#"{"code":10002,"debug":"[\"bad key-1234\"]"}"#, .refusedByServer), ("{}", .badToken), ("\u{0}", .badToken),
    ])
    func `what is no token is not taken`(text: String, code: SessionError.Code) async {
        let script = Script(.v1, .text(text))
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(Self.issue) }
        #expect(error?.code == code)
        #expect(error?.issuedToken == nil)
        #expect(error.map { !"\($0)".contains("key-1234") } == true)
    }

    @Test func `500 at auth-token means trusted authentication, and was not executed`() async {
        let script = Script(.v1, .json(#"{"code":10000,"debug":"[\"x\"]","incident_id_guid":"i-1"}"#, status: 500))
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(Self.issue) }
        #expect(error?.code == .trustedAuthentication)
        #expect(error?.execution == .notExecuted)
        #expect(error?.incident == "i-1")
        #expect(error?.detail?.contains("trusted authentication is off") == true)
        #expect(error?.detail?.contains("secret key is wrong") == true)
    }

    @Test func `login by cookies`() async throws {
        for status in [200, 204] {
            let script = Script(.v1, .empty(status, cookies: Script.sessionCookies))
            let session = try await script.client.logIn(Self.login).value.session
            #expect(session.authentication == Script.cookies)
            #expect(session.expiry == .estimated(Script.now.advanced(seconds: 1_800)))
        }
    }

    @Test(arguments: [
        (nil, true), ("/", true), ("https://ts.example.com/app", true), ("https://TS.example.com:443/", true),
        ("https://idp.example.org/saml", false), ("//idp.example.org/", false), ("http://ts.example.com/", false),
        ("https://ts.example.com.evil.org/", false), ("https://ts.example.com@evil.org/", false),
    ])
    func `a redirect of the token login`(location: String?, isSuccess: Bool) async {
        let script = Script(.v1, .empty(302, cookies: Script.sessionCookies, location: location))
        let login = LoginRequest(credential: .bearer(token: Secret("abc")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(login) }
        #expect((error == nil) == isSuccess)
        if !isSuccess { #expect(error?.code == .redirect) }
        #expect(script.transport.requests.count == 1)
    }

    @Test func `a redirect without cookies is a redirect`() async {
        let script = Script(.v1, .empty(302, location: "https://user:pw@idp.example.org/saml?RelayState=abc#x"))
        let login = LoginRequest(credential: .bearer(token: Secret("abc")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(login) }
        #expect(error?.code == .redirect)
        #expect(error?.offered == ["https://idp.example.org/saml"])
    }

    @Test func `a failed second step keeps the token of the first`() async {
        let script = Script(.v1, .text("dG9rZW4="), .empty(401))
        let login = LoginRequest(credential: .secretKey(username: "u", key: Secret("k")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(login) }
        #expect(error?.code == .credentialsRefused)
        #expect(error?.issuedToken?.token == Secret("dG9rZW4="))
        #expect(error?.operation == "v1 session/login/token")
    }

    @Test func `validate is isactive`() async throws {
        let refusal = #"{"code":10003,"incident_id_guid":"i","debug":"[\"no\"]"}"#
        let script = Script(.v1, .empty(), .json("true"), .json(refusal, status: 401), .html("maintenance"))
        for verdict in [TokenValidation.Verdict.valid, .valid, .invalid(serverText: "no")] {
            let reply = try await script.client.validateToken(Secret("t"), as: .none)
            #expect(reply.value.verdict == verdict)
            #expect(reply.value.operation == "v1 session/isactive")
        }
        let error = await failure { () throws(SessionError) in
            try await script.client.validateToken(Secret("t"), as: .none)
        }
        #expect(error?.code == .maintenance)
    }
}
