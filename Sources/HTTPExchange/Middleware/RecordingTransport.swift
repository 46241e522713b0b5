import HTTPTypes

/// Hands a redacted record of every exchange to whoever keeps the request log.
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
