import Operations
import Storage
import ThoughtSpotSessions

/// A word about refused credentials before the account is locked (promise P72).
extension CommandRun {
    /// Before a secret is asked for: says when the try to come is the last one before the guard.
    func warnAboutLockout(of user: String?, on profile: Profile) async throws(OperationError) {
        let risk = try await workspace.lockoutRisk(of: user, on: profile)
        guard let text = LockoutPolicy(profile, risk).warning else { return }
        output.warn("W_LOCKOUT", text)
    }

    /// Presents a credential by `attempt`; when that was the second refusal, says so beside the error.
    func watchingLockout<Value: Sendable>(
        of user: String?, on profile: Profile, _ attempt: () async throws(OperationError) -> Value
    ) async throws(OperationError) -> Value {
        do throws(OperationError) {
            return try await attempt()
        } catch {
            // The error of the attempt is the one to tell, whatever becomes of the remark.
            if case .session(let cause, _) = error, LockoutCount.counts(cause.code),
                let risk = try? await workspace.lockoutRisk(of: user, on: profile), risk.level == .guarded,
                let text = LockoutPolicy(profile, risk).warning
            {
                output.warn("W_LOCKOUT", text)
            }
            throw error
        }
    }
}

extension Credential {
    /// One of `kind`; a bearer token has no user.
    init(_ kind: CredentialKind, of user: String, _ secret: Secret) {
        self =
            switch kind {
            case .password: .password(username: user, password: secret)
            case .secretKey: .secretKey(username: user, key: secret)
            case .bearer: .bearer(token: secret)
            }
    }

    var secret: Secret {
        switch self {
        case .password(_, let secret), .secretKey(_, let secret), .bearer(let secret): secret
        }
    }
}
