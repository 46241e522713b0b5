import DemoCluster
import DemoServer
import HTTPExchange
import NIOCore
import Testing

@Suite("Demo server")
struct LoopbackServerTests {
    private static let banner = "/api/rest/2.0/system/banner"
    private static let login = #"{"username":"tsadmin","password":"demo-Passw0rd!"}"#

    /// Serves one cluster while `body` runs.
    private func serving<Value: Sendable>(
        port: Int = 0, tls: Bool = false, faults: [DemoFaultRule] = [],
        _ body: @escaping @Sendable (Origin) async throws -> Value
    ) async throws -> Value {
        let member = DemoFleet.single(now: { 1_790_000_000_000 }, seed: 3, faults: DemoFaultPlan(rules: faults))
        let cluster = try #require(member.cluster)
        return try await LoopbackServer.serving([.init(cluster, port: port, usesTLS: tls)]) { origins in
            try await body(try #require(origins.first))
        }
    }

    @Test(arguments: [false, true])
    func `both cookies arrive in headers of their own, over http and https`(tls: Bool) async throws {
        let answer = try await serving(tls: tls) { origin in
            #expect(origin.scheme == (tls ? .https : .http))
            return try await RawClient(origin: origin).send(
                "POST", "/api/rest/2.0/auth/session/login", body: Self.login)
        }
        #expect(answer.hasPrefix("HTTP/1.1 204 No Content\r\n"))
        let lines = answer.split(separator: "\r\n")
        let cookies = lines.filter { $0.lowercased().hasPrefix("set-cookie:") }
        #expect(cookies.count == 2)
        #expect(cookies.first?.contains("JSESSIONID=") == true)
        #expect(cookies.last?.contains("clientId=") == true)
        #expect(lines.contains { $0.lowercased() == "date: mon, 21 sep 2026 14:13:20 gmt" })
        #expect(!answer.lowercased().contains("content-length"))
        #expect(!answer.lowercased().contains("transfer-encoding"))
    }

    @Test func `path, query and errors come through`() async throws {
        let answers = try await serving { origin in
            let client = RawClient(origin: origin)
            return [
                try await client.send("GET", "/api/rest/2.0/nothing?x=1"),
                try await client.send("GET", "/callosum/v1/tspublic/v1/session/info"),
                try await client.send("GET", Self.banner + "?a=b"),
            ]
        }
        #expect(answers[0].hasPrefix("HTTP/1.1 404"))
        #expect(answers[0].contains(#""code":10000"#))
        #expect(answers[1].hasPrefix("HTTP/1.1 403"))
        #expect(answers[2].hasPrefix("HTTP/1.1 200"))
        #expect(answers[2].hasSuffix(#"{"banner_text":"","under_maintenance":false}"#))
    }

    @Test(arguments: [DemoFaultAction.dropBeforeRequest, .closeWithoutAnswer])
    func `a dropped connection gives no byte at all`(action: DemoFaultAction) async throws {
        let answer = try await serving(faults: [DemoFaultRule(match: .init(nth: 1), action: action)]) { origin in
            let client = RawClient(origin: origin)
            let dropped = try await client.send("GET", Self.banner, closes: false)
            #expect(try await client.send("GET", Self.banner).hasPrefix("HTTP/1.1 200"))
            return dropped
        }
        #expect(answer.isEmpty)
    }

    @Test func `a cut body is announced in full and ends early`() async throws {
        let answer = try await serving(faults: [DemoFaultRule(action: .cutBody(after: 5))]) { origin in
            try await RawClient(origin: origin).send("GET", Self.banner, closes: false)
        }
        #expect(answer.lowercased().contains("content-length: 44"))
        #expect(answer.hasSuffix("\r\n\r\n{\"ban"))
    }

    @Test(arguments: [false, true])
    func `raw bytes go out past HTTP, over http and https`(tls: Bool) async throws {
        let bytes = "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"
        let answer = try await serving(tls: tls, faults: [DemoFaultRule(action: .raw([UInt8](bytes.utf8)))]) { origin in
            try await RawClient(origin: origin).send("GET", Self.banner, closes: false)
        }
        #expect(answer == bytes)
    }

    @Test func `an endless body goes on until the client leaves`() async throws {
        let answer = try await serving(faults: [DemoFaultRule(action: .endlessBody)]) { origin in
            try await RawClient(origin: origin, limit: 300_000).send("GET", Self.banner)
        }
        #expect(answer.utf8.count >= 300_000)
        #expect(answer.lowercased().contains("transfer-encoding: chunked"))
    }

    @Test func `a delay on one connection does not hold up another`() async throws {
        let rule = DemoFaultRule(match: .init(nth: 1), action: .delay(milliseconds: 3_600_000))
        try await serving(faults: [rule]) { origin in
            let client = RawClient(origin: origin)
            await withTaskGroup(of: String?.self) { group in
                // The first of the two waits for an hour; the other's answer ends the test.
                for _ in 1...2 {
                    group.addTask { try? await client.send("GET", Self.banner) }
                }
                let first = await group.next() ?? nil
                #expect(first?.hasPrefix("HTTP/1.1 200") == true)
                group.cancelAll()
            }
        }
    }

    @Test func `connections that stay open do not keep the server from ending`() async throws {
        let client = try await serving { origin in
            let client = RawClient(origin: origin)
            let open = try await client.open()
            // The server knows of the open connection once it has answered a later one.
            _ = try await client.send("GET", Self.banner)
            return (client, open)
        }
        try await client.1.closeFuture.get()
        #expect(await !client.0.connects())
    }

    @Test func `a reserved port refuses connections until the server has it`() async throws {
        let reserved = try #require(ReservedPort())
        let client = RawClient(origin: Origin(scheme: .http, host: "127.0.0.1", port: reserved.port))
        #expect(await !client.connects())
        try await serving(port: reserved.port) { origin in
            #expect(origin.port == reserved.port)
            reserved.release()
            let answer = try await client.send("GET", Self.banner)
            #expect(answer.hasPrefix("HTTP/1.1 200"))
        }
        #expect(await !client.connects())
    }

    @Test func `several clusters are served side by side, each on its port`() async throws {
        let fleet = DemoFleet(now: { 0 }, seed: 1)
        let clusters = try ["prod-eu", "lab-old"].map { try #require(fleet[$0]?.cluster) }
        let statuses = try await LoopbackServer.serving(clusters.map { LoopbackServer.Listener($0) }) { origins in
            var statuses: [String] = []
            for origin in origins {
                statuses.append(String(try await RawClient(origin: origin).send("GET", Self.banner).prefix(12)))
            }
            return statuses
        }
        #expect(statuses == ["HTTP/1.1 200", "HTTP/1.1 404"])
    }

    @Test func `a port that is taken is said to be so`() async throws {
        try await serving { origin in
            let member = DemoFleet.single(now: { 0 })
            let cluster = try #require(member.cluster)
            let error = await #expect(throws: LoopbackServerError.self) {
                try await LoopbackServer.run([.init(cluster, port: origin.port)]) { _ in }
            }
            #expect(error?.port == origin.port)
            #expect(error?.description.contains("port \(origin.port)") == true)
        }
    }
}
