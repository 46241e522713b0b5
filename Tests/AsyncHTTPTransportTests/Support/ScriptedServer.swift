import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback that knows no HTTP: it counts connections, keeps what it is told, and does after each
/// request what a script says.
final class ScriptedServer: Sendable {
    /// What happens when the head of a request (and the body it announces) has come.
    enum Step: Sendable {
        case send(String)
        /// The same bytes again and again until the client goes away.
        case sendEndlessly(String)
        case close
        /// Ends the connection with a reset instead of a proper end.
        case reset
    }

    /// What a test may wait for.
    enum Event: Sendable {
        case connected
        case request
    }

    private struct Seen {
        var connections = 0
        var requests: [String] = []
    }

    private let seen = Mutex(Seen())
    private let channel: any Channel
    /// In the order they happened.
    let events: AsyncStream<Event>

    var port: Int { channel.localAddress?.port ?? 0 }
    var connections: Int { seen.withLock { $0.connections } }
    var requests: [String] { seen.withLock { $0.requests } }

    private init(channel: any Channel, events: AsyncStream<Event>) {
        self.channel = channel
        self.events = events
    }

    /// Runs a server while `body` runs.
    ///
    /// - Parameter greeting: what the server says by itself as soon as somebody has connected.
    static func serving<Result>(
        _ steps: [Step], greeting: String? = nil, tls: TLSConfiguration? = nil,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let log = ServerLog(continuation: continuation)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                log.note(.connected)
                return channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ScriptHandler(steps: steps, greeting: greeting, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(channel: channel, events: events)
        log.attach(server)
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    fileprivate func note(_ event: Event, request: String?) {
        seen.withLock { seen in
            switch event {
            case .connected: seen.connections += 1
            case .request: seen.requests.append(request ?? "")
            }
        }
    }
}

/// Carries what happens on the event loop to the server object, which exists a moment later than its channel.
private final class ServerLog: Sendable {
    private let server = Mutex<(server: ScriptedServer?, early: Int)>((nil, 0))
    private let continuation: AsyncStream<ScriptedServer.Event>.Continuation

    init(continuation: AsyncStream<ScriptedServer.Event>.Continuation) {
        self.continuation = continuation
    }

    func attach(_ server: ScriptedServer) {
        self.server.withLock { $0.server = server }
    }

    func note(_ event: ScriptedServer.Event, request: String? = nil) {
        server.withLock { $0.server }?.note(event, request: request)
        continuation.yield(event)
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let steps: [ScriptedServer.Step]
    private let greeting: String?
    private let log: ServerLog
    private var received = ""

    init(steps: [ScriptedServer.Step], greeting: String?, log: ServerLog) {
        self.steps = steps
        self.greeting = greeting
        self.log = log
    }

    func channelActive(context: ChannelHandlerContext) {
        if let greeting {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard let end = received.firstRange(of: "\r\n\r\n") else { return }
        let head = received[..<end.lowerBound].lowercased()
        let length =
            head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        guard received[end.upperBound...].utf8.count >= length else { return }
        log.note(.request, request: received)
        received = ""
        for step in steps {
            run(step, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func run(_ step: ScriptedServer.Step, context: ChannelHandlerContext) {
        switch step {
        case .send(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .sendEndlessly(let text):
            sendEndlessly(ByteBuffer(string: text), context: context)
        case .close:
            context.close(promise: nil)
        case .reset:
            let loop = context.eventLoop.assumeIsolated()
            _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            loop.execute { context.close(promise: nil) }
        }
    }

    private func sendEndlessly(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenSuccess {
            // A write may succeed at once; the stack must not grow with every one.
            loop.execute { self.sendEndlessly(bytes, context: context) }
        }
    }
}
