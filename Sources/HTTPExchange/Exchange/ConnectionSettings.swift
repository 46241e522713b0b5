/// How connections to one cluster are made. A transport keeps connections with different settings apart.
public struct ConnectionSettings: Hashable, Sendable {
    /// Deadlines for the phases of one exchange, in milliseconds, each 1...600000 (promise P38).
    public struct Deadlines: Hashable, Sendable {
        /// Name resolution, TCP connection and TLS handshake together.
        public var connect: Int
        /// From the last byte of the request to the first byte of the answer's head.
        public var firstByte: Int
        /// Between two reads of the answer's body.
        public var idle: Int
        /// The whole exchange.
        public var total: Int

        /// The deadlines of an administrator's tool; each in milliseconds, 1...600000.
        public init(connect: Int = 5_000, firstByte: Int = 15_000, idle: Int = 10_000, total: Int = 30_000) {
            self.connect = connect
            self.firstByte = firstByte
            self.idle = idle
            self.total = total
        }
    }

    /// How the other end proves who it is.
    public enum Trust: Hashable, Sendable {
        /// The system's certificate authorities.
        case system
        /// The system's authorities, and those in this PEM file.
        case additional(caFile: String)
        /// No verification. A visible, stored choice of one profile (promise P35).
        case insecure
    }

    /// Which proxy stands between.
    public enum Proxy: Hashable, Sendable {
        /// None: straight to the cluster.
        case direct
        /// An HTTP proxy; the authorization is the text after `Basic `, kept out of every description.
        case http(host: String, port: Int, basicAuthorization: String?)
    }

    /// How long each phase of an exchange may take.
    public var deadlines: Deadlines
    /// How the other end proves who it is.
    public var trust: Trust
    /// What stands between.
    public var proxy: Proxy
    /// The largest body that is read, in bytes.
    public var bodyLimit: Int

    /// Settings for one cluster: the system's authorities, no proxy and 8 MiB, unless said otherwise.
    public init(
        deadlines: Deadlines = Deadlines(), trust: Trust = .system, proxy: Proxy = .direct,
        bodyLimit: Int = 8 * 1024 * 1024
    ) {
        self.deadlines = deadlines
        self.trust = trust
        self.proxy = proxy
        self.bodyLimit = bodyLimit
    }
}

extension ConnectionSettings.Proxy: CustomStringConvertible, CustomReflectable {
    /// `direct` or `proxy host:port`; a proxy's user and password are in no text form (promise P37).
    public var description: String {
        switch self {
        case .direct: "direct"
        case .http(let host, let port, _): "proxy \(host):\(port)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}
