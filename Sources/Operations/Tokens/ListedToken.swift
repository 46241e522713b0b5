package import DisplayText
package import Moments
package import Storage
package import StrictJSON
import ThoughtSpotSessions

/// How a token stands at a moment: the journal's knowledge and the server's clock together.
package enum TokenStanding: String, Hashable, Sendable, CaseIterable {
    case active
    case expired
    case revoked = "revoked-not-verified"
    case revokedVerified = "revoked-verified"
    case stillValid = "still-valid"
    case invalid
    case notRecognized = "not-recognized"
    case revocationUnknown = "outcome-unknown"

    /// - Parameters:
    ///   - now: by our clock.
    ///   - clocks: expiry is judged by the clock of the token's origin.
    package init(of record: TokenRecord, at now: Instant, clocks: ServerClocks) {
        switch record.state {
        case .active:
            let remaining = Self.remaining(of: record, at: now, clocks: clocks)
            self = remaining.map { $0 <= 0 } ?? false ? .expired : .active
        case .revoked: self = .revoked
        case .expired: self = .expired
        case .revokedVerified: self = .revokedVerified
        case .stillValid: self = .stillValid
        case .invalid: self = .invalid
        case .notRecognized: self = .notRecognized
        case .revocationUnknown: self = .revocationUnknown
        }
    }

    /// See ``TokenRecord/remaining(at:clocks:)``.
    package static func remaining(of record: TokenRecord, at now: Instant, clocks: ServerClocks) -> Int64? {
        record.remaining(at: now, clocks: clocks)
    }

    /// Whether the cluster may still accept the token, as far as we know.
    package var mayBeValid: Bool {
        switch self {
        case .active, .stillValid, .revocationUnknown, .revoked: true
        case .expired, .revokedVerified, .invalid, .notRecognized: false
        }
    }
}

/// A token of the list at a moment: what the cells, the order, the filter, the commands and the JSON of
/// ``TokenColumn`` are made of.
package struct ListedToken: Hashable, Sendable {
    package let record: TokenRecord
    /// By our clock.
    package let now: Instant
    package let standing: TokenStanding
    /// Milliseconds until its end by the clock of its origin; see ``TokenStanding/remaining(of:at:clocks:)``.
    package let remaining: Int64?
    /// The clock of its origin less ours, in milliseconds.
    package let skew: Int64?
    /// See ``TokenRecord/isEndInDoubt(at:clocks:)``.
    private let isEndInDoubt: Bool
    /// Whether this run has the token itself.
    package let isHeld: Bool
    /// Whether the vault keeps it, too.
    package let isKept: Bool
    /// What this run does with it right now: what a revocation that was sent came to is then not unknown yet, and one that
    /// was accepted not without a check.
    private let work: SafeText?

    package var facts: TokenFacts { record.facts }

    package init(_ record: TokenRecord, in list: TokenList, at now: Instant) {
        self.record = record
        self.now = now
        standing = list.standing(of: record, at: now)
        remaining = TokenStanding.remaining(of: record, at: now, clocks: list.clocks)
        skew = list.clocks.skew(of: record.origin, at: now)
        isEndInDoubt = remaining == nil && record.isEndInDoubt(at: now, clocks: list.clocks)
        // A list of years has tokens by the hundred thousand, and this run nearly none of them.
        let isOurs = !(list.heldIDs.isEmpty && list.keptIDs.isEmpty && list.revokingIDs.isEmpty)
        let id = isOurs ? record.id : ""
        isHeld = list.heldIDs.contains(id)
        isKept = list.keptIDs.contains(id)
        work =
            switch record.state {
            case _ where !list.revokingIDs.contains(id): nil
            case .revocationUnknown: "revoking"
            case .revoked: "checking"
            case .active, .revokedVerified, .stillValid, .invalid, .expired, .notRecognized: nil
            }
    }

    /// The moment by the clock of the token's origin.
    private var serverNow: Instant { Instant(milliseconds: now.milliseconds &+ (skew ?? 0)) }

    /// How it stands and, while it is active, how long: for one narrow cell.
    package var status: TokenColumn.Cell {
        if let work { return .text(work, .warning) }
        return switch standing {
        case .active:
            switch (record.userLogOut, facts.expiry) {
            case (let logOut?, _): .text(logOut.status, .warning)
            case (nil, .at), (nil, .estimated):
                .text(end, isEndInDoubt || (remaining ?? .max) < 120_000 ? .warning : .good)
            case (nil, .untilNextIssue): .text("until replaced", .good)
            case (nil, .unknown): .text("not reported", .plain)
            }
        case .expired: .text(timeLeft, .dim)
        case .stillValid: .text(MessageComposer.text(for: standing), .danger)
        case .revocationUnknown, .revoked: .text(MessageComposer.text(for: standing), .warning)
        // The worth of the product: as visible as a time that runs.
        case .revokedVerified: .text(MessageComposer.text(for: standing), .good)
        case .invalid, .notRecognized: .text(MessageComposer.text(for: standing), .dim)
        }
    }

    /// The end that was told, counted by the server's clock, so that a wrong clock here hides nothing.
    private var end: SafeText {
        guard facts.expiry.instant != nil else { return "not reported" }
        if isEndInDoubt { return "may be expired" }
        // The server accepted the token after the end that was told.
        if remaining == nil { return "not reported" }
        return MessageComposer.text(for: facts.expiry, at: serverNow)
    }

    /// What is left of its life, while it is active and both ends are known.
    package var share: TokenColumn.Cell {
        guard standing == .active, let created = facts.createdAt, let end = facts.expiry.instant, let remaining,
            case .text(_, let tone) = status
        else { return .text("", .plain) }
        return .bar(remaining, of: end.milliseconds(since: created), tone)
    }

    /// `active`, with what limits that.
    package var state: SafeText {
        var text = work ?? MessageComposer.text(for: standing)
        if let logOut = record.userLogOut, standing.mayBeValid {
            text = "\(text); \(logOut.wording(at: InstantText.utc(logOut.at.milliseconds)))"
        }
        return record.isInDoubt ? MessageComposer.inDoubt(text) : text
    }

    /// By the clock of the token's cluster. The end that was told is not repeated when the cluster accepted the token after
    /// it.
    package var timeLeft: SafeText {
        guard isCounted else { return "-" }
        if isEndInDoubt { return "may be expired" }
        if facts.expiry.instant != nil, remaining == nil { return "not reported" }
        // The cluster has refused it after its end; a clock that was set back since then does not change that.
        if standing == .expired, remaining ?? 1 > 0 { return MessageComposer.text(for: standing) }
        return MessageComposer.text(for: facts.expiry, at: serverNow)
    }

    /// Whether an end means anything for it.
    var isCounted: Bool { standing.mayBeValid || standing == .expired }

    /// A time by our clock, which is said beside times by another one.
    func byOurClock(_ moment: Instant) -> SafeText {
        let time = InstantText.utc(moment.milliseconds)
        return ServerClocks.isNotable(skew) ? "\(time) by the local clock" : time
    }
}

extension ListedToken {
    /// The members of a token in JSON, by ``TokenColumn/all``.
    package var json: JSONObject {
        var object = JSONObject()
        addMembers(to: &object)
        return object
    }

    /// Adds the members of ``json`` to an object that has none of them.
    package func addMembers(to object: inout JSONObject) {
        object.reserveCapacity(2 * TokenColumn.allMembers.count)
        for column in TokenColumn.allMembers { column.add(self, &object) }
    }

    /// Names and values, for all about one token; a value that is not known leaves no line.
    package var details: [(name: SafeText, value: SafeText)] {
        TokenColumn.all.compactMap { column in
            guard let value = column.detail?(self), !value.isEmpty else { return nil }
            return (column.title, value)
        }
    }
}

/// The order of the token list.
package struct TokenSort: Hashable, Sendable {
    package var column: TokenColumn
    package var isDescending: Bool

    package init(column: TokenColumn = .remaining, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }

    /// What rows are compared by.
    package enum Key: Hashable, Comparable, Sendable {
        case number(rank: Int, Int64)
        case text(String)
    }

    /// By the next column, ascending; after the last comes the first.
    package func next(of columns: TokenColumns) -> TokenSort {
        let all = columns.sortable
        let index = all.firstIndex(of: column).map { ($0 + 1) % all.count } ?? 0
        return TokenSort(column: all[index])
    }

    package var reversed: TokenSort { TokenSort(column: column, isDescending: !isDescending) }

    /// Indices of the records of a list in this order. Equal ones stay in the order of the journal, in both directions.
    package func indices(of list: TokenList, at now: Instant) -> [Int] {
        guard let key = column.sortKey else { return Array(list.records.indices) }
        let keys = list.records.map { key(ListedToken($0, in: list, at: now)) }
        return keys.indices.sorted { left, right in
            if keys[left] == keys[right] { return left < right }
            return (keys[left] < keys[right]) != isDescending
        }
    }

    /// Whether a record of a list stands before another one in this order.
    package func precedes(_ left: Int, _ right: Int, in list: TokenList, at now: Instant) -> Bool {
        guard let key = column.sortKey else { return left < right }
        let keys = [left, right].map { key(ListedToken(list.records[$0], in: list, at: now)) }
        return keys[0] == keys[1] ? left < right : (keys[0] < keys[1]) != isDescending
    }
}
