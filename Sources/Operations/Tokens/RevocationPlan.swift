import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// One token that is to die, with what a person must see before agreeing.
package struct RevocationTarget: Hashable, Sendable {
    package var profile: Profile
    package var token: TokenSelector
    package var user: String?
    /// Belongs to the profile's own user.
    package var isOwn: Bool
    /// Carries the session that is open right now.
    package var isInUse: Bool

    package var fingerprint: Fingerprint { token.fingerprint }

    /// The row of the token list that this is.
    package var tokenID: TokenRecord.ID { TokenRecord.id(fingerprint, at: profile.origin.description) }

    package init(profile: Profile, token: TokenSelector, user: String?, isOwn: Bool, isInUse: Bool) {
        self.profile = profile
        self.token = token
        self.user = user
        self.isOwn = isOwn
        self.isInUse = isInUse
    }
}

/// A revocation that is asked for and not yet agreed to. Never empty.
package struct RevocationPlan: Hashable, Sendable {
    package let targets: [RevocationTarget]

    /// Throws `E_EMPTY_TARGET` without a target: an empty choice never means all.
    package init(_ targets: [RevocationTarget]) throws(OperationError) {
        guard !targets.isEmpty else { throw .refused(.nothingSelected(what: "token")) }
        // The credential in use goes last, so that it can still verify the others.
        self.targets = targets.filter { !$0.isInUse } + targets.filter(\.isInUse)
    }

    /// What must be answered.
    package var consent: Consent {
        let isOwn = targets.count == 1 && targets.allSatisfy(\.isOwn)
        return ProtectionPolicy(targets.map(\.profile)).consent(
            toEnding: targets.count == 1 ? "Revoking a token" : "Revoking \(targets.count) tokens",
            otherwise: isOwn ? .key : .count(targets.count))
    }

    /// The one way to a revocation that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedRevocation {
        try consent.judge(answer)
        return ConfirmedRevocation(targets: targets)
    }
}

/// A revocation that somebody has agreed to. Only ``RevocationPlan`` makes one.
package struct ConfirmedRevocation: Hashable, Sendable {
    package let targets: [RevocationTarget]

    fileprivate init(targets: [RevocationTarget]) {
        self.targets = targets
    }

    /// Needs no answer of its own: a login takes back the token that it minted for itself, or a larger question was
    /// answered. `nil` without a target.
    init?(part targets: [RevocationTarget]) {
        guard let plan = try? RevocationPlan(targets) else { return nil }
        self.init(targets: plan.targets)
    }
}
