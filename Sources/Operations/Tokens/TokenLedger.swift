package import Storage
import ThoughtSpotSessions

/// Keeps the fold over the journal up to date: reads the whole journal once, and afterwards only what was appended,
/// by this run or by another one.
package actor TokenLedger {
    private let journal: Journal
    private var fold = JournalFold()
    private var isLoaded = false
    private var repairedTornLine = false
    private var unreadableLines = 0

    package init(journal: Journal) {
        self.journal = journal
    }

    /// The token list as of the journal's last line.
    func list(held: Set<TokenRecord.ID>) async throws(OperationError) -> TokenList {
        try await refresh()
        return TokenList(
            records: fold.records, unfinished: fold.unfinishedOperations, heldIDs: held,
            repairedTornLine: repairedTornLine, unreadableLines: unreadableLines, lockouts: fold.lockouts)
    }

    /// The record of one token; the journal must have a line about it.
    func record(_ fingerprint: Fingerprint, of profile: Profile.ID) async throws(OperationError) -> TokenRecord {
        try await refresh()
        guard let record = fold.record(fingerprint, of: profile) else {
            throw .refused(.noSuchToken(typed: fingerprint.text))
        }
        return record
    }

    /// How close a user may be to a locked account, by the lines of every process.
    func lockoutRisk(of user: String?, at origin: String, now: Instant) async throws(OperationError) -> LockoutRisk {
        try await refresh()
        return fold.lockouts.risk(of: user, at: origin, now: now)
    }

    private func refresh() async throws(OperationError) {
        do throws(StorageError) {
            let contents = isLoaded ? try await journal.readNew() : try await journal.load()
            if contents.isFromStart { fold = JournalFold() }
            for event in contents.events { fold.apply(event) }
            isLoaded = true
            repairedTornLine = repairedTornLine || contents.repairedTornLine
            unreadableLines += contents.unreadableLines
        } catch {
            throw .storage(error)
        }
    }
}
