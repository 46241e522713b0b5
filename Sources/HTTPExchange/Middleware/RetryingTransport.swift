import ASCIIText
public import HTTPTypes
import Moments

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

/// When a request is sent again, as a pure decision: the table of promise P62.
///
/// It knows no clock and no randomness; both come in as numbers, so that every row can be checked without waiting.
public struct RetryPolicy: Hashable, Sendable {
    /// How one attempt ended.
    public enum Outcome: Hashable, Sendable {
        /// With an answer; `retryAfter` is what its `Retry-After` asks for, in milliseconds, when that was readable.
        case answered(status: Int, retryAfter: Int?)
        /// Without one; the reach says whether the request may have arrived.
        case failed(TransportError.Code, TransportError.Reach)
    }

    /// What to do next.
    public enum Decision: Hashable, Sendable {
        /// Hand the outcome to the caller.
        case giveUp
        /// Send the same request again after this many milliseconds.
        case retry(after: Int)
    }

    /// The first wait without advice from the server, in milliseconds; it doubles with every attempt.
    public var baseDelay: Int
    /// No wait of ours is longer, in milliseconds.
    public var maximumDelay: Int
    /// When a server asks for more patience than this (milliseconds), we give up and say so.
    public var maximumRetryAfter: Int

    /// The policy of promise P62, with waits of one's own; all in milliseconds.
    public init(baseDelay: Int = 500, maximumDelay: Int = 8_000, maximumRetryAfter: Int = 60_000) {
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.maximumRetryAfter = maximumRetryAfter
    }

    /// Decides after an attempt has ended.
    ///
    /// - Parameters:
    ///   - safety: what happens when the request is executed twice.
    ///   - attempt: the number of the attempt that ended, 1 for the first.
    ///   - outcome: how it ended.
    ///   - remaining: milliseconds until the total deadline; a wait that would use it up means giving up.
    ///   - jitter: a random number in 0..<1.
    public func decide(
        safety: ExchangeRequest.Safety, attempt: Int, outcome: Outcome, remaining: Int, jitter: Double
    ) -> Decision {
        guard attempt < attempts(for: safety, outcome: outcome) else { return .giveUp }
        let delay: Int
        switch outcome {
        case .answered(_, let retryAfter?):
            guard retryAfter <= maximumRetryAfter else { return .giveUp }
            // Never earlier than asked; a little later, so that many clients do not come back at the same instant.
            delay = retryAfter + Int(jitter * Double(min(retryAfter / 4, 1_000)))
        case .answered(status: 429, nil):
            // Every program behind one address shares the limit: wait clearly longer than after a mere failure.
            delay = 2_000 + Int(jitter * Double(min(2_000 << min(attempt - 1, 4), 28_000)))
        case .answered, .failed:
            delay = Int(jitter * Double(min(baseDelay << min(attempt - 1, 16), maximumDelay)))
        }
        return delay < remaining ? .retry(after: delay) : .giveUp
    }

    /// How many attempts, the first included, this outcome allows.
    public func attempts(for safety: ExchangeRequest.Safety, outcome: Outcome) -> Int {
        switch (outcome, safety) {
        case (.failed(.connectTimeout, _), _):
            // The system has knocked several times within that time; to go through it again only doubles the wait.
            1
        case (.failed(let code, .notSent), _):
            Self.isPassing(code) ? (safety == .read ? 3 : 2) : 1
        case (.failed(let code, .maybeSent), .read):
            Self.isPassing(code) ? 3 : 1
        case (.failed(_, .maybeSent), .change):
            1
        case (.answered(status: 429, _), _):
            3
        case (.answered(status: 503, _?), .read):
            3
        case (.answered(status: 503, _?), .change):
            2
        case (.answered(status: 408, _), .read), (.answered(status: 425, _), .read):
            3
        case (.answered(let status, _), .read) where [500, 502, 503, 504].contains(status):
            2
        case (.answered, _):
            1
        }
    }

    /// Whether the same request may meet better weather in a moment.
    ///
    /// A certificate, a CA file or a proxy's refusal stays as it is until a person changes something, and a proxy
    /// counts wrong passwords. `.other` is what we refused to send ourselves, or do not understand.
    private static func isPassing(_ code: TransportError.Code) -> Bool {
        switch code {
        case .dns, .connectionRefused, .unreachable, .tlsHandshake, .timeout, .connectionLost:
            true
        case .connectTimeout, .tlsExpired, .tlsNotYetValid, .tlsName, .tlsChain, .tlsWeak, .tlsClientCertificate,
            .caFile, .tooLarge,
            .malformed, .proxy, .cancelled, .other:
            false
        }
    }
}

/// What an answer says about coming back.
public enum RetryAfter {
    /// Milliseconds to wait as the `Retry-After` field asks, or nil when there is none that can be read.
    ///
    /// Seconds or an HTTP date; a date is compared with the answer's own `Date` field, because our clock may be wrong,
    /// and with `wallNow` when there is none. A date in the past means 0; garbage and absurd values mean nil.
    ///
    /// - Parameters:
    ///   - headers: of the answer.
    ///   - wallNow: milliseconds since 1970 UTC.
    public static func milliseconds(of headers: HTTPFields, wallNow: Int64) -> Int? {
        guard let text = headers[.retryAfter], text.utf8.count <= 40 else { return nil }
        if let seconds = Int(text), text.utf8.allSatisfy(\.isASCIIDigit) {
            return seconds <= longest ? seconds * 1_000 : nil
        }
        guard let date = HTTPDate.instant(text) else { return nil }
        let now = headers[.date].flatMap(HTTPDate.instant) ?? Instant(seconds: wallNow / 1_000)
        let wait = max(0, date.milliseconds(since: now))
        return wait <= Int64(longest) * 1_000 ? Int(wait) : nil
    }

    /// A year in seconds: more is a mistake of the server.
    private static let longest = 31_536_000
}
