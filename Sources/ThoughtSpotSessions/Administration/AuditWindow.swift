public import Moments

/// A window of the security audit log: at most 24 hours, the longest a cluster answers for (<doc:V1> and <doc:V2>).
public struct AuditWindow: Hashable, Sendable {
    /// Milliseconds: 24 hours.
    public static let longest: Int64 = 86_400_000
    /// Milliseconds that an event may take to appear in the log (<doc:V1>): 30 minutes.
    public static let lag: Int64 = 1_800_000

    /// Included.
    public let start: Instant
    /// Included; after the start.
    public let end: Instant

    /// Nothing when the end is not after the start, or the window is longer than 24 hours.
    public init?(from start: Instant, to end: Instant) {
        guard (1...Self.longest).contains(end.milliseconds(since: start)) else { return nil }
        self.start = start
        self.end = end
    }

    /// The windows that cover a longer time, newest first, touching each other; empty when the end is not after the start.
    public static func covering(from start: Instant, to end: Instant) -> [AuditWindow] {
        var windows: [AuditWindow] = []
        var end = end
        while end.milliseconds(since: start) > 0 {
            let begin = max(start.milliseconds, end.milliseconds - longest)
            guard let window = AuditWindow(from: Instant(milliseconds: begin), to: end) else { break }
            windows.append(window)
            end = window.start
        }
        return windows
    }
}
