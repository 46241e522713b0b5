import AsyncHTTPTransport
import DemoCluster
import DemoServer
import HTTPExchange
import Moments
import Synchronization
import Testing
import ThoughtSpotSessions

@testable import ExampleTokenCheck

/// The example as it stands in the manual, over a socket, against a demo cluster of every generation.
struct SocketRunTests {
    /// What it says, beginnings only: the ends of tokens and sessions differ from run to run.
    private static func expected(_ generation: Generation) -> [String] {
        let name = generation.rawValue
        let login = "logged in to \(name) as tsadmin"
        let session = "the session belongs to tsadmin"
        let isActive = "validate: by v1 session/isactive"
        let own = ["issued (secret), until", "the token is valid", "revoked; the token is invalid"]
        let end = "logged out; the session is over"
        return switch generation {
        case .v1:
            [
                login, session, "issued (secret), until another one", isActive, "the token is valid",
                "no revoke: v1 has no revoke", end,
            ]
        case .betaAPI, .betaTspublic:
            [login, session, own[0], isActive, own[1], own[2], end]
        case .betaQuery:
            [
                login, "session info: by beta-tspublic session", session, own[0], isActive, own[1],
                "revoke: by beta-tspublic session/revoketoken", own[2], "logout: by beta-tspublic session/logout", end,
            ]
        case .v2:
            [login, session] + own + [end]
        }
    }

    @Test(arguments: Generation.allCases)
    func `a token from issue to revocation`(generation: Generation) async throws {
        let beta = [.v1, .v2].contains(generation) ? nil : DemoGeneration(rawValue: generation.rawValue)
        let member = DemoFleet.single(now: ExchangeClock.live.wallNow, seed: 7, generation: beta)
        let cluster = try #require(member.cluster)
        let said = try await LoopbackServer.serving([.init(cluster)]) { origins in
            try await run(generation, at: try #require(origins.first), as: member)
        }
        let expected = Self.expected(generation)
        #expect(said.count == expected.count, "\(said)")
        for (line, beginning) in zip(said, expected) { #expect(line.hasPrefix(beginning)) }
    }

    private func run(_ generation: Generation, at origin: Origin, as member: DemoFleetMember) async throws -> [String] {
        let transport = AsyncHTTPTransport()
        let unhurried = ConnectionSettings(
            deadlines: .init(connect: 600_000, firstByte: 600_000, idle: 600_000, total: 600_000))
        let client = SessionClient(
            generation: generation, address: ClusterAddress(origin: origin, connection: unhurried),
            transport: transport,
            now: { Instant(milliseconds: ExchangeClock.live.wallNow()) })
        let said = Mutex<[String]>([])
        let check = TokenCheck(
            service: client, username: member.username, password: Secret(member.password),
            secretKey: Secret(member.secretKey), say: { line in said.withLock { $0.append(line) } })
        let result: Result<Void, any Error>
        do {
            result = .success(try await check.run())
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        try result.get()
        return said.withLock(\.self)
    }

    @Test(arguments: [
        ("https://ts.example.com", "https://ts.example.com" as String?),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("ts.example.com", nil), ("https://ts.example.com/path", nil), ("https://:80", nil),
        ("ftp://ts.example.com", nil),
        ("https://ts.example.com:0", nil),
    ])
    func `the URL`(text: String, origin: String?) {
        #expect(Origin(url: text)?.description == origin)
    }
}
