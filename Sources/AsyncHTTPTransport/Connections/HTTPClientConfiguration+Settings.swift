import AsyncHTTPClient
import HTTPExchange
import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// Everything a client may do by itself is switched off; what remains is one request on one connection.
    init(
        _ settings: ConnectionSettings, authorities: AuthorityEnvironment, idleTime: TimeAmount,
        register: ExchangeRegister
    ) throws(CertificateAuthorityFile.Problem) {
        self.init()
        tlsConfiguration = try .forClient(settings.trust, AuthorityStore(authorities))
        redirectConfiguration = .disallow
        decompression = .disabled
        httpVersion = .http1Only
        let connect = settings.deadlines.connect - ConnectionProbe.share(of: settings.deadlines.connect)
        timeout = Timeout(connect: .milliseconds(Int64(max(1, connect))))
        connectionPool = ConnectionPool(idleTimeout: idleTime)
        // A failed connection is an answer for the caller; `RetryingTransport` decides whether to try again.
        connectionPool.retryConnectionEstablishment = false
        if case .http(let host, let port, let authorization) = settings.proxy {
            proxy = .server(host: host, port: port, authorization: authorization.map { .basic(credentials: $0) })
        }
        http1_1ConnectionDebugInitializer = { ExchangeWatch.install(on: $0, register: register) }
    }
}

extension TLSConfiguration {
    /// TLS 1.2 or later, the whole chain and the name verified, unless the profile says otherwise.
    static func forClient(
        _ trust: ConnectionSettings.Trust, _ store: @autoclosure () -> AuthorityStore
    ) throws(CertificateAuthorityFile.Problem) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.shutdownTimeout = .milliseconds(200)
        switch trust {
        case .system:
            configuration.trust(store(), and: [])
        case .additional(let path):
            configuration.trust(store(), and: try CertificateAuthorityFile.certificates(at: path))
        case .insecure:
            configuration.certificateVerification = .none
        }
        return configuration
    }

    private mutating func trust(_ store: AuthorityStore, and own: [NIOSSLCertificate]) {
        trustRoots = store.roots
        let more = store.more + own
        additionalTrustRoots = more.isEmpty ? [] : [.certificates(more)]
    }
}
