import DisplayText
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App
@testable import Operations

/// Where the activation links of an incident go, and what is told of them.
struct ActivationLinksTests {
    @Test func `the activation links go into the vault where that was chosen, and it is open`() throws {
        var bench = try IncidentTests().bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        #expect(bench.reason(against: .linksPlace) == "no account is deactivated (d)")
        bench.keys("d")
        #expect(bench.reason(against: .linksPlace) == "the vault is not open; V unlocks or creates it")
        #expect(bench.reason(against: .unlockVault) == nil)
        #expect(bench.screen.contains("Activation links go into a new file (v: into the vault)"))
        bench.keys("v")
        #expect((bench.state.top as? IncidentView)?.keepsLinksInVault == false)
        bench.state.vault.opened(at: bench.state.now)
        bench.keys("v")
        #expect(bench.screen.contains("Activation links go into the vault (v: into a new file)"))
        #expect(bench.state.top?.hints(in: bench.state).contains { $0.label == "links" } == true)
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.screen.contains("The activation links, valid for 14 days, are written only to the vault"))
        #expect(!bench.screen.contains("tessera-activation-links"))
        bench.confirm("anna")
        let verb = try #require(bench.began(EndUser.self))
        #expect(verb.linksPlace == .vault)

        var report = EndUser.Report(
            deactivations: verb.deactivations.map { DeactivationItem(target: $0.target, verdict: .accepted) })
        report.links = .inVault(1)
        bench.answer(.revocation, report)
        #expect(bench.said.contains("1 activation link is in the vault; :vault export writes one into a file"))
        bench.state.activity.latest = nil
        #expect(bench.screen.contains("1 activation link in the vault."), "it stands there when the message is gone")
        // What is left is tried again with the same place.
        bench.press(.retry)
        #expect(bench.began(EndUser.self)?.linksPlace == .vault)
    }

    @Test func `links that could not be kept are told as lost`() throws {
        var bench = try IncidentTests().bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "d", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        bench.confirm("anna")
        var report = EndUser.Report()
        report.links = .lost(.storage(StorageError(.vaultLocked, file: "vault.json", detail: "")))
        bench.answer(.revocation, report)
        #expect(bench.said.contains("the activation links are lost"))
        #expect((bench.state.top as? IncidentResults)?.footLine(bench.state).string.contains("links are lost.") == true)
        #expect(bench.said.contains("an administrator can activate the account"))
    }

    @Test func `links that wait for the vault are told in the row, at the end, and when it is open`() throws {
        var bench = try IncidentTests().bench()
        bench.state.vault.opened(at: bench.state.now)
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "d", "v", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        bench.confirm("anna")
        let verb = try #require(bench.began(EndUser.self))
        var report = EndUser.Report(
            deactivations: verb.deactivations.map { DeactivationItem(target: $0.target, verdict: .accepted) })
        for index in report.deactivations.indices { report.deactivations[index].linkEnd = .waiting }
        let count = report.deactivations.count
        report.links = .waiting(count, .storage(StorageError(.vaultLocked, file: "vault.json", detail: "")))
        bench.answer(.revocation, report)
        #expect(bench.said.contains("only in memory: V unlocks the vault, which then keeps it"))
        let results = try #require(bench.state.top as? IncidentResults)
        #expect(results.report.lines.contains { $0.string.contains("accepted, link not kept yet") })
        #expect(bench.state.vault.waitingLinks == count)

        var opened = VaultReport(sessions: 0, tokens: 0)
        opened.links = count
        bench.state.vault.closed()
        _ = bench.state.begin(UnlockVault(passphrase: Secret("x")))
        bench.answer(.vault, opened)
        #expect(bench.state.vault.waitingLinks == 0)
        let after = try #require(bench.state.top as? IncidentResults)
        #expect(results.footLine(bench.state).string.contains("only in memory"))
        #expect(after.footLine(bench.state).string.contains("in the vault."))
        #expect(!after.report.lines.contains { $0.string.contains("not kept yet") })
    }

    // MARK: Out of the vault

    @Test func `a link is written where the form says, while the vault is open`() throws {
        var bench = try IncidentTests().bench()
        #expect(bench.reason(against: .exportLink) == "the vault is not open; V unlocks or creates it")
        bench.state.vault.opened(at: bench.state.now)
        bench.press(.exportLink)
        bench.press(.submit)
        #expect(bench.form?[.username]?.error?.string == "User is required")
        bench.fill(.username, "anna")
        bench.fill(.path, "~/link.txt")
        bench.press(.submit)
        let verb = try #require(bench.began(ExportActivationLink.self))
        #expect(verb.user == "anna" && verb.path == "~/link.txt" && verb.owner.name == "prod-eu")

        bench.answer(
            .activationLink, .failed(.refused(.activationLink(.none(user: "anna", profile: "prod-eu", others: [])))))
        #expect(bench.form?.focused == .username)
        bench.press(.submit)
        bench.answer(
            .activationLink, .failed(.storage(StorageError(.fileExists, file: "/home/anna/link.txt", detail: ""))))
        #expect(bench.form?.focused == .path)
        bench.press(.submit)
        bench.answer(.activationLink, "/home/anna/link.txt")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.said == "the activation link of anna is in /home/anna/link.txt, readable only by you")
    }
}
