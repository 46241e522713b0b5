import HTTPTypes

/// Where a cluster answers: scheme, host and port, and nothing else.
///
/// Credentials are bound to an origin: what was obtained from one origin is never sent to another (promise P31).
public struct Origin: Hashable, Sendable {
    /// The two schemes the session endpoints are reachable by.
    public enum Scheme: String, Hashable, Sendable {
        /// In clear: for localhost.
        case http
        /// Over TLS.
        case https

        /// The port a URL of this scheme means when it names none.
        public var defaultPort: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    /// http or https.
    public let scheme: Scheme
    /// Lower case, without brackets for an IPv6 address.
    public let host: String
    /// 1...65535.
    public let port: Int

    /// - Parameters:
    ///   - scheme: http or https.
    ///   - host: any case; stored in lower case.
    ///   - port: 1...65535; the scheme's own when absent.
    public init(scheme: Scheme, host: String, port: Int? = nil) {
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port ?? scheme.defaultPort
    }

    /// Whether the host is localhost: `localhost`, `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        guard host != "localhost" else { return true }
        // By the address, not by its letters: 127.0.0.1.example.com is another host.
        return IPAddress(host)?.isLoopback ?? false
    }

    /// `host` or `host:port`, as the `Host` header wants it.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }
}

extension Origin: CustomStringConvertible {
    public var description: String { "\(scheme.rawValue)://\(authority)" }
}

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
