import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

/// What settles a login, a logout or the issue of a token whose outcome is unknown: what its advice says.
struct LeftOpenSessionTests {
    private static let opened = "2026-11-28T10:48:21.998Z"

    private func line(
        _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome? = nil,
        id: String, at second: Int64, user: String? = "anna", of subjects: [String] = []
    ) -> JournalEvent {
        var event = JournalEvent(
            id: id, operation: id, at: Instant(milliseconds: second * 1_000), phase: phase, action: action,
            outcome: outcome, profileID: "p", profileName: "prod", origin: "https://h", user: user, subjects: subjects)
        event.evidence = Evidence(method: "POST", path: "/p", status: 204, duration: 200)
        return event
    }

    private func isOpen(_ unknown: JournalEvent, after later: JournalEvent) -> Bool {
        var fold = JournalFold()
        fold.apply(unknown)
        #expect(fold.openChanges.map(\.id) == [unknown.id])
        fold.apply(later)
        return !fold.openChanges.isEmpty
    }

    @Test(arguments: [JournalEvent.Action.logIn, .logOut])
    func `a logout of the user by force ends the session that may be open`(_ action: JournalEvent.Action) {
        let unknown = line(.intent, action, id: "unknown", at: 10, of: action == .logOut ? [Self.opened] : [])
        let logOut = { (outcome: JournalEvent.Outcome, second: Int64, user: String) in
            line(.result, .forceLogout, outcome, id: "later", at: second, user: "tsadmin", of: [user])
        }
        #expect(!isOpen(unknown, after: logOut(.ok, 20, "Anna")))
        #expect(isOpen(unknown, after: logOut(.unknown, 20, "anna")))
        #expect(isOpen(unknown, after: logOut(.ok, 20, "ben")))
        // It was sent before: the session may have been opened after it.
        #expect(isOpen(unknown, after: logOut(.ok, 10, "anna")))
        let revocation = line(.result, .revokeToken, .ok, id: "later", at: 20, user: "tsadmin", of: ["anna"])
        #expect(isOpen(unknown, after: revocation))
    }

    @Test(arguments: [JournalEvent.Outcome.ok, .refused])
    func `a session that is found ended settles its own logout`(_ outcome: JournalEvent.Outcome) {
        let unknown = line(.intent, .logOut, id: "unknown", at: 10, of: [Self.opened])
        #expect(!isOpen(unknown, after: line(.note, .logOut, outcome, id: "later", at: 20, of: [Self.opened])))
        let other = "2026-11-28T10:48:21.999Z"
        #expect(isOpen(unknown, after: line(.note, .logOut, outcome, id: "later", at: 20, of: [other])))
        #expect(isOpen(unknown, after: line(.note, .logOut, outcome, id: "later", at: 20)))
    }

    @Test func `only the revocation of all tokens of the user ends a token that may exist`() {
        let unknown = line(.intent, .issueToken, id: "unknown", at: 10)
        #expect(
            !isOpen(unknown, after: line(.result, .revokeToken, .ok, id: "l", at: 20, user: "tsadmin", of: ["anna"])))
        #expect(
            isOpen(unknown, after: line(.result, .revokeToken, .ok, id: "l", at: 20, user: "tsadmin", of: ["ben"])))
        #expect(
            isOpen(unknown, after: line(.result, .forceLogout, .ok, id: "l", at: 20, user: "tsadmin", of: ["anna"])))
    }
}
