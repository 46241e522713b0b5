import DisplayText
import Moments
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Where an account can be deactivated with an incident, and why not where it cannot.
struct IncidentDeactivationTests {
    private let setting = IncidentTests()

    /// In the plan for a user, logged in to prod-eu and prod-us, which have these releases.
    private func bench(_ user: String, releases: String?...) throws -> Bench {
        var bench = Bench(IncidentTests.profiles)
        for (profile, release) in zip(IncidentTests.profiles, releases) {
            var report = SessionReport.test(profile, user: "tsadmin")
            report.info.releaseVersion = release
            bench.state.clusters[profile.id] = ClusterRow(session: report)
        }
        bench.list([])
        bench.press(.revokeEverywhere)
        bench.type(user)
        bench.keys("Enter")
        return bench
    }

    @Test func `of one's own account it is told that another administrator has to do it`() throws {
        var bench = try bench("tsadmin", releases: "26.8.0.cl")
        bench.keys("d")
        #expect(bench.said == "it is your own account on prod-eu; another administrator has to deactivate it")
        #expect(setting.view(bench)?.deactivates == false)
    }

    @Test func `a release that has no operation for it is told`() throws {
        var bench = try bench("anna", releases: "9.6.0.cl-41")
        bench.keys("d")
        #expect(bench.said == "prod-eu has 9.6.0.cl-41; deactivations of accounts exist from 9.7.0.cl")
        #expect(setting.view(bench)?.deactivates == false)
    }

    @Test func `the row says where the account stays open, and the rest is deactivated`() throws {
        var bench = try bench("anna", releases: "9.6.0.cl", "9.7.0.cl")
        bench.keys("d")
        #expect(setting.view(bench)?.accounts.map(\.profile.name) == ["prod-us"])
        #expect(bench.drawnLine(with: "prod-eu ").contains("log out only"))
        #expect(bench.drawnLine(with: "prod-us ").contains("log out, deactivate"))
        bench.state.size.rows = 40
        #expect(bench.screen.contains("not deactivated: prod-eu has 9.6.0.cl; deactivations of accounts exist"))
    }

    /// A release that is not known, or of a line of which the documents say nothing, refuses nothing.
    @Test(arguments: [nil, "test", "9.0.1.sw"])
    func `an unknown release refuses nothing`(release: String?) throws {
        var bench = try bench("anna", releases: release)
        bench.keys("d")
        #expect(setting.view(bench)?.accounts.map(\.profile.name) == ["prod-eu"])
    }

    @Test func `below the second question the answer to the first one does not stand alone`() throws {
        var bench = try bench("anna", releases: "26.8.0.cl")
        bench.state.size = Size(rows: 24, columns: 80)
        bench.keys("d", "Enter", "Enter")
        bench.type("anna")
        #expect(bench.drawn.contains { $0.contains("│ anna ") })
        bench.keys("Enter")
        #expect(bench.state.top is DeactivationQuestion)
        #expect(!bench.drawn.contains { $0.contains("│ anna ") })
    }

    /// The deactivation waits for the logout, and the cluster has no user to log out.
    @Test func `where the cluster does not know the user, the deactivation is not tried again`() throws {
        var bench = try bench("anna", releases: "26.8.0.cl")
        bench.keys("d", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        bench.confirm("anna")
        let target = try #require(bench.began(EndUser.self)?.deactivations.first?.target)
        let refused = { (code: SessionError.Code) in
            EndUser.Report(
                sessions: [UserAct.logOut, .revokeTokens].map { act in
                    ForceLogoutItem(target: target, verdict: .failed(.test(code, on: target.profile)), act: act)
                }, deactivations: [DeactivationItem(target: target, verdict: .notAttempted)])
        }
        bench.answer(.revocation, refused(.badRequest))
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
        #expect(!bench.drawn.contains { $0.contains("r retries") })
        var other = try self.bench("anna", releases: "26.8.0.cl")
        other.keys("d", "Enter", "Enter")
        other.type("anna")
        other.keys("Enter")
        other.confirm("anna")
        other.answer(.revocation, refused(.timeout))
        other.press(.retry)
        #expect(other.began(EndUser.self)?.deactivations.count == 1, "a logout that may succeed is followed by it")
    }

    @Test func `the question names each cluster, its address and production in one aligned row`() {
        let profiles = [
            Profile.test("prod-eu", tag: "production"), .test("lab"), .test("prod-us-2", tag: "production"),
        ]
        let lines = [TextRun].clusters(profiles) { "cluster  \($0.name)" }
        #expect(
            lines.map(\.text.string) == [
                "cluster  prod-eu     https://prod-eu.example     PRODUCTION",
                "cluster  lab         https://lab.example",
                "cluster  prod-us-2   https://prod-us-2.example   PRODUCTION",
            ])
        #expect(lines.map(\.role) == [.production, .text, .production])
    }
}
