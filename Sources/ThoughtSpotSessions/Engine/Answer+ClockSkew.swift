import HTTPExchange
import HTTPTypes

extension Answer {
    /// The server's clock less ours, in milliseconds, at the middle of the exchange; nothing without a `Date` that can
    /// be read, or when a cache has kept the answer (`Age`).
    func clockSkew(sentAt start: Instant) -> Int64? {
        guard headers[.age] == nil, let date = headers[.date], let seconds = HTTPDate.seconds(date) else { return nil }
        let middle = start.milliseconds + (receivedAt.milliseconds - start.milliseconds) / 2
        return seconds * 1_000 - middle
    }
}
