package import HTTPExchange

/// An answer, and how it travels: what a transport or a server does with it.
package struct DemoAnswer: Sendable {
    /// What the other end gets to see.
    package enum Delivery: Hashable, Sendable {
        /// All of the answer.
        case whole
        /// The connection closes before the first byte.
        case close
        /// The connection closes after so many bytes of the body, which was announced in full.
        case cut(after: Int)
        /// The head, then a body that never ends.
        case endless
        /// These bytes in place of any HTTP, then the connection closes.
        case raw([UInt8])
    }

    package var response: ExchangeResponse
    package var delivery: Delivery
    /// How long to wait before the first byte, in ms.
    package var delayMilliseconds: Int

    package init(response: ExchangeResponse, delivery: Delivery = .whole, delayMilliseconds: Int = 0) {
        self.response = response
        self.delivery = delivery
        self.delayMilliseconds = delayMilliseconds
    }
}
