import HTTPExchange
import HTTPTypes
import Synchronization
import Testing

@testable import DemoCluster

@Suite("In-process transport")
struct DemoTransportTests {
    /// Notes how long it was asked to wait, and does not wait.
    final class NotedDelay: Sendable {
        let waits = Mutex<[Int]>([])
        var closure: DemoTransport.Delay {
            { milliseconds in self.waits.withLock { $0.append(milliseconds) } }
        }
    }

    private func send(
        _ world: World, delay: @escaping DemoTransport.Delay = { _ in },
        change: (inout ExchangeRequest) -> Void = { _ in }
    ) async -> Result<ExchangeResponse, TransportError> {
        let transport = DemoTransport(
            [world.origin: .cluster(world.cluster), Origin(scheme: .https, host: "dead.example"): .noServer],
            delay: delay
        )
        var request = world.request(.get, FaultPlanTests.banner)
        change(&request)
        do throws(TransportError) {
            return .success(try await transport.send(request))
        } catch {
            return .failure(error)
        }
    }

    @Test func `an answer comes through whole, after the latency`() async throws {
        let delay = NotedDelay()
        let response = try await send(World(latency: 3_000), delay: delay.closure).get()
        #expect(response.status == 200)
        #expect(delay.waits.withLock { $0 } == [3_000])
    }

    @Test(arguments: [
        ("dead.example", TransportError.Code.connectionRefused), ("other.example", .dns),
    ])
    func `an empty place refuses, an unknown name does not resolve`(host: String, code: TransportError.Code)
        async
    {
        let result = await send(World(), change: { $0.origin = Origin(scheme: .https, host: host) })
        #expect(throws: TransportError(code, reach: .notSent, peer: "\(host):443")) { try result.get() }
    }

    @Test(
        arguments: [
            (.dropBeforeRequest, .connectionLost), (.closeWithoutAnswer, .connectionLost),
            (.cutBody(after: 1), .connectionLost), (.endlessBody, .tooLarge), (.raw([]), .malformed),
            (.delay(milliseconds: 15_001), .timeout),
        ] as [(DemoFaultAction, TransportError.Code)])
    func `faults become the errors a real transport would throw`(action: DemoFaultAction, code: TransportError.Code)
        async
    {
        let result = await send(World(faults: [DemoFaultRule(action: action)]))
        let error = #expect(throws: TransportError.self) { try result.get() }
        #expect(error?.code == code)
        #expect(error?.reach == .maybeSent)
    }

    @Test func `a body over the limit is refused`() async {
        let result = await send(World(), change: { $0.connection.bodyLimit = 4 })
        let error = #expect(throws: TransportError.self) { try result.get() }
        #expect(error?.code == .tooLarge)
    }

    @Test func `cancelling during the wait ends it`() async {
        let (waiting, begun) = AsyncStream.makeStream(of: Void.self)
        let world = World(latency: 60_000)
        let error = await withTaskGroup(of: TransportError?.self) { group in
            group.addTask {
                let result = await send(world) { milliseconds in
                    begun.yield()
                    try await DemoTransport.realDelay(milliseconds)
                } change: {
                    $0.connection.deadlines.firstByte = 600_000
                    $0.connection.deadlines.total = 600_000
                }
                if case .failure(let error) = result { return error } else { return nil }
            }
            for await _ in waiting { break }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error?.code == .cancelled)
    }
}
