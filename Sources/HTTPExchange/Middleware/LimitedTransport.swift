/// Lets so many exchanges run at a time; the others wait, in their order.
///
/// It stands below the retries: what waits to be tried again takes no place from the others (promise P76).
package actor LimitedTransport: HTTPTransport {
    /// 500 clusters that are silent for five seconds are through after five rounds, with some 210 descriptors.
    package static let exchanges = 100
    /// What the program has open beside its exchanges; one of these takes two while both kinds of addresses are tried.
    private static let reserve = 40

    /// How many exchanges a process may run that may have so many descriptors: without any left, the system's own
    /// libraries end it (fault C25).
    package static func exchanges(within descriptors: Int) -> Int {
        min(exchanges, max(2, (descriptors - reserve) / 2))
    }

    private let next: any HTTPTransport
    private let limit: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(wrapping next: any HTTPTransport, limit: Int = exchanges) {
        self.next = next
        self.limit = limit
    }

    /// One that is cancelled while it waits ends when its turn comes: those in front of it end by then, too.
    package func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        await enter()
        defer { leave() }
        // In a task of its own: a task keeps the memory that its deepest call took, and hundreds of them may wait for their
        // turn, or for their next attempt.
        async let result = Self.result(of: request, by: next)
        return try await result.get()
    }

    private static func result(
        of request: ExchangeRequest, by transport: any HTTPTransport
    ) async -> Result<ExchangeResponse, TransportError> {
        do throws(TransportError) { return .success(try await transport.send(request)) } catch {
            return .failure(error)
        }
    }

    private func enter() async {
        // Looked at inside: until the body runs, others may have come and gone.
        await withCheckedContinuation { continuation in
            if running < limit {
                running += 1
                continuation.resume()
            } else {
                waiting.append(continuation)
            }
        }
    }

    private func leave() {
        // Whose turn it is has the place of the one that leaves.
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
    }
}
