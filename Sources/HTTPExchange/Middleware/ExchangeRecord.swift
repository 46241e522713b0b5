/// What may be remembered and shown of one exchange: no header, no body, no query (promise P4).
public struct ExchangeRecord: Hashable, Sendable {
    /// How it ended.
    public enum Ending: Hashable, Sendable {
        /// With an answer of this status.
        case status(Int)
        case failed(TransportError.Code)
    }

    /// When it began, in milliseconds since 1970 UTC.
    public let startedAt: Int64
    public let method: String
    public let origin: Origin
    public let path: String
    /// Whether the request had a query or a body, and which header fields by name: enough for a curl without secrets.
    public let hasQuery: Bool
    public let requestBytes: Int
    public let headerNames: [String]
    public let ending: Ending
    public let responseBytes: Int
    /// Milliseconds.
    public let duration: Int
    /// 1 for the first try.
    public let attempt: Int

    public init(
        startedAt: Int64, method: String, origin: Origin, path: String, hasQuery: Bool, requestBytes: Int,
        headerNames: [String], ending: Ending, responseBytes: Int, duration: Int, attempt: Int
    ) {
        self.startedAt = startedAt
        self.method = method
        self.origin = origin
        self.path = path
        self.hasQuery = hasQuery
        self.requestBytes = requestBytes
        self.headerNames = headerNames
        self.ending = ending
        self.responseBytes = responseBytes
        self.duration = duration
        self.attempt = attempt
    }
}
