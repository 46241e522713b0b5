import HTTPTypes
import Testing

@testable import DemoCluster

/// Tokens for several Orgs, as <doc:Orgs> has them: since 26.10, for administrators.
@Suite("v2.0: tokens for several Orgs")
struct V2OrgScopeTests {
    private static let two = #","scope":{"org_scope":"SPECIFIC_ORGS","org_identifiers":["1","Finance"]}"#
    private static let all = #","scope":{"org_scope":"ALL_MEMBER_ORGS"}"#

    private static func issue(
        _ world: World, _ more: String, user: String = "root", kind: String = "full"
    ) async -> Answer {
        let option = kind == "custom" ? #","persist_option":"REPLACE""# : ""
        return await world.v2(
            .post, "/auth/token/\(kind)", #"{"username":"\#(user)","secret_key":"\#(World.key)"\#(option)\#(more)}"#)
    }

    private func world() -> World { World(release: "26.10.0.cl") }

    @Test(arguments: ["full", "object"])
    func `named Orgs are in the answer of issue and validate, and org_id is null`(kind: String) async {
        let world = world()
        let issued = await Self.issue(world, Self.two, kind: kind)
        #expect(issued.status == 200)
        let token = issued.string("token") ?? ""
        let validated = await world.v2(
            .post, "/auth/token/validate", #"{"token":"\#(token)"}"#, bearer: await world.token())
        for answer in [issued, validated] {
            #expect(answer.string("scope", "org_scope") == "SPECIFIC_ORGS")
            #expect(
                answer.json?["scope"]?["org_ids"]
                    == [["id": 1, "name": "Sales"], ["id": 2, "name": "Finance"]])
            #expect(answer.json?["scope"]?["org_id"] == .null)
        }
    }

    @Test func `every Org of the user: no list`() async {
        let answer = await Self.issue(world(), Self.all)
        #expect(answer.string("scope", "org_scope") == "ALL_MEMBER_ORGS")
        #expect(answer.json?["scope"]?["org_ids"] == nil)
    }

    @Test func `a custom token has a scope of named Orgs only`() async {
        let world = world()
        let answer = await Self.issue(world, Self.two, kind: "custom")
        #expect(answer.string("scope", "org_scope") == "SPECIFIC_ORGS")
        #expect(answer.json?["scope"]?["access_type"] == nil)
        #expect(await Self.issue(world, Self.all, kind: "custom").v2Code == 10_002)
    }

    @Test func `a token of one Org has neither field`() async {
        let answer = await Self.issue(world(), #","org_id":1"#)
        #expect(answer.json?["scope"]?["org_scope"] == nil)
        #expect(answer.integer("scope", "org_id") == 1)
    }

    @Test func `a release before 26.10 does not know the field, and says nothing`() async {
        let answer = await Self.issue(World(release: "26.9.0.cl"), Self.two)
        #expect(answer.status == 200)
        #expect(answer.integer("scope", "org_id") == 0)
        #expect(answer.json?["scope"]?["org_scope"] == nil)
    }

    @Test(
        arguments: [
            ("root", #","scope":{}"#, 400, 10_002), ("root", #","scope":{"org_scope":"SOME"}"#, 400, 10_002),
            ("root", #","scope":{"org_scope":"SPECIFIC_ORGS"}"#, 400, 10_002),
            ("root", #","scope":{"org_scope":"SPECIFIC_ORGS","org_identifiers":[1]}"#, 400, 10_002),
            ("root", #","scope":{"org_scope":"SPECIFIC_ORGS","org_identifiers":["9"]}"#, 400, 13_090),
            ("root", #","org_id":0\#(two)"#, 400, 10_002), ("anna", all, 403, 10_023),
        ] as [(String, String, Int, Int64)])
    func `what is refused`(user: String, more: String, status: Int, code: Int64) async {
        let world = world()
        let answer = await Self.issue(world, more, user: user)
        #expect(answer.status == status)
        #expect(answer.v2Code == code)
        #expect(await world.actions().isEmpty)
    }

    @Test func `each request selects its Org, and no other than the token's`() async {
        let world = world()
        func org(_ token: String, _ selector: String?) async -> Answer {
            await world.v2(
                .get, "/auth/session/user", bearer: token, headers: selector.map { ["X-Org-Selector": $0] } ?? [:])
        }
        let two = await Self.issue(world, Self.two).string("token") ?? ""
        #expect(await org(two, nil).integer("current_org", "id") == 1)
        #expect(await org(two, "Finance").integer("current_org", "id") == 2)
        #expect(await org(two, "0").v2Code == 13_090)
        let all = await Self.issue(world, Self.all).string("token") ?? ""
        #expect(await org(all, "2").integer("current_org", "id") == 2)
        // A token of one Org is not moved by the header.
        #expect(await org(await world.token(), "2").integer("current_org", "id") == 0)
    }
}
