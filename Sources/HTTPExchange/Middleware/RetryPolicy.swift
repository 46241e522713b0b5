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
