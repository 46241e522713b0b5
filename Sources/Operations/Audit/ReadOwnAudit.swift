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
        return try await workspace.ledger.everything { events in
            let answered = Set(events.lazy.filter { $0.phase == .result }.map(\.operation))
            return events.filter { event in
                since <= event.at && event.at <= until && (origin == nil || event.origin == origin)
                    && (event.phase != .intent || !answered.contains(event.operation))
            }
        }
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
            let bytes = try await workspace.journal.wholeLines()
            try ReservedFile(at: path).write(bytes)
            return bytes.count
        } catch {
            throw .storage(error)
        }
    }
}
