import HummingbirdCore
import Logging
import NIOCore

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
