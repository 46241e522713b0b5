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
