package import Moments
import StrictJSON
import ThoughtSpotSessions

/// How far the clocks of the clusters differ from ours, by origin.
///
/// Every answer with a usable `Date` is a reading. The one with the smallest round trip wins, as long as later ones agree
/// with it; one that cannot be reconciled with it is newer knowledge, because a clock was set, ours or the server's. Pure.
package struct ServerClocks: Hashable, Sendable {
    /// Whether a difference is told to people: more than 30 seconds (promise P73).
    ///
    /// - Parameter skew: in milliseconds.
    package static func isNotable(_ skew: Int64?) -> Bool { (skew?.magnitude ?? 0) > 30_000 }

    /// No exchange takes longer than ten minutes, and no clock is 30,000 years off: what a damaged line of the journal says
    /// beyond that is not taken as it stands.
    private static let longestRoundTrip = 600_000
    private static let farthest: Int64 = 1_000_000_000_000_000

    private struct Reading: Hashable {
        /// The server's clock less ours, in milliseconds.
        var skew: Int64
        /// How wrong it may be: half the round trip, and the second that `Date` cuts off; 0 or more.
        let uncertainty: Int64

        init(skew: Int64, uncertainty: Int64) {
            self.skew = min(max(-farthest, skew), farthest)
            self.uncertainty = min(max(0, uncertainty), farthest)
        }
    }

    private var readings: [String: Reading] = [:]
    /// The origins that this run has asked itself. The reading of another one may be older than a change of our clock.
    private var asked: Set<String> = []

    package init() {}

    /// Takes note that this run has asked an origin; a checkpoint does not keep that.
    mutating func noteAsked(_ origin: String) { asked.insert(origin) }

    /// Whether this run has asked an origin for the time.
    package func isAsked(_ origin: String) -> Bool { asked.contains(origin) }

    /// Takes a reading.
    ///
    /// - Parameters:
    ///   - skew: the server's clock less ours, in milliseconds.
    ///   - roundTrip: of the exchange, in milliseconds, 0 or more.
    package mutating func observe(skew: Int64, roundTrip: Int, of origin: String) {
        let new = Reading(skew: skew, uncertainty: Int64(min(max(0, roundTrip), Self.longestRoundTrip)) / 2 + 1_000)
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

    /// As JSON, for a checkpoint.
    var json: JSONObject {
        JSONObject(
            readings.sorted { $0.key < $1.key }.map { origin, reading in
                (origin, JSONValue.array([.int64(reading.skew), .int64(reading.uncertainty)]))
            })
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let object = json.objectValue else { return nil }
        for member in object.members {
            guard let values = member.value.arrayValue, values.count == 2,
                let skew = values[0].numberValue?.int64, let uncertainty = values[1].numberValue?.int64
            else { return nil }
            readings[member.key] = Reading(skew: skew, uncertainty: uncertainty)
        }
    }

    /// The server's clock less ours, in milliseconds; `nil` when no answer has told yet.
    package func skew(of origin: String) -> Int64? { readings[origin]?.skew }

    /// What the server's clock shows now; nil where no answer has told yet.
    package func known(of origin: String, at now: Instant) -> Instant? {
        skew(of: origin).map { Instant(milliseconds: now.milliseconds &+ $0) }
    }

    /// What the server's clock shows now; our own where no answer has told yet.
    package func now(of origin: String, at now: Instant) -> Instant { known(of: origin, at: now) ?? now }
}

extension JournalFold {
    /// Takes in a line of this run: what an answer of a moment ago tells of a server's clock is told by ours as it is now.
    package mutating func applyOwn(_ event: JournalEvent) {
        apply(event)
        if event.evidence?.clockSkew != nil { clocks.noteAsked(event.origin) }
    }
}
