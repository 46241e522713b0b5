package import Storage
package import ThoughtSpotSessions

/// Reads how trusted authentication stands, with its keys in clear (<doc:V2>).
///
/// Only for a person who asked for just that, never by the way (promise P68); the journal keeps that it was done.
package struct ReadTrustedAuthentication: Hashable, Sendable {
    package var profile: Profile
    /// Cluster and Orgs when absent.
    package var scope: TrustedAuthenticationScope?

    package init(profile: Profile, scope: TrustedAuthenticationScope? = nil) {
        self.profile = profile
        self.scope = scope
    }

    /// Refuses what cannot be done anyway, before a person is asked for a credential.
    package func check(in workspace: Workspace) throws(OperationError) {
        _ = try workspace.client(for: profile)
        try AbilityPolicy(profile, .trustedAuthenticationKeys).require()
        try SecretKeyPolicy(profile).require()
    }

    /// Reads the state with the held session, over a connection that keys may travel on (promise P35).
    package func run(in workspace: Workspace) async throws(OperationError) -> TrustedAuthenticationReport {
        try check(in: workspace)
        let client = try workspace.client(for: profile)
        let session = try await workspace.session(of: profile)
        var line = workspace.event(
            .note, .readSecretKeys, on: profile, user: session.username, subjects: subjects)
        let reply: Reply<TrustedAuthenticationState>
        do throws(SessionError) {
            reply = try await client.trustedAuthentication(scope, as: session.authentication)
        } catch {
            line.outcome = error.journalOutcome
            line.errorCode = error.code.rawValue
            line.evidence = error.evidence
            await workspace.record(line)
            if error.code == .sessionEnded { await workspace.held.setSession(nil, of: profile) }
            throw .session(error, profile: profile.name)
        }
        line.outcome = .ok
        line.evidence = reply.evidence
        // Before anybody gets to see them: what the journal cannot keep was not read.
        try await workspace.append(line)
        return TrustedAuthenticationReport(
            profile: profile, state: reply.value, checkedAt: workspace.now(), duration: reply.duration)
    }

    private var subjects: [String] {
        switch scope {
        case .cluster: ["cluster"]
        case .org: ["Orgs"]
        case nil: ["cluster", "Orgs"]
        }
    }
}
