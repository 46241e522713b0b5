import Storage
import ThoughtSpotSessions

/// "End everything of anna on prod-eu": all sessions of one user, and the tokens of that user which this run holds.
/// Asked for, and not yet agreed to.
package struct UserEndPlan: Hashable, Sendable {
    /// The one user.
    package let target: ForceLogoutTarget
    /// May be empty: no cluster lists its tokens, and what is not held cannot be revoked.
    package let tokens: [RevocationTarget]
    private let logout: ForceLogoutPlan

    /// Throws nothing in practice; an empty plan cannot be built.
    package init(_ target: ForceLogoutTarget, tokens: [RevocationTarget]) throws(OperationError) {
        self.target = target
        self.tokens = tokens
        logout = try ForceLogoutPlan([target])
    }

    /// The sessions count as one, each token as one.
    package var count: Int { 1 + tokens.count }

    /// What must be answered.
    package var consent: Consent {
        ProtectionPolicy(target.profile).consent(
            toEnding: "Ending everything of a user",
            otherwise: target.isOurselves && tokens.isEmpty ? .key : .count(count), user: target.user.text)
    }

    /// The one way to an end that can be run: the sessions first, in one request, then the tokens, each by itself.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedUserEnd {
        try consent.judge(answer)
        var revocation: ConfirmedRevocation?
        if !tokens.isEmpty { revocation = try RevocationPlan(tokens).confirmedAsPart() }
        return ConfirmedUserEnd(logout: logout.confirmedAsPart(), tokens: revocation)
    }
}

/// What somebody has agreed to. Only ``UserEndPlan`` makes one.
package struct ConfirmedUserEnd: Hashable, Sendable {
    package let logout: ConfirmedForceLogout
    /// Absent when no token of the user is held.
    package let tokens: ConfirmedRevocation?

    fileprivate init(logout: ConfirmedForceLogout, tokens: ConfirmedRevocation?) {
        self.logout = logout
        self.tokens = tokens
    }
}
