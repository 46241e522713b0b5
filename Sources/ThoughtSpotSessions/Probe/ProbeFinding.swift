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
