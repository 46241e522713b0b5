import Moments
import Testing

@testable import Storage

/// Which acts on a user are about the same one: by a name, by a GUID, or by a line that has both.
struct LeftOpenUserTests {
    private static let guid = "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968"
    private static let other = "1c6a6a4f-6b5e-4b68-8a1f-2e3d4c5b6a79"

    private func line(
        _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome? = nil,
        id: String, of users: [String]
    ) -> JournalEvent {
        JournalEvent(
            id: id, operation: id, at: Instant(milliseconds: 1), phase: phase, action: action, outcome: outcome,
            profileID: "p", profileName: "prod", origin: "https://h", user: "tsadmin", subjects: users)
    }

    @Test(
        arguments: [
            // A later line has both, or the earlier one had.
            (["anna"], [guid, "anna"], true), ([guid], ["Anna", guid.uppercased()], true),
            (["anna", guid], [guid], true), ([guid, "anna"], ["anna"], true), ([guid], [guid], true),
            // Nothing tells that they are the same.
            (["anna"], [guid], false), ([guid], ["anna"], false), (["anna", guid], ["ben"], false),
            (["anna", guid], [other], false),
            // Of several users in one line none has the GUID for certain.
            (["anna", "carl", guid], [guid], false),
        ] as [([String], [String], Bool)])
    func `an act settles what was planned for the same user`(_ planned: [String], _ done: [String], _ isSame: Bool) {
        var fold = JournalFold()
        fold.apply(line(.note, .planForceLogout, id: "plan", of: planned))
        fold.apply(line(.intent, .deactivateUser, id: "unknown", of: planned))
        #expect(fold.openChanges.count == 2)
        fold.apply(line(.result, .forceLogout, .ok, id: "logout", of: done))
        fold.apply(line(.result, .deactivateUser, .ok, id: "deactivation", of: done))
        #expect(fold.openChanges.count == (isSame ? 0 : 2))
    }
}
