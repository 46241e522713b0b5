import DemoCluster
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct SaveProfileTests {
    private func moved(_ profile: Profile) -> ProfileDraft {
        var draft = ProfileDraft(from: profile)
        draft[.url] = "https://elsewhere.example"
        return draft
    }

    private func change(_ error: OperationError?) -> AddressChange? {
        if case .refused(.newAddress(let change))? = error { change } else { nil }
    }

    @Test func `a new profile gets an identity of its own`() async throws {
        let world = try await World()
        var draft = ProfileDraft.suggested
        draft[.name] = "a"
        draft[.url] = "https://a.example"
        let first = try await SaveProfile(draft: draft).run(in: world.workspace)
        draft[.name] = "b"
        let second = try await SaveProfile(draft: draft).run(in: world.workspace)
        for id in [first.profile.id, second.profile.id] {
            let parts = id.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4" && "89ab".contains(parts[3].prefix(1)))
            #expect(id == id.lowercased())
        }
        #expect(first.profile.id != second.profile.id)
        #expect(first.isDefault && !second.isDefault)
    }

    @Test func `a removed profile comes back under its ID`() async throws {
        let world = try await World()
        let saved = try await SaveProfile(profile: world.profile, replacing: nil).run(in: world.workspace).profile
        try await RemoveProfile(profile: saved).run(in: world.workspace)
        let verb = SaveProfile(draft: ProfileDraft(from: saved), as: .again(saved.id))
        #expect(try await verb.run(in: world.workspace).profile == saved)
    }

    @Test func `a session at the old address is asked about`() async throws {
        let world = try await World()
        let workspace = world.workspace
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: workspace)
        try await world.logIn()
        let draft = moved(world.profile)
        let edit = SaveProfile(draft: draft, as: .edited(world.profile))
        let refused = change(await failure { () async throws(OperationError) in try await edit.run(in: workspace) })
        #expect(refused?.user == World.administrator)
        #expect(refused?.canLogOut == true)
        #expect(refused?.address.host == "elsewhere.example")
        #expect(try await ListProfiles().run(in: workspace).profiles == [world.profile])
        #expect(await workspace.held.session(of: world.profile) != nil)

        let leaving = SaveProfile(draft: draft, as: .edited(world.profile), addressAnswer: .leave)
        let saved = try await leaving.run(in: workspace)
        #expect(saved.logout == nil)
        #expect(saved.profile.origin.host == "elsewhere.example")
        // Nothing of the old address is presented at the new one.
        #expect(await workspace.held.session(of: world.profile) == nil)
        #expect(await workspace.held.session(of: saved.profile) == nil)
    }

    @Test func `the session at the old address ends first`() async throws {
        let world = try await World()
        let workspace = world.workspace
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: workspace)
        try await world.logIn()
        let verb = SaveProfile(draft: moved(world.profile), as: .edited(world.profile), addressAnswer: .logOutFirst)
        let saved = try await verb.run(in: workspace)
        #expect(saved.logout?.onServer == .ended)
        #expect(await world.cluster.openSessionCount == 0)
    }

    @Test func `a logout that fails saves nothing`() async throws {
        let world = try await World()
        let workspace = world.workspace
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: workspace)
        try await world.logIn()
        await world.cluster.setFaults(DemoFaultPlan(rules: [DemoFaultRule(action: .closeWithoutAnswer)]))
        let verb = SaveProfile(draft: moved(world.profile), as: .edited(world.profile), addressAnswer: .logOutFirst)
        #expect(await failure { () async throws(OperationError) in try await verb.run(in: workspace) } != nil)
        #expect(try await ListProfiles().run(in: workspace).profiles == [world.profile])
    }

    @Test func `a token of the old address is asked about`() async throws {
        let world = try await World()
        let workspace = world.workspace
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: workspace)
        try await world.issued(lifetime: 300)
        let edit = SaveProfile(draft: moved(world.profile), as: .edited(world.profile))
        let refused = change(await failure { () async throws(OperationError) in try await edit.run(in: workspace) })
        #expect(refused?.tokens == 1)
        #expect(refused?.user == nil && refused?.canLogOut == false)
        // When it has expired, nothing is left behind.
        world.clock.advance(seconds: 301)
        #expect(try await edit.run(in: workspace).profile.origin.host == "elsewhere.example")
    }

    @Test func `a conflict is told field by field`() throws {
        let base = Profile(
            id: "a", name: "lab", origin: Origin(scheme: .https, host: "a.example"), generation: .v2, tag: "lab")
        var draft = ProfileDraft(from: base)
        draft[.note] = "typed here"
        draft[.username] = "anna"
        var current = base
        current.username = "bob"
        current.tag = "production"
        current.org = OrgReference(name: "Sales")
        draft[.org] = "Sales"
        current.deadlines.total = 1_000
        #expect(draft.conflicts(with: current) == [.username, .tag])
        let ours = try draft.rebased(on: current, takingFile: false).profile(id: "a")
        #expect(ours.username == "anna" && ours.tag == "lab" && ours.note == "typed here")
        let theirs = try draft.rebased(on: current, takingFile: true).profile(id: "a")
        #expect(theirs.username == "bob" && theirs.tag == "production" && theirs.note == "typed here")
        for profile in [ours, theirs] {
            #expect(profile.org == current.org)
            #expect(profile.deadlines.total == 1_000)
        }
    }
}

struct TestProfileTests {
    @Test func `nothing is sent that says who asks`() async throws {
        let world = try await World()
        let report = try await TestProfile(draft: ProfileDraft(from: world.profile)).run(in: world.workspace)
        #expect(report.status.state == .reachable)
        #expect(report.probe?.proposal == .v2)
        #expect(report.otherGeneration == nil)
        #expect(TemporaryHome.text(of: world.home.journal).isEmpty)
    }

    @Test func `another generation is proposed`() async throws {
        let world = try await World(.v2, member: "gen-beta-tspublic")
        let quiet = try await TestProfile(profile: world.profile, probe: .never).run(in: world.workspace)
        #expect(quiet.probe == nil && quiet.otherGeneration == nil)
        let report = try await TestProfile(profile: world.profile, probe: .onFailure).run(in: world.workspace)
        guard case .failed = report.status.state else {
            Issue.record("\(report.status.state)")
            return
        }
        #expect(report.otherGeneration == .betaTspublic)
    }

    @Test func `where nothing answers nothing is asked`() async throws {
        let world = try await World()
        let nowhere = Profile(
            id: "b", name: "b", origin: Origin(scheme: .https, host: "nowhere.example"), generation: .v2)
        let report = try await TestProfile(profile: nowhere, probe: .always).run(in: world.workspace)
        #expect(report.probe == nil)
        guard case .failed = report.status.state else {
            Issue.record("\(report.status.state)")
            return
        }
    }
}
