import HTTPExchange
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sits in a connection between async-http-client and the HTTP encoder: notes when a request begins to be written,
/// ends phases that take too long, and limits the head of the answer.
final class ExchangeWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Ends an exchange inside the channel; translated where the caller waits.
    struct Expired: Error {
        let phase: TransportError.Phase
    }

    /// A write that must not happen: its exchange was given up before.
    private struct Abandoned: Error {}

    private static let maximumFields = 100
    private static let maximumHeadBytes = 64 * 1024

    private let register: ExchangeRegister
    /// Whether the server's certificate is still to be judged.
    private var isUntried: Bool
    private var current: ExchangeProgress?
    private var isUsed = false
    private var phaseTimer: Scheduled<Void>?
    private var totalTimer: Scheduled<Void>?
    /// A timer that was cancelled too late finds another number here and does nothing.
    private var timerNumber = 0

    private init(register: ExchangeRegister, judgesCertificate: Bool) {
        self.register = register
        isUntried = judgesCertificate
    }

    /// Puts a watch behind the HTTP decoder of a new connection, and before it, where there is no TLS, an eye for a
    /// server that speaks it.
    ///
    /// - Parameter verifies: whether the certificate of a connection with TLS has to be worth something.
    static func install(
        on channel: any Channel, register: ExchangeRegister, verifies: Bool
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let hasTLS = (try? pipeline.handler(type: NIOSSLClientHandler.self)) != nil
            let watch = ExchangeWatch(register: register, judgesCertificate: hasTLS && verifies)
            try pipeline.addHandler(watch, position: .after(decoder))
            if !hasTLS { try pipeline.addHandler(TLSAlertWatch(), position: .before(decoder)) }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            let ticket = head.headers.first(name: ExchangeRegister.headerName)
            guard let progress = ticket.flatMap(register.progress(ofTicket:)),
                isTrusted(with: progress, context: context), progress.begin(isFirst: !isUsed)
            else {
                promise?.fail(Abandoned())
                context.close(promise: nil)
                return
            }
            head.headers.remove(name: ExchangeRegister.headerName)
            current = progress
            isUsed = true
            startTotal(progress.totalDeadline, context: context)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body, .end:
            guard let current else {
                promise?.fail(Abandoned())
                return
            }
            if case .end = unwrapOutboundIn(data) {
                start(.firstByte, milliseconds: current.deadlines.firstByte, context: context)
            }
            context.write(data, promise: promise)
        }
    }

    /// Judges the certificate before the first byte of the first request: what the TLS library verifies may still be too
    /// weak. A connection that is not trusted carries no request at all.
    private func isTrusted(with progress: ExchangeProgress, context: ChannelHandlerContext) -> Bool {
        guard isUntried else { return true }
        let leaf = (try? context.pipeline.syncOperations.nioSSL_peerCertificate()).flatMap(\.self)
        if let refusal = CertificateRefusal(leaf: leaf, host: progress.host) {
            progress.refuse(refusal)
            return false
        }
        isUntried = false
        return true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where head.status.code < 200:
            // An interim answer does not count as one: the wait for the first byte goes on.
            current?.answer()
        case .head(let head):
            current?.answer()
            guard Self.isAcceptable(head) else {
                context.fireErrorCaught(Refusal.malformed("more than 100 header fields or 64 KiB of them"))
                return
            }
            restartIdle(context: context)
        case .body:
            restartIdle(context: context)
        case .end:
            stop()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    private static func isAcceptable(_ head: HTTPResponseHead) -> Bool {
        let bytes = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        return head.headers.count <= maximumFields && bytes <= maximumHeadBytes
    }

    private func restartIdle(context: ChannelHandlerContext) {
        guard let current else { return }
        start(.idle, milliseconds: current.deadlines.idle, context: context)
    }

    private func start(_ phase: TransportError.Phase, milliseconds: Int, context: ChannelHandlerContext) {
        phaseTimer?.cancel()
        timerNumber += 1
        let number = timerNumber
        let loop = context.eventLoop.assumeIsolated()
        phaseTimer = loop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            guard number == self.timerNumber, self.current != nil else { return }
            self.expire(phase, context: context)
        }
    }

    private func startTotal(_ deadline: NIODeadline, context: ChannelHandlerContext) {
        totalTimer?.cancel()
        let progress = current
        totalTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            guard let progress, self.current === progress else { return }
            self.expire(.total, context: context)
        }
    }

    private func expire(_ phase: TransportError.Phase, context: ChannelHandlerContext) {
        stop()
        context.fireErrorCaught(Expired(phase: phase))
        context.close(promise: nil)
    }

    private func stop() {
        timerNumber += 1
        phaseTimer?.cancel()
        totalTimer?.cancel()
        phaseTimer = nil
        totalTimer = nil
        current = nil
    }
}

/// Sees that the other end of a connection without TLS speaks TLS: what comes first is an alert of its own.
///
/// Such a server has taken the request for a broken handshake. It has executed nothing.
final class TLSAlertWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Ends the exchange; translated where the caller waits.
    struct SpokenTLS: Error {}

    private var seen: [UInt8] = []
    private var isDecided = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isDecided {
            seen += unwrapInboundIn(data).readableBytesView.prefix(Self.start.count - seen.count)
            isDecided = seen.count == Self.start.count || !Self.start.starts(with: seen)
            if seen == Self.start {
                context.fireErrorCaught(SpokenTLS())
                context.close(promise: nil)
                return
            }
        }
        context.fireChannelRead(data)
    }

    /// The type of an alert, and the first half of every version's number (RFC 8446, 5.1). No answer of HTTP begins so.
    private static let start: [UInt8] = [0x15, 0x03]
}
