package import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Issues a token of 24 hours from the session that is open on a profile (<doc:V2>): without a credential, for the
/// session's own user and Org. Never run by itself, and never repeated (promise P68): every call leaves one more token
/// behind.
package struct IssueSessionToken: Hashable, Sendable {
    package var profile: Profile
    package var label: String?
    /// What ``ProtectionPolicy/consent(toChanging:)`` was answered with.
    package var consent: ConsentAnswer?
    package var keeping: TokenKeeping

    package init(
        profile: Profile, label: String?, consent: ConsentAnswer? = nil, keeping: TokenKeeping = .secretSource
    ) {
        self.profile = profile
        self.label = label
        self.keeping = keeping
        self.consent = consent
    }

    /// Issues, compares the user with the session's, records the token and keeps it where it is wanted. A token whose file
    /// cannot be written is held, and the report tells.
    ///
    /// When the outcome is unknown (a timeout), the journal keeps it as unknown: a token of 24 hours may
    /// exist.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenReport {
        let client = try allowedClient(in: workspace)
        try ProtectionPolicy(profile).require(consent, toChanging: "Issuing a token")
        let session = try await workspace.session(of: profile)
        let change = JournaledChange(
            action: .issueToken, profile: profile, user: session.username,
            token: TokenFacts(
                fingerprint: nil, kind: Self.kind, user: session.username, generation: profile.generation, label: label)
        )
        let keeper = try await TokenKeeper(keeping, of: profile, in: workspace)
        do throws(OperationError) {
            let issued = try await change.run(in: workspace) { () async throws(SessionError) in
                try await issue(from: session, with: client, keeper, in: workspace)
            }
            let record = try await ListTokens().record(Fingerprint(of: issued.token), of: profile, in: workspace)
            let report = TokenReport(
                profile: profile, record: record, token: issued.token, expiryDoubt: issued.expiryDoubt,
                scope: issued.scope)
            return await keeper.keep(report, in: workspace)
        } catch {
            keeper.discard()
            if case .session(let cause, _) = error {
                await workspace.drop(session, of: profile, after: cause)
                if let issued = cause.issuedToken { await keeper.hold(issued.token, in: workspace) }
            }
            throw error
        }
    }

    /// Refuses whatever can be refused before there is a session.
    package func requirePossible(in workspace: Workspace) throws(OperationError) {
        _ = try allowedClient(in: workspace)
    }

    private func allowedClient(in workspace: Workspace) throws(OperationError) -> SessionClient {
        try workspace.requireWritable(profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .sessionToken).require()
        return client
    }

    /// The word people and the journal use.
    package static let kind = "session"

    private func issue(
        from session: ActiveSession, with client: SessionClient, _ keeper: TokenKeeper, in workspace: Workspace
    ) async throws(SessionError) -> (IssuedToken, JournaledChange.Result) {
        let reply = try await client.sessionToken(session.authentication)
        let issued = reply.value
        if let wanted = session.username, let received = issued.username,
            wanted.lowercased() != received.lowercased()
        {
            throw SessionError(
                .identityMismatch, execution: .accepted, operation: "auth/session/token", origin: profile.origin,
                status: reply.status, detail: "the session belongs to \(wanted), the token does not",
                offered: [received],
                issuedToken: issued)
        }
        await keeper.hold(issued.token, expires: issued.expiry.instant, in: workspace)
        var facts = TokenFacts(issued: issued, kind: Self.kind, profile: profile, label: label)
        facts.user = facts.user ?? session.username
        return (
            issued, JournaledChange.Result(token: facts, evidence: reply.evidence)
        )
    }
}

extension IssueSessionToken {
    /// What will be sent: there is no body.
    package static func preview(profile: Profile) -> [SafeText] {
        do throws(PreviewError) {
            let sent = try profile.generation.sessionTokenPreview()
            return [
                "\(sent.method) \(sent.path)", "  no body: a 24-hour token for the user and Org of the session",
            ]
        } catch {
            return ["nothing: \(error.detail)"]
        }
    }
}
