package import DisplayText
import HTTPExchange
import Storage
package import StrictJSON
package import ThoughtSpotSessions

/// What an administrator does to a user as a whole.
package enum UserAct: String, Hashable, Sendable, CaseIterable {
    /// Ends all sessions.
    case logOut = "logout"
    /// Revokes all tokens, those that are not known here too; v2.0 has it. The session that asks ends with it.
    case revokeTokens = "revoke-tokens"

    /// `logout`: for a narrow column.
    package var words: SafeText {
        switch self {
        case .logOut: "logout"
        case .revokeTokens: "other tokens"
        }
    }
}

/// What became of one act on a user of one cluster.
package struct ForceLogoutItem: Hashable, Sendable {
    /// The verdict, in the words of the manual. No cluster lists its sessions or its tokens, so that nothing can be
    /// verified.
    package enum Verdict: Hashable, Sendable {
        case accepted
        case failed(OperationError)
        case unknown(OperationError)
        /// The run was stopped before it came to this one.
        case notAttempted
    }

    package var target: ForceLogoutTarget
    package var verdict: Verdict
    package var act: UserAct
    /// Of the request, or of its failure; nil where nothing was sent.
    package var evidence: Evidence?
    /// Milliseconds from its begin to its verdict, where that was measured.
    package var took: Int64?

    package init(target: ForceLogoutTarget, verdict: Verdict, act: UserAct = .logOut, evidence: Evidence? = nil) {
        self.target = target
        self.verdict = verdict
        self.act = act
        self.evidence = evidence
    }
}

extension ForceLogoutItem {
    /// `user`, `profile`, `isOurselves`, `verdict`, `ms`, `evidence`, `error`; a verdict is `accepted`, `unknown`,
    /// `failed`, `cancelled` or `not-attempted`.
    package var json: JSONValue {
        let name =
            switch verdict {
            case .accepted: "accepted"
            case .unknown: "unknown"
            case .failed(let error): error.isCancellation ? "cancelled" : "failed"
            case .notAttempted: "not-attempted"
            }
        return [
            "user": .outside(target.user.text), "profile": .string(target.profile.name),
            "isOurselves": .bool(target.isOurselves), "verdict": .string(name), "ms": .whole(took),
            "evidence": evidence.map { .object($0.json) } ?? .null,
            "error": error.map { .object(MessageComposer.message(for: $0).json) } ?? .null,
        ]
    }

    /// What went wrong, where something did.
    package var error: OperationError? { verdict.error }
}

extension ForceLogoutItem.Verdict {
    package var error: OperationError? {
        switch self {
        case .failed(let error), .unknown(let error): error
        case .accepted, .notAttempted: nil
        }
    }

    /// Of a change that failed: *unknown* where it was sent and may have been done.
    init(failing error: OperationError) { self = error.mayHaveHappened ? .unknown(error) : .failed(error) }
}

/// One act on one user of one cluster: one request that is never repeated, its lines in the journal, and a verdict.
struct UserChange {
    let act: UserAct
    let target: ForceLogoutTarget
    /// See ``JournalEvent/reason``.
    var reason: String?
    /// Where the user is the one who asks: whether nothing follows in the session. A logout does, after the tokens.
    var isLastOfSession = true
    /// Whether all tokens of the user were revoked before in the same session, which may have ended it.
    var followsRevocation = false

    private var profile: Profile { target.profile }

    func run(in workspace: Workspace) async -> ForceLogoutItem {
        do throws(OperationError) {
            let evidence = try await send(in: workspace)
            return ForceLogoutItem(target: target, verdict: .accepted, act: act, evidence: evidence)
        } catch {
            return ForceLogoutItem(target: target, verdict: .init(failing: error), act: act, evidence: error.evidence)
        }
    }

    private func send(in workspace: Workspace) async throws(OperationError) -> Evidence? {
        try workspace.requireWritable(profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, act == .logOut ? .forceLogout : .revokeOthersToken).require()
        let brought =
            target.isOurselves && followsRevocation ? try await workspace.reopenSession(of: profile) : nil
        let session = try await workspace.session(of: profile)
        // Ours has ended with the logout: what else is kept for the profile is of another person, and was not named.
        if target.isOurselves, case .name(let own) = target.user, let user = session.username,
            user.lowercased() != own.lowercased()
        {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        let change = JournaledChange(
            action: act == .logOut ? .forceLogout : .revokeToken, profile: profile, user: session.username,
            subjects: target.subjects, reason: reason)
        let evidence: Evidence?
        do throws(OperationError) {
            evidence = try await change.run(in: workspace) { () async throws(SessionError) in
                let reply =
                    switch act {
                    case .logOut: try await client.forceLogout(UserSelection(target.user), as: session.authentication)
                    case .revokeTokens:
                        try await client.revokeToken(
                            .user(identifier: target.user.text), as: session.authentication)
                    }
                return (reply.evidence, JournaledChange.Result(evidence: reply.evidence))
            }
        } catch {
            await workspace.drop(session, of: profile, after: error)
            throw error
        }
        // Our own session ends with the rest, cookies or token (fault D-2-7).
        if target.isOurselves, isLastOfSession { await workspace.held.drop(session, of: profile) }
        if let brought { await RevokeTokens.revokeOurOwn(brought, of: profile, in: workspace) }
        return evidence
    }
}

extension OperationError {
    /// Whether the change was sent and may have been done.
    fileprivate var mayHaveHappened: Bool {
        if case .session(let error, _) = self { error.execution != .notExecuted } else { false }
    }
}
