import DisplayText
import Moments
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App
@testable import Operations

/// The plan of an incident where the vault keeps sessions, and is not open.
struct IncidentVaultTests {
    /// Logged in to prod-eu; the sessions of prod-us are in the vault.
    private func bench() throws -> Bench {
        var profiles = IncidentTests.profiles
        profiles[1].secretSource = .vault
        var bench = Bench(profiles)
        bench.state.clusters[profiles[0].id] = ClusterRow(session: .test(profiles[0], user: "tsadmin"))
        bench.state.vault.closed()
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        return bench
    }

    @Test func `a locked vault is told in the row, and V unlocks it without leaving the plan`() throws {
        var bench = try bench()
        #expect(bench.drawnLine(with: "prod-us").contains("blocked: vault locked (V)"))
        #expect(bench.drawnLine(with: "staging").contains("blocked: log in first (l)"))
        #expect(bench.state.top?.hints(in: bench.state).contains { $0.label == "vault" } == true)
        bench.keys("V")
        #expect(bench.form?.title == "Unlock the vault")
        bench.type("correct horse battery")
        bench.keys("Enter")
        bench.answer(.vault, VaultReport(sessions: 1, tokens: 0))
        let view = try #require(bench.state.top as? IncidentView)
        #expect(view.incident?.user == .name("anna") && view.focus == .clusters)
        #expect(bench.drawnLine(with: "prod-us").contains("checking ..."))
        let profile = try #require(bench.state.profiles.list.dropFirst().first)
        let info = SessionReport.test(profile, user: "tsadmin")
        bench.answer(
            .check(profile.id), ClusterStatus(profile: profile, state: .loggedIn(info), checkedAt: start))
        #expect(bench.drawnLine(with: "prod-us").contains("log out"))
        #expect(bench.reason(against: .unlockVault) == "the vault is open")
    }

    @Test func `where only the vault stands against the plan, that is said and not that a login is missing`() throws {
        var profile = Profile.test("prod-us")
        profile.secretSource = .vault
        var bench = Bench([profile])
        bench.state.vault.closed()
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.screen.contains("Nothing can be revoked yet; V unlocks the vault."))
        bench.keys("Enter")
        #expect((bench.state.top as? IncidentView)?.problem == "unlock the vault first (V)")
        #expect(bench.reason(against: .logIn) == "the vault is locked; V unlocks it")
    }

    @Test func `what the vault stood against is in the report`() throws {
        var bench = try bench()
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let report = try #require((bench.state.top as? IncidentResults)?.report)
        #expect(report.leftOut.first { $0.profile.name == "prod-us" }?.reason == "vault locked")
    }

    @Test func `V means nothing where no cluster waits for the vault`() throws {
        var bench = try IncidentTests().bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        #expect(bench.reason(against: .unlockVault) == "no cluster of the plan waits for the vault")
    }
}
