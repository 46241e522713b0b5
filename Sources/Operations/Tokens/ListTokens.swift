import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// The token list, as the journal tells it.
package struct TokenList: Hashable, Sendable {
    package var records: TokenRows
    /// Changes without an outcome, and tokens of a plan that was not done to its end, of earlier runs; newest first.
    package var unfinished: [OpenChange]
    /// The lines of logins of earlier runs without a logout; see ``JournalFold/openLogins``.
    package var openLogins: [JournalEvent] = []
    /// See ``JournalFold/dismissedRevocations``.
    package var dismissedRevocations: Set<TokenRecord.ID> = []
    /// The tokens whose value this run holds.
    package var heldIDs: Set<TokenRecord.ID>
    /// Those of them that the vault keeps, too.
    package var keptIDs: Set<TokenRecord.ID> = []
    /// The profiles whose open session the vault keeps, and when that was opened.
    package var keptSessions: [Profile.ID: Instant] = [:]
    /// The tokens that carry a session which is open right now.
    package var inUseIDs: Set<TokenRecord.ID>
    /// The tokens that this run is revoking right now.
    package var revokingIDs: Set<TokenRecord.ID> = []
    /// A line that a crash had torn was repaired.
    package var repairedTornLine: Bool
    /// Lines that are no events; they are kept in the file.
    package var unreadableLines: Int
    /// Where the journal is not what was written; nothing is changed on a cluster until a person has accepted that.
    package var damage: [JournalDamage]
    /// Results of this run that could not be written yet.
    package var unwritten: Int
    /// How far the servers' clocks differ from ours.
    package var clocks: ServerClocks
    /// Credentials that were refused lately, of whatever profile.
    package var lockouts: LockoutCount
    /// Whether every token is there, those that ended long ago too.
    package var isWhole: Bool

    package init(
        records: TokenRows = [], unfinished: [OpenChange] = [], heldIDs: Set<TokenRecord.ID> = [],
        inUseIDs: Set<TokenRecord.ID> = [], repairedTornLine: Bool = false, unreadableLines: Int = 0,
        damage: [JournalDamage] = [], unwritten: Int = 0, lockouts: LockoutCount = LockoutCount(),
        clocks: ServerClocks = ServerClocks(), isWhole: Bool = true
    ) {
        self.records = records
        self.unfinished = unfinished
        self.heldIDs = heldIDs
        self.inUseIDs = inUseIDs
        self.repairedTornLine = repairedTornLine
        self.unreadableLines = unreadableLines
        self.damage = damage
        self.unwritten = unwritten
        self.lockouts = lockouts
        self.clocks = clocks
        self.isWhole = isWhole
    }

    /// Calls each token by the profile that has its address now: profiles refer to origins, so that a renamed one, or one
    /// that was removed and added again, shows the same tokens once. A token whose address no profile has keeps its last
    /// name, unless a profile of another address has taken it: then it is called by its address.
    package mutating func useNames(of profiles: [Profile]) {
        var byOrigin: [String: [Profile]] = [:]
        for profile in profiles { byOrigin[profile.origin.description, default: []].append(profile) }
        let names = Set(profiles.map(\.name))
        records.refer { origin, id, name in
            let candidates = byOrigin[origin] ?? []
            if candidates.isEmpty, !origin.isEmpty, names.contains(name) { return (id, origin) }
            guard let profile = candidates.first(preferring: [id]) else { return (id, name) }
            return (profile.id, profile.name)
        }
    }

    /// Marks the tokens that the damage of the journal touches.
    mutating func markDoubtful() {
        guard !damage.isEmpty else { return }
        let named = damage.reduce(into: Set<Fingerprint>()) { $0.formUnion($1.fingerprints) }
        // A line that is gone may have been about any of them.
        let isAny = damage.contains { $0.kind == .brokenChain || $0.fingerprints.isEmpty }
        for index in records.indices { records[index].isInDoubt = isAny || named.contains(records[index].fingerprint) }
    }

    /// The tokens of a profile's address; all of them without a profile.
    package func records(of profile: Profile?) -> TokenRows {
        guard let profile else { return records }
        let origin = profile.origin.description
        return records.keeping { $0.origin == origin }
    }

    /// How a token of this list stands: the one judgement for rows, filters, sorting, commands and JSON.
    package func standing(of record: TokenRecord, at now: Instant) -> TokenStanding {
        TokenStanding(of: record, at: now, clocks: clocks)
    }

    /// Whether a token may still matter: its cluster may accept it, or it ended within the last 30 days. What the list
    /// shows without being asked for more, on the screen and in commands.
    package func mayMatter(_ record: TokenRecord, at now: Instant) -> Bool {
        record.ended(at: now, clocks: clocks).map { $0 <= TokenRecord.timeInSight } ?? true
    }

    /// Whether a token has expired for certain: its cluster told the end, and told its clock, too. A clock that was read in
    /// an earlier run says so only a day after the end, by ours as well: ours may have been set since then.
    func hasExpired(_ record: TokenRecord, at now: Instant) -> Bool {
        guard case .at(let end) = record.facts.expiry, let server = clocks.known(of: record.origin, at: now),
            standing(of: record, at: now) == .expired
        else { return false }
        return clocks.isAsked(record.origin) || end.advanced(seconds: 86_400) < min(now, server)
    }
}

/// Reads the token list. Changes nothing.
package struct ListTokens: Hashable, Sendable {
    package var reach: JournalReach

    /// - Parameter reach: ``JournalReach/current`` for what ``TokenList/mayMatter(_:at:)`` lets through, which is there at
    ///   once, however old the journal is.
    package init(_ reach: JournalReach = .everything) {
        self.reach = reach
    }

    /// The list as of the journal's last line, other instances' lines included.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenList {
        var list = try await workspace.ledger.list(reach, held: workspace.held.heldTokenIDs())
        list.keptIDs = await workspace.held.keptTokenIDs()
        list.keptSessions = await workspace.held.keptSessions()
        list.inUseIDs = await workspace.held.tokenIDsInUse()
        list.unfinished.removeAll { workspace.changes.contains($0.line.operation) }
        list.openLogins.removeAll { workspace.changes.isOurs($0.operation) }
        // A profile file that cannot be read now leaves the names that the journal knows.
        if let profiles = try? await workspace.profiles.load().profiles { list.useNames(of: profiles) }
        return list
    }

    /// The record of one token that has just been written.
    func record(
        _ fingerprint: Fingerprint, of profile: Profile, in workspace: Workspace
    ) async throws(OperationError) -> TokenRecord {
        try await workspace.ledger.record(fingerprint, at: profile.origin.description)
    }
}

/// Removes tokens from the list. It does not revoke them; the journal keeps every line.
package struct RemoveTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Removes the tokens, and returns them.
    ///
    /// - Throws: `E_READ_ONLY` in read-only mode, and what writing the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> [TokenRecord] {
        try await workspace.note(.removeToken, about: records) { await workspace.held.setAside($0) }
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
        try await workspace.note(.restoreToken, about: records) { await workspace.held.takeBack($0) }
        return records
    }
}

extension Workspace {
    /// Writes down a decision about rows of the token list, and does with each secret what follows from it.
    fileprivate func note(
        _ action: JournalEvent.Action, about records: [TokenRecord], thenFor secret: (TokenRecord.ID) async -> Void
    ) async throws(OperationError) {
        try requireWritable(nil)
        for record in records {
            let (id, at) = stamp()
            try await append(
                JournalEvent(
                    id: id, operation: id, at: at, phase: .note, action: action, outcome: .ok,
                    profileID: record.profileID, profileName: record.profileName, origin: record.origin,
                    token: TokenFacts(fingerprint: record.fingerprint)))
            await secret(record.id)
        }
    }
}
