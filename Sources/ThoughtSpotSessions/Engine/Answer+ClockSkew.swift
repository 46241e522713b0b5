import HTTPExchange
import HTTPTypes
import Moments

extension Answer {
    /// The server's own clock when it answered; nil without a `Date` that can be read, or when a cache has kept the
    /// answer (`Age`).
    var serverTime: Instant? {
        headers[.age] == nil ? headers[.date].flatMap(HTTPDate.instant) : nil
    }

    /// The server's clock less ours, in milliseconds, at the middle of the exchange; nil where ``serverTime`` is.
    func clockSkew(sentAt start: Instant) -> Int64? {
        guard let serverTime else { return nil }
        let middle = start.milliseconds + (receivedAt.milliseconds - start.milliseconds) / 2
        return serverTime.milliseconds - middle
    }

    /// The end of a token that was just minted or accepted, unless it cannot be right: a token that works has not ended,
    /// and ends after it began (fault D17). Judged by what the server says of its own clock, never by ours.
    func believed(_ expiry: Expiry, createdAt: Instant?) -> (expiry: Expiry, doubt: ExpiryDoubt?) {
        guard let end = expiry.instant else { return (expiry, nil) }
        if let createdAt, end <= createdAt { return (.unknown, .beforeCreation(end)) }
        if let serverTime, end <= serverTime { return (.unknown, .inThePast(end)) }
        return (expiry, nil)
    }
}
