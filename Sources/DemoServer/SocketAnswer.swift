import DemoCluster
import HTTPExchange
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// Carries one request from the socket to the cluster, and its answer back the way the fault plan prescribes.
struct SocketAnswer {
    /// The largest body of a request that is read, in bytes.
    private static let bodyLimit = 1 << 20
    /// What an endless body is made of.
    private static let endlessPart = ByteBuffer(repeating: UInt8(ascii: " "), count: 64 << 10)

    /// Thrown to close the connection: the server closes it when a request fails.
    private struct ConnectionClosed: Error {}

    private let listener: LoopbackServer.Listener

    init(_ listener: LoopbackServer.Listener) {
        self.listener = listener
    }

    /// Runs where the server calls it: its writer must not change hands.
    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel) async throws {
        let answer = await listener.cluster.answer(
            to: try await received(request), from: channel.remoteAddress?.ipAddress ?? "")
        if answer.delayMilliseconds > 0 {
            try await ContinuousClock().sleep(for: .milliseconds(answer.delayMilliseconds))
        }
        switch answer.delivery {
        case .whole:
            try await writer.write(
                response: head(of: answer.response),
                body: answer.response.body.isEmpty
                    ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.response.body)))
        case .close:
            throw ConnectionClosed()
        case .cut(let count):
            var body = try await writer.writeHead(head(of: answer.response))
            try await body.write(ByteBuffer(bytes: answer.response.body.prefix(count)))
            throw ConnectionClosed()
        case .raw(let bytes):
            try await channel.triggerUserOutboundEvent(RawBytes(bytes: bytes))
            throw ConnectionClosed()
        case .endless:
            var endless = answer.response
            endless.headers[.contentLength] = nil
            var body = try await writer.writeHead(
                HTTPResponse(status: .init(code: endless.status), headerFields: endless.headers))
            // Ends when the other side closes the connection, or the server is stopped.
            while true {
                try Task.checkCancellation()
                try await body.write(Self.endlessPart)
            }
        }
    }

    /// The head, with the length of the body where a body may be.
    private func head(of response: ExchangeResponse) -> HTTPResponse {
        var headers = response.headers
        if response.status != 204, response.status != 304 { headers[.contentLength] = String(response.body.count) }
        return HTTPResponse(status: .init(code: response.status), headerFields: headers)
    }

    private func received(_ request: Request) async throws -> ExchangeRequest {
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return ExchangeRequest(
            method: request.method,
            origin: Origin(scheme: listener.usesTLS ? .https : .http, host: "127.0.0.1", port: listener.port),
            path: String(target[0]), query: target.count == 2 ? String(target[1]) : nil, headers: request.headers,
            body: [UInt8](body.readableBytesView), safety: .change)
    }
}

/// Bytes to put on a connection as they are, sent down its pipeline as an outbound event.
struct RawBytes: Sendable {
    let bytes: [UInt8]
}

/// Stands between the HTTP encoder and the socket (or TLS), and writes `RawBytes` past the encoder.
private final class RawOutlet: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if let raw = event as? RawBytes {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: raw.bytes)), promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}

/// A child channel with a `RawOutlet` below its own handlers.
struct RawOutletChannel<Base: ServerChildChannel>: ServerChildChannel {
    private let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(RawOutlet())
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
