import HTTPExchange
import HTTPTypes
import NIOCore

@testable import AsyncHTTPTransport

extension ConnectionSettings.Deadlines {
    /// The longest that there are: no test waits for one of them. A test that means one phase makes only that one
    /// short, so that no other can end first however busy the machine is.
    static func generous(
        connect: Int = 600_000, firstByte: Int = 600_000, idle: Int = 600_000, total: Int = 600_000
    ) -> ConnectionSettings.Deadlines {
        ConnectionSettings.Deadlines(connect: connect, firstByte: firstByte, idle: idle, total: total)
    }
}

extension ExchangeRequest {
    /// A request to the loopback.
    static func local(
        _ safety: Safety = .read, port: Int, scheme: Origin.Scheme = .http, host: String = "127.0.0.1",
        path: String = "/here", query: String? = nil, headers: HTTPFields = [:], body: String = "",
        deadlines: ConnectionSettings.Deadlines = .generous(), trust: ConnectionSettings.Trust = .system,
        proxy: ConnectionSettings.Proxy = .direct, bodyLimit: Int = 8 * 1024 * 1024
    ) -> ExchangeRequest {
        ExchangeRequest(
            method: safety == .read ? .get : .post, origin: Origin(scheme: scheme, host: host, port: port), path: path,
            query: query, headers: headers, body: Array(body.utf8), safety: safety,
            connection: ConnectionSettings(deadlines: deadlines, trust: trust, proxy: proxy, bodyLimit: bodyLimit)
        )
    }
}

extension AsyncHTTPTransport {
    /// A transport that gives up neither an idle connection nor a second look by itself: what a test sees follows from
    /// the order of what it does, not from how soon it is served.
    ///
    /// - Parameter probeTime: short, where the other end of a second look never says anything.
    convenience init(
        unhurriedBy clock: ExchangeClock, authorities: AuthorityEnvironment = AuthorityEnvironment(), kept: Int = 48,
        probeTime: TimeAmount = .hours(1)
    ) {
        self.init(
            clock: clock, authorities: authorities, kept: KeptConnections(limit: kept, idleTime: .hours(1)),
            probeTime: probeTime)
    }
}

/// Runs `body` with an unhurried transport that is shut down afterwards.
func withTransport<Result>(
    clock: ExchangeClock = .live, authorities: AuthorityEnvironment = AuthorityEnvironment(),
    probeTime: TimeAmount = .hours(1), _ body: (AsyncHTTPTransport) async throws -> Result
) async throws -> Result {
    let transport = AsyncHTTPTransport(unhurriedBy: clock, authorities: authorities, probeTime: probeTime)
    do {
        let result = try await body(transport)
        await transport.shutdown()
        return result
    } catch {
        await transport.shutdown()
        throw error
    }
}

/// The error of a request that must fail; nil when it does not.
func failure(of request: ExchangeRequest, on transport: AsyncHTTPTransport) async -> TransportError? {
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}

/// The error of one request to a server with this script.
func failure(
    after steps: [ScriptedServer.Step], of request: (Int) -> ExchangeRequest
) async throws -> TransportError? {
    try await ScriptedServer.serving(steps) { server in
        try await withTransport { transport in
            await failure(of: request(server.port), on: transport)
        }
    }
}

/// The answer to one request to a server with this script.
func answer(_ text: String, to request: (Int) -> ExchangeRequest) async throws -> ExchangeResponse {
    try await ScriptedServer.serving([.send(text)]) { server in
        try await withTransport { transport in
            try await transport.send(request(server.port))
        }
    }
}
