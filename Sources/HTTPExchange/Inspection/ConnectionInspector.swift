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
