import Storage
import ThoughtSpotSessions

/// What became of the sessions of one user.
package struct ForceLogoutItem: Hashable, Sendable {
    /// The verdict, in the words of the manual. No cluster lists its sessions, so that nothing can be verified.
    package enum Verdict: Hashable, Sendable {
        case accepted
        case failed(OperationError)
        case unknown(OperationError)
        /// The run was stopped before it came to this one.
        case notAttempted
    }

    package var target: ForceLogoutTarget
    package var verdict: Verdict

    package init(target: ForceLogoutTarget, verdict: Verdict) {
        self.target = target
        self.verdict = verdict
    }
}

/// Ends all sessions of users on their clusters, one request for each user, so that each has its own lines in the
/// journal and its own verdict. No request is ever repeated.
package struct ForceLogout: Hashable, Sendable {
    package var confirmed: ConfirmedForceLogout

    package init(confirmed: ConfirmedForceLogout) {
        self.confirmed = confirmed
    }

    /// Runs through all users; tells each verdict as it falls.
    ///
    /// A cancelled task and a journal that cannot be written leave the rest `notAttempted`; so does, for the rest of one
    /// cluster, whatever would meet every user there: no right to it, no session, a connection that cannot be trusted
    /// (promise P66).
    package func run(
        in workspace: Workspace, progress: @Sendable (ForceLogoutItem) async -> Void = { _ in }
    ) async -> [ForceLogoutItem] {
        var items: [ForceLogoutItem] = []
        var isStopped = false
        var closed: Set<Profile.ID> = []
        for target in confirmed.targets {
            let isOut = isStopped || Task.isCancelled || closed.contains(target.profile.id)
            let verdict: ForceLogoutItem.Verdict = isOut ? .notAttempted : await verdict(on: target, in: workspace)
            if case .failed(let error) = verdict {
                isStopped = error.stopsEverything
                if error.closesCluster { closed.insert(target.profile.id) }
            }
            let item = ForceLogoutItem(target: target, verdict: verdict)
            items.append(item)
            await progress(item)
        }
        return items
    }

    private func verdict(on target: ForceLogoutTarget, in workspace: Workspace) async -> ForceLogoutItem.Verdict {
        do throws(OperationError) {
            try await end(target, in: workspace)
            return .accepted
        } catch {
            if case .session(let cause, _) = error, cause.execution != .notExecuted { return .unknown(error) }
            return .failed(error)
        }
    }

    private func end(_ target: ForceLogoutTarget, in workspace: Workspace) async throws(OperationError) {
        let profile = target.profile
        try workspace.requireWritable(profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .forceLogout).require()
        guard let session = await workspace.held.session(of: profile) else {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        let change = JournaledChange(
            action: .forceLogout, profile: profile, user: session.username, subjects: [target.user.text])
        do throws(OperationError) {
            try await change.run(in: workspace) { () async throws(SessionError) in
                let reply = try await client.forceLogout(UserSelection(target.user), as: session.authentication)
                return ((), JournaledChange.Result(evidence: reply.evidence))
            }
        } catch {
            if error.endsSession || target.isOurselves && error.mayHaveHappened {
                await workspace.held.setSession(nil, of: profile)
            }
            throw error
        }
        // What we hold is dead with the rest, whatever carries it (fault D-2-7).
        if target.isOurselves { await workspace.held.setSession(nil, of: profile) }
    }
}

extension OperationError {
    /// Whether the server no longer knows the session that asked.
    fileprivate var endsSession: Bool {
        if case .session(let error, _) = self { error.code == .sessionEnded } else { false }
    }

    /// Whether the change was sent and nobody can rule out that it was done.
    fileprivate var mayHaveHappened: Bool {
        if case .session(let error, _) = self { error.execution != .notExecuted } else { false }
    }

    /// Whether no other cluster is to be tried either: somebody said stop, or the journal cannot be written.
    fileprivate var stopsEverything: Bool {
        switch self {
        case .storage: true
        case .session(let error, _): error.code == .cancelled
        case .refused: false
        }
    }

    /// Whether every other user of the cluster would meet the same.
    fileprivate var closesCluster: Bool {
        switch self {
        case .session(let error, _):
            ExitCode(error) == .tls || [.sessionEnded, .forbidden, .notOnThisRelease, .noSession].contains(error.code)
        case .refused(.readOnly), .refused(.notLoggedIn), .refused(.notInGeneration): true
        case .refused, .storage: false
        }
    }
}
