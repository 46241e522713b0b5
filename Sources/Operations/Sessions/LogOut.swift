import HTTPExchange
import Moments
package import Storage
import ThoughtSpotSessions

/// Ends the held session of a profile: on the server first, then here. Other tokens of the user live on, except the
/// one that a login brought for itself: by secret key, and in the betas by password too.
package struct LogOut: Hashable, Sendable {
    package var profile: Profile
    /// Whether a session stays here that its cluster certainly did not end, so that it can be ended later. Otherwise it is
    /// removed in every case.
    package var keepsUnended: Bool

    package init(profile: Profile, keepsUnended: Bool = false) {
        self.profile = profile
        self.keepsUnended = keepsUnended
    }

    /// Logs out. What happened on the server and here is told apart.
    ///
    /// - Throws: why the request was not executed, where the session stays; then nothing is changed.
    package func run(in workspace: Workspace) async throws(OperationError) -> LogoutReport {
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        let (onServer, newer) = try await endWhole(session, with: client, in: workspace)
        // Another run has logged in meanwhile, and has kept its session: that is one to end, too.
        guard let newer else { return LogoutReport(profile: profile, onServer: onServer) }
        let ends = [onServer, try await endWhole(newer, with: client, in: workspace).onServer]
        let unknown = ends.first { if case .unknown = $0 { true } else { false } }
        return LogoutReport(
            profile: profile, onServer: unknown ?? (ends.contains(.ended) ? .ended : .hadEnded))
    }

    /// Ends a session on the server and lets go of it here.
    ///
    /// - Returns: what came of it there, and the session that is kept in its place.
    private func endWhole(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> (onServer: LogoutReport.OnServer, newer: ActiveSession?) {
        let onServer = try await end(session, with: client, in: workspace)
        let newer = await workspace.held.drop(session, of: profile)
        return (await endToken(of: session, after: onServer, in: workspace), newer)
    }

    /// Ends the session that the vault keeps, and that a later login takes the place of: it would be out of reach, and open
    /// until it expires.
    func endReplaced(_ session: ActiveSession, with client: SessionClient, in workspace: Workspace) async {
        let reason = JournalEvent.replacedByLogin
        guard let onServer = try? await end(session, because: reason, with: client, in: workspace) else { return }
        _ = await endToken(of: session, after: onServer, in: workspace)
    }

    /// A token of the user's own stays; one that the login brought has served its purpose. The betas' logout may know
    /// cookies only, and says yes to whoever asks: the session is over when its token is.
    private func endToken(
        of session: ActiveSession, after onServer: LogoutReport.OnServer, in workspace: Workspace
    ) async -> LogoutReport.OnServer {
        guard let token = session.tokenOfLogin else { return onServer }
        let item = await RevokeTokens.revokeOurOwn(token, of: profile, in: workspace)
        return item?.verdict.whyItMayWork(at: profile.origin).map { .unknown($0) } ?? onServer
    }

    /// How long it may take where a person waits for the end of what was cancelled, in milliseconds (fault E14).
    private static let patienceAfterCancellation = 2_000

    /// The same to its end, although the task that opened the session is cancelled; then with little patience.
    package func runUncancelled(in workspace: Workspace) async throws(OperationError) -> LogoutReport {
        var logOut = self
        if Task.isCancelled {
            logOut.profile.deadlines.total = min(profile.deadlines.total, Self.patienceAfterCancellation)
        }
        let patient = logOut
        return try await uncancelled { () async throws(OperationError) in try await patient.run(in: workspace) }
    }

    private func end(
        _ session: ActiveSession, because reason: String? = nil, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> LogoutReport.OnServer {
        // With the token in the line, no other session of the user is taken for ended.
        let token = session.tokenOfLogin.map { TokenFacts(fingerprint: Fingerprint(of: $0)) }
        let change = JournaledChange(
            action: .logOut, profile: profile, user: session.username, credential: session.credential, token: token,
            subjects: [session.openedAt.timestamp], reason: reason, isCleanup: true)
        do throws(OperationError) {
            return try await change.run(in: workspace) { () async throws(SessionError) in
                let reply = try await client.logOut(session.authentication)
                return (.ended, JournaledChange.Result(evidence: reply.evidence))
            }
        } catch {
            guard case .session(let cause, _) = error else { throw error }
            if keepsUnended, cause.execution == .notExecuted, !cause.isRefusedCredential { throw error }
            return cause.isRefusedCredential ? .hadEnded : .unknown(cause)
        }
    }
}

extension HeldCredentials {
    /// Lets go of the session that is held of a profile.
    func dropSession(of profile: Profile) async {
        if let session = session(of: profile) { await drop(session, of: profile) }
    }
}

extension ActiveSession {
    /// The token that is the session and came with its login: by secret key, and in the betas by password too.
    var tokenOfLogin: Secret? {
        guard credential != .bearer, case .bearer(let token) = authentication else { return nil }
        return token
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
