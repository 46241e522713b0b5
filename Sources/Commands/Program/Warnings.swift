import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension CommandRun {
    /// Says once for each cluster whose clock differs from ours by more than 30 seconds that times are told by its clock.
    func warnAboutClocks(of records: [TokenRecord], in list: TokenList) {
        var told: Set<String> = []
        for record in records where told.insert(record.origin).inserted {
            guard let skew = list.clocks.skew(of: record.origin), abs(skew) > ServerClocks.notable else { continue }
            warnAboutClock(skew, of: SafeText(outside: record.profileName, limit: 64))
        }
    }

    /// Says by how much the clock of a cluster differs from ours, when it is more than 30 seconds.
    func warnAboutClock(_ skew: Int64?, of name: SafeText) {
        guard let skew, abs(skew) > ServerClocks.notable else { return }
        let size = DurationText.skew(milliseconds: skew)
        output.warn(
            "W_CLOCK_SKEW",
            "the clock of \(name) is \(size) \(skew > 0 ? "ahead of" : "behind") ours; times are told by its clock")
    }

    /// Says that the journal is not what was written, and what follows.
    func warnAboutDamage(_ list: TokenList) {
        guard let first = list.damage.first else { return }
        let doubtful = list.records.count(where: \.isInDoubt)
        output.warn(
            "W_JOURNAL_DAMAGED",
            """
            the journal is damaged at line \(first.line)\(list.damage.count > 1 ? " and elsewhere" : ""), \
            so nothing is changed on a cluster; in doubt: \(doubtful) token\(doubtful == 1 ? "" : "s"); \
            `tessera journal check` shows them
            """)
    }

    /// Says what could not be written to the journal after it had happened.
    func tellUnrecorded() async {
        let (lines, cause) = await workspace.ledger.unrecorded()
        guard !lines.isEmpty else { return }
        let why: SafeText = cause.map { MessageComposer.message(for: .storage($0)).why ?? "" } ?? ""
        let what = lines.map { "\($0.action.name)\($0.outcome.map { " \($0.name)" } ?? "")" }.joined(separator: ", ")
        output.warn(
            "W_NOT_RECORDED",
            """
            what is reported here is not recorded in the journal (\(SafeText(outside: what, limit: 200))): \(why); \
            the next start reports a change without a result
            """)
    }
}

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
