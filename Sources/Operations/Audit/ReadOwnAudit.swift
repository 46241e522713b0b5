import HTTPExchange
package import Moments
package import Storage

/// Reads what Tessera itself did, on whatever cluster, as the journal has it. Changes nothing.
package struct ReadOwnAudit: Hashable, Sendable {
    /// Both ends belong to it, by our clock.
    package var since: Instant
    package var until: Instant
    /// Only what was done at the address of this profile.
    package var profile: Profile?

    package init(since: Instant, until: Instant, profile: Profile? = nil) {
        self.since = since
        self.until = until
        self.profile = profile
    }

    /// Returns results, notes, and the intents that have no result, in the order of the journal.
    package func run(in workspace: Workspace) async throws(OperationError) -> [JournalEvent] {
        let (since, until, origin) = (since, until, profile?.origin.description)
        let acts = try await workspace.ledger.reduce(into: ActsWithResults()) { acts, event in
            let isWanted =
                since <= event.at && event.at <= until && (origin == nil || event.origin == origin)
            acts.take(event, isWanted: isWanted)
        }
        return acts.events
    }
}

/// Lines of the journal, without the intents that have a result.
struct ActsWithResults: Sendable {
    private var kept: [JournalEvent?] = []
    /// Where the intents without a result so far are, by operation.
    private var open: [String: Int] = [:]

    var events: [JournalEvent] { kept.compactMap(\.self) }

    mutating func take(_ event: JournalEvent, isWanted: Bool) {
        // The result may be later than what is wanted; the intent is then not without one.
        if event.phase == .result, let place = open.removeValue(forKey: event.operation) { kept[place] = nil }
        guard isWanted else { return }
        if event.phase == .intent { open[event.operation] = kept.count }
        kept.append(event)
    }
}

/// Copies the journal as it is, so that others can verify it: the chain of its lines goes with them.
package struct ExportOwnAudit: Hashable, Sendable {
    /// A file that is not there yet.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Returns how many bytes were copied.
    ///
    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` when the system refuses, `E_FILE_…` for an unsafe place.
    package func run(in workspace: Workspace) async throws(OperationError) -> Int {
        do throws(StorageError) {
            return try await workspace.journal.copy(to: ReservedFile(at: path))
        } catch {
            throw .storage(error)
        }
    }
}

/// Verifies a copy that was exported, on whatever machine, by the chain of its lines.
package struct VerifyJournalCopy: Hashable, Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// - Throws: `E_FILE_UNREADABLE`, `E_FILE_TYPE`. Damage is no error; it is in what is returned.
    package func run(in workspace: Workspace) async throws(OperationError) -> JournalCopy {
        do throws(StorageError) { return try await workspace.journal.verify(copyAt: path) } catch {
            throw .storage(error)
        }
    }
}
