import HTTPExchange
import NIOCore
import NIOPosix

/// Tells a host that does not answer from one that accepts connections and then says nothing.
///
/// async-http-client has one deadline and one error for both; they send a person to different places. After such an
/// error a second connection is tried for a moment, and closed without a byte.
struct ConnectionProbe {
    let group: MultiThreadedEventLoopGroup
    /// What the second connection may take; nil for its share of the deadline `connect`.
    let limit: TimeAmount?

    /// The part of the deadline `connect` that is kept for the probe, in milliseconds.
    static func share(of connect: Int) -> Int { min(500, connect / 10) }

    /// The same error, or a timeout of the handshake.
    func explain(_ error: TransportError, of request: ExchangeRequest) async -> TransportError {
        let share = TimeAmount.milliseconds(Int64(Self.share(of: request.connection.deadlines.connect)))
        let limit = limit ?? share
        guard request.origin.scheme == .https, request.connection.proxy == .direct, limit > .zero,
            await accepts(request.origin, within: limit)
        else { return error }
        let phase = TransportError.Phase.handshake
        return TransportError(.timeout, reach: error.reach, peer: error.peer, detail: phase.rawValue)
    }

    private func accepts(_ origin: Origin, within limit: TimeAmount) async -> Bool {
        let attempt = ClientBootstrap(group: group).connectTimeout(limit).connect(host: origin.host, port: origin.port)
        guard let channel = try? await attempt.get() else { return false }
        channel.close(promise: nil)
        return true
    }
}
