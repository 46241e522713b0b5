/// Where a cluster answers: scheme, host and port, and nothing else.
///
/// Credentials are bound to an origin: what was obtained from one origin is never sent to another (promise P31).
public struct Origin: Hashable, Sendable {
    /// The two schemes the session endpoints are reachable by.
    public enum Scheme: String, Hashable, Sendable {
        /// In clear: for this very machine.
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

    /// Whether the host is this very machine: `localhost`, `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        guard host != "localhost" else { return true }
        // By the address, not by its letters: 127.0.0.1.example.com is somebody else.
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
