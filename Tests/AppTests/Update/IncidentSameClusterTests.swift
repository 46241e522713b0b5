import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Two profiles of one account on one cluster.
struct IncidentSameClusterTests {
    private let first = Profile.test("prod-eu", tag: "production")
    private var second: Profile {
        Profile(
            id: "id-second", name: "second", origin: first.origin, generation: .v2, username: "tsadmin",
            tag: "production")
    }

    private func bench() throws -> Bench {
        var bench = Bench(tokens: [try .test(1, of: first, user: "anna")], held: [], profiles: [first, second])
        for profile in [first, second] {
            bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        }
        return bench
    }

    private func failed(_ target: ForceLogoutTarget) -> ForceLogoutItem {
        ForceLogoutItem(target: target, verdict: .failed(.test(.forbidden, on: first)))
    }

    /// The session of the account may have ended with the tokens, whichever profile has it.
    @Test func `an act that may end the session of the account has all its profiles checked`() throws {
        var bench = try bench()
        let verb = try bench.revokeEverywhere()
        let part = try #require(verb.confirmed.parts.first)
        #expect(verb.confirmed.parts.filter { !$0.acts.isEmpty }.map(\.target.profile.name) == ["prod-eu"])
        bench.answer(
            .revocation,
            EndUser.Report(sessions: [
                ForceLogoutItem(target: part.target, verdict: .accepted),
                ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens),
            ]))
        #expect(bench.work.compactMap { ($0.base as? CheckCluster)?.profile.name } == ["prod-eu", "second"])
    }

    @Test func `what one profile could not do is planned again for the other one`() throws {
        var bench = try bench()
        let part = try #require(bench.revokeEverywhere().confirmed.parts.first)
        bench.answer(.revocation, EndUser.Report(sessions: [failed(part.target)]))
        #expect(bench.screen.contains("same cluster as prod-eu"))
        bench.press(.revokeEverywhere, .revokeEverywhere)
        #expect(bench.drawnLine(with: "same cluster as second").contains("prod-eu"))
        let row = bench.drawnLine(with: "]  second ")
        #expect(row.contains("[x]") && row.contains("log out"))
    }
}
