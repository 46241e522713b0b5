import HTTPExchange
import Testing
import ThoughtSpotSessions

/// What several answers amount to together: findings, proposal, banner, skew.
struct ProbeReportTests {
    private func observed(
        _ question: ProbeQuestion, _ finding: ProbeFinding, skew: Int64? = nil, duration: Int = 10
    ) -> ProbeObservation {
        ProbeObservation(
            question: question, outcome: .answered(status: 200, finding: finding), clockSkew: skew, duration: duration)
    }

    private func report(speaking generations: Set<Generation>) -> ProbeReport {
        ProbeReport(
            ProbeQuestion.allCases.map { question in
                let isSpoken = generations.contains(question.generation)
                let finding: ProbeFinding =
                    isSpoken ? .speaks : question.isBanner ? .undecided(.otherStatus(404)) : .doesNot
                return observed(question, finding)
            })
    }

    @Test(
        arguments: [
            (Set<Generation>([.v1, .betaAPI, .betaTspublic, .v2]), Generation.v2),
            ([.v1, .betaAPI, .betaTspublic], .betaTspublic),
            ([.v1, .betaAPI], .betaAPI), ([.v1], .v1), ([.betaTspublic], .betaTspublic), ([], nil),
        ] as [(Set<Generation>, Generation?)])
    func `the best one is proposed`(spoken: Set<Generation>, proposal: Generation?) {
        let report = report(speaking: spoken)
        #expect(report.proposal == proposal)
        for generation in Generation.allCases where generation != .betaQuery {
            #expect(report.finding(for: generation) == (spoken.contains(generation) ? .speaks : .doesNot))
        }
    }

    @Test func `beta-query cannot be told from beta-tspublic`() {
        #expect(report(speaking: [.betaTspublic]).finding(for: .betaQuery) == .undecided(.samePath(as: .betaTspublic)))
        #expect(report(speaking: [.v2]).finding(for: .betaQuery) == .doesNot)
        #expect(ProbeReport([]).finding(for: .betaQuery) == .undecided(.notAsked))
    }

    @Test func `a banner proves, and its absence does not`() {
        let withBanner = ProbeReport([observed(.v2Banner, .speaks), observed(.v2User, .undecided(.busy))])
        #expect(withBanner.finding(for: .v2) == .speaks)
        let without = ProbeReport([
            observed(.v1Banner, .undecided(.otherStatus(404))), observed(.v1SessionInfo, .speaks),
        ])
        #expect(without.finding(for: .v1) == .speaks)
        #expect(ProbeReport([observed(.v2Banner, .undecided(.maintenance))]).finding(for: .v2) == .undecided(.notAsked))
    }

    @Test func `the quickest exchange tells the skew`() {
        let report = ProbeReport([
            observed(.v2Banner, .speaks, skew: 5_000, duration: 900), observed(.v1Banner, .speaks, duration: 1),
            observed(.v2User, .speaks, skew: 4_000, duration: 20),
        ])
        #expect(report.clockSkew == 4_000)
    }

    @Test func `the newest generation is preferred, and beta-query last`() {
        #expect(Generation.byPreference.map(\.rawValue) == ["v2.0", "beta-tspublic", "beta-api", "v1", "beta-query"])
    }
}
