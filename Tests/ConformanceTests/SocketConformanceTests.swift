import AsyncHTTPTransport
import DemoCluster
import DemoServer
import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// The same script over real sockets: the real transport on one side, the demo server on the other.
struct SocketConformanceTests {
    @Test(.timeLimit(.minutes(60)), arguments: ConformancePart.all, Generation.allCases)
    func `over TLS`(part: ConformancePart, generation: Generation) async throws {
        try await run(part, generation, usesTLS: true)
    }

    @Test(.timeLimit(.minutes(60)), arguments: Generation.allCases)
    func `the main job over plain http`(generation: Generation) async throws {
        try await run(try #require(ConformancePart.all.first), generation, usesTLS: false)
    }

    private func run(_ part: ConformancePart, _ generation: Generation, usesTLS: Bool) async throws {
        let clock = TestClock()
        let member = SessionConformance.member(speaking: generation, clock: clock)
        let home = try TemporaryHome()
        try home.write(DemoCertificates.authority, to: "authority.pem")
        let listener = LoopbackServer.Listener(try #require(member.cluster), usesTLS: usesTLS)
        try await LoopbackServer.serving([listener]) { origins in
            let origin = try #require(origins.first)
            // No deadline that a busy machine could miss: the script says what is to happen, not how soon.
            let unhurried = ConnectionSettings.Deadlines(
                connect: 600_000, firstByte: 600_000, idle: 600_000, total: 600_000)
            let connection = ConnectionSettings(
                deadlines: unhurried, trust: usesTLS ? .additional(caFile: home.file("authority.pem")) : .system)
            let transport = AsyncHTTPTransport()
            try await part.run(
                SessionConformance(
                    member, generation, at: ClusterAddress(origin: origin, connection: connection), transport,
                    clock: clock))
            await transport.shutdown()
        }
    }
}
