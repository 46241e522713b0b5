/// What may be remembered and shown of one exchange: no header, no body, no query (promise P4).
public struct ExchangeRecord: Hashable, Sendable {
    /// How it ended.
    public enum Ending: Hashable, Sendable {
        /// With an answer of this status.
        case status(Int)
        /// Without an answer.
        case failed(TransportError.Code)
    }

    /// When it began, in milliseconds since 1970 UTC.
    public let startedAt: Int64
    /// `GET`, `POST`, `PUT`.
    public let method: String
    /// The cluster that was asked.
    public let origin: Origin
    /// Without the query, which may hold secrets.
    public let path: String
    /// Whether the request had a query or a body, and which header fields by name: enough for a curl without secrets.
    public let hasQuery: Bool
    /// The size of the body that was sent.
    public let requestBytes: Int
    /// The names of the request's header fields; no value is kept.
    public let headerNames: [String]
    /// How it ended.
    public let ending: Ending
    /// The size of the body that came; 0 without an answer.
    public let responseBytes: Int
    /// Milliseconds.
    public let duration: Int
    /// 1 for the first try.
    public let attempt: Int

    /// A record as ``RecordingTransport`` makes it.
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
