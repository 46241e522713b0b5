import DemoCluster
import DisplayText
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct SwitchOrgTests {
    private static let sales = OrgReference(id: 1, name: "Sales")

    @Test(arguments: [Generation.v1, .v2, .betaTspublic, .betaQuery])
    func `the session moves and is read again`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        try await world.logIn()
        let orgs = try await FindOrgs(profile: world.profile).run(in: world.workspace)
        #expect(orgs.map(\.id) == [0, 1, 2])
        #expect(orgs.map(\.name) == ["Primary", "Sales", "Finance"])
        let report = try await SwitchOrg(profile: world.profile, org: Self.sales).run(in: world.workspace)
        #expect(report.isConfirmed)
        #expect(report.session.info.currentOrg == Self.sales)
        #expect(await world.executed(.switchedOrg) == 1)
        #expect(world.journalGist.suffix(2) == ["intent switch_org", "result switch_org ok"])
        #expect(world.journalEvents.last?.subjects == ["Sales (1)"])
        #expect(
            MessageComposer.text(for: report).string
                == "The session on \(world.profile.name) is in the Org Sales (1) now")
    }

    /// P70: accepted, and the session is elsewhere.
    @Test func `an Org that is not the one asked for is an alarm`() async throws {
        let body = #"{"id":"g","name":"tsadmin","display_name":"T","visibility":"V","current_org":{"id":2,"name":"F"}}"#
        let world = try await World()
        try await world.logIn()
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("auth/session/user", .lie(body))]))
        let error = await failure { () async throws(OperationError) in
            try await SwitchOrg(profile: world.profile, org: Self.sales).run(in: world.workspace)
        }
        #expect(error?.session?.code == .orgMismatch)
        #expect(error?.session?.offered == ["F (2)"])
        let message = MessageComposer.message(for: try #require(error))
        #expect(message.exitCode == .unusableAnswer)
        #expect(message.sentence.string.contains("F (2)"))
        #expect(message.hints.allSatisfy { !$0.string.contains("revoke") })
    }

    @Test func `an Org of others is refused and the session stays`() async throws {
        let world = try await World()
        _ = try await world.passwordLogin("anna").run(in: world.workspace)
        let error = await failure { () async throws(OperationError) in
            try await SwitchOrg(profile: world.profile, org: OrgReference(id: 2)).run(in: world.workspace)
        }
        #expect(error?.session?.code == .orgRefused)
        #expect(world.journalGist.last == "result switch_org refused")
        #expect(
            try await ReadSession(profile: world.profile).run(in: world.workspace).info.currentOrg?.id == 0)
    }

    @Test func `the Org of a token is fixed`() async throws {
        let world = try await World()
        _ = try await world.keyLogin().run(in: world.workspace)
        let (sent, lines) = (world.wire.passages.count, world.journalLines.count)
        let error = await failure { () async throws(OperationError) in
            try await SwitchOrg(profile: world.profile, org: Self.sales).run(in: world.workspace)
        }
        #expect(MessageComposer.message(for: try #require(error)).sentence.string.contains("log in with that Org"))
        #expect(world.wire.passages.count == sent)
        #expect(world.journalLines.count == lines)
    }

    @Test func `nothing is changed by who may only read`() async throws {
        var world = try await World()
        try await world.logIn()
        world.profile.isReadOnly = true
        let error = await failure { () async throws(OperationError) in
            try await SwitchOrg(profile: world.profile, org: Self.sales).run(in: world.workspace)
        }
        #expect(error?.refusal == .readOnly(profile: "prod-eu"))
        #expect(await world.executed(.switchedOrg) == 0)
        // Looking is free.
        #expect(try await FindOrgs(profile: world.profile).run(in: world.workspace).count == 3)
    }

    @Test func `without a session nothing is asked`() async throws {
        let world = try await World()
        for error in [
            await failure { () async throws(OperationError) in
                try await FindOrgs(profile: world.profile).run(in: world.workspace).count
            },
            await failure { () async throws(OperationError) in
                try await SwitchOrg(profile: world.profile, org: Self.sales).run(in: world.workspace).org.id
            },
        ] {
            #expect(error?.refusal == .notLoggedIn(profile: "prod-eu"))
        }
        #expect(world.wire.passages.isEmpty)
    }

    /// A session that the server has forgotten is forgotten here too.
    @Test func `an ended session is dropped`() async throws {
        let world = try await World(faults: [.v2("orgs/search", .refusedCredential)])
        try await world.logIn()
        let error = await failure { () async throws(OperationError) in
            try await FindOrgs(profile: world.profile).run(in: world.workspace)
        }
        #expect(error?.session?.code == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }
}
