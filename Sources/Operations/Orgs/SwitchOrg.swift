package import Storage
package import ThoughtSpotSessions

/// What a switch of the Org came to.
package struct SwitchReport: Hashable, Sendable {
    /// As the server tells the session afterwards.
    package var session: SessionReport
    /// The Org that was asked for.
    package var org: OrgReference
    /// Whether the server names the Org of a session at all; if so, it is the one that was asked for.
    package var isConfirmed: Bool

    package init(session: SessionReport, org: OrgReference, isConfirmed: Bool) {
        self.session = session
        self.org = org
        self.isConfirmed = isConfirmed
    }
}

/// Moves the held session to another Org, then reads it again: the Org shown is the one the server reports, never the one asked for
/// (promise P70).
package struct SwitchOrg: Hashable, Sendable {
    /// What errors of the comparison call themselves.
    static let operation = "session/org"

    package var profile: Profile
    package var org: OrgReference

    package init(profile: Profile, org: OrgReference) {
        self.profile = profile
        self.org = org
    }

    /// Throws `E_ORG_MISMATCH` when the server accepts, and leaves the session in another Org. The session stays held in
    /// every case but one: when the server no longer knows it.
    package func run(in workspace: Workspace) async throws(OperationError) -> SwitchReport {
        try workspace.requireWritable(profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .switchOrg).require()
        guard let session = await workspace.held.session(of: profile) else {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        if case .bearer = session.authentication {
            let next =
                profile.generation.capability(.chooseOrg).isPossible
                ? "log in with that Org" : "log in with a password, then switch"
            let why = "the Org of a token is fixed when it is issued: \(next)"
            throw .refused(.invalidInput(field: "The Org", why: why))
        }
        do throws(OperationError) {
            try await change(session, with: client, in: workspace)
            return try await confirm(session, with: client, in: workspace)
        } catch {
            if case .session(let cause, _) = error, cause.code == .sessionEnded {
                await workspace.held.setSession(nil, of: profile)
            }
            throw error
        }
    }

    private func change(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) {
        let change = JournaledChange(
            action: .switchOrg, profile: profile, user: session.username, subjects: [org.wording])
        try await change.run(in: workspace) { () async throws(SessionError) in
            let reply = try await client.switchOrg(to: org, as: session.authentication)
            return ((), JournaledChange.Result(evidence: reply.evidence))
        }
    }

    private func confirm(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> SwitchReport {
        do throws(SessionError) {
            let reply = try await client.sessionInfo(session.authentication)
            var report = await SessionReport(session, of: profile, reply, at: workspace.now()).knowingRelease(
                from: client, session)
            guard let current = reply.value.currentOrg else {
                return SwitchReport(session: report, org: org, isConfirmed: false)
            }
            guard current.agrees(with: org) else {
                throw SessionError(
                    .orgMismatch, execution: .accepted, operation: Self.operation, origin: profile.origin,
                    status: reply.status,
                    detail: "the switch to \(org.wording) was accepted, and the session is in \(current.wording)",
                    offered: [current.wording])
            }
            // Some generations tell the number only; the name is known from the search.
            report.info.currentOrg = OrgReference(id: current.id ?? org.id, name: current.name ?? org.name)
            return SwitchReport(session: report, org: org, isConfirmed: true)
        } catch {
            var error = error
            if error.code == .cancelled {
                error.execution = .accepted
                error.detail = "the switch to \(org.wording) was accepted, and not yet seen"
            }
            throw .session(error, profile: profile.name)
        }
    }
}
