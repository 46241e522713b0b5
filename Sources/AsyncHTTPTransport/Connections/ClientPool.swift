import AsyncHTTPClient
import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The clients, one for each way of connecting, all on one event loop that exists from the first request on.
final class ClientPool: Sendable {
    /// What two requests must have in common to share a client.
    private struct Key: Hashable {
        let trust: ConnectionSettings.Trust
        let proxy: ConnectionSettings.Proxy
        let connect: Int
    }

    private enum State {
        case untouched
        case running(MultiThreadedEventLoopGroup, [Key: HTTPClient])
        /// With the event loop, if there ever was one, and the end of its last client.
        case stopped((group: MultiThreadedEventLoopGroup, end: EventLoopFuture<Void>)?)
    }

    private let state = Mutex(State.untouched)
    /// The ways of connecting whose files are being read: of many requests at a time, one reads.
    private let reading = Mutex<[Key: EventLoopFuture<Void>]>([:])
    private let authorities: AuthorityEnvironment
    private let idleTime: TimeAmount

    /// - Parameter idleTime: how long a connection without a request stays open.
    init(authorities: AuthorityEnvironment, idleTime: TimeAmount) {
        self.authorities = authorities
        self.idleTime = idleTime
    }

    /// The event loop, when there is one.
    var group: MultiThreadedEventLoopGroup? {
        state.withLock { if case .running(let group, _) = $0 { group } else { nil } }
    }

    /// The event loop, which is made when there is none yet; nil after `shutdown`.
    func startedGroup() -> MultiThreadedEventLoopGroup? {
        state.withLock { state in
            if case .stopped = state { return nil }
            let (group, clients) = Self.parts(of: state)
            state = .running(group, clients)
            return group
        }
    }

    /// - Throws: `.caFile` when the settings name a file that cannot be used; `.cancelled` after `shutdown`.
    func client(
        for request: ExchangeRequest, register: ExchangeRegister
    ) async throws(TransportError) -> HTTPClient {
        let settings = request.connection
        let key = Key(trust: settings.trust, proxy: settings.proxy, connect: settings.deadlines.connect)
        // Nearly always; a promise wakes the event loop.
        if let client = known(key) { return client }
        guard let group = startedGroup() else {
            throw TransportError(.cancelled, reach: .notSent, peer: request.peer)
        }
        let read = group.any().makePromise(of: Void.self)
        while true {
            if let client = known(key) {
                read.succeed()
                return client
            }
            let other = reading.withLock { reading in
                if let other = reading[key] { return EventLoopFuture<Void>?.some(other) }
                reading[key] = read.futureResult
                return nil
            }
            guard let other else { break }
            // Where that one could not read them, this one tries for itself.
            try? await other.get()
        }
        defer {
            reading.withLock { $0[key] = nil }
            read.succeed()
        }
        // The files are read outside the lock and on a thread of their own: they may lie on a slow disk.
        let result = await offLoops { [authorities, idleTime] in
            Result { () throws(CertificateAuthorityFile.Problem) in
                try HTTPClient.Configuration(
                    settings, authorities: authorities, idleTime: idleTime, register: register)
            }
        }
        let configuration: HTTPClient.Configuration
        do throws(CertificateAuthorityFile.Problem) { configuration = try result.get() } catch {
            throw TransportError(.caFile, reach: .notSent, peer: request.peer, detail: error.reason)
        }
        let client = state.withLock { state in
            switch state {
            case .stopped:
                return HTTPClient?.none
            case .running(_, let clients) where clients[key] != nil:
                return clients[key]
            case .untouched, .running:
                var (group, clients) = Self.parts(of: state)
                let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
                clients[key] = client
                state = .running(group, clients)
                return client
            }
        }
        guard let client else { throw TransportError(.cancelled, reach: .notSent, peer: request.peer) }
        return client
    }

    private func known(_ key: Key) -> HTTPClient? {
        state.withLock { if case .running(_, let clients) = $0 { clients[key] } else { nil } }
    }

    /// Returns when everything has ended, but waits no longer than a person notices: a connection that is still being
    /// made cannot be interrupted, and ends by itself at its own deadline.
    func shutdown() async {
        guard let (group, end) = stop() else { return }
        let patience = group.any().makePromise(of: Void.self)
        end.cascade(to: patience)
        group.any().scheduleTask(in: .milliseconds(300)) { patience.succeed() }
        try? await patience.futureResult.get()
    }

    deinit {
        // async-http-client insists on an orderly end, also where nothing could wait for it. The event loop goes last,
        // and only here, because here no exchange can still be using it.
        guard let (group, end) = stop() else { return }
        end.whenComplete { _ in group.shutdownGracefully { _ in } }
    }

    private func stop() -> (group: MultiThreadedEventLoopGroup, end: EventLoopFuture<Void>)? {
        state.withLock { state in
            switch state {
            case .untouched:
                state = .stopped(nil)
                return nil
            case .running(let group, let clients):
                let ends = clients.values.map { client -> EventLoopFuture<Void> in client.shutdown() }
                let end = EventLoopFuture.andAllComplete(ends, on: group.any())
                state = .stopped((group, end))
                return (group, end)
            case .stopped(let rest):
                return rest
            }
        }
    }

    private static func parts(of state: State) -> (MultiThreadedEventLoopGroup, [Key: HTTPClient]) {
        if case .running(let group, let clients) = state { return (group, clients) }
        return (MultiThreadedEventLoopGroup(numberOfThreads: 1), [:])
    }
}

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
        let verifies = settings.trust != .insecure
        http1_1ConnectionDebugInitializer = {
            ExchangeWatch.install(on: $0, register: register, verifies: verifies)
        }
    }
}

extension TLSConfiguration {
    /// TLS 1.2 or later, the whole chain and the name verified, unless the profile says otherwise.
    static func forClient(
        _ trust: ConnectionSettings.Trust, _ store: @autoclosure () -> AuthorityStore
    ) throws(CertificateAuthorityFile.Problem) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // Those of the library, without SHA-1, which in TLS 1.2 would still sign a handshake (fault C11).
        configuration.verifySignatureAlgorithms = [
            .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha384,
            .rsaPkcs1Sha384, .rsaPssRsaeSha512, .rsaPkcs1Sha512,
        ]
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
