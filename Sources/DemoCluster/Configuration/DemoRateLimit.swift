/// How many requests a cluster takes from one client address before it answers 429 (<doc:ErrorAnswers>).
package struct DemoRateLimit: Hashable, Sendable {
    /// Requests a second, in the long run; at least 1.
    package var perSecond: Int
    /// As many may come at once; at least 1.
    package var burst: Int

    package init(perSecond: Int, burst: Int) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// 100 requests a second, 10 at once: what is documented for 26.2.0.cl and later.
    package static let documented = DemoRateLimit(perSecond: 100, burst: 10)
}

/// What one client may still send: a bucket that holds `burst` requests and fills at `perSecond`.
struct RequestAllowance {
    /// In thousandths of a request, so that a millisecond adds a whole number.
    private var held: Int
    /// ms since the epoch.
    private var filledAt: Int64

    init(_ limit: DemoRateLimit, at now: Int64) {
        held = limit.burst * 1_000
        filledAt = now
    }

    /// Takes one request out; `false` when there is none left.
    /// - Parameter now: ms since the epoch; a clock that went back adds nothing.
    mutating func take(_ limit: DemoRateLimit, at now: Int64) -> Bool {
        // More than a second fills any bucket, so the product stays small.
        let elapsed = Int(min(max(0, now - filledAt), 1_000 * Int64(limit.burst)))
        held = min(limit.burst * 1_000, held + elapsed * limit.perSecond)
        filledAt = now
        guard held >= 1_000 else { return false }
        held -= 1_000
        return true
    }
}
