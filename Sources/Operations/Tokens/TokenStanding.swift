package import Storage
package import ThoughtSpotSessions

/// How a token stands at a moment: the journal's knowledge and the server's clock together.
package enum TokenStanding: String, Hashable, Sendable, CaseIterable {
    case active
    case expired
    case revoked = "revoked-not-verified"
    case revokedVerified = "revoked-verified"
    case stillValid = "still-valid"
    case invalid
    case notRecognized = "not-recognized"
    case revocationUnknown = "outcome-unknown"

    /// - Parameters:
    ///   - now: by our clock.
    ///   - clocks: expiry is judged by the clock of the token's origin.
    package init(of record: TokenRecord, at now: Instant, clocks: ServerClocks) {
        switch record.state {
        case .active:
            let remaining = Self.remaining(of: record, at: now, clocks: clocks)
            self = remaining.map { $0 <= 0 } ?? false ? .expired : .active
        case .revoked: self = .revoked
        case .revokedVerified: self = .revokedVerified
        case .stillValid: self = .stillValid
        case .invalid: self = .invalid
        case .notRecognized: self = .notRecognized
        case .revocationUnknown: self = .revocationUnknown
        }
    }

    /// Milliseconds until the token's end by the clock of its origin, negative after it; `nil` when the end is unknown, or
    /// when the origin has accepted the token after the end that was told, for the server is right and arithmetic is not.
    package static func remaining(of record: TokenRecord, at now: Instant, clocks: ServerClocks) -> Int64? {
        guard let end = record.facts.expiry.instant else { return nil }
        if let accepted = record.acceptedAt, accepted >= end { return nil }
        return end.milliseconds(since: clocks.now(of: record.origin, at: now))
    }

    /// Whether the cluster may still accept the token, as far as we know.
    package var mayBeValid: Bool {
        switch self {
        case .active, .stillValid, .revocationUnknown, .revoked: true
        case .expired, .revokedVerified, .invalid, .notRecognized: false
        }
    }
}
