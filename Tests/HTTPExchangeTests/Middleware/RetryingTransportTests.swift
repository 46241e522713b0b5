import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

struct RetryingTransportTests {
    private static let lost = TransportError(.connectionLost, reach: .maybeSent, peer: "one.example.com:443")
    private static let refused = TransportError(.connectionRefused, reach: .notSent, peer: "one.example.com:443")

    @Test func `a read is repeated until it succeeds, and the attempts are counted`() async throws {
        let script = ScriptedTransport([
            .failure(Self.lost), .failure(Self.refused), .success(ExchangeResponse(status: 200)),
        ])
        let clock = TestClock()
        let transport = RetryingTransport(wrapping: script, clock: clock.exchangeClock(), random: { 0.5 })
        #expect(try await transport.send(.sample()).status == 200)
        #expect(script.requests.map(\.attempt) == [1, 2, 3])
        #expect(clock.sleeps == [250, 500])
    }

    @Test func `a change that may have arrived is sent once`() async {
        let script = ScriptedTransport([.failure(Self.lost), .success(ExchangeResponse(status: 204))])
        let transport = RetryingTransport(wrapping: script, clock: TestClock().exchangeClock(), random: { 0.5 })
        #expect(await failure(of: .sample(.change), on: transport) == Self.lost)
        #expect(script.requests.count == 1)
    }

    @Test func `a change is never sent again after an attempt in doubt that followed a harmless one`() async {
        let script = ScriptedTransport([
            .failure(Self.refused), .failure(Self.lost), .success(ExchangeResponse(status: 204)),
        ])
        let transport = RetryingTransport(wrapping: script, clock: TestClock().exchangeClock(), random: { 0.5 })
        #expect(await failure(of: .sample(.change), on: transport) == Self.lost)
        #expect(script.requests.count == 2)
    }

    @Test func `all attempts share one total deadline`() async {
        let clock = TestClock()
        let script = ScriptedTransport(Array(repeating: .failure(Self.refused), count: 3))
        let slow = SlowTransport(next: script, clock: clock, delay: 12_000)
        let transport = RetryingTransport(wrapping: slow, clock: clock.exchangeClock(), random: { 0.5 })
        #expect(await failure(of: .sample(), on: transport) == Self.refused)
        #expect(script.requests.map(\.connection.deadlines.total) == [30_000, 17_750, 5_250])
    }

    @Test func `no attempt begins when its wait would end after the deadline`() async throws {
        let busy = ExchangeResponse(status: 503, headers: [.retryAfter: "31"])
        let script = ScriptedTransport([.success(busy), .success(ExchangeResponse(status: 200))])
        let clock = TestClock()
        let transport = RetryingTransport(wrapping: script, clock: clock.exchangeClock(), random: { 0 })
        #expect(try await transport.send(.sample()).status == 503)
        #expect(clock.sleeps.isEmpty)
    }

    @Test func `an answer that is a clear refusal is not asked for again`() async throws {
        let script = ScriptedTransport([
            .success(ExchangeResponse(status: 500)), .success(ExchangeResponse(status: 200)),
        ])
        let transport = RetryingTransport(
            wrapping: script, clock: TestClock().exchangeClock(), isRefusal: { $0.status == 500 })
        #expect(try await transport.send(.sample()).status == 500)
    }

    @Test func `a cancelled wait says what is certain`() async {
        let clock = TestClock().exchangeClock(onSleep: { _ in throw CancellationError() })
        let script = ScriptedTransport([.failure(Self.refused)])
        let transport = RetryingTransport(wrapping: script, clock: clock, random: { 0.5 })
        let error = await failure(of: .sample(.change), on: transport)
        #expect(error?.code == .cancelled)
        #expect(error?.reach == .notSent)
    }
}

/// Takes time for every request.
private struct SlowTransport: HTTPTransport {
    let next: ScriptedTransport
    let clock: TestClock
    let delay: Int

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        clock.advance(milliseconds: Int64(delay))
        return try await next.send(request)
    }
}
