import HTTPExchange
import Storage

extension JournalFold {
    /// The row of another origin that a token belongs to, by what is known of it; nil where it may be shown to the origin
    /// that asks (<doc:Verdicts>).
    func otherOwner(of fingerprint: Fingerprint, askedBy asked: String) -> TokenRecord? {
        let known = everyRecord(fingerprint)
        let own = known.first { $0.origin == asked }
        if own?.acceptedAt != nil { return nil }
        // A refusal binds nothing: a wrong guess must not keep a token from its own cluster.
        let others = known.filter {
            $0.origin != asked && !$0.origin.isEmpty
                && ($0.acceptedAt != nil || $0.isImported && $0.state != .notRecognized)
        }
        // An import that no cluster confirmed says less than a cluster that accepted the token.
        return others.first { $0.acceptedAt != nil } ?? (own == nil ? others.first : nil)
    }
}

extension TokenLedger {
    /// Refuses to show a token to an origin that is not its own (<doc:Verdicts>).
    ///
    /// - Throws: `E_ORIGIN_BOUND`, naming both origins; what reading the journal throws, for without it the owner of
    ///   the token is not known.
    func requireOwnOrigin(of fingerprint: Fingerprint, on profile: Profile) async throws(OperationError) {
        try await refresh(for: fingerprint)
        let asked = profile.origin.description
        guard let other = fold.otherOwner(of: fingerprint, askedBy: asked) else { return }
        throw .refused(
            .originBound(
                fingerprint, origin: other.origin, owner: other.profileName, asked: asked, profile: profile.name))
    }
}
