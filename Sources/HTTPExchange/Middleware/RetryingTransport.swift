/// Sends a request again where the table of `RetryPolicy` allows it, and never where it could execute a change twice.
///
/// The deadline `total` of the request covers all attempts and the waits between them. What the caller gets is the
/// last answer or the last error; a change is never repeated after an attempt that may have reached the server, so
/// the reach of the last error is the truth about all of them.
public struct RetryingTransport: HTTPTransport {
    private let next: any HTTPTransport
    private let policy: RetryPolicy
    private let clock: ExchangeClock
    private let random: @Sendable () -> Double
    private let isRefusal: @Sendable (ExchangeResponse) -> Bool

    /// A transport that repeats what is safe to repeat.
    ///
    /// - Parameters:
    ///   - next: sends each attempt.
    ///   - policy: decides after each attempt.
    ///   - clock: for the deadline and the waits.
    ///   - random: a number in 0..<1 for each wait.
    ///   - isRefusal: whether an answer is a clear no in spite of a status that reads like bad weather (the beta
    ///     dialects say 500 to everything); such an answer is never asked for again.
    public init(
        wrapping next: any HTTPTransport, policy: RetryPolicy = RetryPolicy(), clock: ExchangeClock = .live,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        isRefusal: @escaping @Sendable (ExchangeResponse) -> Bool = { _ in false }
    ) {
        self.next = next
        self.policy = policy
        self.clock = clock
        self.random = random
        self.isRefusal = isRefusal
    }

    public func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let deadline = clock.now() + Int64(request.connection.deadlines.total)
        var attempt = request
        while true {
            let result = await outcome(of: attempt)
            let remaining = Int(deadline - clock.now())
            guard case .retry(let delay) = decision(after: result, of: attempt, remaining: remaining) else {
                return try result.get()
            }
            do {
                try await clock.sleep(delay)
            } catch {
                throw TransportError(.cancelled, reach: reach(of: result, safety: request.safety), peer: request.peer)
            }
            attempt.attempt += 1
            attempt.connection.deadlines.total = max(1, Int(deadline - clock.now()))
        }
    }

    private func outcome(of request: ExchangeRequest) async -> Result<ExchangeResponse, TransportError> {
        do throws(TransportError) {
            return .success(try await next.send(request))
        } catch {
            return .failure(error)
        }
    }

    private func decision(
        after result: Result<ExchangeResponse, TransportError>, of request: ExchangeRequest, remaining: Int
    ) -> RetryPolicy.Decision {
        let outcome: RetryPolicy.Outcome
        switch result {
        case .success(let response):
            guard response.status >= 400, !isRefusal(response) else { return .giveUp }
            let retryAfter = RetryAfter.milliseconds(of: response.headers, wallNow: clock.wallNow())
            outcome = .answered(status: response.status, retryAfter: retryAfter)
        case .failure(let error):
            outcome = .failed(error.code, error.reach)
        }
        return policy.decide(
            safety: request.safety, attempt: request.attempt, outcome: outcome, remaining: remaining, jitter: random()
        )
    }

    /// What is certain when the wait before another attempt is cancelled: an answer that made us wait refused the
    /// change without executing it.
    private func reach(
        of result: Result<ExchangeResponse, TransportError>, safety: ExchangeRequest.Safety
    ) -> TransportError.Reach {
        switch (result, safety) {
        case (.success, .change): .notSent
        case (.success, .read): .maybeSent
        case (.failure(let error), _): error.reach
        }
    }
}
