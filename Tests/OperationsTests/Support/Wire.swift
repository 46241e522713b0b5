import HTTPExchange
import HTTPTypes
import Synchronization

/// Stands on the wire: notes what passes, and what the journal file held at that moment.
final class Wire: HTTPTransport {
    struct Passage: Sendable {
        let origin: Origin
        let path: String
        /// Every header and the body, as text: what a secret may hide in.
        let text: String
        let safety: ExchangeRequest.Safety
        /// The journal file, line by line, as it was when the request left.
        let journal: [String]
        /// The body that was sent, as text.
        let body: String
    }

    private let next: any HTTPTransport
    private let journal: String
    private let noted = Mutex<[Passage]>([])

    init(_ next: any HTTPTransport, journal: String) {
        self.next = next
        self.journal = journal
    }

    var passages: [Passage] { noted.withLock { $0 } }

    /// How many requests went to a path that ends like this.
    func count(_ suffix: String) -> Int { passages.count { $0.path.hasSuffix(suffix) } }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let lines = TemporaryHome.text(of: journal).split(separator: "\n").map(String.init)
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
