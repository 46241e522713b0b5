import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("The rate limit")
struct RateLimitTests {
    private let clock = TestClock(1_790_000_000_000)

    private func cluster(release: String = "26.8.0.cl", limit: DemoRateLimit? = .documented) -> SimulatedCluster {
        let clock = clock
        return SimulatedCluster(
            DemoClusterConfiguration(name: "test", release: release, users: [], rateLimit: limit),
            now: { clock.milliseconds }, identifiers: IdentifierSource(seed: 1))
    }

    private func statuses(_ count: Int, of cluster: SimulatedCluster, from client: String = "a") async -> [Int] {
        let request = ExchangeRequest(
            method: .get, origin: Origin(scheme: .https, host: "test.example"), path: "/api/rest/2.0/system/banner",
            headers: [.userAgent: "tests"], safety: .read)
        var statuses: [Int] = []
        for _ in 0..<count { statuses.append(await cluster.answer(to: request, from: client).response.status) }
        return statuses
    }

    @Test func `ten at once are answered, the eleventh gets 429; after a while there is room again`() async {
        let cluster = cluster()
        #expect(await statuses(12, of: cluster) == Array(repeating: 200, count: 10) + [429, 429])
        clock.advance(milliseconds: 30)
        #expect(await statuses(5, of: cluster) == [200, 200, 200, 429, 429])
        clock.advance(seconds: 3_600)
        #expect(await statuses(11, of: cluster) == Array(repeating: 200, count: 10) + [429])
    }

    @Test func `in the long run a hundred a second pass`() async {
        let cluster = cluster()
        var passed = 0
        for _ in 0..<1_000 {
            passed += await statuses(1, of: cluster).count { $0 == 200 }
            clock.advance(milliseconds: 1)
        }
        #expect((100...110).contains(passed))
    }

    @Test func `each client address has an allowance of its own, and a clock that goes back gives nothing`() async {
        let cluster = cluster(limit: DemoRateLimit(perSecond: 1, burst: 1))
        #expect(await statuses(2, of: cluster) == [200, 429])
        clock.advance(seconds: -60)
        #expect(await statuses(1, of: cluster) == [429])
        #expect(await statuses(1, of: cluster, from: "b") == [200])
    }

    @Test func `what is refused is not executed, and no header says when to come again`() async {
        let cluster = cluster(limit: DemoRateLimit(perSecond: 1, burst: 1))
        _ = await statuses(1, of: cluster)
        let request = ExchangeRequest(
            method: .post, origin: Origin(scheme: .https, host: "test.example"),
            path: "/api/rest/2.0/auth/session/logout", headers: [.userAgent: "tests"], safety: .change)
        let answer = await cluster.answer(to: request, from: "a").response
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == nil)
        #expect(await cluster.auditEvents.isEmpty)
    }

    @Test(
        arguments: [("26.8.0.cl", nil), ("26.1.0.cl", .documented)]
            as [(String, DemoRateLimit?)])
    func `without a limit, and before 26.2, everything passes`(release: String, limit: DemoRateLimit?) async {
        #expect(await statuses(50, of: cluster(release: release, limit: limit)).allSatisfy { $0 != 429 })
    }

    @Test func `a fault plan can force 429 with Retry-After`() async throws {
        let plan = try DemoFaultPlan(
            json: [UInt8](
                #"{"rules":[{"action":{"kind":"answer","status":429,"headers":{"Retry-After":"3"}}}]}"#.utf8))
        let cluster = cluster(limit: nil)
        await cluster.setFaults(plan)
        let request = ExchangeRequest(
            method: .get, origin: Origin(scheme: .https, host: "test.example"), path: "/", headers: [:], safety: .read)
        let answer = await cluster.answer(to: request).response
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == "3")
    }
}
