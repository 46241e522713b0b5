import HTTPTypes

/// Hands a redacted record of every exchange to the keeper of the request log.
///
/// Put it inside a `RetryingTransport`, so that every attempt has its own record. The record holds names and numbers
/// only: no header value, no query, no body ever reaches the closure (promise P4).
public struct RecordingTransport: HTTPTransport {
    private let next: any HTTPTransport
    private let clock: ExchangeClock
    private let record: @Sendable (ExchangeRecord) -> Void

    /// A transport that tells of every exchange.
    ///
    /// - Parameters:
    ///   - next: sends the requests.
    ///   - clock: for the moments and durations of the records.
    ///   - record: called once for each exchange after it ended, in the task that sent it; it must be quick.
    public init(
        wrapping next: any HTTPTransport, clock: ExchangeClock = .live,
        record: @escaping @Sendable (ExchangeRecord) -> Void
    ) {
        self.next = next
        self.clock = clock
        self.record = record
    }

    public func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let startedAt = clock.wallNow()
        let start = clock.now()
        do throws(TransportError) {
            let response = try await next.send(request)
            let ending = ExchangeRecord.Ending.status(response.status)
            record(entry(request, startedAt, start, ending, responseBytes: response.body.count))
            return response
        } catch {
            record(entry(request, startedAt, start, .failed(error.code), responseBytes: 0))
            throw error
        }
    }

    private func entry(
        _ request: ExchangeRequest, _ startedAt: Int64, _ start: Int64, _ ending: ExchangeRecord.Ending,
        responseBytes: Int
    ) -> ExchangeRecord {
        ExchangeRecord(
            startedAt: startedAt, method: request.method.rawValue, origin: request.origin, path: request.path,
            hasQuery: request.query != nil, requestBytes: request.body.count,
            headerNames: request.headers.map(\.name.rawName), ending: ending, responseBytes: responseBytes,
            duration: Int(clock.now() - start), attempt: request.attempt
        )
    }
}

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
