import HTTPExchange
package import Storage
import ThoughtSpotSessions

extension Workspace {
    /// How close a user of a profile's cluster may be to a locked account, by the journal of every process.
    ///
    /// - Parameter user: the profile's otherwise.
    package func lockoutRisk(of user: String?, on profile: Profile) async throws(OperationError) -> LockoutRisk {
        try await ledger.lockoutRisk(of: user ?? profile.username, at: profile.origin.description, now: now())
    }

    /// Refuses the third attempt within an hour after two refused ones (promise P72).
    func requireNoLockout(of user: String?, on profile: Profile) async throws(OperationError) {
        let risk = try await lockoutRisk(of: user, on: profile)
        if risk.level == .guarded { throw .refused(.lockoutLikely(profile: profile.name, risk)) }
    }
}
