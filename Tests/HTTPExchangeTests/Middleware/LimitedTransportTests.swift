import HTTPExchange
import Synchronization
import TestSupport
import Testing

/// How many exchanges run at a time, and that none is left waiting.
struct LimitedTransportTests {
    /// Answers when three have come together, so that fewer than three at a time would wait for ever.
    private final class Meeting: HTTPTransport {
        private struct State {
            var running = 0
            var most = 0
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())
        var most: Int { state.withLock(\.most) }

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            await withCheckedContinuation { continuation in
                let complete = state.withLock { state in
                    state.running += 1
                    state.most = max(state.most, state.running)
                    state.waiting.append(continuation)
                    guard state.waiting.count == 3 else { return [CheckedContinuation<Void, Never>]() }
                    defer { state.waiting = [] }
                    return state.waiting
                }
                for one in complete { one.resume() }
            }
            state.withLock { $0.running -= 1 }
            return ExchangeResponse(status: 200)
        }
    }

    @Test(arguments: [(1_024, 100), (255, 100), (240, 100), (100, 30), (64, 12), (20, 2), (0, 2)])
    func `A process with few descriptors runs fewer exchanges at a time`(_ descriptors: Int, _ exchanges: Int) {
        #expect(LimitedTransport.exchanges(within: descriptors) == exchanges)
    }

    @Test(.timeLimit(.minutes(60))) func `P76 As many exchanges run as are let, and all are answered`() async {
        let meeting = Meeting()
        let transport = LimitedTransport(wrapping: meeting, limit: 3)
        let answered = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<300 { group.addTask { try? await transport.send(.sample()).status } }
            return await group.reduce(into: 0) { count, status in count += status == 200 ? 1 : 0 }
        }
        #expect(answered == 300)
        #expect(meeting.most == 3)
    }

    /// What waits for its next attempt leaves its place to others.
    @Test(.timeLimit(.minutes(60))) func `P76 A wait between two attempts takes no place`() async throws {
        let (isWaiting, goesOn) = (Gate(), Gate())
        let clock = ExchangeClock(
            now: { 0 }, wallNow: { 0 },
            sleep: { _ in
                isWaiting.open()
                await goesOn.wait()
            })
        let done = ExchangeResponse(status: 200)
        let limited = LimitedTransport(
            wrapping: ScriptedTransport([.failure(.connectionRefused, .notSent), .answer(done), .answer(done)]),
            limit: 1)
        let retrying = RetryingTransport(wrapping: limited, clock: clock)
        async let refused = retrying.send(ExchangeRequest.sample())
        await isWaiting.wait()
        // Answered only when the one that was refused has left its place.
        #expect(try await limited.send(ExchangeRequest.sample()).status == 200)
        goesOn.open()
        #expect(try await refused.status == 200)
    }
}
