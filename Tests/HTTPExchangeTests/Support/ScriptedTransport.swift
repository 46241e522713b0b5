import HTTPExchange
import HTTPTypes
import Synchronization

/// Answers from a list, one entry for each request, and remembers what was asked.
final class ScriptedTransport: HTTPTransport {
    private struct State {
        var answers: [Result<ExchangeResponse, TransportError>]
        var requests: [ExchangeRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Result<ExchangeResponse, TransportError>]) {
        state = Mutex(State(answers: answers))
    }

    var requests: [ExchangeRequest] { state.withLock { $0.requests } }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else {
            throw TransportError(.other, reach: .notSent, peer: request.peer, detail: "the script has ended")
        }
        return try answer.get()
    }
}

/// A clock that moves only by sleeping.
final class ManualClock: Sendable {
    private let state: Mutex<(now: Int64, sleeps: [Int])>
    private let onSleep: @Sendable (Int) throws -> Void

    init(now: Int64 = 1_000_000, onSleep: @escaping @Sendable (Int) throws -> Void = { _ in }) {
        state = Mutex((now, []))
        self.onSleep = onSleep
    }

    var sleeps: [Int] { state.withLock { $0.sleeps } }

    func advance(_ milliseconds: Int) { state.withLock { $0.now += Int64(milliseconds) } }

    var clock: ExchangeClock {
        ExchangeClock(
            now: { self.state.withLock { $0.now } },
            wallNow: { self.state.withLock { $0.now } },
            sleep: { milliseconds in
                try self.onSleep(milliseconds)
                self.state.withLock {
                    $0.now += Int64(milliseconds)
                    $0.sleeps.append(milliseconds)
                }
            }
        )
    }
}

extension ExchangeRequest {
    static func sample(
        _ safety: Safety = .read, path: String = "/api/rest/2.0/system", query: String? = nil,
        headers: HTTPFields = [:], body: [UInt8] = [],
        origin: Origin = Origin(scheme: .https, host: "one.example.com")
    ) -> ExchangeRequest {
        ExchangeRequest(
            method: safety == .read ? .get : .post, origin: origin, path: path, query: query, headers: headers,
            body: body, safety: safety
        )
    }
}

/// The error of a request that must fail.
func failure(of request: ExchangeRequest, on transport: some HTTPTransport) async -> TransportError? {
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}
