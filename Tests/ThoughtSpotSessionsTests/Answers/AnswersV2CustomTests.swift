import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// The AccessToken of `auth/token/custom` and the Token of `auth/session/token` (<doc:V2>; promise P70, faults D16 and
/// D22).
struct AnswersV2CustomTests {
    private static let custom = """
        {"id":"i","token":"a.b-c","org":{"id":3,"name":"Sales"},"user":{"id":"guid-u","name":"Anna"},\
        "creation_time_in_millis":1.748736E12,"expiration_time_in_millis":1748736300000}
        """

    private static func request(_ org: OrgReference? = nil) -> TokenRequest {
        TokenRequest(
            kind: .custom(CustomTokenRules(persistence: .replace)), username: "anna",
            credential: .secretKey(Secret("k")), org: org)
    }

    private func issueFailure(_ answer: ExchangeResponse, org: OrgReference? = nil) async -> SessionError? {
        let script = Script(.v2, answer)
        return await failure { () throws(SessionError) in try await script.client.issueToken(Self.request(org)) }
    }

    @Test func `an access token`() async throws {
        let script = Script(.v2, .json(Self.custom))
        let issued = try await script.client.issueToken(Self.request()).value
        #expect(issued.token == Secret("a.b-c"))
        #expect(issued.createdAt == Script.now)
        #expect(issued.expiry == .at(Script.now.advanced(seconds: 300)))
        #expect(issued.username == "Anna")
        #expect(issued.userID == "guid-u")
        #expect(issued.scope == TokenScope(org: OrgReference(id: 3, name: "Sales")))
    }

    @Test(arguments: [OrgReference(id: 3), OrgReference(name: "sales"), OrgReference(id: 3, name: "Old name")])
    func `the Org may have been asked for by number or by name`(org: OrgReference) async throws {
        let script = Script(.v2, .json(Self.custom))
        #expect(try await script.client.issueToken(Self.request(org)).value.scope?.org?.id == 3)
    }

    @Test(arguments: [OrgReference(id: 4), OrgReference(name: "Finance"), OrgReference(id: 4, name: "Sales")])
    func `a token for another Org is told, and reaches the caller`(org: OrgReference) async {
        let error = await issueFailure(.json(Self.custom), org: org)
        #expect(error?.code == .orgMismatch)
        #expect(error?.offered == ["Sales (3)"])
        #expect(error?.execution == .accepted)
        #expect(error?.issuedToken?.token == Secret("a.b-c"))
    }

    @Test func `a token whose Org is not told is no token for an Org`() async {
        let answer = Self.custom.replacing(#""org":{"id":3,"name":"Sales"},"#, with: "")
        let error = await issueFailure(.json(answer), org: OrgReference(name: "Sales"))
        #expect(error?.code == .orgMismatch)
        #expect(error?.issuedToken != nil)
    }

    @Test func `a token for another user is told, and reaches the caller`() async {
        let error = await issueFailure(.json(Self.custom.replacing("Anna", with: "mallory")))
        #expect(error?.code == .identityMismatch)
        #expect(error?.offered == ["mallory"])
        #expect(error?.issuedToken?.username == "mallory")
    }

    @Test(arguments: [
        (#""user":{"id":"guid-u","name":"Anna"},"#, "", "user"),
        (#"{"id":"guid-u","name":"Anna"}"#, "5", "user"),
        (#"{"id":"guid-u","name":"Anna"}"#, "{}", "user.id"), (#""name":"Anna""#, #""name":[]"#, "user.name"),
        (#""id":"guid-u""#, #""id":1"#, "user.id"), (#"{"id":3,"name":"Sales"}"#, #""Sales""#, "org"),
        (#""id":3"#, #""id":"3""#, "org.id"), (#""name":"Sales""#, #""name":7"#, "org.name"),
    ])
    func `a field that decides something is checked, and the token is not lost`(
        part: String, replacement: String, path: String
    ) async {
        let error = await issueFailure(.json(Self.custom.replacing(part, with: replacement)))
        #expect(error?.code == .badField)
        #expect(error?.detail?.contains("the field \(path) ") == true, "\(error?.detail ?? "")")
        #expect(error?.execution == .accepted)
        #expect(error?.issuedToken?.token == Secret("a.b-c"))
    }

    @Test func `404 names the release, and nothing is foreseen`() async {
        let error = await issueFailure(.empty(404))
        #expect(error?.code == .notOnThisRelease)
        #expect(error?.execution == .notExecuted)
        #expect(
            error?.detail == """
                not on this release: custom tokens exist from 10.4.0.cl and 10.7.0.sw; or the cluster is of another generation
                """)
    }

    @Test func `409 is a conflict`() async {
        #expect(await issueFailure(.empty(409))?.code == .conflict)
    }

    @Test func `a session token has no scope`() async throws {
        let answer = """
            {"token":"a.b-c","creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748822400000,\
            "valid_for_user_id":"guid-u","valid_for_username":"anna"}
            """
        let script = Script(.v2, .json(answer))
        let issued = try await script.client.sessionToken(Script.cookies).value
        #expect(issued.token == Secret("a.b-c"))
        #expect(issued.expiry == .at(Script.now.advanced(seconds: 86_400)))
        #expect(issued.scope == nil)
        #expect(issued.username == "anna")
        #expect(
            script.sent == """
                GET /api/rest/2.0/auth/session/token
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    /// Fault D-2-8: although it is a GET, a token may exist.
    @Test(arguments: [502, 503, 504, 408])
    func `D-2-8 a session token that may exist is never said not to`(status: Int) async {
        let script = Script(.v2, .empty(status))
        let error = await failure { () throws(SessionError) in try await script.client.sessionToken(Script.bearer) }
        #expect(error?.code == .outcomeUnknown)
        #expect(error?.execution == .unknown)
        #expect(script.transport.requests.count == 1)
    }
}
