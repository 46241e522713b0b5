package import DisplayText
package import Moments
package import Storage
package import ThoughtSpotSessions

/// One event of an audit log, and what we know of it ourselves.
package struct AuditEntry: Hashable, Sendable {
    package var event: AuditEvent
    /// Our own journal tells of the same kind of act, of the same user, at the same time. Likely, never certain: no event
    /// names a session or a token (<doc:AuditLog>).
    package var isLikelyOurs: Bool

    package init(_ event: AuditEvent, isLikelyOurs: Bool = false) {
        self.event = event
        self.isLikelyOurs = isLikelyOurs
    }
}

/// The events of one or more windows of a cluster's audit log, newest first.
package struct AuditReport: Hashable, Sendable {
    package var profile: Profile
    /// The Orgs that were asked for.
    package var coverage: AuditCoverage
    /// The Orgs that the events told of happened in, by number.
    package var orgs: Set<Int>
    /// Orgs whose names are known, by the profile and by tokens of the cluster.
    package var knownOrgs: [OrgReference] = []
    /// The windows that were asked for, newest first, touching each other.
    package var windows: [AuditWindow]
    package var entries: [AuditEntry]
    /// How many events the cluster told of; some of them may not have been wanted.
    package var told: Int
    /// How many of those cannot be read.
    package var unread: Int
    package var readAt: Instant
    /// Events from here on may still be missing; nothing when all of the time asked for is older than the lag.
    package var incompleteFrom: Instant?
    /// The operation of another generation that was used, as the capability table names it.
    package var neighbour: String?
    /// Why older windows are missing.
    package var stopped: OperationError?

    package init(
        profile: Profile, coverage: AuditCoverage = .allOrgs, orgs: Set<Int> = [], windows: [AuditWindow] = [],
        entries: [AuditEntry] = [], told: Int = 0, unread: Int = 0, readAt: Instant, incompleteFrom: Instant? = nil,
        neighbour: String? = nil, stopped: OperationError? = nil
    ) {
        self.profile = profile
        self.coverage = coverage
        self.orgs = orgs
        self.windows = windows
        self.entries = entries
        self.told = told
        self.unread = unread
        self.readAt = readAt
        self.incompleteFrom = incompleteFrom
        self.neighbour = neighbour
        self.stopped = stopped
    }
}

/// Which events of an audit log are wanted; the cluster cannot be asked for less than all of a window.
package struct AuditSelection: Hashable, Sendable {
    /// Parts of type names, one of which must be there, whatever the case: `login`, `ACCOUNT_LOCKED`. All when empty.
    package var types: [String]
    /// A user's name, or GUID, whatever the case. All users when absent.
    package var user: String?

    package init(types: [String] = [], user: String? = nil) {
        self.types = types.map { $0.uppercased() }
        self.user = user?.lowercased()
    }

    /// Whether an event is wanted. One that cannot be read is wanted only by who wants everything.
    package func wants(_ event: AuditEvent) -> Bool {
        if let user, event.username?.lowercased() != user, event.userID?.lowercased() != user { return false }
        if types.isEmpty { return true }
        guard let type = event.type?.uppercased() else { return false }
        return types.contains { type.contains($0) }
    }
}

/// A point in time as people write it: how long ago (`24h`, `7d`), or a date with or without a time of day
/// (`2026-11-20`, `2026-11-20T08:30`, `2026-11-20T08:30:00Z`). Without a zone it is the local time of this machine.
package enum AuditMoment {
    /// - Parameter offset: seconds east of UTC at a moment.
    /// - Returns: nothing for any other text.
    package static func parse(_ text: String, now: Instant, offset: (Instant) -> Int) -> Instant? {
        do throws(Lifetime.Malformed) {
            return now.advanced(seconds: -Int64(try Lifetime.parse(text)))
        } catch {
            // A date without a time of day begins at midnight.
            let whole = text.utf8.count == 10 ? text + "T00:00" : text
            guard let date = CalendarText(whole) else { return nil }
            if date.hasZone { return date.instant }
            return date.instant.advanced(seconds: -Int64(offset(date.instant)))
        }
    }
}

extension AuditEventType {
    /// In a word or two, for a narrow column.
    package var words: SafeText {
        switch self {
        case .loginSuccessful: "login"
        case .loginFailed: "LOGIN FAILED"
        case .accountLocked: "LOCKED OUT"
        case .logoutSuccessful: "logout"
        case .logoutFailed: "LOGOUT FAILED"
        case .tokenCreated: "token issued"
        case .tokenRefused: "TOKEN REFUSED"
        }
    }

    /// Whether it tells of something that did not go as its user wished.
    package var isFailure: Bool {
        switch self {
        case .loginFailed, .accountLocked, .logoutFailed, .tokenRefused: true
        case .loginSuccessful, .logoutSuccessful, .tokenCreated: false
        }
    }
}

extension AuditEvent {
    /// The type as one of those that are documented.
    package var knownType: AuditEventType? { type.flatMap(AuditEventType.init(rawValue:)) }

    /// What it says: the server's description, or the whole of an entry that cannot be read.
    package var words: String? { unreadText ?? description }
}

extension AuditReport {
    /// The lag, where it matters to what is shown: `events of the last 30 minutes may still be missing`.
    package var lagWords: SafeText? {
        guard incompleteFrom != nil else { return nil }
        return "events of the last \(AuditWindow.lag / 60_000) minutes may still be missing"
    }
}

extension SessionInfo {
    /// Its Orgs, the current one first.
    package var knownOrgs: [OrgReference] { [currentOrg].compactMap(\.self) + orgs }
}

extension AuditCoverage {
    /// `all Orgs`: which Orgs were asked for.
    package var words: SafeText {
        switch self {
        case .allOrgs: "all Orgs"
        case .primaryOrg: "Primary Org only"
        }
    }
}

extension AuditReport {
    /// `all Orgs, with events of Primary (0), Sales (1)`: the Orgs asked for, and those the events are of.
    package var coverageWords: SafeText {
        let seen = orgs.sorted()
        guard let last = seen.last else { return coverage.words }
        let names = seen.map { SafeText(outside: OrgReference.numbered($0, namedBy: knownOrgs).wording, limit: 60) }
        let shown: SafeText = seen.count > 6 ? "\(seen.count) Orgs" : names.joined(separator: ", ")
        return seen.count > 1 || last != 0 || coverage == .allOrgs
            ? "\(coverage.words), with events of \(shown)" : coverage.words
    }
}

extension AuditEvent {
    /// All of it in one line, as a ticket wants it: time in UTC, type, user, Org, address, text, id.
    ///
    /// - Parameter known: Orgs whose names are known.
    package func line(namingOrgsBy known: [OrgReference]) -> String {
        let org = orgID.map { OrgReference.numbered($0, namedBy: known).wording }
        let time = at.flatMap(\.iso8601) ?? dateText
        return [
            time, type, username ?? userID, org, clientAddress, words, id.map { "id \($0)" },
        ].compactMap { $0 }.joined(separator: "  ")
    }
}
