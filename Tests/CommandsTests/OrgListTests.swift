import DemoCluster
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct OrgListTests {
    @Test func `The Orgs with their numbers, and which one is ours`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("org", "list", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let json = try ran.json()
        let orgs = try #require(json["orgs"]?.arrayValue)
        #expect(orgs.map { $0["id"]?.intValue } == [0, 1, 2])
        #expect(orgs.map { $0["name"]?.stringValue } == ["Primary", "Sales", "Finance"])
        #expect(orgs.map { $0["isCurrent"]?.boolValue } == [true, false, false])
        #expect(json["via"]?.isNull == true)
        #expect(json["logout"]?.stringValue == "ended")
        let people = await world.run("org", "list", "--password-stdin", input: DemoFleet.password)
        #expect(
            people.output == """
                ID  NAME
                 0  Primary  this session's
                 1  Sales
                 2  Finance

                """)
    }

    @Test func `Who may not search is told so, and the session is ended`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run(
            "org", "list", "prod-eu", "--username", "anna", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .forbidden)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_FORBIDDEN")
        #expect(world.traffic.requests.last?.hasSuffix("auth/session/logout") == true)
    }

    @Test func `A cluster without Orgs says that it has no such operation`() async throws {
        let world = try World()
        try await world.addProfile("lab-old")
        let ran = await world.run("org", "list", "lab-old", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .notFound)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_NOT_ON_RELEASE")
    }

    @Test func `A number that is listed twice is named, and an Org without a name is shown`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let orgs = #"[{"id":1,"name":"Sales"},{"id":1,"name":"Old sales"},{"id":2,"name":null}]"#
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(match: .init(path: "/api/rest/2.0/orgs/search"), action: .lie(body: Array(orgs.utf8)))
            ]))
        let ran = await world.run("org", "list", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["repeatedIds"] == [1])
        #expect(try ran.json()["orgs"]?.arrayValue?.last?["name"]?.isNull == true)
        #expect(ran.error.contains("W_ORG_REPEATED"))
        #expect(ran.error.contains("Org 1 (Old sales, Sales)"))
    }
}
