/// Looks at the way to a cluster below HTTP, one step at a time, so that a person sees which of them fails.
///
/// No step sends a byte of HTTP, and none presents anything. Through a proxy only ``connect(to:with:)`` can be asked: it
/// then looks at the way to the proxy, which resolves the cluster's name by itself.
///
/// Each method ends within the deadline `connect` of the settings. When the calling task is cancelled, it throws
/// `TransportError` with the code `.cancelled`.
public protocol ConnectionInspector: Sendable {
    /// Asks the resolver of this machine for the addresses of the cluster.
    ///
    /// - Throws: `TransportError` with the code `.dns`; the detail says what the resolver made of the name.
    func resolve(_ origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> NameFacts

    /// Opens a TCP connection to the cluster, or to the proxy before it, and closes it again.
    func connect(to origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TCPFacts

    /// Begins a TLS session as a request would, and breaks off. A certificate that is refused is an answer too.
    ///
    /// - Throws: `TransportError` when it does not come to a certificate, or when the CA file cannot be used.
    func shakeHands(with origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TLSFacts
}

/// What the resolver says of a name.
public struct NameFacts: Hashable, Sendable {
    /// In the order of the resolver, each once. Of a literal address only itself.
    public let addresses: [String]
    /// Milliseconds.
    public let duration: Int

    /// What a resolver said.
    public init(addresses: [String], duration: Int) {
        self.addresses = addresses
        self.duration = duration
    }
}

/// A TCP connection that could be opened.
public struct TCPFacts: Hashable, Sendable {
    /// The address that answered, without port; nil where the system does not tell.
    public let address: String?
    /// Milliseconds, with the resolving of the name.
    public let duration: Int

    /// A connection that came about.
    public init(address: String?, duration: Int) {
        self.address = address
        self.duration = duration
    }
}

/// What a handshake showed.
public struct TLSFacts: Hashable, Sendable {
    /// `TLS 1.3`; nil when the handshake did not come to its end.
    public let protocolVersion: String?
    /// What the server presents; nil where a second look did not get it.
    public let certificate: CertificateFacts?
    /// Why a request would be refused on this connection: authority, name or dates. Nil when it would not, which says
    /// nothing good when the settings verify nothing.
    public let problem: TransportError?
    /// Milliseconds, with the connection.
    public let duration: Int
    /// What the certificate was judged by, beside the profile's own file; nil where nothing is verified or told.
    public let authorities: AuthorityFacts?

    /// A handshake that came to a certificate.
    public init(
        protocolVersion: String?, certificate: CertificateFacts?, problem: TransportError?, duration: Int,
        authorities: AuthorityFacts? = nil
    ) {
        self.authorities = authorities
        self.protocolVersion = protocolVersion
        self.certificate = certificate
        self.problem = problem
        self.duration = duration
    }
}

/// What a person needs to know of the certificates a server presents.
public struct CertificateFacts: Hashable, Sendable {
    /// Seconds since 1970 UTC, of one certificate of the chain.
    public struct Validity: Hashable, Sendable {
        /// The first moment, in seconds since 1970 UTC.
        public let notBefore: Int64
        /// The last moment, in seconds since 1970 UTC.
        public let notAfter: Int64

        /// The time of one certificate.
        public init(notBefore: Int64, notAfter: Int64) {
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }

    /// Whom the server's certificate names as its owner: the common name, and the organisation behind it, as the
    /// certificate says; text from outside.
    public let subject: String?
    /// Who signed it, in the same form; text from outside.
    public let issuer: String?
    /// The server's own certificate first; never empty.
    public let validities: [Validity]
    /// Names and addresses the server's certificate is for, as it says; text from outside.
    public let names: [String]
    /// `SHA-256 AB:CD:...` of the server's certificate.
    public let fingerprint: String

    /// Facts as they were read from a certificate.
    public init(
        subject: String?, issuer: String?, validities: [Validity], names: [String], fingerprint: String
    ) {
        self.subject = subject
        self.issuer = issuer
        self.validities = validities
        self.names = names
        self.fingerprint = fingerprint
    }

    /// When the first certificate of the chain ends, in seconds since 1970 UTC.
    public var end: Int64? { validities.map(\.notAfter).min() }
}

/// Where the environment says that the certificate authorities are, read as OpenSSL reads it.
///
/// `SSL_CERT_FILE` names a file instead of the system's, `SSL_CERT_DIR` directories, separated by colons, instead of the
/// system's. An empty value counts as none.
public struct AuthorityEnvironment: Hashable, Sendable {
    /// Instead of the system's file; nil for that one.
    public let file: String?
    /// Instead of the system's directory; nil for that one.
    public let directories: [String]?

    /// - Parameter variables: the environment of the process, or what a test says it is.
    public init(variables: [String: String] = [:]) {
        file = variables["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let names = variables["SSL_CERT_DIR"]?.split(separator: ":").map(String.init) ?? []
        directories = names.isEmpty ? nil : names
    }
}

/// Which certificate authorities a connection is judged by.
public struct AuthorityFacts: Hashable, Sendable {
    /// Files and directories that hold some, with the variable that names them: `SSL_CERT_FILE /etc/corp/ca.pem`.
    public let places: [String]
    /// What is named and cannot be used; clauses of ours.
    public let problems: [String]
    /// Whether the environment names any place.
    public let isChosen: Bool

    /// What was found.
    public init(places: [String], problems: [String], isChosen: Bool) {
        self.places = places
        self.problems = problems
        self.isChosen = isChosen
    }

    /// Whether there is no authority at all, so that no certificate can be trusted.
    public var isEmpty: Bool { places.isEmpty }

    /// What explains why a certificate is not trusted; empty where the system's authorities are used as they are.
    public var explanation: String {
        var clauses = problems
        if isEmpty {
            clauses.append("this machine has no CA certificates (package ca-certificates)")
        } else if isChosen {
            clauses.append("trusted CAs come from \(places.joined(separator: ", "))")
        }
        return clauses.joined(separator: "; ")
    }
}
