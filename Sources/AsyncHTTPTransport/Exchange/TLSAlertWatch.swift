import NIOCore

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
