public import Moments

/// What came back for one question of the probe.
public struct ProbeObservation: Hashable, Sendable {
    /// An answer of whatever status, or none.
    public enum Outcome: Hashable, Sendable {
        /// An answer came, and was judged.
        case answered(status: Int, finding: ProbeFinding)
        /// None came.
        case failed(SessionError)
    }

    /// What was asked.
    public let question: ProbeQuestion
    /// What came of it.
    public let outcome: Outcome
    /// Shown by the two banner calls.
    public let banner: MaintenanceBanner?
    /// What `Date` says, whole seconds.
    public let serverTime: Instant?
    /// The server's clock less ours, in milliseconds; absent without a usable `Date`, and when a cache kept the answer.
    public let clockSkew: Int64?
    /// Milliseconds.
    public let duration: Int

    /// An observation as the probe makes it.
    public init(
        question: ProbeQuestion, outcome: Outcome, banner: MaintenanceBanner? = nil, serverTime: Instant? = nil,
        clockSkew: Int64? = nil, duration: Int
    ) {
        self.question = question
        self.outcome = outcome
        self.banner = banner
        self.serverTime = serverTime
        self.clockSkew = clockSkew
        self.duration = duration
    }

    /// What it tells about the generation of the question.
    public var finding: ProbeFinding {
        switch outcome {
        case .answered(_, let finding): finding
        case .failed(let error): .undecided(.failed(error.code))
        }
    }
}

/// What a cluster seems to speak, judged from answers that were given without a credential.
///
/// It is advice: a generation that was chosen for a cluster stays (<doc:FindingTheGeneration>).
public struct ProbeReport: Hashable, Sendable {
    /// In the order in which they were made; fewer than there are questions when the probe ended early.
    public let observations: [ProbeObservation]

    /// A report of what was observed, in the order of the questions.
    public init(_ observations: [ProbeObservation]) {
        self.observations = observations
    }

    /// What is known of one generation.
    ///
    /// Of v1 and v2.0 any positive answer counts, and otherwise the one that is not about a banner. beta-query is
    /// never found: its path is that of beta-tspublic, and the two differ in the style of their requests only.
    public func finding(for generation: Generation) -> ProbeFinding {
        if let heard = generation.traits.heardAs {
            let path = finding(for: heard)
            return path == .speaks ? .undecided(.samePath(as: heard)) : path
        }
        let told = observations.filter { $0.question.generation == generation }
        if told.contains(where: { $0.finding == .speaks }) { return .speaks }
        return told.last { !$0.question.isBanner }?.finding ?? .undecided(.notAsked)
    }

    /// The best generation the cluster was heard to speak, by ``Generation/byPreference``.
    public var proposal: Generation? {
        Generation.byPreference.first { finding(for: $0) == .speaks }
    }

    /// Why the probe ended early, where the way to the cluster was the reason.
    public var failure: SessionError? {
        if case .failed(let error) = observations.last?.outcome { error } else { nil }
    }

    /// What the cluster shows without a credential: the first banner that came.
    public var banner: MaintenanceBanner? {
        observations.lazy.compactMap(\.banner).first
    }

    /// The server's clock less ours, in milliseconds, by the quickest exchange that tells it (<doc:Times>).
    public var clockSkew: Int64? {
        observations.filter { $0.clockSkew != nil }.min { $0.duration < $1.duration }?.clockSkew
    }
}

extension Generation {
    /// The best first (<doc:FindingTheGeneration>). beta-query is last: its secrets ride in URLs.
    public static let byPreference: [Generation] = [.v2, .betaTspublic, .betaAPI, .v1, .betaQuery]
}

/// Whether a cluster speaks a generation, as far as an answer without a credential tells.
public enum ProbeFinding: Hashable, Sendable {
    /// An answer that only this generation gives.
    case speaks
    /// An answer that there is no such thing.
    case doesNot
    /// Nothing can be said, for this reason.
    case undecided(ProbeDoubt)
}

/// Why an answer tells nothing about a generation.
public enum ProbeDoubt: Hashable, Sendable {
    /// The cluster sleeps; `Stopped`, `Starting` or `Unknown`, where the field `Cluster-State` says so.
    case economyMode(state: String?)
    /// A page that speaks of maintenance.
    case maintenance
    /// A page, or a demand of HTTP itself, to sign in elsewhere: single sign-on, or a gateway with passwords of its own.
    case signIn
    /// A page, or a status, of a proxy or gateway.
    case proxy
    /// Another page for people.
    case webPage
    /// The answer leads elsewhere, and is not followed. The target is text from outside, without query and user.
    case redirect(to: String?)
    /// Too many requests.
    case busy
    /// 5xx without the body that the betas' gateway writes (<doc:ErrorAnswers>).
    case serverFailure(status: Int)
    /// A status without a documented meaning here.
    case otherStatus(Int)
    /// A status of success with something else than the answer of this call.
    case unreadable
    /// No answer came, for a reason of the network or of TLS.
    case failed(SessionError.Code)
    /// The probe ended before.
    case notAsked
    /// It shares its path with another generation, which does answer; only a login would tell the two apart.
    case samePath(as: Generation)

    /// Whether the cluster, or who stands in for it, says that it is down for now.
    public var isMaintenance: Bool {
        switch self {
        case .economyMode, .maintenance: true
        default: false
        }
    }
}
