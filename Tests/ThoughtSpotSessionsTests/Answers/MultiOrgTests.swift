import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// Tokens of several Orgs, as the specification of 26.10 and the samples of 26.8 write them (<doc:Orgs>).
struct MultiOrgTests {
    private static func answer(scope: String) -> String {
        """
        {"token":"a.b-c","creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000,\
        "scope":\(scope),"valid_for_user_id":"guid-1","valid_for_username":"anna"}
        """
    }
    private static let two = """
        {"access_type":"FULL","org_id":null,"metadata_id":null,"org_scope":"SPECIFIC_ORGS",\
        "org_ids":[{"id":1,"name":"Sales"},{"id":2,"name":null}]}
        """
    private static let all = """
        {"access_type":"FULL","org_scope":"ALL_MEMBER_ORGS","org_ids":[{"id":0,"name":"Primary"}]}
        """

    private static func request(_ org: OrgReference? = nil) -> TokenRequest {
        TokenRequest(kind: .full, username: "anna", credential: .secretKey(Secret("a-long-key")), org: org)
    }

    @Test func `specific Orgs, all of them`() async throws {
        let script = Script(.v2, .json(Self.answer(scope: Self.two)))
        let scope = try #require(try await script.client.issueToken(Self.request()).value.scope)
        #expect(
            scope
                == TokenScope(
                    accessType: "FULL", orgScope: "SPECIFIC_ORGS",
                    orgs: [OrgReference(id: 1, name: "Sales"), OrgReference(id: 2)]))
        #expect(scope.isMultiOrg)
    }

    /// A list of one beside "all Orgs" is not the Org of the token.
    @Test func `all Orgs of the user`() async throws {
        let script = Script(.v2, .json(Self.answer(scope: Self.all)))
        let scope = try #require(try await script.client.issueToken(Self.request()).value.scope)
        #expect(scope.org == nil)
        #expect(scope.orgScope == TokenScope.allMemberOrgs)
        #expect(scope.orgs == [OrgReference(id: 0, name: "Primary")])
        #expect(scope.isMultiOrg)
    }

    @Test func `numbers alone, and one Org with both`() async throws {
        let numbers = Self.answer(scope: #"{"org_scope":"SPECIFIC_ORGS","org_ids":[3,4]}"#)
        #expect(
            try await Script(.v2, .json(numbers)).client.issueToken(Self.request()).value.scope?.orgs.map(\.id) == [
                3, 4,
            ])
        let one = Self.answer(scope: #"{"org_id":7,"org_scope":"SPECIFIC_ORGS","org_ids":[{"id":7,"name":"Sales"}]}"#)
        let scope = try await Script(.v2, .json(one)).client.issueToken(Self.request(OrgReference(id: 7))).value.scope
        #expect(scope?.org == OrgReference(id: 7, name: "Sales"))
        #expect(scope?.isMultiOrg == false)
    }

    /// More than was asked for is told as another Org is (promise P70).
    @Test(arguments: [
        (two, "several Orgs", ["Sales (1)", "2"]), (all, "all Orgs of its user", ["Primary (0)"]),
    ])
    func `a token for more Orgs than one that was asked for`(scope: String, words: String, offered: [String]) async {
        let script = Script(.v2, .json(Self.answer(scope: scope)))
        let error = await failure { () throws(SessionError) in
            try await script.client.issueToken(Self.request(OrgReference(id: 1)))
        }
        #expect(error?.code == .orgMismatch)
        #expect(error?.detail?.contains(words) == true)
        #expect(error?.offered == offered)
        #expect(error?.issuedToken?.scope?.isMultiOrg == true)
    }

    @Test func `a validation tells type, access, object and Orgs`() async throws {
        let body = """
            {"creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000,"scope":\
            {"access_type":"REPORT_BOOK_VIEW","metadata_id":"guid-o","org_scope":"SPECIFIC_ORGS",\
            "org_ids":[{"id":1,"name":"Sales"},{"id":2,"name":"Ops"}]},"valid_for_user_id":"g","token_type":"BEARER"}
            """
        let validation = try await Script(.v2, .json(body)).client.validateToken(Secret("t"), as: Script.bearer).value
        #expect(validation.scope?.accessType == "REPORT_BOOK_VIEW")
        #expect(validation.scope?.objectID == "guid-o")
        #expect(validation.scope?.orgs == [OrgReference(id: 1, name: "Sales"), OrgReference(id: 2, name: "Ops")])
        #expect(validation.tokenType == "BEARER")
    }

    @Test func `a custom token of several Orgs keeps its scope`() async throws {
        let body = """
            {"id":"i","token":"a.b-c","org":{"id":1,"name":"Sales"},"user":{"id":"guid-u"},"scope":\(Self.two),\
            "creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000}
            """
        let request = TokenRequest(
            kind: .custom(CustomTokenRules(persistence: .append)), username: "anna",
            credential: .secretKey(Secret("a-long-key")))
        let issued = try await Script(.v2, .json(body)).client.issueToken(request).value
        #expect(issued.scope?.orgs.count == 2)
        #expect(issued.scope?.org == nil)
        // Only the id of the user is required.
        #expect(issued.username == nil)
        #expect(issued.userID == "guid-u")
    }
}
