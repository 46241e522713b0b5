import HTTPExchange
import Synchronization

/// Stands on the wire: gives every request a duration, counts them, and holds back those that a script wants to hold.
final class ProgramWire: HTTPTransport {
    private struct State {
        /// Hosts and ends of paths whose requests are held.
        var held: [(host: String, path: String)] = []
        var doors: [AsyncStream<Void>.Continuation] = []
        var arrivals: [AsyncStream<Void>.Continuation] = []
        var waitingCount = 0
        var paths: [String] = []
        var isTimeless = false
    }

    private let next: any HTTPTransport
    private let clock: ProgramClock
    private let state = Mutex(State())

    init(_ next: any HTTPTransport, clock: ProgramClock) {
        self.next = next
        self.clock = clock
    }

    /// How many requests went to a path that ends like this.
    func count(_ suffix: String) -> Int { state.withLock { $0.paths.count { $0.hasSuffix(suffix) } } }

    /// Requests take no time from now on: several at a time would take another time in every run.
    func takeNoTime() { state.withLock { $0.isTimeless = true } }

    /// Requests to a path that ends like this wait from now on, until ``release()`` or until they are cancelled.
    /// - Parameter name: of the cluster.
    func hold(_ suffix: String, on name: String) {
        state.withLock { $0.held.append((host: name + ".", path: suffix)) }
    }

    /// Lets all held requests go on, and holds none any more.
    func release() {
        let doors = state.withLock { state in
            defer { state.doors = [] }
            state.held = []
            return state.doors
        }
        for door in doors { door.finish() }
    }

    /// Returns when a request is being held.
    func untilHeld() async {
        let (stream, arrival) = AsyncStream<Void>.makeStream()
        let isHere = state.withLock { state in
            if state.waitingCount == 0 { state.arrivals.append(arrival) }
            return state.waitingCount > 0
        }
        if isHere { arrival.finish() }
        for await _ in stream {}
    }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        if let door = door(for: request) {
            for await _ in door {}
            state.withLock { $0.waitingCount -= 1 }
            if Task.isCancelled { throw TransportError(.cancelled, reach: .maybeSent, peer: request.origin.host) }
        }
        // A picture of durations that are all 0 would show less than the program does.
        let isTimeless = state.withLock(\.isTimeless)
        let duration = isTimeless ? 0 : 23 + request.path.utf8.reduce(0) { ($0 * 31 + Int($1)) % 97 }
        clock.advance(milliseconds: duration)
        return try await next.send(request)
    }

    private func door(for request: ExchangeRequest) -> AsyncStream<Void>? {
        let (stream, door) = AsyncStream<Void>.makeStream()
        let (isHeld, arrivals) = state.withLock { state -> (Bool, [AsyncStream<Void>.Continuation]) in
            state.paths.append(request.path)
            let isHeld = state.held.contains {
                request.origin.host.hasPrefix($0.host) && request.path.hasSuffix($0.path)
            }
            guard isHeld else { return (false, []) }
            state.doors.append(door)
            state.waitingCount += 1
            defer { state.arrivals = [] }
            return (true, state.arrivals)
        }
        for arrival in arrivals { arrival.finish() }
        return isHeld ? stream : nil
    }
}
