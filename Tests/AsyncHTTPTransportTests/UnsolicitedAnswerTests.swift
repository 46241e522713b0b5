import AsyncHTTPTransport
import HTTPExchange
import Testing

/// An answer is that of the request before it, and of no other (fault D30).
struct UnsolicitedAnswerTests {
    /// What follows a whole answer would be taken for the answer to the next request on the same connection.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "evil", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n",
    ])
    func `D30 what comes unasked is never the answer to the next request`(_ more: String) async throws {
        let steps = [ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + more)]
        try await ScriptedServer.serving(steps) { server in
            try await withTransport { transport in
                for number in 1...3 {
                    do throws(TransportError) {
                        let response = try await transport.send(.local(.change, port: server.port, path: "/\(number)"))
                        #expect(response.body == Array("ok".utf8))
                    } catch {
                        #expect([.malformed, .connectionLost].contains(error.code), "\(error)")
                    }
                }
            }
            // A connection that said too much carries no other request. One that is written while the connection is
            // being closed fails, and is on no connection.
            #expect(server.connections == server.requests.count)
            #expect(Set(server.requests.map { $0.prefix(7) }).count == server.requests.count)
        }
    }
}
