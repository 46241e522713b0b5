/// A moment, in whole milliseconds since 1970-01-01 00:00 UTC.
public struct Instant: Hashable, Comparable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    public let milliseconds: Int64

    /// Creates a moment from its milliseconds since 1970-01-01 00:00 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Creates a moment from its seconds since 1970-01-01 00:00 UTC; what is too far away becomes the farthest there is.
    package init(seconds: Int64) {
        let (milliseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
        self.init(milliseconds: isTooLarge ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `seconds` later (earlier when negative).
    public func advanced(seconds: Int64) -> Instant { Instant(milliseconds: milliseconds + seconds * 1_000) }

    /// Milliseconds from `other` to this moment.
    public func milliseconds(since other: Instant) -> Int64 { milliseconds - other.milliseconds }
}
