/// Why there is no answer.
public struct TransportError: Error, Hashable, Sendable {
    /// What failed.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The name does not resolve, or the resolver did not answer in time.
        case dns
        /// No program accepts connections there.
        case connectionRefused
        /// The attempt to connect was not answered in time.
        case connectTimeout
        /// No route, network down, address family missing.
        case unreachable
        /// The certificate's time is over.
        case tlsExpired
        /// The certificate's time has not begun.
        case tlsNotYetValid
        /// The certificate is for another name.
        case tlsName
        /// The certificate is not signed by a trusted CA.
        case tlsChain
        /// The server offers only protocol versions or keys that are too weak.
        case tlsWeak
        /// The server wants a certificate of ours.
        case tlsClientCertificate
        /// Any other failure of the handshake.
        case tlsHandshake
        /// The profile's CA file cannot be used; the detail says why.
        case caFile
        /// No (further) byte came in time; the detail names the phase.
        case timeout
        /// The connection ended in the middle.
        case connectionLost
        /// The body is larger than the limit.
        case tooLarge
        /// What came is not HTTP as we accept it.
        case malformed
        /// The proxy refused or failed.
        case proxy
        /// The calling task was cancelled, or the transport was shut down.
        case cancelled
        /// None of the above; the detail is a text of ours.
        case other
    }

    /// How far the request may have come.
    public enum Reach: Hashable, Sendable {
        /// Certainly no byte of the request reached the server: nothing was executed.
        case notSent
        /// Some or all of it may have reached the server: a change may have been executed.
        case maybeSent
    }

    /// What failed.
    public let code: Code
    /// How far the request may have come: decides whether a change may have happened.
    public let reach: Reach
    /// The host and port that were tried, `host:port`.
    public let peer: String
    /// One phrase of ours, with no secret and no text of the server: a phase, a date, a file.
    public let detail: String
    /// Names a certificate offered, or its fingerprint: text from outside, to be made safe before it is shown.
    public let offered: [String]

    /// A failure as a transport reports it.
    public init(_ code: Code, reach: Reach, peer: String, detail: String = "", offered: [String] = []) {
        self.code = code
        self.reach = reach
        self.peer = peer
        self.detail = detail
        self.offered = offered
    }
}

extension TransportError {
    /// The part of an exchange in which time ran out. Its raw value is the detail of an error with the code `.timeout`.
    public enum Phase: String, Hashable, Sendable, CaseIterable {
        /// The connection stands, the handshake does not end.
        case handshake = "TLS handshake"
        /// All connections to this cluster are busy.
        case queue = "waiting for a free connection"
        /// The request is out, the answer's head is not complete.
        case firstByte = "first byte of the answer"
        /// The answer has begun; its next part does not come.
        case idle = "next part of the answer"
        /// Every part came in time, but all together took too long.
        case total = "whole exchange"
    }

    /// The phase of a timeout; nil for every other error.
    public var phase: Phase? { code == .timeout ? Phase(rawValue: detail) : nil }
}
