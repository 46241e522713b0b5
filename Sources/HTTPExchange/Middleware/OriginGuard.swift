import HTTPTypes

/// Refuses to carry the credentials of one cluster to another one (promise P31).
///
/// One guard belongs to one profile. It is the last check before the wire and fails closed: a request that carries
/// credentials to any other scheme, host or port is not sent, wherever the mistake was made.
public struct OriginGuard: HTTPTransport {
    private let next: any HTTPTransport
    private let origin: Origin

    /// A guard before a transport.
    ///
    /// - Parameters:
    ///   - next: sends what is let through.
    ///   - origin: the only one that may see credentials.
    public init(wrapping next: any HTTPTransport, origin: Origin) {
        self.next = next
        self.origin = origin
    }

    /// - Throws: besides the errors of the wrapped transport, `TransportError` with the code `.other` and the reach
    ///   `.notSent`.
    public func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        if request.origin != origin, Self.carriesCredentials(request) {
            let detail = "credentials for \(origin) are not sent to \(request.origin)"
            throw TransportError(.other, reach: .notSent, peer: request.peer, detail: detail)
        }
        return try await next.send(request)
    }

    /// Whether any header field of `request` is a credential.
    static func carriesCredentials(_ request: ExchangeRequest) -> Bool {
        request.headers.contains { [.authorization, .proxyAuthorization, .cookie].contains($0.name) }
    }
}
