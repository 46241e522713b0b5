import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL

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
