package import Storage

/// The token list, as the journal tells it.
package struct TokenList: Hashable, Sendable {
    package var records: [TokenRecord]
    /// Changes that were begun and whose end nobody wrote down.
    package var unfinished: [JournalEvent]
    /// The tokens whose value this run holds.
    package var heldIDs: Set<TokenRecord.ID>
    /// A line that a crash had torn was repaired.
    package var repairedTornLine: Bool
    /// Lines that are no events; they are kept in the file.
    package var unreadableLines: Int
    /// Credentials that were refused lately, of whatever profile.
    package var lockouts: LockoutCount

    package init(
        records: [TokenRecord] = [], unfinished: [JournalEvent] = [], heldIDs: Set<TokenRecord.ID> = [],
        repairedTornLine: Bool = false, unreadableLines: Int = 0,
        lockouts: LockoutCount = LockoutCount()
    ) {
        self.records = records
        self.unfinished = unfinished
        self.heldIDs = heldIDs
        self.repairedTornLine = repairedTornLine
        self.unreadableLines = unreadableLines
        self.lockouts = lockouts
    }
}

/// Reads the token list. Changes nothing.
package struct ListTokens: Hashable, Sendable {
    package init() {}

    /// The list as of the journal's last line, other instances' lines included.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenList {
        try await workspace.ledger.list(held: workspace.held.heldTokenIDs())
    }

    /// The record of one token that has just been written.
    func record(
        _ fingerprint: Fingerprint, of profile: Profile.ID, in workspace: Workspace
    ) async throws(OperationError) -> TokenRecord {
        try await workspace.ledger.record(fingerprint, of: profile)
    }
}
