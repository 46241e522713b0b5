import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// A handshake as a request would make it, with the same verification, broken off when it has come to its end.
struct HandshakeTrial {
    /// The other end has not come to the end of the handshake in time.
    struct Silence: Error {}

    let group: MultiThreadedEventLoopGroup
    let configuration: TLSConfiguration
    /// Whether to go on after our own part, until the server has judged it: it closes, or says what it misses.
    var waitsForVerdict = false

    /// The version that was agreed on: `TLS 1.3`.
    func run(_ origin: Origin, within limit: TimeAmount) async -> Result<String, any Error> {
        let loop = group.any()
        let promise = loop.makePromise(of: String.self)
        let timer = loop.scheduleTask(in: limit) { promise.fail(Silence()) }
        do {
            let context = try NIOSSLContext(configuration: configuration)
            let serverName = IPAddress(origin.host) == nil ? origin.host : nil
            let connecting = ClientBootstrap(group: loop).connectTimeout(limit).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: serverName)
                    try channel.pipeline.syncOperations.addHandlers(
                        handler, HandshakeWatch(promise: promise, waitsForVerdict: waitsForVerdict))
                }
            }.connect(host: origin.host, port: origin.port)
            connecting.whenFailure { promise.fail($0) }
            promise.futureResult.whenComplete { _ in
                timer.cancel()
                connecting.whenSuccess { $0.close(promise: nil) }
            }
        } catch {
            timer.cancel()
            promise.fail(error)
        }
        return await withTaskCancellationHandler {
            do { return .success(try await promise.futureResult.get()) } catch { return .failure(error) }
        } onCancel: {
            promise.fail(CancellationError())
        }
    }
}

/// Tells how a handshake ends: the first thing that happens counts.
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<String>
    private let waitsForVerdict: Bool
    private var version: String?

    init(promise: EventLoopPromise<String>, waitsForVerdict: Bool) {
        self.promise = promise
        self.waitsForVerdict = waitsForVerdict
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        let version = (try? context.pipeline.syncOperations.nioSSL_tlsVersion()).map(Self.name) ?? "TLS"
        guard waitsForVerdict else { return promise.succeed(version) }
        self.version = version
        // Our end of the conversation: a server that has nothing against it ends its own.
        context.close(mode: .output, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }

    func channelInactive(context: ChannelHandlerContext) {
        guard let version else { return promise.fail(NIOSSLError.uncleanShutdown) }
        promise.succeed(version)
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }
}

/// Finds out whether a connection that ended without a byte of an answer ended because the server refused its handshake.
///
/// Two servers refuse a request without reading it, and say so in a way that may be lost on the way: one that requires a
/// client certificate in TLS 1.3, where the client may send before it is judged, and one of TLS that is spoken to in
/// plain http. Both refuse every connection. So another one is opened, which carries no request, and what becomes of it
/// tells.
struct RefusedHandshakeProbe {
    let group: MultiThreadedEventLoopGroup
    /// What the second look may take; nil for its share of the deadline `connect`.
    let limit: TimeAmount?

    /// The same error, or why nothing was read and nothing was executed.
    func explain(_ error: TransportError, of request: ExchangeRequest) async -> TransportError {
        let share = TimeAmount.milliseconds(Int64(ConnectionProbe.share(of: request.connection.deadlines.connect)))
        let limit = limit ?? share
        guard request.connection.proxy == .direct, limit > .zero else { return error }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // Nothing is presented and nothing is believed: whose certificate it is does not matter here.
        configuration.certificateVerification = .none
        let trial = HandshakeTrial(
            group: group, configuration: configuration, waitsForVerdict: request.origin.scheme == .https)
        switch (await trial.run(request.origin, within: limit), request.origin.scheme) {
        case (.success, .http):
            return TransportError(
                .tlsHandshake, reach: .notSent, peer: error.peer, detail: ExchangeFailure.speaksTLS)
        case (.failure(let cause), .https):
            guard let (code, detail) = HandshakeFailure.meaning(of: cause), code == .tlsClientCertificate
            else { return error }
            return TransportError(code, reach: .notSent, peer: error.peer, detail: detail)
        case (.success, .https), (.failure, .http):
            return error
        }
    }
}
