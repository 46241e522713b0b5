package import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// Credentials of the form's user that were refused lately (promise P72).
extension FormDraft {
    /// What whoever presses the button should know; absent while nothing was refused.
    package var caution: SafeText? {
        guard let lockout, let profile else { return nil }
        return LockoutPolicy(profile, lockout).warning
    }

    /// Whether the next attempt wants a word of its own.
    var wantsLockoutConsent: Bool { lockout?.level == .guarded && !acceptsLockoutRisk }

    mutating func settleLockout(_ lockouts: LockoutCount, at now: Instant) {
        switch purpose {
        case .logIn(let profile), .newToken(let profile):
            let user = text(.username).nonEmpty ?? profile.username
            lockout = lockouts.risk(of: user, at: profile.origin.description, now: now)
        case .importToken, .addProfile, .editProfile, .report: lockout = nil
        }
    }
}
