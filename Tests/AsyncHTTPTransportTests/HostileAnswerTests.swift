import AsyncHTTPTransport
import HTTPExchange
import Testing

struct HostileAnswerTests {
    private static let manyFields = (1...150).map { "X-\($0): y\r\n" }.joined()
    private static let longField = "X-Long: " + String(repeating: "y", count: 70_000) + "\r\n"

    @Test(arguments: [
        "HTTP/9.9 abc\r\n\r\n", "hello\r\n\r\n", "<html>\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 99 Low\r\n\r\n",
        "HTTP/1.1 1000 High\r\n\r\n", "HTTP/1.1 600 High\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBad Name: x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\n\(manyFields)Content-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\(longField)Content-Length: 0\r\n\r\n",
    ])
    func `D7 D9 what is not HTTP as we accept it is refused`(_ text: String) async throws {
        let error = try await failure(after: [.send(text)]) { .local(.change, port: $0) }
        #expect(error?.code == .malformed)
        #expect(error?.reach == .maybeSent)
    }

    /// No encoding is asked for, so none is unpacked: a bomb does not go off.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Encoding: unknown\r\nContent-Length: 0\r\n\r\n",
    ])
    func `D8 a packed body is refused`(_ text: String) async throws {
        let error = try await failure(after: [.send(text)]) { .local(.change, port: $0) }
        #expect(error?.code == .malformed)
        #expect(error?.reach == .maybeSent)
    }

    @Test(arguments: [1_000, 8 * 1024 * 1024])
    func `D7 an endless body ends at the limit`(_ limit: Int) async throws {
        let chunk = "8000\r\n" + String(repeating: "x", count: 0x8000) + "\r\n"
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let error = try await failure(after: [.send(head), .sendEndlessly(chunk)]) {
            .local(port: $0, bodyLimit: limit)
        }
        #expect(error?.code == .tooLarge)
        #expect(error?.detail == "more than \(limit) bytes")
    }

    @Test(arguments: ["1000000000000000000", "99999999999", "8388609"])
    func `D7 an announced body above the limit is refused before it comes`(_ length: String) async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
        #expect(try await failure(after: [.send(text)]) { .local(port: $0) }?.code == .tooLarge)
    }

    @Test func `D7 a body of exactly the limit is taken`() async throws {
        let response = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde") {
            .local(port: $0, bodyLimit: 5)
        }
        #expect(response.body.count == 5)
    }

    @Test func `a request that cannot be sent as meant does not connect`() async throws {
        try await ScriptedServer.serving([]) { server in
            try await withTransport { transport in
                let error = await failure(of: .local(port: server.port, path: "/a b"), on: transport)
                #expect(error?.code == .other)
                #expect(error?.reach == .notSent)
            }
            #expect(server.connections == 0)
        }
    }
}
