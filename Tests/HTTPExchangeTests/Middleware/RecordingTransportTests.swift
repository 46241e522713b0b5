import HTTPExchange
import HTTPTypes
import Synchronization
import TestSupport
import Testing

struct RecordingTransportTests {
    private static let canary = "CANARY-7f3a"

    private static let request = ExchangeRequest.sample(
        .change, query: "password=\(canary)",
        headers: [.authorization: "Bearer \(canary)", .cookie: "JSESSIONID=\(canary)"],
        body: Array("{\"password\":\"\(canary)\"}".utf8)
    )

    @Test func `a record tells what happened and holds no secret`() async throws {
        let response = ExchangeResponse(
            status: 200, headers: [.setCookie: "JSESSIONID=\(Self.canary)"], body: Array(Self.canary.utf8)
        )
        let records = Mutex<[ExchangeRecord]>([])
        let transport = RecordingTransport(
            wrapping: ScriptedTransport([.success(response)]), clock: TestClock().exchangeClock()
        ) { record in
            records.withLock { $0.append(record) }
        }
        _ = try await transport.send(Self.request)
        let record = try #require(records.withLock { $0.first })
        #expect(record.ending == .status(200))
        #expect(record.method == "POST")
        #expect(record.path == "/api/rest/2.0/system")
        #expect(record.hasQuery)
        #expect(record.headerNames == ["Authorization", "Cookie"])
        #expect(record.requestBytes == Self.request.body.count)
        #expect(record.responseBytes == response.body.count)
        #expect(record.startedAt == TestClock.start)
        #expect(!dumped(record).contains(Self.canary))
    }

    @Test func `a failure is recorded and passed on`() async throws {
        let lost = TransportError(.connectionLost, reach: .maybeSent, peer: "one.example.com:443")
        let records = Mutex<[ExchangeRecord]>([])
        let transport = RecordingTransport(
            wrapping: ScriptedTransport([.failure(lost)]), clock: TestClock().exchangeClock()
        ) {
            record in
            records.withLock { $0.append(record) }
        }
        #expect(await failure(of: Self.request, on: transport) == lost)
        #expect(records.withLock { $0.map(\.ending) } == [.failed(.connectionLost)])
    }

    @Test func `every attempt has its own record`() async throws {
        let refused = TransportError(.connectionRefused, reach: .notSent, peer: "one.example.com:443")
        let records = Mutex<[ExchangeRecord]>([])
        let script = ScriptedTransport([.failure(refused), .success(ExchangeResponse(status: 204))])
        let clock = TestClock().exchangeClock()
        let recording = RecordingTransport(wrapping: script, clock: clock) { record in
            records.withLock { $0.append(record) }
        }
        _ = try await RetryingTransport(wrapping: recording, clock: clock, random: { 0.5 }).send(Self.request)
        #expect(records.withLock { $0.map(\.attempt) } == [1, 2])
        #expect(records.withLock { $0.map(\.startedAt) } == [TestClock.start, TestClock.start + 250])
    }

    @Test func `requests, answers and proxies keep their secrets in every text form`() {
        let response = ExchangeResponse(status: 200, headers: [.setCookie: Self.canary], body: Array(Self.canary.utf8))
        var request = Self.request
        request.connection.proxy = .http(host: "proxy", port: 3128, basicAuthorization: Self.canary)
        for value in [request, response, request.connection, request.connection.proxy] as [any Sendable] {
            #expect(!dumped(value).contains(Self.canary))
            #expect(!"\(value)".contains(Self.canary))
            #expect(!String(reflecting: value).contains(Self.canary))
        }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }
}
