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
