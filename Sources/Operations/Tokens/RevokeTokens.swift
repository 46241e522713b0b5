package import Storage
package import ThoughtSpotSessions

/// Revokes tokens one after the other, checks each, and keeps every verdict.
package struct RevokeTokens: Hashable, Sendable {
    package var confirmed: ConfirmedRevocation
    /// See ``JournaledChange/isCleanup``.
    private var isCleanup = false

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
            var item = RevocationItem(
                profile: target.profile, fingerprint: target.fingerprint, user: target.user, verdict: .notAttempted)
            if !isStopped, isCleanup || !Task.isCancelled {
                (item.verdict, item.evidence) = await TokenRevocation(
                    target: target, workspace: workspace, isCleanup: isCleanup
                ).run()
            }
            if case .failed(let error) = item.verdict { isStopped = error.stopsBulkWork }
            items.append(item)
            await progress(item)
        }
        return items
    }

    /// Revokes a token that we brought into being and that serves nothing: the one that a login minted for itself, or one
    /// that was issued for another user or Org than asked. Without a question; the journal has every line.
    @discardableResult
    package static func revokeOurOwn(
        _ token: Secret, of profile: Profile, in workspace: Workspace
    ) async -> RevocationItem? {
        let target = RevocationTarget(
            profile: profile, token: .given(token), user: nil, isOwn: true, isInUse: false)
        guard let confirmed = ConfirmedRevocation(part: [target]) else { return nil }
        var revocation = RevokeTokens(confirmed: confirmed)
        revocation.isCleanup = true
        return await revocation.run(in: workspace).first
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
