import AsyncHTTPTransport
import HTTPExchange
import HTTPTypes
import NIOCore
import Testing

struct ConnectionFailureTests {
    @Test func `a refused connection is known as such`() async throws {
        // The port of a server that has just gone: nobody listens there.
        let unserved = try UnservedPort()
        defer { withExtendedLifetime(unserved) {} }
        let port = unserved.number
        try await withTransport { transport in
            let error = await failure(of: .local(.change, port: port), on: transport)
            #expect(error?.code == .connectionRefused)
            #expect(error?.reach == .notSent)
            #expect(error?.peer == "127.0.0.1:\(port)")
        }
    }

    @Test func `also when a name stands for several addresses`() async throws {
        let unserved = try UnservedPort()
        defer { withExtendedLifetime(unserved) {} }
        let port = unserved.number
        try await withTransport { transport in
            let error = await failure(of: .local(port: port, host: "localhost"), on: transport)
            #expect(error?.code == .connectionRefused)
            #expect(error?.detail.hasPrefix("tried ") == true)
            #expect(error?.detail.contains("127.0.0.1") == true)
        }
    }

    /// A socket that may not reach the network has no route: a broadcast address takes no connection.
    @Test func `no route is told apart from a refusal`() async throws {
        try await withTransport { transport in
            let error = await failure(of: .local(.change, port: 443, host: "255.255.255.255"), on: transport)
            #expect(error?.code == .unreachable)
            #expect(error?.reach == .notSent)
        }
    }

    @Test func `a name that cannot exist is a matter of the resolver`() async throws {
        try await withTransport { transport in
            let error = await failure(of: .local(.change, port: 443, host: "tessera.invalid"), on: transport)
            #expect(error?.code == .dns)
            #expect(error?.reach == .notSent)
        }
    }

    @Test(arguments: [
        [ScriptedServer.Step.reset], [.close], [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .reset],
        [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close], [.send("HTTP/1.1 200"), .close],
        [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"), .close],
    ])
    func `a connection that ends in the middle leaves a change in doubt and is not tried again`(
        _ steps: [ScriptedServer.Step]
    ) async throws {
        try await ScriptedServer.serving(steps) { server in
            // A server that says nothing to a handshake is no server of TLS.
            try await withTransport(probeTime: .milliseconds(50)) { transport in
                let error = await failure(of: .local(.change, port: server.port, body: "{}"), on: transport)
                #expect(error?.code == .connectionLost)
                #expect(error?.reach == .maybeSent)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a proxy that is not there is named without its password`() async throws {
        let unserved = try UnservedPort()
        defer { withExtendedLifetime(unserved) {} }
        let port = unserved.number
        try await withTransport { transport in
            let proxy = ConnectionSettings.Proxy.http(host: "127.0.0.1", port: port, basicAuthorization: "Q0FOQVJZ")
            let error = await failure(of: .local(port: 443, host: "cluster.invalid", proxy: proxy), on: transport)
            #expect(error?.code == .proxy)
            #expect(error?.reach == .notSent)
            #expect(error?.detail == "proxy 127.0.0.1:\(port): it refused the connection")
        }
    }

    @Test(arguments: [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
            "it wants a user name and password, or others"
        ),
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "it refused the connection to the cluster"),
    ])
    func `a proxy that refuses says why, and sees no request`(_ text: String, _ reason: String) async throws {
        try await ScriptedServer.serving([.send(text)]) { server in
            try await withTransport { transport in
                let proxy = ConnectionSettings.Proxy.http(
                    host: "127.0.0.1", port: server.port, basicAuthorization: "dTpw")
                let request = ExchangeRequest.local(
                    .change, port: 443, scheme: .https, host: "cluster.invalid",
                    headers: [.authorization: "Bearer CANARY"],
                    proxy: proxy
                )
                let error = await failure(of: request, on: transport)
                #expect(error?.code == .proxy)
                #expect(error?.reach == .notSent)
                #expect(error?.detail == "proxy 127.0.0.1:\(server.port): \(reason)")
            }
            #expect(server.requests.count == 1)
            #expect(server.requests.first?.hasPrefix("CONNECT cluster.invalid:443 HTTP/1.1\r\n") == true)
            #expect(server.requests.first?.contains("Basic dTpw") == true)
            #expect(server.requests.first?.contains("CANARY") == false)
        }
    }
}
