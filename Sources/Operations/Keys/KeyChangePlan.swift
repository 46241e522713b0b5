package import Storage
package import ThoughtSpotSessions

/// What can be done to the key of one place.
package enum KeyAction: String, Hashable, Sendable, CaseIterable {
    /// Keeps a key that is there, makes one otherwise.
    case enable
    /// Revokes the key that is there.
    case disable
    /// Disables, then enables: the one way to a new key (<doc:V2>).
    case rotate
}

/// A change of trusted authentication that is asked for and not yet agreed to.
package struct KeyChangePlan: Hashable, Sendable {
    package let profile: Profile
    package let place: TrustedAuthenticationPlace
    package let action: KeyAction
    /// The session in use was itself opened by a secret key, and may end with it.
    package let isOwnSessionByKey: Bool

    package init(profile: Profile, place: TrustedAuthenticationPlace, action: KeyAction, isOwnSessionByKey: Bool) {
        self.profile = profile
        self.place = place
        self.action = action
        self.isOwnSessionByKey = isOwnSessionByKey
    }

    /// Refuses what cannot be done anyway, before a person is asked for a credential or an agreement.
    package func check(in workspace: Workspace) throws(OperationError) {
        try workspace.requireWritable(profile)
        _ = try workspace.client(for: profile)
        try AbilityPolicy(profile, .trustedAuthenticationKeys).require()
        // A rotation reads the keys before and after; the others can do without.
        if action == .rotate { try SecretKeyPolicy(profile).require() }
    }

    /// The end of a key hits everybody who uses it: the profile's name is always typed (fault D-2-13).
    package var consent: Consent {
        ProtectionPolicy(profile).consent(
            toEnding: what, otherwise: action == .enable ? .key : .profileName(profile.name), concernsEverybody: true)
    }

    /// The one way to a change that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedKeyChange {
        try consent.judge(answer)
        return ConfirmedKeyChange(plan: self)
    }

    /// `Disabling trusted authentication`: for sentences.
    package var what: String {
        switch action {
        case .enable: "Enabling trusted authentication"
        case .disable: "Disabling trusted authentication"
        case .rotate: "Rotating the secret key"
        }
    }
}

/// A change that somebody has agreed to. Only ``KeyChangePlan`` makes one.
package struct ConfirmedKeyChange: Hashable, Sendable {
    package let plan: KeyChangePlan

    fileprivate init(plan: KeyChangePlan) {
        self.plan = plan
    }
}
