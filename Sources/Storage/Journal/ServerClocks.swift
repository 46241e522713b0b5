package import Moments
import StrictJSON
import ThoughtSpotSessions

/// How far the clocks of the clusters differ from ours, by origin.
///
/// Every answer with a usable `Date` is a reading. The one with the smallest round trip wins, as long as later ones agree
/// with it; one that cannot be reconciled with it is newer knowledge, because a clock was set, ours or the server's. A
/// reading by which the server's clock would have gone back is not used: ours was set since then. Pure.
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
        /// What the server's clock has shown at the latest, in milliseconds; nil in checkpoints of older versions.
        var seen: Int64?

        init(skew: Int64, uncertainty: Int64, seen: Int64?) {
            self.skew = min(max(-farthest, skew), farthest)
            self.uncertainty = min(max(0, uncertainty), farthest)
            self.seen = seen.map { min(max(-farthest, $0), farthest) }
        }

        /// The difference at a moment by our clock. Lines may be told later than they were answered, by no more than the
        /// longest exchange; what lies further back than that cannot be, and our own clock counts again.
        func skew(at now: Int64) -> Int64 {
            guard let seen, now &+ skew < seen &- Int64(longestRoundTrip) else { return skew }
            return max(0, seen &- now)
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
    ///   - seen: the server's time in the answer.
    package mutating func observe(skew: Int64, roundTrip: Int, seen: Instant?, of origin: String) {
        var new = Reading(
            skew: skew, uncertainty: Int64(min(max(0, roundTrip), Self.longestRoundTrip)) / 2 + 1_000,
            seen: seen?.milliseconds)
        guard let old = readings[origin] else {
            readings[origin] = new
            return
        }
        let (difference, overflow) = new.skew.subtractingReportingOverflow(old.skew)
        let isReconcilable = !overflow && difference.magnitude <= UInt64(old.uncertainty + new.uncertainty)
        if isReconcilable { new.seen = [old.seen, new.seen].compactMap(\.self).max() }
        if !isReconcilable || new.uncertainty <= old.uncertainty {
            readings[origin] = new
        } else {
            readings[origin]?.seen = new.seen
        }
    }

    /// Our clock was set by so many milliseconds while the program ran: what was read before is corrected.
    package mutating func ourClockJumped(by milliseconds: Int64) {
        for origin in readings.keys { readings[origin]?.skew &-= milliseconds }
    }

    /// As JSON, for a checkpoint.
    var json: JSONObject {
        JSONObject(
            readings.sorted { $0.key < $1.key }.map { origin, reading in
                let numbers = [reading.skew, reading.uncertainty] + [reading.seen].compactMap(\.self)
                return (origin, JSONValue.array(numbers.map { .int64($0) }))
            })
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let object = json.objectValue else { return nil }
        for member in object.members {
            guard let values = member.value.arrayValue, 2...3 ~= values.count else { return nil }
            let numbers = values.compactMap { $0.numberValue?.int64 }
            guard numbers.count == values.count else { return nil }
            readings[member.key] = Reading(
                skew: numbers[0], uncertainty: numbers[1], seen: numbers.count == 3 ? numbers[2] : nil)
        }
    }

    /// The server's clock less ours, in milliseconds; `nil` when no answer has told yet.
    package func skew(of origin: String, at now: Instant) -> Int64? { readings[origin]?.skew(at: now.milliseconds) }

    /// Whether the difference is one that people are told, and was read in an earlier run: ours may have been wrong then
    /// and right now. What would end by it alone may not have ended.
    package func isInDoubt(_ origin: String, at now: Instant) -> Bool {
        !isAsked(origin) && Self.isNotable(skew(of: origin, at: now))
    }

    /// What the server's clock shows now; nil where no answer has told yet.
    package func known(of origin: String, at now: Instant) -> Instant? {
        skew(of: origin, at: now).map { Instant(milliseconds: now.milliseconds &+ $0) }
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
