package import Moments
import ThoughtSpotSessions

/// How far the clocks of the clusters differ from ours, by origin.
///
/// Every answer with a usable `Date` is a reading. The one with the smallest round trip wins, as long as later ones agree
/// with it; one that cannot be reconciled with it is newer knowledge, because a clock was set, ours or the server's. Pure.
package struct ServerClocks: Hashable, Sendable {
    /// From here on a difference is told to people, in milliseconds.
    package static let notable: Int64 = 30_000

    private struct Reading: Hashable {
        /// The server's clock less ours, in milliseconds.
        var skew: Int64
        /// How wrong it may be: half the round trip, and the second that `Date` cuts off.
        var uncertainty: Int64
    }

    private var readings: [String: Reading] = [:]

    package init() {}

    /// Takes a reading.
    ///
    /// - Parameters:
    ///   - skew: the server's clock less ours, in milliseconds.
    ///   - roundTrip: of the exchange, in milliseconds, 0 or more.
    package mutating func observe(skew: Int64, roundTrip: Int, of origin: String) {
        let new = Reading(skew: skew, uncertainty: Int64(roundTrip) / 2 + 1_000)
        guard let old = readings[origin] else {
            readings[origin] = new
            return
        }
        let (difference, overflow) = new.skew.subtractingReportingOverflow(old.skew)
        let isReconcilable = !overflow && difference.magnitude <= UInt64(old.uncertainty + new.uncertainty)
        if !isReconcilable || new.uncertainty <= old.uncertainty { readings[origin] = new }
    }

    /// Our clock was set by so many milliseconds while the program ran: what was read before is corrected.
    package mutating func ourClockJumped(by milliseconds: Int64) {
        for origin in readings.keys { readings[origin]?.skew &-= milliseconds }
    }

    /// The server's clock less ours, in milliseconds; `nil` when no answer has told yet.
    package func skew(of origin: String) -> Int64? { readings[origin]?.skew }

    /// What the server's clock shows now; our own where no answer has told yet.
    package func now(of origin: String, at now: Instant) -> Instant {
        Instant(milliseconds: now.milliseconds &+ (skew(of: origin) ?? 0))
    }
}
