package import Moments
package import Storage

extension TokenList {
    /// The tokens that may be valid and whose end comes within a time, the next one first; each by the clock of its cluster.
    ///
    /// - Parameter profile: `nil` for all clusters.
    package func expiring(within milliseconds: Int64, of profile: Profile?, at now: Instant) -> [TokenRecord] {
        records(of: profile).compactMap { record -> (left: Int64, record: TokenRecord)? in
            guard [.active, .stillValid, .revocationUnknown].contains(standing(of: record, at: now)),
                let left = left(of: record, at: now), (0...milliseconds).contains(left)
            else { return nil }
            return (left, record)
        }
        .sorted { $0.left == $1.left ? $0.record.id < $1.record.id : $0.left < $1.left }
        .map(\.record)
    }

    /// What may have ended is next.
    private func left(of record: TokenRecord, at now: Instant) -> Int64? {
        TokenStanding.remaining(of: record, at: now, clocks: clocks)
            ?? (record.isEndInDoubt(at: now, clocks: clocks) ? 0 : nil)
    }
}
