import Storage
import ThoughtSpotSessions

/// Revokes tokens one after the other, checks each, and keeps every verdict.
package struct RevokeTokens: Hashable, Sendable {
    package var confirmed: ConfirmedRevocation

    package init(confirmed: ConfirmedRevocation) {
        self.confirmed = confirmed
    }

    /// Runs through all targets; tells each verdict as it falls. A cancelled task, a connection that cannot be trusted
    /// and a journal that cannot be written leave the rest `notAttempted`.
    package func run(
        in workspace: Workspace, progress: @Sendable (RevocationItem) async -> Void = { _ in }
    ) async -> [RevocationItem] {
        var items: [RevocationItem] = []
        var isStopped = false
        for target in confirmed.targets {
            let verdict: RevocationItem.Verdict =
                isStopped || Task.isCancelled ? .notAttempted : await verdict(on: target, in: workspace)
            if case .failed(let error) = verdict { isStopped = error.stopsBulkWork }
            let item = RevocationItem(
                profile: target.profile, fingerprint: target.fingerprint, user: target.user, verdict: verdict)
            items.append(item)
            await progress(item)
        }
        return items
    }

    /// Ends a token that a login minted for itself, without asking; the journal has both lines.
    static func revokeQuietly(_ token: Secret, of profile: Profile, in workspace: Workspace) async {
        let target = RevocationTarget(
            profile: profile, token: .given(token), user: nil, isOwn: true, isInUse: false)
        guard let confirmed = try? RevocationPlan([target]).confirmedAsPart() else { return }
        _ = await RevokeTokens(confirmed: confirmed).run(in: workspace)
    }

    private func verdict(on target: RevocationTarget, in workspace: Workspace) async -> RevocationItem.Verdict {
        do throws(OperationError) {
            try workspace.requireWritable(target.profile)
            let token = try await target.token.token(of: target.profile, in: workspace)
            try await revoke(token, of: target, in: workspace)
            await dropSession(carriedBy: token, of: target.profile, in: workspace)
            return await verify(token, of: target, otherwise: .accepted, in: workspace)
        } catch {
            // A token that is dead already cannot present itself: that is no failure, but worth one more look.
            guard case .session(let cause, _) = error, cause.execution != .notExecuted || cause.code == .sessionEnded
            else { return .failed(error) }
            guard let token = try? await target.token.token(of: target.profile, in: workspace) else {
                return .unknown(error)
            }
            return await verify(token, of: target, otherwise: .unknown(error), in: workspace)
        }
    }

    private func revoke(
        _ token: Secret, of target: RevocationTarget, in workspace: Workspace
    ) async throws(OperationError) {
        let client = try workspace.client(for: target.profile)
        try workspace.require(
            .revokeOwnToken, of: client, profile: target.profile,
            alternatives: ["force-logout of the user ends sessions", "a new token of the same key ends v1 tokens"])
        let facts = TokenFacts(
            fingerprint: target.fingerprint, user: target.user, generation: target.profile.generation)
        let change = JournaledChange(action: .revokeToken, profile: target.profile, token: facts)
        try await change.run(in: workspace) { () async throws(SessionError) in
            let reply = try await client.revokeToken(.token(token, user: target.user), as: .none)
            return ((), JournaledChange.Result(status: reply.status, duration: reply.duration))
        }
    }

    /// A session does not outlive the token that carries it.
    private func dropSession(carriedBy token: Secret, of profile: Profile, in workspace: Workspace) async {
        if await workspace.held.session(of: profile.id)?.authentication == .bearer(token) {
            await workspace.held.setSession(nil, of: profile.id)
        }
    }

    /// Shows the token to the server once more. When that cannot be done, the verdict stays `otherwise`.
    private func verify(
        _ token: Secret, of target: RevocationTarget, otherwise: RevocationItem.Verdict, in workspace: Workspace
    ) async -> RevocationItem.Verdict {
        guard let (validation, _) = try? await ValidateToken.ask(about: token, of: target.profile, in: workspace)
        else { return otherwise }
        let isDead = validation.verdict != .alive
        var line = workspace.event(
            .note, .revokeToken, on: target.profile, token: TokenFacts(fingerprint: target.fingerprint))
        line.outcome = isDead ? .verified : .stillAlive
        guard (try? await workspace.append(line)) != nil else { return otherwise }
        return isDead ? .verifiedDead : .stillAlive
    }
}

extension OperationError {
    /// Whether the rest of a bulk run would meet the same: our own session is gone, the connection cannot be trusted,
    /// or the journal cannot be written (promise P66).
    fileprivate var stopsBulkWork: Bool {
        switch self {
        case .storage: true
        case .session(let error, _): ExitCode(error) == .tls || error.code == .cancelled
        case .refused: false
        }
    }
}
