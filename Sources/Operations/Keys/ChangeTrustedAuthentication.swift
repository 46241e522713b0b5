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

    /// The end of a key hits all who use it: the profile's name is always typed (fault D-2-13).
    package var consent: Consent {
        ProtectionPolicy(profile).consent(
            toEnding: what, otherwise: action == .enable ? .key : .profileName(profile.name), concernsAllUsers: true)
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

/// A change that a person has agreed to. Only ``KeyChangePlan`` makes one.
package struct ConfirmedKeyChange: Hashable, Sendable {
    package let plan: KeyChangePlan

    fileprivate init(plan: KeyChangePlan) {
        self.plan = plan
    }
}

/// Enables or disables trusted authentication in one place, or rotates its key; then looks how it stands.
///
/// Every step is a change of its own in the journal, with the place as its subject.
package struct ChangeTrustedAuthentication: Hashable, Sendable {
    package var confirmed: ConfirmedKeyChange

    package init(confirmed: ConfirmedKeyChange) {
        self.confirmed = confirmed
    }

    private var plan: KeyChangePlan { confirmed.plan }

    /// Throws where nothing was changed. Whatever may have been changed is told by the report, never thrown.
    package func run(in workspace: Workspace) async throws(OperationError) -> KeyChangeReport {
        try plan.check(in: workspace)
        let session = try await workspace.session(of: plan.profile)
        let steps = KeyChangeSteps(
            plan: plan, client: try workspace.client(for: plan.profile), session: session, workspace: workspace)
        return plan.action == .rotate
            ? try await steps.rotate() : try await steps.set(isEnabled: plan.action == .enable)
    }
}

/// The requests of one change.
struct KeyChangeSteps: Sendable {
    let plan: KeyChangePlan
    let client: SessionClient
    let session: ActiveSession
    let workspace: Workspace

    /// One step, then a look.
    func set(isEnabled: Bool) async throws(OperationError) -> KeyChangeReport {
        let progress = try await progress(of: isEnabled)
        return await report(progress, before: [])
    }

    /// Looks first, so that a user who may not read the keys, or is in the wrong place, does not get halfway.
    func rotate() async throws(OperationError) -> KeyChangeReport {
        let looked = try await ReadTrustedAuthentication(profile: plan.profile, scope: plan.place.scope)
            .run(in: workspace)
        guard let before = looked.state.setting(of: plan.place), !before.isOff else {
            throw .refused(.noSecretKey(place: plan.place.wording, profile: plan.profile.name))
        }
        let ending = try await progress(of: false)
        guard case .accepted = ending else { return await report(ending, before: before.keys) }
        // Half a rotation shuts all users out.
        return await uncancelled {
            let making: KeyChangeProgress
            do throws(OperationError) {
                making = try await progress(of: true)
            } catch {
                making = .stoppedHalfway(error)
            }
            return await report(making, before: before.keys)
        }
    }

    /// Throws when the step was not executed.
    private func progress(of isEnabled: Bool) async throws(OperationError) -> KeyChangeProgress {
        var isExecuted = false
        let change = JournaledChange(
            action: isEnabled ? .enableTrustedAuthentication : .disableTrustedAuthentication, profile: plan.profile,
            user: session.username, subjects: [plan.place.subject])
        do throws(OperationError) {
            try await change.run(in: workspace) { () async throws(SessionError) in
                let reply = try await client.changeTrustedAuthentication(
                    TrustedAuthenticationChange(place: plan.place, isEnabled: isEnabled), as: session.authentication)
                isExecuted = true
                return ((), JournaledChange.Result(evidence: reply.evidence))
            }
        } catch {
            switch error {
            case .session(let cause, _) where cause.execution == .unknown: return .unknown(error)
            // Executed, with an answer that could not be read.
            case .session(let cause, _) where cause.execution == .accepted: break
            // Executed, and only its result line could not be written: the look that follows says so.
            default: guard isExecuted else { throw error }
            }
        }
        return .accepted
    }

    private func report(_ progress: KeyChangeProgress, before: [Secret]) async -> KeyChangeReport {
        let looked: Result<TrustedAuthenticationState.Setting, OperationError>
        do throws(OperationError) {
            let report = try await ReadTrustedAuthentication(profile: plan.profile, scope: plan.place.scope)
                .run(in: workspace)
            guard let setting = report.state.setting(of: plan.place) else {
                throw .refused(.noSecretKey(place: plan.place.wording, profile: plan.profile.name))
            }
            looked = .success(setting)
        } catch {
            looked = .failure(error)
        }
        return KeyChangeReport(
            profile: plan.profile, place: plan.place, action: plan.action,
            outcome: .init(plan.action, progress, before: before, looked: looked), seen: try? looked.get())
    }
}
