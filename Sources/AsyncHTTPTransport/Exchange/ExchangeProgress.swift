import HTTPExchange
import NIOCore
import Synchronization

/// How far one exchange has come, shared between the task that waits for it and the connection that carries it.
///
/// It makes `reach` exact: an exchange that was given up while it had not begun is never begun afterwards.
final class ExchangeProgress: Sendable {
    private enum State {
        case waiting
        /// On a connection that had no request before, or one that had.
        case begun(isFirst: Bool)
        case answered
        case abandoned
        /// Never begun, because of the certificate of the connection.
        case refused(CertificateRefusal)
    }

    let deadlines: ConnectionSettings.Deadlines
    let totalDeadline: NIODeadline
    /// What the server's certificate has to name.
    let host: String
    private let state = Mutex(State.waiting)

    init(host: String, deadlines: ConnectionSettings.Deadlines) {
        self.host = host
        self.deadlines = deadlines
        totalDeadline = .now() + .milliseconds(Int64(deadlines.total))
    }

    /// Called by the connection before the first byte of the request; false means: do not send it.
    ///
    /// - Parameter isFirst: whether the connection carries no request before this one.
    func begin(isFirst: Bool = true) -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .begun(isFirst: isFirst)
            return true
        }
    }

    /// Called by the connection instead of ``begin(isFirst:)``.
    func refuse(_ refusal: CertificateRefusal) {
        state.withLock { state in
            if case .waiting = state { state = .refused(refusal) }
        }
    }

    /// Why the connection was not to be trusted with the request; nil when that was not the reason.
    var refusal: CertificateRefusal? {
        state.withLock { if case .refused(let refusal) = $0 { refusal } else { nil } }
    }

    /// Called by the connection when the head of an answer has come.
    func answer() {
        state.withLock { state in
            if case .begun = state { state = .answered }
        }
    }

    /// Whether it is the first on its connection, and no answer has begun: then the other end may not even have agreed
    /// to the connection.
    var isFirstAndUnanswered: Bool {
        state.withLock { if case .begun(isFirst: true) = $0 { true } else { false } }
    }

    /// Called by the task when it stops waiting; from now on `begin` refuses.
    func abandon() -> TransportError.Reach {
        state.withLock { state in
            switch state {
            case .begun, .answered:
                return .maybeSent
            case .waiting, .abandoned:
                state = .abandoned
                return .notSent
            case .refused:
                return .notSent
            }
        }
    }
}

/// Connects a request inside async-http-client with its progress: the ticket travels as a header field that the
/// connection takes off again before anything is written.
final class ExchangeRegister: Sendable {
    /// The number of one exchange.
    struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
        var text: String { String(number) }
    }

    /// Never on the wire.
    static let headerName = "exchange-ticket"

    private struct Content {
        var next: UInt64 = 0
        var exchanges: [UInt64: ExchangeProgress] = [:]
    }

    private let content = Mutex(Content())

    func insert(_ progress: ExchangeProgress) -> Ticket {
        content.withLock { content in
            content.next += 1
            content.exchanges[content.next] = progress
            return Ticket(number: content.next)
        }
    }

    func remove(_ ticket: Ticket) {
        content.withLock { $0.exchanges[ticket.number] = nil }
    }

    func progress(ofTicket text: String) -> ExchangeProgress? {
        UInt64(text).flatMap { number in content.withLock { $0.exchanges[number] } }
    }
}
