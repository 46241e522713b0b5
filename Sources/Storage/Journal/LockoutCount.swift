package import Moments
import StrictJSON
package import ThoughtSpotSessions

/// Counts, out of the journal's lines, how often a cluster refused the credentials of a user: about four wrong ones lock
/// an account for about an hour (promise P72; <doc:ErrorAnswers>).
///
/// Pure, and cheap for each line. The count spans all processes, because all of them write one journal, and all
/// profiles of a cluster, because the cluster knows nothing of profiles. Wrong keys and tokens count with the
/// passwords: they can lock an account too.
package struct LockoutCount: Hashable, Sendable {
    private struct Key: Hashable, Sendable {
        let origin: String
        let user: String

        /// User names are not told apart by their case; the user of a token may be unknown.
        init(_ user: String?, _ origin: String) {
            self.origin = origin
            self.user = user?.lowercased() ?? ""
        }

        /// Returns nil where a checkpoint names no key.
        init?(_ json: JSONValue) {
            guard let user = json["user"]?.stringValue, let origin = json["origin"]?.stringValue else { return nil }
            self.init(user, origin)
        }
    }

    /// More of them change nothing.
    private static let limit = 8

    /// An attempt without a result that is older than this was interrupted, in milliseconds: no request takes longer.
    package static let longestAttempt: Int64 = 60_000

    private struct Attempt: Hashable, Sendable {
        let key: Key
        let at: Instant
    }

    private var refusals: [Key: [Instant]] = [:]
    /// By operation: begun, and without a result so far.
    private var attempts: [String: Attempt] = [:]

    package init() {}

    /// Takes in one event. An attempt counts from its intent; a refusal goes on counting, and so does an attempt of which
    /// it is unknown whether the cluster saw it; a success makes good for all before it.
    package mutating func apply(_ event: JournalEvent) {
        guard event.credential != nil, event.action == .logIn || event.action == .issueToken else { return }
        switch event.phase {
        case .intent:
            attempts[event.operation] = Attempt(key: Key(event.user, event.origin), at: event.at)
        case .result:
            // The server may name the user in another way than the one who tried: the attempt says what was tried.
            let attempt = attempts.removeValue(forKey: event.operation)
            settle(event, attempt?.key ?? Key(event.user, event.origin))
        case .note:
            break
        }
    }

    private mutating func settle(_ event: JournalEvent, _ key: Key) {
        switch event.outcome {
        case .ok:
            refusals[key] = nil
            refusals[Key(event.user, event.origin)] = nil
        case .refused where event.errorCode.flatMap(SessionError.Code.init(rawValue:)).map(Self.counts) ?? false:
            add(event.at, to: key)
        case .unknown where event.token?.fingerprint == nil:
            add(event.at, to: key)
        default:
            break
        }
    }

    private mutating func add(_ moment: Instant, to key: Key) {
        refusals[key, default: []].append(moment)
        if let count = refusals[key]?.count, count > Self.limit { refusals[key]?.removeFirst() }
    }

    /// What stands against one more attempt.
    ///
    /// - Parameters:
    ///   - user: whose credential it is; nothing where only a token would tell.
    ///   - origin: as the journal writes it: `https://host`.
    ///   - now: by our own clock, as the journal's lines are.
    package func risk(of user: String?, at origin: String, now: Instant) -> LockoutRisk {
        let key = Key(user, origin)
        let begun = attempts.values.filter { $0.key == key }.map(\.at)
        let isUnderWay = { (at: Instant) in abs(now.milliseconds(since: at)) <= Self.longestAttempt }
        // A line from the future is another machine's clock; from more than an hour ahead it is a wrong one.
        let counted = ((refusals[key] ?? []) + begun.filter { !isUnderWay($0) }).filter {
            abs(now.milliseconds(since: $0)) < LockoutRisk.window
        }
        return LockoutRisk(user: user, refusals: counted.sorted(), underWay: begun.count(where: isUnderWay))
    }

    /// Whether it is the credential itself that was refused. A second factor, a refused Org or a missing right come after
    /// a right password.
    package static func counts(_ code: SessionError.Code) -> Bool {
        [.credentialsRefused, .accountLocked, .trustedAuthentication].contains(code)
    }
}

extension LockoutCount {
    /// As JSON, for a checkpoint.
    var json: JSONObject {
        [
            "refusals": .array(
                refusals.sorted { ($0.key.origin, $0.key.user) < ($1.key.origin, $1.key.user) }.map { key, moments in
                    .object([
                        "origin": .string(key.origin), "user": .string(key.user),
                        "at": .array(moments.map { .int64($0.milliseconds) }),
                    ])
                }),
            "attempts": .array(
                attempts.sorted { $0.key < $1.key }.map { operation, attempt in
                    .object([
                        "op": .string(operation), "origin": .string(attempt.key.origin),
                        "user": .string(attempt.key.user), "at": .int64(attempt.at.milliseconds),
                    ])
                }),
        ]
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let refusals = json["refusals"]?.arrayValue, let attempts = json["attempts"]?.arrayValue else {
            return nil
        }
        for entry in refusals {
            guard let key = Key(entry), let moments = entry["at"]?.arrayValue else { return nil }
            self.refusals[key] = moments.compactMap { Instant($0) }
        }
        for entry in attempts {
            guard let key = Key(entry), let operation = entry["op"]?.stringValue, let at = Instant(entry["at"]) else {
                return nil
            }
            self.attempts[operation] = Attempt(key: key, at: at)
        }
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
    /// The refusals within the window, and the attempts that were interrupted, oldest first.
    package let refusals: [Instant]
    /// Attempts of this or another run that have no result yet.
    package let underWay: Int

    package init(user: String?, refusals: [Instant], underWay: Int = 0) {
        self.user = user
        self.refusals = refusals
        self.underWay = underWay
    }

    /// Whether the attempts under way have to end first: should all of them be refused, one more would be too many.
    package var mustWait: Bool { level != .guarded && underWay > 0 && refusals.count + underWay >= 2 }

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
