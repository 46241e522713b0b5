import DemoCluster
import FoundationEssentials
import Operations
import Storage
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import Commands

/// What a cluster tells of a token or a session, as the commands show it: whole, and without what we sent.
struct ToldFactsTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func answer(_ path: String, _ body: String) async {
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(match: .init(path: "/api/rest/2.0/\(path)"), action: .lie(body: Array(body.utf8)))
            ]))
    }

    private func issued(end: Int64, scope: String = #"{"access_type":"FULL","org_id":0}"#) -> String {
        """
        {"token":"aaaa.bbbb.cccc","creation_time_in_millis":\(world.now),"expiration_time_in_millis":\(end),\
        "scope":\(scope),"valid_for_user_id":"guid-1","valid_for_username":"tsadmin"}
        """
    }

    private func issue(_ options: String...) async -> World.Ran {
        await world.run(["token", "issue", "--password-stdin"] + options, input: DemoFleet.password)
    }

    @Test func `A token of several Orgs is shown with all of them`() async throws {
        let scope = """
            {"access_type":"FULL","org_scope":"SPECIFIC_ORGS","org_ids":[{"id":1,"name":"Sales"},{"id":2,"name":"Ops"}]}
            """
        await answer("auth/token/full", issued(end: world.now + 600_000, scope: scope))
        let ran = await issue("--show-token", "--json")
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["orgs"] == [["id": 1, "name": "Sales"], ["id": 2, "name": "Ops"]])
        #expect(token["orgScope"]?.stringValue == "SPECIFIC_ORGS")
        #expect(token["org"]?.isNull == true)
        let fingerprint = try #require(token["fingerprint"]?.stringValue)
        let shown = await world.run("token", "show", fingerprint)
        #expect(shown.output.contains("Sales (1), Ops (2)"))
    }

    @Test func `An end that cannot be right is told, and not shown as one`() async throws {
        await answer("auth/token/full", issued(end: world.now - 60_000))
        let ran = await issue("--show-token", "--json")
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["expiry"]?.stringValue == "unknown")
        #expect(token["expiresAt"]?.isNull == true)
        #expect(token["state"]?.stringValue == "active")
        #expect(ran.error.contains("W_EXPIRY"))
        #expect(ran.error.contains("before the creation"))
    }

    @Test func `A validation keeps access, object and type`() async throws {
        let issued = try await world.issuedToken()
        let end = world.now + 600_000
        await answer(
            "auth/token/validate",
            """
            {"creation_time_in_millis":\(world.now),"expiration_time_in_millis":\(end),"valid_for_user_id":"g",\
            "token_type":"BEARER","scope":{"access_type":"REPORT_BOOK_VIEW","org_id":0,"metadata_id":"guid-o"}}
            """)
        let ran = await world.run("token", "validate", "--token-stdin", "--json", input: issued.value)
        #expect(ran.code == .done, "\(ran.error)")
        let validation = try #require(try ran.json()["validations"]?.arrayValue?.first)
        #expect(validation["accessType"]?.stringValue == "REPORT_BOOK_VIEW")
        #expect(validation["objectId"]?.stringValue == "guid-o")
        #expect(validation["tokenType"]?.stringValue == "BEARER")
        // And so does the journal.
        let shown = try await world.run("token", "show", issued.fingerprint, "--json").json()["token"]
        #expect(shown?["accessType"]?.stringValue == "REPORT_BOOK_VIEW")
        #expect(shown?["objectId"]?.stringValue == "guid-o")
        #expect(shown?["tokenType"]?.stringValue == "BEARER")
    }

    /// The answer to the login is empty; the password comes back with the session, and in an error of a later call.
    @Test func `What a cluster echoes is not printed`() async throws {
        let password = DemoFleet.password
        await answer(
            "auth/session/user",
            """
            {"id":"g","name":"tsadmin","display_name":"\(password)","visibility":"SHARABLE","email":"x\(password)y",\
            "current_org":{"id":0,"name":"\(password)"},"privileges":["\(password)"],"user_groups":[{"name":"\(password)"}]}
            """)
        for options in [["--json"], []] {
            let ran = await world.run(["session", "prod-eu", "--password-stdin"] + options, input: password)
            #expect(ran.code == .done, "\(ran.error)")
            #expect(ran.output.contains("(secret)"))
            #expect(!(ran.output + ran.error).contains(password))
        }
        #expect(!(try world.journal().joined()).contains(password))
    }
}
