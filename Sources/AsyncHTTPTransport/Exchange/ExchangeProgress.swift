import HTTPExchange
import NIOCore
import Synchronization

/// How far one exchange has come, shared between the task that waits for it and the connection that carries it.
///
/// It makes `reach` exact: an exchange that was given up while it had not begun is never begun afterwards.
final class ExchangeProgress: Sendable {
    private enum State {
        case waiting
        case begun
        case abandoned
    }

    let deadlines: ConnectionSettings.Deadlines
    let totalDeadline: NIODeadline
    private let state = Mutex(State.waiting)

    init(deadlines: ConnectionSettings.Deadlines) {
        self.deadlines = deadlines
        totalDeadline = .now() + .milliseconds(Int64(deadlines.total))
    }

    /// Called by the connection before the first byte of the request; false means: do not send it.
    func begin() -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .begun
            return true
        }
    }

    /// Called by the task when it stops waiting; from now on `begin` refuses.
    func abandon() -> TransportError.Reach {
        state.withLock { state in
            guard case .begun = state else {
                state = .abandoned
                return .notSent
            }
            return .maybeSent
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
