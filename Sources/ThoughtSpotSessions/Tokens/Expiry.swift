public import Moments

/// When something ends, with how sure we are of it.
public enum Expiry: Hashable, Sendable {
    /// The server said so.
    case at(Instant)
    /// Derived from contradictory documentation or from a field of doubtful unit; shown with a mark.
    case estimated(Instant)
    /// A v1 token: until five minutes after the next token minted with the same secret key.
    case untilNextMint
    /// Nobody told, or what was told cannot be read.
    case unknown

    /// The moment, where there is one.
    public var instant: Instant? {
        switch self {
        case .at(let instant), .estimated(let instant): instant
        case .untilNextMint, .unknown: nil
        }
    }
}

/// What is wrong with the end that a server told of a token it has just minted or accepted (fault D17).
public enum ExpiryDoubt: Hashable, Sendable {
    /// Not after the token's own creation.
    case beforeCreation(Instant)
    /// Not after the moment at which the server answered, by the server's own clock.
    case inThePast(Instant)

    /// The end as the server told it.
    public var told: Instant {
        switch self {
        case .beforeCreation(let end), .inThePast(let end): end
        }
    }
}
