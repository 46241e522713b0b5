package import Storage
import ThoughtSpotSessions

/// Removes tokens from the list. It does not revoke them; the journal keeps every line.
package struct ForgetTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Removes the tokens, and returns them.
    ///
    /// - Throws: `E_READ_ONLY` in read-only mode, and what writing the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> [TokenRecord] {
        try workspace.requireWritable(nil)
        for record in records {
            try await workspace.note(.forgetToken, about: record)
            await workspace.held.setAside(record.id)
        }
        return records
    }
}

/// Puts tokens back on the list that were removed from it, in this run with their secrets.
package struct RestoreTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Restores the tokens, and returns them.
    ///
    /// - Throws: `E_READ_ONLY` in read-only mode, and what writing the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> [TokenRecord] {
        try workspace.requireWritable(nil)
        for record in records {
            try await workspace.note(.restoreToken, about: record)
            await workspace.held.takeBack(record.id)
        }
        return records
    }
}

extension Workspace {
    /// Writes down a decision about a row of the token list.
    fileprivate func note(
        _ action: JournalEvent.Action, about record: TokenRecord
    ) async throws(OperationError) {
        let (id, at) = stamp()
        try await append(
            JournalEvent(
                id: id, operation: id, at: at, phase: .note, action: action, outcome: .ok,
                profileID: record.profileID, profileName: record.profileName, origin: record.origin,
                token: TokenFacts(fingerprint: record.fingerprint)))
    }
}
