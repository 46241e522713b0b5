import HTTPExchange
import Testing

@testable import AsyncHTTPTransport

struct CancellationTests {
    /// Cancels a request as soon as the server has seen `event`.
    ///
    /// The server never answers and no deadline is shorter than ten minutes: an error comes back because of the
    /// cancellation, and before the other end has done anything.
    private func cancel(
        _ request: @escaping @Sendable (Int) -> ExchangeRequest, after event: ScriptedServer.Event
    ) async throws -> TransportError? {
        try await ScriptedServer.serving([]) { server in
            try await withTransport { transport in
                let port = server.port
                return await withTaskGroup(of: TransportError?.self) { group in
                    group.addTask { await failure(of: request(port), on: transport) }
                    for await seen in server.events where seen == event { break }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
            }
        }
    }

    @Test func `a request under way ends before its answer and is in doubt`() async throws {
        let error = try await cancel({ .local(.change, port: $0) }, after: .request)
        #expect(error?.code == .cancelled)
        #expect(error?.reach == .maybeSent)
    }

    @Test func `a request that waits for its connection has certainly not been sent`() async throws {
        let error = try await cancel(
            { .local(.change, port: $0, scheme: .https, trust: .insecure) }, after: .connected
        )
        #expect(error?.code == .cancelled)
        #expect(error?.reach == .notSent)
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
        let progress = ExchangeProgress(host: "h", deadlines: .generous())
        #expect(progress.abandon() == .notSent)
        #expect(!progress.begin())
        #expect(progress.abandon() == .notSent)
    }

    @Test func `an exchange given up after it began is in doubt`() {
        let progress = ExchangeProgress(host: "h", deadlines: .generous())
        #expect(progress.begin())
        #expect(progress.abandon() == .maybeSent)
    }

    @Test func `shutting down is safe before, after and twice`() async throws {
        let unused = AsyncHTTPTransport(unhurriedBy: .live)
        await unused.shutdown()
        await unused.shutdown()
        #expect(await failure(of: .local(port: 1), on: unused)?.code == .cancelled)
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { server in
            // Forgotten without a shutdown: it must clean up by itself.
            let forgotten = AsyncHTTPTransport(unhurriedBy: .live)
            _ = try await forgotten.send(.local(port: server.port))
        }
    }

    @Test func `shutting down ends a request under way`() async throws {
        try await ScriptedServer.serving([]) { server in
            let transport = AsyncHTTPTransport(unhurriedBy: .live)
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
