package import Storage
package import ThoughtSpotSessions

/// How a token stands at a moment: the journal's knowledge and the clock together.
package enum TokenStanding: String, Hashable, Sendable, CaseIterable {
    case active
    case expired
    case revoked
    case revokedVerified = "revoked-verified"
    case stillAlive = "still-alive"
    case dead
    case revocationUnknown = "revocation-unknown"

    /// - Parameter skew: the server's clock less ours, in milliseconds: expiry is judged by the server's clock.
    package init(of record: TokenRecord, at now: Instant, skew: Int64? = nil) {
        switch record.state {
        case .active:
            let remaining = Self.remaining(of: record, at: now, skew: skew)
            self = remaining.map { $0 <= 0 } ?? false ? .expired : .active
        case .revoked: self = .revoked
        case .revokedVerified: self = .revokedVerified
        case .stillAlive: self = .stillAlive
        case .dead: self = .dead
        case .revocationUnknown: self = .revocationUnknown
        }
    }

    /// Milliseconds until the token's end, negative after it; `nil` when the end is unknown.
    package static func remaining(of record: TokenRecord, at now: Instant, skew: Int64? = nil) -> Int64? {
        record.facts.expiry.instant.map { $0.milliseconds(since: now) - (skew ?? 0) }
    }

    /// Whether the token can still open a door, as far as we know.
    package var mayBeAlive: Bool {
        switch self {
        case .active, .stillAlive, .revocationUnknown: true
        case .expired, .revoked, .revokedVerified, .dead: false
        }
    }
}
