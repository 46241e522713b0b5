import DemoCluster
import TestSupport
import Testing
import ThoughtSpotSessions

/// One script, every generation that is spoken, against the simulated cluster in this process.
struct DemoClusterConformanceTests {
    static let generations = Generation.allCases

    @Test(arguments: ConformancePart.all, generations)
    func `in process`(part: ConformancePart, generation: Generation) async throws {
        let clock = TestClock()
        let member = SessionConformance.member(speaking: generation, clock: clock)
        let destination = member.cluster.map(DemoTransport.Destination.cluster) ?? .noServer
        let transport = DemoTransport([member.inProcessOrigin: destination], delay: { _ in })
        try await part.run(
            SessionConformance(
                member, generation, at: ClusterAddress(origin: member.inProcessOrigin), transport, clock: clock))
    }
}
