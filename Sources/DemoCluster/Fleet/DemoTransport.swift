package import HTTPExchange

/// A transport that answers in process: a table of origins, each with a simulated cluster or with nothing that answers.
///
/// It honours latency, fault plan, deadlines, body limit and cancellation as a real transport does.
package struct DemoTransport: HTTPTransport {
    /// Who is at an origin.
    package enum Destination: Sendable {
        case cluster(SimulatedCluster)
        /// The connection is refused: nothing listens there.
        case noServer
    }

    /// Waits so many ms; throws when the task is cancelled.
    package typealias Delay = @Sendable (Int) async throws -> Void

    private let destinations: [Origin: Destination]
    private let delay: Delay

    /// - Parameters:
    ///   - destinations: an origin that is not listed does not resolve.
    ///   - delay: how to wait; the default waits for real. Tests give a closure that only notes the time.
    package init(_ destinations: [Origin: Destination], delay: @escaping Delay = DemoTransport.realDelay) {
        self.destinations = destinations
        self.delay = delay
    }

    /// Waits for real, without needless precision.
    package static let realDelay: Delay = { milliseconds in
        try await ContinuousClock().sleep(for: .milliseconds(milliseconds))
    }

    package func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let peer = "\(request.origin.host):\(request.origin.port)"
        if Task.isCancelled { throw TransportError(.cancelled, reach: .notSent, peer: peer) }
        let cluster: SimulatedCluster
        switch destinations[request.origin] {
        case nil: throw TransportError(.dns, reach: .notSent, peer: peer)
        case .noServer: throw TransportError(.connectionRefused, reach: .notSent, peer: peer)
        case .cluster(let found): cluster = found
        }
        let answer = await cluster.answer(to: request)
        try await wait(answer.delayMilliseconds, deadlines: request.connection.deadlines, peer: peer)
        switch answer.delivery {
        case .whole:
            guard answer.response.body.count <= request.connection.bodyLimit else {
                throw TransportError(.tooLarge, reach: .maybeSent, peer: peer)
            }
            return answer.response
        case .close, .cut:
            throw TransportError(.connectionLost, reach: .maybeSent, peer: peer)
        case .raw:
            throw TransportError(.malformed, reach: .maybeSent, peer: peer)
        case .endless:
            throw TransportError(.tooLarge, reach: .maybeSent, peer: peer)
        }
    }

    private func wait(
        _ milliseconds: Int, deadlines: ConnectionSettings.Deadlines, peer: String
    ) async throws(TransportError) {
        guard milliseconds > 0 else { return }
        let limit = min(deadlines.firstByte, deadlines.total)
        do {
            try await delay(min(milliseconds, limit))
        } catch {
            throw TransportError(.cancelled, reach: .maybeSent, peer: peer)
        }
        if Task.isCancelled { throw TransportError(.cancelled, reach: .maybeSent, peer: peer) }
        if milliseconds > limit { throw TransportError(.timeout, reach: .maybeSent, peer: peer, detail: "first byte") }
    }
}
