/// A window of the security audit log: at most 24 hours, the longest a cluster answers for (wire contract, sections 3.3
/// and 7.10).
public struct AuditWindow: Hashable, Sendable {
    /// Milliseconds: 24 hours.
    public static let longest: Int64 = 86_400_000
    /// Milliseconds that an event may take to appear in the log (section 3.3): 30 minutes.
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

/// One event of the security audit log (wire contract, section 8.1). Texts are the server's own and must be made safe
/// before they are shown. No event names a session or a token.
public struct AuditEvent: Hashable, Sendable {
    /// When it happened; absent when the date cannot be read.
    public var at: Instant?
    /// The date as the server wrote it.
    public var dateText: String?
    public var id: String?
    /// `LOGIN_SUCCESSFUL`, `AUTH_TOKEN_CREATED_SUCCESSFULLY`, ...
    public var type: String?
    public var description: String?
    public var orgID: Int?
    public var userID: String?
    public var username: String?
    /// The address of the client.
    public var clientAddress: String?
    /// The `log` text, where it is no JSON object: shown as it is, never dropped.
    public var unreadText: String?

    /// An event of which nothing is known yet.
    public init() {}
}
