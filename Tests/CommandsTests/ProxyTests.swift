import DemoCluster
import HTTPExchange
import Operations
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// A proxy that is named is used, or nothing is sent (fault C20).
struct ProxyTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private static let commands = [
        ["session", "--password-stdin"], ["profile", "test"], ["token", "issue", "--password-stdin", "--show-token"],
        ["token", "validate", "--token-stdin"], ["token", "revoke", "--token-stdin", "--confirm", "prod-eu"],
        ["audit", "--password-stdin"], ["doctor", "--json"],
        ["user", "logout", "prod-eu", "anna", "--password-stdin", "--confirm", "prod-eu"],
    ]

    @Test(
        arguments: commands,
        [
            "socks5://user:CANARY@proxy.example:1080", "https://user:CANARY@proxy.example:3128", "http://pro xy:1",
            "http://user:CANARY@proxy.example:99999", "socks5h://proxy.example",
        ])
    func `A proxy of the environment that cannot be used is never left out`(
        _ command: [String], _ proxy: String
    ) async throws {
        for variable in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            let ran = await world.run(command, input: "c2VjcmV0LTQ3MTEtc2VjcmV0", environment: [variable: proxy])
            #expect(ran.code == .usage)
            #expect((ran.error + ran.output).contains("E_PROXY_CONFIG"))
            #expect((ran.error + ran.output).contains(variable))
            #expect(!(ran.error + ran.output).contains("CANARY"))
        }
        #expect(world.traffic.requests.isEmpty)
        #expect((try? world.journal()) ?? [] == [])
    }

    @Test(arguments: commands)
    func `Nor is one of the profile, written there by hand`(_ command: [String]) async throws {
        try await write(proxy: "socks5://proxy.example:1080")
        let ran = await world.run(command, input: "c2VjcmV0LTQ3MTEtc2VjcmV0")
        #expect(ran.code == .usage)
        #expect((ran.error + ran.output).contains("E_PROXY_CONFIG"))
        #expect(world.traffic.requests.isEmpty)
        // The other profiles, and the file, are as usable as before.
        #expect(await world.run("profile", "list").code == .done)
        #expect(await world.run("profile", "edit", "prod-eu", "--proxy", "direct").code == .done)
        #expect(await world.run("profile", "test", "prod-eu").code == .done)
    }

    @Test(arguments: ["socks5://proxy.example", "https://proxy.example:3128", "proxy example", "http://u:CANARY@proxy"])
    func `Nor is it saved`(_ proxy: String) async throws {
        let ran = await world.run("profile", "edit", "prod-eu", "--proxy", proxy)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_PROXY_CONFIG"))
        #expect(!ran.error.contains("CANARY"))
    }

    @Test func `What is reached without a proxy does not mind`() async throws {
        let environment = ["https_proxy": "socks5://proxy.example", "no_proxy": ".demo.example"]
        #expect(await world.run(["profile", "test"], environment: environment).code == .done)
        #expect(
            await world.run(["token", "list"], environment: ["https_proxy": "socks5://proxy.example"]).code == .done)
    }

    /// Notes the proxies of the requests.
    private final class ProxyNotes: HTTPTransport {
        private let noted = Mutex<[ConnectionSettings.Proxy]>([])
        private let next: any HTTPTransport

        init(_ next: any HTTPTransport) { self.next = next }

        var proxies: Set<ConnectionSettings.Proxy> { Set(noted.withLock(\.self)) }

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            noted.withLock { $0.append(request.connection.proxy) }
            return try await next.send(request)
        }
    }

    @Test(
        arguments: [
            (["https_proxy": "http://user:pw@proxy.example:3128"], "dXNlcjpwdw=="),
            (["http_proxy": "http://user:pw@Proxy.Example:3128/"], "dXNlcjpwdw=="),
            (["ALL_PROXY": "user:pw@proxy.example:3128", "https_proxy": "socks5://x"], "dXNlcjpwdw=="),
            (["https_proxy": "http://user:pw@proxy.example:8080"], nil),
            (["https_proxy": "http://user:pw@other:3128"], nil),
            (["https_proxy": "http://proxy.example:3128"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func `A profile's own proxy has its user and password from the environment`(
        _ environment: [String: String], _ authorization: String?
    ) async throws {
        #expect(await world.run("profile", "edit", "prod-eu", "--proxy", "http://proxy.example:3128").code == .done)
        let notes = ProxyNotes(world.traffic)
        let ran = await world.run(["profile", "test"], environment: environment) { context in
            context.makeTransport = { CommandContext.OpenTransport(notes) }
        }
        #expect(ran.code == .done, "\(ran.error)")
        #expect(
            notes.proxies == [.http(host: "proxy.example", port: 3_128, basicAuthorization: authorization)])
        #expect(!(ran.output + ran.error).contains("pw"))
    }

    private func write(proxy: String) async throws {
        let member = try #require(world.fleet["prod-eu"])
        _ = try world.file(
            "profiles.json",
            """
            {"version":1,"default":"prod-eu","profiles":[{"id":"0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968","name":"prod-eu",\
            "url":"\(member.inProcessOrigin)","generation":"v2.0","username":"tsadmin","proxy":"\(proxy)"}]}
            """)
    }
}
