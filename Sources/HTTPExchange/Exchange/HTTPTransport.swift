/// All that is asked of a network: one request in, one answer out.
///
/// A transport never follows a redirect, never repeats a request, and carries nothing of one request over into the
/// next. Retrying and recording are done by transports that wrap another one (folder `Middleware`).
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the whole answer, whatever its status.
    ///
    /// When the calling task is cancelled, it throws `TransportError` with the code `.cancelled`.
    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse
}
