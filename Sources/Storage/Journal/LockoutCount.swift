package import ThoughtSpotSessions

/// Counts, out of the journal's lines, how often a cluster refused the credentials of a user: about four wrong ones lock
/// an account for about an hour (promise P72; wire contract, section 9.4).
///
/// Pure, and cheap for each line. The count spans all processes, because all of them write one journal, and all
/// profiles of a cluster, because the cluster knows nothing of profiles. Wrong keys and tokens count with the
/// passwords: they can lock an account too.
package struct LockoutCount: Hashable, Sendable {
    private struct Key: Hashable, Sendable {
        let origin: String
        let user: String

        /// User names are not told apart by their case; a token of nobody knows whom has no name.
        init(_ user: String?, _ origin: String) {
            self.origin = origin
            self.user = user?.lowercased() ?? ""
        }
    }

    /// More of them change nothing.
    private static let limit = 8

    private var refusals: [Key: [Instant]] = [:]

    package init() {}

    /// Takes in one event: a refusal counts, a success makes good for all before it.
    package mutating func apply(_ event: JournalEvent) {
        guard event.phase == .result, event.credential != nil, event.action == .logIn || event.action == .issueToken
        else { return }
        let key = Key(event.user, event.origin)
        switch event.outcome {
        case .ok:
            refusals[key] = nil
        case .refused where event.errorCode.flatMap(SessionError.Code.init(rawValue:)).map(Self.counts) ?? false:
            refusals[key, default: []].append(event.at)
            if let count = refusals[key]?.count, count > Self.limit { refusals[key]?.removeFirst() }
        default:
            break
        }
    }

    /// What stands against one more attempt.
    ///
    /// - Parameters:
    ///   - user: whose credential it is; nothing where only a token would tell.
    ///   - origin: as the journal writes it: `https://host`.
    ///   - now: by our own clock, as the journal's lines are.
    package func risk(of user: String?, at origin: String, now: Instant) -> LockoutRisk {
        // A line from the future is another machine's clock; from more than an hour ahead it is a wrong one.
        let recent = (refusals[Key(user, origin)] ?? []).filter {
            abs(now.milliseconds(since: $0)) < LockoutRisk.window
        }
        return LockoutRisk(user: user, refusals: recent.sorted())
    }

    /// Whether it is the credential itself that was refused. A second factor, a refused Org or a missing right come after
    /// a right password.
    package static func counts(_ code: SessionError.Code) -> Bool {
        [.credentialsRefused, .accountLocked, .trustedAuthentication].contains(code)
    }
}

/// How close a user may be to a locked account.
package struct LockoutRisk: Hashable, Sendable {
    package enum Level: Hashable, Sendable {
        /// Nothing was refused lately.
        case none
        /// One was: the next refusal is the last before the guard.
        case warned
        /// Two or more: no further attempt without an explicit word.
        case guarded
    }

    /// How long a refusal counts, in milliseconds: the hour that a lock is said to last.
    package static let window: Int64 = 3_600_000

    package let user: String?
    /// The refusals within the window, oldest first.
    package let refusals: [Instant]

    package init(user: String?, refusals: [Instant]) {
        self.user = user
        self.refusals = refusals
    }

    package var level: Level {
        switch refusals.count {
        case 0: .none
        case 1: .warned
        default: .guarded
        }
    }

    /// When an attempt is free again, because at most one refusal counts then; nothing while it is free.
    package var freeAt: Instant? {
        guard level == .guarded else { return nil }
        return refusals[refusals.count - 2].advanced(seconds: Self.window / 1_000)
    }
}
