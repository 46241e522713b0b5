import AsyncHTTPTransport
import HTTPExchange
import HTTPTypes
import Testing

struct AnswerTests {
    @Test func `a request arrives as it was made, and nothing is added that tells on us`() async throws {
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]) { server in
            try await withTransport { transport in
                let request = ExchangeRequest.local(
                    .change, port: server.port, path: "/a/%20b", query: "c=d%20e&f=g/h?i",
                    headers: [.authorization: "Bearer abc", .accept: "application/json"], body: "{\"a\":1}"
                )
                let response = try await transport.send(request)
                #expect(response.status == 200)
                #expect(response.body == Array("ok".utf8))
            }
            let lines = server.requests.first?.split(separator: "\r\n", omittingEmptySubsequences: false) ?? []
            #expect(lines.first == "POST /a/%20b?c=d%20e&f=g/h?i HTTP/1.1")
            let fields = Set(lines.dropFirst().prefix { !$0.isEmpty }.map { $0.lowercased() })
            let expected = [
                "authorization: bearer abc", "accept: application/json", "host: 127.0.0.1:\(server.port)",
                "content-length: 7",
            ]
            #expect(fields == Set(expected))
            #expect(lines.last == "{\"a\":1}")
        }
    }

    @Test func `D30 requests after one another share a connection and do not mix`() async throws {
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { server in
            try await withTransport { transport in
                for number in 1...3 {
                    _ = try await transport.send(.local(port: server.port, path: "/\(number)"))
                }
            }
            #expect(server.connections == 1)
            #expect(server.requests.map { $0.prefix(6) } == ["GET /1", "GET /2", "GET /3"])
        }
    }

    @Test func `every Set-Cookie field stays a field of its own, in order`() async throws {
        let text =
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nX-Other: x\r\nset-cookie: b=2, c=3\r\nContent-Length: 0\r\n\r\n"
        let response = try await answer(text) { .local(port: $0) }
        #expect(response.headers[values: .setCookie] == ["a=1; Path=/", "b=2, c=3"])
    }

    @Test func `cookies of an answer are not sent by themselves`() async throws {
        let steps: [ScriptedServer.Step] = [.send("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n")]
        try await ScriptedServer.serving(steps) { server in
            try await withTransport { transport in
                _ = try await transport.send(.local(port: server.port))
                _ = try await transport.send(.local(port: server.port))
            }
            #expect(server.requests.count == 2)
            #expect(!server.requests.joined().lowercased().contains("cookie"))
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308], [ExchangeRequest.Safety.read, .change])
    func `no redirect is followed`(_ status: Int, _ safety: ExchangeRequest.Safety) async throws {
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]) { target in
            let location = "http://127.0.0.1:\(target.port)/there"
            let text = "HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
            try await ScriptedServer.serving([.send(text)]) { server in
                try await withTransport { transport in
                    let request = ExchangeRequest.local(
                        safety, port: server.port, headers: [.authorization: "Bearer abc"], body: "secret"
                    )
                    let response = try await transport.send(request)
                    #expect(response.status == status)
                    #expect(response.headers[.location] == location)
                }
                #expect(server.connections == 1)
                #expect(server.requests.count == 1)
            }
            #expect(target.connections == 0)
        }
    }

    @Test(arguments: ["/other", "//evil.example/", "javascript:alert(1)", "http://[", ""])
    func `a strange target is only reported`(_ location: String) async throws {
        let text = "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
        #expect(try await answer(text) { .local(port: $0) }.status == 302)
    }

    @Test(arguments: [200, 204, 304, 400, 401, 429, 500, 503, 599])
    func `every status is an answer`(_ status: Int) async throws {
        let text = "HTTP/1.1 \(status) Text\r\nContent-Length: 0\r\n\r\n"
        #expect(try await answer(text) { .local(port: $0) }.status == status)
    }

    @Test func `chunks and an end by closing make one body`() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        #expect(try await answer(chunked) { .local(port: $0) }.body == Array("abcde".utf8))
        try await ScriptedServer.serving([.send("HTTP/1.1 200 OK\r\n\r\nabc"), .close]) { server in
            try await withTransport { transport in
                let response = try await transport.send(.local(port: server.port))
                #expect(response.body == Array("abc".utf8))
            }
        }
    }
}
