package import DisplayText
package import Storage
import ThoughtSpotSessions

// What became of tokens and users that were to be revoked, validated or logged out, in words.

extension MessageComposer {
    /// `revoked (verified)`: what became of one token that was to be revoked.
    ///
    /// - Parameter withCode: for who looks a failure up, or searches for it.
    package static func text(for verdict: RevocationItem.Verdict, withCode: Bool = false) -> SafeText {
        switch verdict {
        case .revokedVerified: "revoked (verified)"
        case .accepted: "revoked (not verified)"
        case .alreadyInvalid: "already invalid"
        case .notRecognized: "not recognized"
        case .stillValid: "STILL VALID"
        case .unknown: "outcome unknown"
        case .failed(let error): text(forFailing: error, withCode)
        case .notAttempted: "not attempted"
        }
    }

    /// What was begun, was cancelled and changed nothing is no failure, and was attempted.
    private static func text(
        forFailing error: OperationError, _ withCode: Bool, isOfUser: Bool = false
    ) -> SafeText {
        if error.isCancellation { return "cancelled" }
        let cause = withCode ? causeWithCode(of: error, isOfUser: isOfUser) : shortCause(of: error, isOfUser: isOfUser)
        return "failed: \(cause)"
    }

    /// Why a revocation proved nothing, and what may be the cause: one sentence; `nil` where the verdict says it all.
    package static func explanation(of verdict: RevocationItem.Verdict, on profile: Profile) -> SafeText? {
        switch verdict {
        case .notRecognized:
            """
            \(profile.name) has never accepted this token, so nothing was revoked: it may be truncated, belong to another \
            cluster, or have expired before
            """
        case .alreadyInvalid:
            """
            \(profile.name) refuses this token, and did not confirm the revocation: it had expired or was revoked before, \
            or the answer was lost
            """
        case .accepted:
            "\(profile.name) accepted the revocation, and gave no clear answer when the token was validated: validate it again"
        case .revokedVerified, .stillValid, .unknown, .failed, .notAttempted: nil
        }
    }

    /// What a validation came to, in one sentence.
    ///
    /// - Parameter name: `token 631c99ce on prod-eu`.
    package static func sentence(about report: ValidationReport, named name: SafeText) -> SafeText {
        let operation = SafeText(outside: report.validation.operation, limit: 60)
        switch report.verdict {
        case .valid: return "\(name) is valid (\(operation))"
        case .invalid:
            guard case .invalid(let text?) = report.validation.verdict else {
                return "\(name) is invalid: expired or revoked (\(operation))"
            }
            return "\(name) is invalid (\(operation)): \(SafeText(outside: text, limit: 200))"
        case .stillValid: return "\(name) is STILL VALID: the cluster accepts it after its revocation (\(operation))"
        case .revokedVerified: return "\(name) is revoked (verified): the cluster refuses it (\(operation))"
        case .revoked:
            return
                "\(name) is revoked (not verified): the cluster refuses it, and its time was over as well (\(operation))"
        case .expired: return "\(name) has expired: the cluster refuses it after its end (\(operation))"
        case .notRecognized:
            return """
                \(name) is not recognized: the cluster has never accepted it; it may be truncated, belong to another \
                cluster, or have expired before
                """
        }
    }

    /// `valid`: what a validation came to.
    package static func text(for verdict: ValidationReport.Verdict) -> SafeText {
        switch verdict {
        case .valid: "valid"
        case .stillValid: text(for: TokenStanding.stillValid)
        case .revokedVerified: text(for: TokenStanding.revokedVerified)
        case .revoked: text(for: TokenStanding.revoked)
        case .invalid: text(for: TokenStanding.invalid)
        case .expired: text(for: TokenStanding.expired)
        case .notRecognized: text(for: TokenStanding.notRecognized)
        }
    }

    /// `revoked (verified)`: how a token stands.
    package static func text(for standing: TokenStanding) -> SafeText {
        switch standing {
        case .active: "active"
        case .expired: "expired"
        case .revoked: "revoked (not verified)"
        case .revokedVerified: "revoked (verified)"
        case .stillValid: "STILL VALID"
        case .invalid: "invalid"
        case .notRecognized: "not recognized"
        case .revocationUnknown: "outcome unknown"
        }
    }

    /// `accepted`: what became of the sessions of one user.
    ///
    /// - Parameter withCode: for who looks a failure up, or searches for it.
    package static func text(for verdict: ForceLogoutItem.Verdict, withCode: Bool = false) -> SafeText {
        switch verdict {
        case .accepted: "accepted"
        case .failed(let error): text(forFailing: error, withCode, isOfUser: true)
        case .unknown: "unknown"
        case .notAttempted: "not attempted"
        }
    }
}
