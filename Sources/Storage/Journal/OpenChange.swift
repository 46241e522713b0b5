/// A change on a cluster of which it is not known what came of it, or which was planned and not done (promise P60).
package struct OpenChange: Hashable, Sendable, Identifiable {
    package enum Standing: String, Hashable, Sendable {
        /// The request may have been executed: its answer did not come, or the run ended before it was written down.
        case unknown
        /// It certainly changed nothing.
        case failed
        /// The run ended before it came to it.
        case notAttempted = "not-attempted"
    }

    /// The line that tells of it: the intent, or the plan.
    package let line: JournalEvent
    package let standing: Standing
    /// Which token of a plan.
    private let planned: Fingerprint?

    package init(_ line: JournalEvent, _ standing: Standing, planned: Fingerprint? = nil) {
        self.line = line
        self.standing = standing
        self.planned = planned
    }

    /// The id of the intent; of a token that a plan names, that of the plan and the fingerprint.
    package var id: String { planned.map { "\(line.operation)/\($0.text)" } ?? line.operation }
    /// The token it is about, where it is about one.
    package var fingerprint: Fingerprint? { planned ?? line.token?.fingerprint }
    /// Its row of the token list.
    package var tokenID: TokenRecord.ID? { fingerprint.map { TokenRecord.id($0, at: line.origin) } }
    /// What was to be done.
    package var action: JournalEvent.Action { line.action.planned ?? line.action }
}
