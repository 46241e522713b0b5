package import HTTPExchange
import HTTPTypes
import Synchronization

/// Stands on the wire: notes what passes, and what the journal file held at that moment.
package final class Wire: HTTPTransport {
    package struct Passage: Sendable {
        package let origin: Origin
        package let path: String
        /// Every header and the body, as text: what a secret may hide in.
        package let text: String
        package let safety: ExchangeRequest.Safety
        /// The journal file, line by line, as it was when the request left.
        package let journal: [String]
        /// The body that was sent, as text.
        package let body: String
    }

    private let next: any HTTPTransport
    private let journal: String?
    private let noted = Mutex<[Passage]>([])

    /// - Parameter journal: the path of the journal file, where it is looked at.
    package init(_ next: any HTTPTransport, journal: String? = nil) {
        self.next = next
        self.journal = journal
    }

    package var passages: [Passage] { noted.withLock { $0 } }
    /// The paths that were asked for, in order.
    package var requests: [String] { passages.map(\.path) }
    /// What was sent, in order, as text.
    package var bodies: [String] { passages.map(\.body) }

    /// How many requests went to a path that ends like this.
    package func count(_ suffix: String) -> Int { passages.count { $0.path.hasSuffix(suffix) } }

    package func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let lines = journal.map { TemporaryHome.text(of: $0).split(separator: "\n").map(String.init) } ?? []
        noted.withLock {
            $0.append(
                Passage(
                    origin: request.origin, path: request.path,
                    text: request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + "\n"
                        + (request.query ?? "") + "\n" + String(decoding: request.body, as: UTF8.self),
                    safety: request.safety, journal: lines, body: String(decoding: request.body, as: UTF8.self)))
        }
        return try await next.send(request)
    }
}

/// A request log in memory.
package final class RecordedExchanges: Sendable {
    private let records = Mutex<[ExchangeRecord]>([])

    package init() {}

    package var all: [ExchangeRecord] { records.withLock { $0 } }

    package func add(_ record: ExchangeRecord) { records.withLock { $0.append(record) } }
}
