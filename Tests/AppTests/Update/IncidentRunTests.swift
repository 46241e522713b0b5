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

/// What becomes of an incident on the screen: verdicts as they fall, another try, the report.
struct IncidentRunTests {
    private func bench(isReadOnly: Bool = false) throws -> Bench { try IncidentTests().bench(isReadOnly: isReadOnly) }
    private func view(_ bench: Bench) -> IncidentView? { bench.state.top as? IncidentView }
    private func results(_ bench: Bench) -> IncidentResults? { bench.state.top as? IncidentResults }

    @Test func `rows are settled as they fall, what failed is tried again, and the report has all of it`() throws {
        var bench = try bench()
        let part = try #require(bench.revokeEverywhere().confirmed.parts.first)
        #expect(bench.reason(against: .report) != nil)
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(bench.drawnLine(with: "logout").contains("accepted"))
        let token = try #require(part.tokens.first)
        var report = EndUser.Report(sessions: [ForceLogoutItem(target: part.target, verdict: .accepted)])
        report.sessions.append(
            ForceLogoutItem(
                target: part.target, verdict: .failed(.test(.timeout, on: IncidentTests.profiles[0])),
                act: .revokeTokens))
        report.tokens = [
            RevocationItem(
                profile: token.profile, fingerprint: token.fingerprint, user: "anna", verdict: .revokedVerified)
        ]
        bench.answer(.revocation, report)
        #expect(bench.drawnLine(with: token.fingerprint.text).contains("revoked (verified)"))
        #expect(bench.drawn.contains { $0.contains("1 left: r retries other tokens on prod-eu.") })
        #expect(bench.drawnLine(with: "000000000002").contains("user logged out"))
        bench.press(.retry)
        let again = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        #expect(again.acts == [.revokeTokens])
        #expect(again.tokens.isEmpty)
        bench.answer(
            .revocation,
            EndUser.Report(sessions: [ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens)]))
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
        // What was answered is not all there is: two clusters were never asked.
        #expect(bench.drawn.contains { $0.contains("Not done on prod-us, staging (X plans it again).") })
        bench.press(.report)
        let written = try #require(bench.began(WriteIncident.self))
        #expect(written.path == "tessera-incident-anna-20270115T080000Z")
        #expect(written.report.result.sessions.count == 2)
        #expect(written.report.leftOut.map(\.profile.name) == ["prod-us", "staging"])
        let first = try #require(written.report.earlier.first)
        #expect(first.result.sessions.map(\.act) == [.revokeTokens], "what was tried again is not lost")
        #expect(first.result.tokens.isEmpty && written.report.earlier.count == 1)
        // What is left is planned anew, with the reason, once the report is saved or given up.
        bench.press(.revokeEverywhere)
        #expect(results(bench) != nil)
        #expect(bench.screen.contains("No report is saved. w saves it; X again plans, and the report of that plan"))
        #expect(bench.screen.contains("has these rows, too."))
        bench.keys("Esc")
        #expect(bench.drawn.contains { $0.contains("No report is saved. w saves it, Enter or Esc closes without it.") })
        #expect(results(bench) != nil, "each way to lose it is told of")
        bench.send(.interrupt)
        #expect(bench.drawn.contains { $0.contains("the report of the incident is not saved") })
        bench.keys("n")
        bench.answer(.report, ["/home/a/tessera-incident.txt", "/home/a/tessera-incident.json"])
        bench.press(.revokeEverywhere)
        #expect(view(bench)?.incident?.user == .name("anna"))
        #expect(bench.drawnLine(with: "prod-eu").contains("[ ]"))
        #expect(bench.drawnLine(with: "prod-us").contains("[-]"))
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    /// An auditor reads one report: what was done first, and what the later plan did.
    @Test(arguments: [true, false])
    func `the report of a later plan for the same user has the rows of the earlier ones`(isPlannedAgain: Bool) throws {
        var bench = try bench()
        let part = try #require(bench.revokeEverywhere().confirmed.parts.first)
        var report = EndUser.Report(sessions: [
            ForceLogoutItem(target: part.target, verdict: .accepted),
            ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens),
        ])
        report.tokens = part.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: "anna", verdict: .revokedVerified)
        }
        bench.answer(.revocation, report)
        let other = IncidentTests.profiles[1]
        bench.state.clusters[other.id] = ClusterRow(session: .test(other, user: "tsadmin"))
        bench.state.now = start.advanced(seconds: 60)
        if isPlannedAgain {
            bench.keys("X", "X")
        } else {
            bench.keys("Esc", "Esc", "X", "Ctrl-U")
            bench.type("Anna")
            bench.keys("Enter", "Space")
        }
        bench.keys("Enter", "Enter")
        bench.type(isPlannedAgain ? "anna" : "Anna")
        bench.keys("Enter")
        let second = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        #expect(second.target.profile.name == "prod-us")
        bench.answer(
            .revocation,
            EndUser.Report(sessions: [
                ForceLogoutItem(target: second.target, verdict: .accepted),
                ForceLogoutItem(target: second.target, verdict: .accepted, act: .revokeTokens),
            ]))
        bench.press(.report)
        let written = try #require(bench.began(WriteIncident.self)).report
        #expect(written.earlier.map(\.begunAt) == [start])
        let token = try #require(part.tokens.first)
        #expect(written.lines.filter { $0.string.contains(token.fingerprint.text) }.count == 1)
        #expect(written.tokens.contains(token.tokenID))
        // A third one tells of both.
        bench.answer(.report, ["/home/a/one.txt", "/home/a/one.json"])
        bench.keys("Esc")
        #expect(bench.state.incidents.map(\.begunAt) == [start, start.advanced(seconds: 60)])
    }

    /// Esc while it runs stops what has not begun, and keeps the verdicts.
    @Test func `a stopped run keeps its verdicts`() throws {
        var bench = try bench()
        let part = try #require(bench.revokeEverywhere().confirmed.parts.first)
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(bench.keys("Esc").contains(.stop(.revocation)))
        #expect(bench.keys("Esc").contains(.cancel(.revocation)))
        #expect(results(bench) != nil)
        bench.answer(.revocation, .cancelled)
        #expect(bench.drawnLine(with: "logout").contains("accepted"))
        #expect(bench.drawnLine(with: "other tokens").contains("not attempted"))
    }

    @Test func `the account is deactivated only when that was chosen and agreed to on its own`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "d")
        #expect(bench.drawnLine(with: "prod-eu").contains("log out, deactivate"))
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.work.isEmpty, "it is asked for on its own")
        #expect(bench.screen.contains("Deactivate the account of anna too?"))
        #expect(bench.screen.contains("tessera-activation-links-anna-20270115T080000Z.txt"))
        bench.keys("Esc")
        #expect(view(bench) != nil, "nothing was sent, and the plan is there")
        bench.keys("Enter")
        bench.type("prod-eu")
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        bench.confirm("anna")
        let verb = try #require(bench.began(EndUser.self))
        #expect(verb.deactivations.map(\.target.profile.name) == ["prod-eu"])
        #expect(bench.drawnLine(with: "deactivation").contains("waiting"))
        let order = ["logout", "000000000001", "deactivation", "other tokens"]
        #expect(bench.drawn.compactMap { line in order.first { line.contains($0) } }.prefix(4) == order[...])

        let part = try #require(verb.confirmed.parts.first)
        let token = try #require(part.tokens.first)
        var report = EndUser.Report(
            sessions: [
                ForceLogoutItem(target: part.target, verdict: .accepted),
                ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens),
            ],
            tokens: [
                RevocationItem(
                    profile: token.profile, fingerprint: token.fingerprint, user: "anna", verdict: .revokedVerified)
            ],
            deactivations: [
                DeactivationItem(target: part.target, verdict: .failed(.test(.timeout, on: IncidentTests.profiles[0])))
            ])
        bench.answer(.revocation, report)
        #expect(bench.drawn.contains { $0.contains("1 left: r retries 1 deactivation on prod-eu.") })
        bench.press(.retry)
        let again = try #require(bench.began(EndUser.self))
        #expect(again.deactivations.count == 1)
        #expect(again.confirmed.parts.allSatisfy { $0.acts.isEmpty && $0.tokens.isEmpty })
        report = EndUser.Report(deactivations: [DeactivationItem(target: part.target, verdict: .accepted)])
        report.links = .kept(path: "links.txt")
        bench.answer(.revocation, report)
        #expect(bench.said.contains("the activation links are in links.txt, readable only by you"))
        bench.state.activity.latest = nil
        #expect(bench.screen.contains("Activation links: links.txt (mode 0600)."))
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
    }

    @Test func `without a session nothing is deactivated, and a file that cannot be made ends it`() throws {
        var bench = try bench()
        bench.state.clusters[IncidentTests.profiles[0].id] = nil
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        #expect(bench.reason(against: .deactivate)?.string.hasPrefix("no chosen cluster has a session") == true)
        bench.keys("d")
        #expect(view(bench)?.deactivates == false)

        bench = try self.bench()
        _ = try bench.revokeEverywhere(deactivating: true)
        bench.answer(.revocation, .failed(.storage(StorageError(.fileExists, file: "links.txt", detail: ""))))
        #expect(results(bench)?.isRunning == false)
        #expect(bench.drawnLine(with: "deactivation").contains("not attempted"))
    }
}
