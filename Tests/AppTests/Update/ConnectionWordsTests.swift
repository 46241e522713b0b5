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
}
