package import Storage
package import ThoughtSpotSessions

/// Tries whether a cluster answers at the address that a profile has, or that is being filled in, and what it speaks.
/// Sends no credential, changes nothing, and keeps nothing.
package struct TestProfile: Hashable, Sendable {
    /// When the cluster is asked what it speaks.
    package enum Probe: Hashable, Sendable {
        case never
        /// When it answers otherwise than its generation does: then it may speak another.
        case onFailure
        /// Whenever it answers.
        case always
    }

    package let profile: Profile
    package var probe: Probe

    package init(profile: Profile, probe: Probe) {
        self.profile = profile
        self.probe = probe
    }

    /// Of what is filled in. It is not saved, so nothing is held for it: the id only names it for this one look.
    ///
    /// - Throws: What is wrong with a field.
    package init(draft: ProfileDraft) throws(OperationError) {
        self.init(profile: try draft.profile(id: "unsaved"), probe: .always)
    }

    /// - Throws: When the profile names a proxy that is none.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProfileTestReport {
        let status = await CheckCluster(profile: profile).run(in: workspace)
        guard isProbed(after: status) else { return ProfileTestReport(status: status, probe: nil) }
        let verb = ProbeCluster(profile: profile, patience: ProbeCluster.patience)
        return ProfileTestReport(status: status, probe: try await verb.run(in: workspace))
    }

    private func isProbed(after status: ClusterStatus) -> Bool {
        switch (status.state, probe) {
        case (_, .never): false
        // Where nothing answers, nothing tells what is spoken there.
        case (.failed(.session(let cause, _)), .always): cause.status != nil
        case (.failed(.session(let cause, _)), .onFailure): cause.status != nil && cause.code != .maintenance
        case (_, .always): true
        case (_, .onFailure): false
        }
    }
}

/// What became of a test.
package struct ProfileTestReport: Hashable, Sendable {
    package let status: ClusterStatus
    /// What the cluster was heard to speak, where it was asked.
    package let probe: ProbeReport?

    package init(status: ClusterStatus, probe: ProbeReport?) {
        self.status = status
        self.probe = probe
    }

    /// The generation that is proposed instead of the profile's, nil when the profile's is spoken or none was heard.
    package var otherGeneration: Generation? {
        guard let probe, let proposal = probe.proposal, probe.finding(for: status.profile.generation) != .speaks else {
            return nil
        }
        return proposal
    }
}
