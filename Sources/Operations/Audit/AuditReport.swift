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
