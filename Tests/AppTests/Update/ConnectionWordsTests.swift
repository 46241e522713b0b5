import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The screen claims no more of a connection than was observed.
struct ConnectionWordsTests {
    private let alpha = Profile.test("alpha")

    private func security(_ state: ClusterStatus.State?) -> String {
        var bench = Bench([alpha])
        bench.state.clusters[alpha.id] = state.map {
            ClusterRow(status: ClusterStatus(profile: alpha, state: $0, checkedAt: start))
        }
        return ClusterWords(profile: alpha, program: bench.state).security.text.string
    }

    @Test func `a cluster that has not answered has its scheme only`() {
        #expect(security(nil) == "https")
        #expect(security(.failed(.test(.timeout, on: alpha))) == "https")
        #expect(security(.failed(.test(.tlsChain, on: alpha))) == "https")
        #expect(security(.reachable) == "TLS")
        let answered = SessionError(.maintenance, operation: "session/info", origin: alpha.origin, status: 503)
        #expect(security(.failed(.session(answered, profile: alpha.name))) == "TLS")
    }

    @Test func `each production cluster of a question has its mark`() {
        let profiles: [Profile] = [
            .test("prod-eu", tag: "production"), .test("staging"), .test("prod-us", tag: "production"),
        ]
        let lines = DeactivationQuestion.clusters(profiles).map(\.text.string)
        #expect(lines.map { $0.hasPrefix("cluster") } == [true, false, true, true, false])
        #expect(lines.count { $0 == "PRODUCTION" } == 2)
        #expect(lines[3].contains("prod-us") && lines[4] == "PRODUCTION")
    }
}
