import AsyncHTTPClient
import HTTPExchange
import NIOCore
import NIOPosix
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
        case stopped
    }

    private let state = Mutex(State.untouched)

    /// The event loop, when there is one.
    var group: MultiThreadedEventLoopGroup? {
        state.withLock { if case .running(let group, _) = $0 { group } else { nil } }
    }

    /// - Throws: `.caFile` when the settings name a file that cannot be used; `.cancelled` after `shutdown`.
    func client(
        for request: ExchangeRequest, register: ExchangeRegister
    ) throws(TransportError) -> HTTPClient {
        let settings = request.connection
        let key = Key(trust: settings.trust, proxy: settings.proxy, connect: settings.deadlines.connect)
        if let client = state.withLock({ if case .running(_, let clients) = $0 { clients[key] } else { nil } }) {
            return client
        }
        // The file is read outside the lock: it may lie on a slow disk.
        let configuration: HTTPClient.Configuration
        do throws(CertificateAuthorityFile.Problem) {
            configuration = try HTTPClient.Configuration(settings, register: register)
        } catch {
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

    func shutdown() async {
        guard let (group, clients) = stop() else { return }
        for client in clients {
            try? await client.shutdown()
        }
        try? await group.shutdownGracefully()
    }

    deinit {
        // async-http-client insists on an orderly end, also where nobody could wait for it.
        guard let (group, clients) = stop() else { return }
        let ends = clients.map { client -> EventLoopFuture<Void> in client.shutdown() }
        EventLoopFuture.andAllComplete(ends, on: group.any()).whenComplete { _ in
            group.shutdownGracefully { _ in }
        }
    }

    private func stop() -> (MultiThreadedEventLoopGroup, [HTTPClient])? {
        state.withLock { state in
            defer { state = .stopped }
            guard case .running(let group, let clients) = state else { return nil }
            return (group, Array(clients.values))
        }
    }

    private static func parts(of state: State) -> (MultiThreadedEventLoopGroup, [Key: HTTPClient]) {
        if case .running(let group, let clients) = state { return (group, clients) }
        return (MultiThreadedEventLoopGroup(numberOfThreads: 1), [:])
    }
}
