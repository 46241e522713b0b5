import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Ends the held session of a profile: on the server first, then here. Other tokens of the user live on, except the
/// one that a login brought for itself: by secret key, and in the betas by password too.
package struct LogOut: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Logs out. The credential here is removed in every case; what happened on the server is told apart.
    package func run(in workspace: Workspace) async throws(OperationError) -> LogoutReport {
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        var onServer = try await end(session, with: client, in: workspace)
        let newer = await workspace.held.drop(session, of: profile)
        // A token of the user's own stays; one that the login brought has served its purpose. The betas' logout may know
        // cookies only, and says yes to whoever asks: the session is over when its token is.
        if session.credential != .bearer, case .bearer(let token) = session.authentication {
            let item = await RevokeTokens.revokeOurOwn(token, of: profile, in: workspace)
            if let cause = item?.verdict.whyItMayWork(at: profile.origin) { onServer = .unknown(cause) }
        }
        // Another run has logged in again meanwhile: that is the session to end.
        if onServer == .hadEnded, let newer {
            onServer = try await end(newer, with: client, in: workspace)
            await workspace.held.drop(newer, of: profile)
        }
        return LogoutReport(profile: profile, onServer: onServer)
    }

    /// The same for a session that was opened by work which is cancelled now, or has failed; nil where it could not be
    /// begun.
    func runUncancelled(in workspace: Workspace) async -> LogoutReport? {
        try? await uncancelled { () async throws(OperationError) in try await run(in: workspace) }
    }

    private func end(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> LogoutReport.OnServer {
        let change = JournaledChange(
            action: .logOut, profile: profile, user: session.username, credential: session.credential, token: nil,
            isCleanup: true)
        do throws(OperationError) {
            return try await change.run(in: workspace) { () async throws(SessionError) in
                let reply = try await client.logOut(session.authentication)
                return (.ended, JournaledChange.Result(evidence: reply.evidence))
            }
        } catch {
            guard case .session(let cause, _) = error else { throw error }
            return cause.isRefusedCredential ? .hadEnded : .unknown(cause)
        }
    }
}

extension RevocationItem.Verdict {
    /// Why a token that was revoked may work on; nil where it does not, or where its revocation was accepted.
    fileprivate func whyItMayWork(at origin: Origin) -> SessionError? {
        switch self {
        case .revokedVerified, .accepted, .alreadyInvalid, .notRecognized: nil
        case .unknown(.session(let error, _)), .failed(.session(let error, _)): error
        case .stillValid, .unknown, .failed, .notAttempted:
            SessionError(.outcomeUnknown, execution: .unknown, operation: "logout", origin: origin)
        }
    }
}

/// Removes a session without a request to its server, which the profile does not name any more.
package struct DropSession: Hashable, Sendable {
    /// As it was when the session was opened.
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Removes the session, and returns the profile that it was open on.
    package func run(in workspace: Workspace) async -> Profile {
        await workspace.held.dropSession(of: profile)
        return profile
    }
}
