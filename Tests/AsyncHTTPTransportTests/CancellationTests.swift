import HTTPExchange
import Testing

@testable import AsyncHTTPTransport

struct CancellationTests {
    /// What came of a cancelled request.
    private struct Ending {
        let error: TransportError?
        /// From cancelling to the error.
        let delay: Duration
        /// From cancelling to the end of a task beside it that only waits: what this machine takes to wake anybody up.
        let wakeUp: Duration

        /// The promise is 100 ms. A build machine gets more before this fails, and where hundreds of tests stand in one
        /// queue, a few turns in it.
        var isSoon: Bool { delay < .seconds(2) + wakeUp * 5 }
    }

    /// The end of one of the two tasks.
    private struct Stop {
        let error: TransportError?
        let at: ContinuousClock.Instant
        let isIdle: Bool
    }

    /// Cancels a request as soon as the server has seen `event`.
    private func cancel(
        _ request: @escaping @Sendable (Int) -> ExchangeRequest, after event: ScriptedServer.Event
    ) async throws -> Ending {
        try await ScriptedServer.serving([]) { server in
            try await withTransport { transport in
                let port = server.port
                let clock = ContinuousClock()
                return try await withThrowingTaskGroup(of: Stop.self) { group in
                    group.addTask {
                        let error = await failure(of: request(port), on: transport)
                        return Stop(error: error, at: clock.now, isIdle: false)
                    }
                    group.addTask {
                        let (never, silence) = AsyncStream.makeStream(of: Never.self)
                        for await _ in never {}
                        silence.finish()
                        return Stop(error: nil, at: clock.now, isIdle: true)
                    }
                    for await seen in server.events where seen == event { break }
                    let start = clock.now
                    group.cancelAll()
                    var ending: (error: TransportError?, delay: Duration) = (nil, .zero)
                    var wakeUp = Duration.zero
                    for try await one in group {
                        if one.isIdle { wakeUp = one.at - start } else { ending = (one.error, one.at - start) }
                    }
                    return Ending(error: ending.error, delay: ending.delay, wakeUp: wakeUp)
                }
            }
        }
    }

    @Test func `a request under way ends soon and is in doubt`() async throws {
        let ending = try await cancel({ .local(.change, port: $0) }, after: .request)
        #expect(ending.error?.code == .cancelled)
        #expect(ending.error?.reach == .maybeSent)
        #expect(ending.isSoon, "\(ending)")
    }

    @Test func `a request that waits for its connection has certainly not been sent`() async throws {
        let ending = try await cancel(
            { .local(.change, port: $0, scheme: .https, trust: .insecure) }, after: .connected
        )
        #expect(ending.error?.code == .cancelled)
        #expect(ending.error?.reach == .notSent)
        #expect(ending.isSoon, "\(ending)")
    }

    @Test func `a task that is cancelled already does not connect`() async throws {
        try await ScriptedServer.serving([]) { server in
            try await withTransport { transport in
                let port = server.port
                let error = await withTaskGroup(of: TransportError?.self) { group in
                    group.cancelAll()
                    group.addTask { await failure(of: .local(.change, port: port), on: transport) }
                    return await group.next() ?? nil
                }
                #expect(error == TransportError(.cancelled, reach: .notSent, peer: "127.0.0.1:\(port)"))
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `an exchange given up before it began never begins`() {
        let progress = ExchangeProgress(deadlines: .generous())
        #expect(progress.abandon() == .notSent)
        #expect(!progress.begin())
        #expect(progress.abandon() == .notSent)
    }

    @Test func `an exchange given up after it began is in doubt`() {
        let progress = ExchangeProgress(deadlines: .generous())
        #expect(progress.begin())
        #expect(progress.abandon() == .maybeSent)
    }

    @Test func `shutting down is safe before, after and twice`() async throws {
        let unused = AsyncHTTPTransport()
        await unused.shutdown()
        await unused.shutdown()
        #expect(await failure(of: .local(port: 1), on: unused)?.code == .cancelled)
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { server in
            // Forgotten without a shutdown: it must clean up by itself.
            let forgotten = AsyncHTTPTransport()
            _ = try await forgotten.send(.local(port: server.port))
        }
    }

    @Test func `shutting down ends a request under way`() async throws {
        try await ScriptedServer.serving([]) { server in
            let transport = AsyncHTTPTransport()
            let port = server.port
            let error = await withTaskGroup(of: TransportError?.self) { group in
                group.addTask { await failure(of: .local(.change, port: port), on: transport) }
                for await seen in server.events where seen == .request { break }
                await transport.shutdown()
                return await group.next() ?? nil
            }
            #expect(error?.reach == .maybeSent)
        }
    }
}
