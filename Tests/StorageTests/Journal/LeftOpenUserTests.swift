import Moments
import Testing
import ThoughtSpotSessions

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

    /// A misspelt name: there is nothing to end on that cluster, and nothing to dismiss. What may be about the request
    /// alone, or was answered by another cluster, proves nothing.
    @Test(
        arguments: [
            (.badRequest, 400, "https://h", 0), (.badRequest, 500, "https://h", 0), (.forbidden, 403, "https://h", 4),
            (.notOnThisRelease, 404, "https://h", 4), (.badRequest, 413, "https://h", 4),
            (.badRequest, 400, "https://i", 3),
        ] as [(SessionError.Code, Int, String, Int)])
    func `a user whom the cluster does not know leaves nothing open`(
        _ code: SessionError.Code, _ status: Int, _ origin: String, _ count: Int
    ) throws {
        var fold = JournalFold()
        for (number, plan) in [
            JournalEvent.Action.planForceLogout, .planUserRevocation, .planDeactivation,
        ].enumerated() {
            fold.apply(line(.note, plan, id: "plan-\(number)", of: ["anan"]))
        }
        fold.apply(line(.intent, .forceLogout, .unknown, id: "lost", of: ["anan"]))
        // The logout is begun, and its outcome unknown.
        #expect(fold.openChanges.count == 3)
        var answer = line(.result, .forceLogout, .refused, id: "logout", of: ["anan"])
        (answer.origin, answer.errorCode) = (origin, code.rawValue)
        answer.evidence = Evidence(method: "POST", path: "/users/force-logout", status: status)
        fold.apply(answer)
        #expect(fold.openChanges.count == count)
    }

    /// The address of the cluster is in the request, too.
    @Test func `a refused deactivation stays open`() throws {
        var fold = JournalFold()
        fold.apply(line(.note, .planDeactivation, id: "plan", of: ["anna"]))
        var answer = line(.result, .deactivateUser, .refused, id: "deactivation", of: ["anna"])
        answer.errorCode = SessionError.Code.badRequest.rawValue
        answer.evidence = Evidence(method: "POST", path: "/users/deactivate", status: 400)
        fold.apply(answer)
        #expect(fold.openChanges.count == 1)
    }
}
