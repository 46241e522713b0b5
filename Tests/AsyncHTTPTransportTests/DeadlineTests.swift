import AsyncHTTPTransport
import HTTPExchange
import Testing

struct DeadlineTests {
    /// Milliseconds from 200 to ten minutes. On a busy machine a deadline may end before what it is about has begun, and
    /// says nothing about it then: the next one is tried.
    private static var deadlines: some Sequence<Int> {
        sequence(first: 200, next: { $0 * 2 }).prefix(while: { $0 <= 600_000 })
    }

    @Test func `silence before TLS names the handshake and has sent nothing`() async throws {
        for connect in Self.deadlines {
            let error = try await failure(after: []) {
                .local(.change, port: $0, scheme: .https, deadlines: .generous(connect: connect), trust: .insecure)
            }
            #expect(error?.code == .timeout)
            #expect(error?.reach == .notSent)
            if error?.phase == .handshake { return }
        }
        Issue.record("no connection was made within ten minutes")
    }

    @Test func `silence before the first byte names it`() async throws {
        let error = try await failure(after: []) { .local(.change, port: $0, deadlines: .generous(firstByte: 200)) }
        #expect(error?.code == .timeout)
        #expect(error?.phase == .firstByte)
        #expect(error?.reach == .maybeSent)
    }

    @Test func `silence inside the head still waits for the first byte of an answer`() async throws {
        let error = try await failure(after: [.send("HTTP/1.1 200 OK\r\nX: ")]) {
            .local(.change, port: $0, deadlines: .generous(firstByte: 200))
        }
        #expect(error?.phase == .firstByte)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "HTTP/1.1 200 OK\r\n\r\nabc",
    ])
    func `silence inside the body names it`(_ text: String) async throws {
        let error = try await failure(after: [.send(text)]) {
            .local(.change, port: $0, deadlines: .generous(idle: 200))
        }
        #expect(error?.code == .timeout)
        #expect(error?.phase == .idle)
        #expect(error?.reach == .maybeSent)
    }

    @Test(arguments: [
        [
            ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .sendEndlessly("1\r\nx\r\n"),
        ],
        [.sendEndlessly("HTTP/1.1 100 Continue\r\n\r\n")], [],
    ])
    func `D9 whatever trickles in, the whole exchange ends in time`(_ steps: [ScriptedServer.Step]) async throws {
        for total in Self.deadlines {
            let error = try await failure(after: steps) {
                .local(.change, port: $0, deadlines: .generous(total: total), bodyLimit: .max)
            }
            #expect(error?.code == .timeout)
            #expect(error?.phase == .total)
            if error?.reach == .maybeSent { return }
        }
        Issue.record("no request left this machine within ten minutes")
    }

    @Test func `the whole exchange ends in time also when it never began`() async throws {
        let error = try await failure(after: []) {
            .local(.change, port: $0, scheme: .https, deadlines: .generous(total: 300), trust: .insecure)
        }
        #expect(error?.phase == .total)
        #expect(error?.reach == .notSent)
    }

    @Test func `an idle connection outlives the deadlines of the request before`() async throws {
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { server in
            try await withTransport { transport in
                for _ in 1...5 {
                    _ = try await transport.send(.local(port: server.port, deadlines: .generous(idle: 1)))
                }
            }
            #expect(server.connections == 1)
        }
    }
}
