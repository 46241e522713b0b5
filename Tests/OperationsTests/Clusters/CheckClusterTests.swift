import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct CheckClusterTests {
    @Test(arguments: [Generation.v2, .v1])
    func `a reachable cluster is logged out`(_ generation: Generation) async throws {
        let world = try await World(generation, skew: -45)
        let status = await CheckCluster(profile: world.profile).run(in: world.workspace)
        #expect(status.state == .reachable)
        #expect(status.clockSkew == -45_000)
        #expect(status.checkedAt == world.clock.now)
        #expect(world.wire.passages.allSatisfy { $0.safety == .read })
    }

    @Test(arguments: [Generation.v2, .v1])
    func `an open session is read`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        let check = CheckCluster(profile: world.profile)
        guard case .loggedIn(let report) = await check.run(in: world.workspace).state else {
            Issue.record("not logged in")
            return
        }
        #expect(report.info.userName == World.administrator)
        world.clock.advance(seconds: 8 * 86_400)
        #expect(await check.run(in: world.workspace).state == .sessionEnded)
        #expect(await check.run(in: world.workspace).state == .reachable)
    }

    /// Looking changes nothing: no journal line, no change on the cluster (promise P68).
    @Test(arguments: [Generation.v2, .v1])
    func `looking changes nothing`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        let (changes, lines) = (await world.cluster.executedChanges, world.journalLines)
        _ = await CheckCluster(profile: world.profile).run(in: world.workspace)
        _ = try await ReadSession(profile: world.profile).run(in: world.workspace)
        _ = try await ListTokens().run(in: world.workspace)
        _ = try await ListProfiles().run(in: world.workspace)
        #expect(await world.cluster.executedChanges == changes)
        #expect(world.journalLines == lines)
        #expect(world.wire.passages.dropFirst(2).allSatisfy { $0.safety == .read })
        #expect(!world.home.files.contains(world.home.profiles))
    }

    @Test func `an unreachable cluster is an answer too`() async throws {
        let world = try await World()
        var profile = world.profile
        profile.origin = Origin(scheme: .https, host: "down-dc2.demo.example")
        let status = await CheckCluster(profile: profile).run(in: world.workspace)
        guard case .failed(let error) = status.state else {
            Issue.record("\(status.state)")
            return
        }
        #expect(error.session?.code == .connect)
        #expect(MessageComposer.text(for: status.state).string == "unreachable")
    }

    @Test func `a proxy that is none stops before the network`() async throws {
        var world = try await World()
        world.profile.proxy = "ftp://proxy.example"
        let status = await CheckCluster(profile: world.profile).run(in: world.workspace)
        guard case .failed(let error) = status.state else {
            Issue.record("\(status.state)")
            return
        }
        #expect(error.refusal?.code == "E_PROXY_CONFIG")
        #expect(world.wire.passages.isEmpty)
    }
}
