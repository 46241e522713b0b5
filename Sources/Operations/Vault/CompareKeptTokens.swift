import HTTPExchange
import Moments
import Storage
import ThoughtSpotSessions

/// A token of the vault, at the address that it was kept for.
private struct KeptToken: Sendable {
    let profile: Profile
    let fingerprint: Fingerprint
    let expires: Instant?

    var origin: String { profile.origin.description }

    init(_ entry: VaultEntry, of profile: Profile) {
        self.profile = profile
        fingerprint = Fingerprint(of: entry.secret)
        expires = entry.expires
    }
}

/// What the journal says of it.
private enum KeptTokenStanding: Hashable {
    case unknown
    /// It ended long ago: no more is known without reading the whole journal.
    case leftOut
    case listed(TokenRecord.State)
    case removed
}

extension Workspace {
    /// Takes tokens of the vault into the journal that it does not have: the journal was lost, or what issued them was killed
    /// before it wrote down what came of it. They can be validated and revoked like imported ones. Lets go of those that are
    /// revoked or removed from the list: they were while the vault was locked, and that run ended before it was open again.
    ///
    /// - Returns: how many it let go of.
    func compareKeptTokens(readsEndedTokens: Bool) async -> Int {
        let kept = await held.keptTokenEntries()
        guard !kept.isEmpty, let list = try? await profiles.load().profiles else { return 0 }
        let tokens = kept.compactMap { entry in
            list.first { $0.id == entry.place.profile && $0.origin == entry.origin }.map { KeptToken(entry, of: $0) }
        }
        // Where the journal cannot be read, no token is known to be missing from it.
        guard let standings = try? await ledger.standings(of: tokens, readsEnded: readsEndedTokens) else { return 0 }
        var removed = 0
        for (token, standing) in zip(tokens, standings) {
            switch standing {
            case .removed:
                await held.setAside(TokenRecord.id(token.fingerprint, at: token.origin))
                removed += 1
            case .listed(.revokedVerified):
                await held.unkeep(token.fingerprint, of: token.profile)
                await held.letGo(token.fingerprint, of: token.profile)
                removed += 1
            case .unknown: await recordFound(token)
            case .listed, .leftOut: break
            }
        }
        return removed
    }

    /// Two runs that open the vault at once write one line between them. A token that another run is issuing at this moment
    /// may be in the vault before its line is in the journal: that run tells more of it.
    private func recordFound(_ token: KeptToken) async {
        var facts = TokenFacts(
            fingerprint: token.fingerprint, generation: token.profile.generation, label: "found in the vault")
        // The vault does not say whether its cluster told it or it was derived.
        facts.expiry = token.expires.map { .estimated($0) } ?? .unknown
        var line = event(.note, .importToken, on: token.profile, token: facts)
        line.outcome = .ok
        try? await ledger.note(line) { [at = line.at] fold in
            fold.standing(of: token) != .unknown || fold.isIssuing(at: token.origin, now: at)
        }
    }
}

extension TokenLedger {
    /// What is known of tokens, by one reading for all of them.
    ///
    /// - Parameter readsEnded: whether the whole journal is read where one of them ended so long ago that a checkpoint left
    ///   it out.
    fileprivate func standings(
        of tokens: [KeptToken], readsEnded: Bool
    ) async throws(OperationError) -> [KeptTokenStanding] {
        try await refresh()
        if readsEnded, tokens.contains(where: { fold.hasLeftOut($0.fingerprint) }) { try await refresh(.everything) }
        return tokens.map { fold.standing(of: $0) }
    }
}

extension JournalFold {
    fileprivate func standing(of token: KeptToken) -> KeptTokenStanding {
        if isRemoved(token.fingerprint, at: token.origin) { return .removed }
        if let record = record(token.fingerprint, at: token.origin) { return .listed(record.state) }
        return hasLeftOut(token.fingerprint) ? .leftOut : .unknown
    }

    /// Whether a run may be between issuing a token and the line that says so.
    fileprivate func isIssuing(at origin: String, now: Instant) -> Bool {
        openChanges.contains {
            $0.standing == .unknown && [.issueToken, .logIn].contains($0.action) && $0.line.origin == origin
                && abs(now.milliseconds(since: $0.line.at)) <= LockoutCount.longestAttempt
        }
    }
}
