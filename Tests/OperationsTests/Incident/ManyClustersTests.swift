import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// 200 tokens on 20 clusters, with one more that does not answer.
struct ManyClustersTests {
    private struct Member {
        let profile: Profile
        let cluster: SimulatedCluster
    }

    private func members(_ count: Int, _ world: World) -> [Member] {
        (0..<count).map { number in
            let users = [
                DemoUser(
                    name: World.administrator, guid: "59481331-ee53-42be-a548-bd87be6ddd4a", displayName: "A",
                    password: World.password, privileges: ["ADMINISTRATION"]),
                DemoUser(
                    name: "anna", guid: "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c", displayName: "Anna",
                    password: World.password),
            ]
            let clock = world.clock
            let cluster = SimulatedCluster(
                DemoClusterConfiguration(name: "c\(number)", users: users), now: { clock.now.milliseconds },
                identifiers: IdentifierSource(seed: UInt64(100 + number)))
            let profile = Profile(
                id: "c\(number)", name: "c\(number)", origin: Origin(scheme: .https, host: "c\(number).demo.example"),
                generation: .v2, username: World.administrator)
            return Member(profile: profile, cluster: cluster)
        }
    }

    @Test func `every token has its verdict, and a silent cluster costs its own rows only`() async throws {
        let home = try await World()
        let members = members(20, home)
        let down = Profile(
            id: "down", name: "down", origin: Origin(scheme: .https, host: "down.demo.example"), generation: .v2,
            username: World.administrator)
        var destinations = [down.origin: DemoTransport.Destination.noServer]
        for member in members { destinations[member.profile.origin] = .cluster(member.cluster) }
        let world = home.replacingTransport(DemoTransport(destinations, delay: { _ in }))
        for member in members {
            _ = try await LogIn(
                profile: member.profile,
                credential: .password(username: World.administrator, password: Secret(World.password)), org: nil
            ).run(in: world.workspace)
            for _ in 0..<10 {
                let preset = try #require(await member.cluster.preset(.fresh, for: "anna"))
                try await hold(preset, on: member.profile, in: world.workspace)
            }
        }
        let token = try #require(await members[0].cluster.preset(.otherOrg(0), for: "anna"))
        try await hold(token, on: down, in: world.workspace)
        let profiles = [down] + members.map(\.profile)
        var standings = Dictionary(
            members.map { ($0.profile.id, IncidentCluster.Standing.loggedIn(user: World.administrator, id: nil)) },
            uniquingKeysWith: { first, _ in first })
        standings["down"] = .notThere("unreachable")
        let incident = IncidentPlan(
            .name("anna"), on: profiles, standings: standings, list: try await ListTokens().run(in: world.workspace),
            isReadOnlyMode: false, at: world.clock.now)
        let plan = try incident.plan(on: incident.possible)
        #expect(plan.tokens.count == 201)
        #expect(plan.logOuts == 20)
        let report = await EndUser(confirmed: try plan.confirmed(by: .typed("anna"))).run(in: world.workspace)
        #expect(report.tokens.count { $0.verdict == .revokedVerified } == 200)
        let left = try #require(report.tokens.first { $0.profile.id == "down" })
        #expect(MessageComposer.text(for: left.verdict).string == "failed: unreachable")
        for member in members {
            let forced = await member.cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
            #expect(forced == ["anna"])
        }
    }

    private func hold(_ preset: PresetToken, on profile: Profile, in workspace: Workspace) async throws {
        let token = Secret(preset.value)
        let facts = TokenFacts(
            fingerprint: Fingerprint(of: token), kind: "full", user: "anna", userID: preset.userGUID,
            generation: .v2, expiry: .at(Instant(milliseconds: preset.expiresAt)))
        try await RecordToken(profile: profile, token: token, facts: facts).run(in: workspace)
    }
}
