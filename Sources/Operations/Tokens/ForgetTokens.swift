package import Storage
import ThoughtSpotSessions

/// Takes tokens off the list and out of memory. They live on at their clusters; the journal keeps every line.
package struct ForgetTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Forgets, and tells how many.
    package func run(in workspace: Workspace) async throws(OperationError) -> Int {
        for record in records {
            let at = workspace.now()
            let id = EventID(at: at, random: workspace.randomBytes(10)).text
            try await workspace.append(
                JournalEvent(
                    id: id, operation: id, at: at, phase: .note, action: .forgetToken, outcome: .ok,
                    profileID: record.profileID, profileName: record.profileName, origin: "",
                    token: TokenFacts(fingerprint: record.fingerprint)))
            await workspace.held.release(record.fingerprint, of: record.profileID)
        }
        return records.count
    }
}
