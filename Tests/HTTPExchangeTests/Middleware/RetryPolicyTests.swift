import HTTPExchange
import Testing

struct RetryPolicyTests {
    /// One row of the table of promise P62: how many attempts reads and changes get.
    struct Row: CustomTestStringConvertible, Sendable {
        let outcome: RetryPolicy.Outcome
        let reads: Int
        let changes: Int

        init(_ outcome: RetryPolicy.Outcome, reads: Int, changes: Int) {
            self.outcome = outcome
            self.reads = reads
            self.changes = changes
        }

        var testDescription: String { "\(outcome)" }
    }

    static let rows: [Row] = [
        Row(.failed(.dns, .notSent), reads: 3, changes: 2),
        Row(.failed(.connectionRefused, .notSent), reads: 3, changes: 2),
        Row(.failed(.connectTimeout, .notSent), reads: 1, changes: 1),
        Row(.failed(.unreachable, .notSent), reads: 3, changes: 2),
        Row(.failed(.tlsHandshake, .notSent), reads: 3, changes: 2),
        Row(.failed(.timeout, .notSent), reads: 3, changes: 2),
        Row(.failed(.connectionLost, .notSent), reads: 3, changes: 2),
        Row(.failed(.connectionLost, .maybeSent), reads: 3, changes: 1),
        Row(.failed(.timeout, .maybeSent), reads: 3, changes: 1),
        Row(.failed(.other, .notSent), reads: 1, changes: 1),
        Row(.failed(.other, .maybeSent), reads: 1, changes: 1),
        Row(.answered(status: 408, retryAfter: nil), reads: 3, changes: 1),
        Row(.answered(status: 425, retryAfter: nil), reads: 3, changes: 1),
        Row(.answered(status: 429, retryAfter: nil), reads: 3, changes: 3),
        Row(.answered(status: 429, retryAfter: 1_000), reads: 3, changes: 3),
        Row(.answered(status: 503, retryAfter: 1_000), reads: 3, changes: 2),
        Row(.answered(status: 503, retryAfter: nil), reads: 2, changes: 1),
        Row(.answered(status: 500, retryAfter: nil), reads: 2, changes: 1),
        Row(.answered(status: 502, retryAfter: nil), reads: 2, changes: 1),
        Row(.answered(status: 504, retryAfter: 1_000), reads: 2, changes: 1),
        Row(.answered(status: 200, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 302, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 400, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 401, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 403, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 404, retryAfter: nil), reads: 1, changes: 1),
        Row(.answered(status: 409, retryAfter: nil), reads: 1, changes: 1),
        Row(.failed(.tlsExpired, .notSent), reads: 1, changes: 1),
        Row(.failed(.tlsNotYetValid, .notSent), reads: 1, changes: 1),
        Row(.failed(.tlsName, .notSent), reads: 1, changes: 1),
        Row(.failed(.tlsChain, .notSent), reads: 1, changes: 1),
        Row(.failed(.tlsWeak, .notSent), reads: 1, changes: 1),
        Row(.failed(.tlsClientCertificate, .notSent), reads: 1, changes: 1),
        Row(.failed(.caFile, .notSent), reads: 1, changes: 1),
        Row(.failed(.proxy, .notSent), reads: 1, changes: 1),
        Row(.failed(.cancelled, .notSent), reads: 1, changes: 1),
        Row(.failed(.tooLarge, .maybeSent), reads: 1, changes: 1),
        Row(.failed(.malformed, .maybeSent), reads: 1, changes: 1),
    ]

    @Test(arguments: rows)
    func `every row of the table allows its number of attempts`(_ row: Row) {
        #expect(attempts(.read, row.outcome) == row.reads)
        #expect(attempts(.change, row.outcome) == row.changes)
    }

    @Test func `the table has a row for every error code`() {
        let covered = Set(Self.rows.compactMap { if case .failed(let code, _) = $0.outcome { code } else { nil } })
        #expect(covered == Set(TransportError.Code.allCases))
    }

    @Test func `waits double, with full jitter, up to eight seconds`() {
        let policy = RetryPolicy()
        let lost = RetryPolicy.Outcome.failed(.connectionLost, .maybeSent)
        func wait(_ attempt: Int, _ jitter: Double) -> RetryPolicy.Decision {
            policy.decide(safety: .read, attempt: attempt, outcome: lost, remaining: 30_000, jitter: jitter)
        }
        #expect(wait(1, 0) == .retry(after: 0))
        #expect(wait(1, 0.5) == .retry(after: 250))
        #expect(wait(2, 0.5) == .retry(after: 500))
        let patient = RetryPolicy(baseDelay: 6_000)
        let decision = patient.decide(safety: .read, attempt: 2, outcome: lost, remaining: 30_000, jitter: 0.5)
        #expect(decision == .retry(after: 4_000))
    }

    @Test func `advice of the server is followed, never undercut, and bounded`() {
        let policy = RetryPolicy()
        func decide(_ retryAfter: Int, _ jitter: Double, remaining: Int = 100_000) -> RetryPolicy.Decision {
            let outcome = RetryPolicy.Outcome.answered(status: 429, retryAfter: retryAfter)
            return policy.decide(safety: .change, attempt: 1, outcome: outcome, remaining: remaining, jitter: jitter)
        }
        #expect(decide(10_000, 0) == .retry(after: 10_000))
        #expect(decide(10_000, 0.5) == .retry(after: 10_500))
        #expect(decide(60_000, 0) == .retry(after: 60_000))
        #expect(decide(61_000, 0) == .giveUp)
        #expect(decide(10_000, 0, remaining: 10_000) == .giveUp)
    }

    @Test(arguments: [0, 0.25, 0.999])
    func `too many requests without advice waits between two and thirty seconds`(_ jitter: Double) throws {
        let outcome = RetryPolicy.Outcome.answered(status: 429, retryAfter: nil)
        for attempt in 1...2 {
            let decision = RetryPolicy()
                .decide(safety: .read, attempt: attempt, outcome: outcome, remaining: 40_000, jitter: jitter)
            guard case .retry(let delay) = decision else {
                Issue.record("gave up after attempt \(attempt)")
                return
            }
            #expect((2_000...30_000).contains(delay))
        }
    }

    private func attempts(_ safety: ExchangeRequest.Safety, _ outcome: RetryPolicy.Outcome) -> Int {
        var attempt = 1
        while attempt < 10,
            RetryPolicy().decide(safety: safety, attempt: attempt, outcome: outcome, remaining: 60_000, jitter: 0.5)
                != .giveUp
        {
            attempt += 1
        }
        return attempt
    }
}
