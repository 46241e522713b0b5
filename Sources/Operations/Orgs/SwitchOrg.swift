package import Storage
package import ThoughtSpotSessions

/// Asks a cluster for its Orgs, as far as the session may see them. Changes nothing.
package struct FindOrgs: Hashable, Sendable {
    package var profile: Profile
    /// All Orgs when absent.
    package var name: String?

    package init(profile: Profile, name: String? = nil) {
        self.profile = profile
        self.name = name
    }

    /// The Orgs by their numbers, the smallest first; names are the server's own and must be made safe.
    package func run(in workspace: Workspace) async throws(OperationError) -> [OrgReference] {
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .searchOrgs).require()
        do throws(SessionError) {
            let orgs = try await client.searchOrgs(named: name, as: session.authentication).value
            return orgs.sorted { ($0.id ?? .max, $0.name ?? "") < ($1.id ?? .max, $1.name ?? "") }
        } catch {
            await workspace.drop(session, of: profile, after: error)
            throw .session(error, profile: profile.name)
        }
    }
}

extension [OrgReference] {
    /// The numbers that a list names more than once, the smallest first: which of the Orgs such a number means, the list
    /// does not tell.
    package var repeatedIDs: [Int] {
        var counts: [Int: Int] = [:]
        for id in compactMap(\.id) { counts[id, default: 0] += 1 }
        return counts.filter { $0.value > 1 }.keys.sorted()
    }
}

/// Finds the number of an Org that a person named, for the calls that take nothing but a number (<doc:Orgs>). Changes
/// nothing on the cluster but what a login and a logout do.
struct ResolveOrg: Hashable, Sendable {
    var profile: Profile
    var name: String

    /// Asks with a session that is open.
    func run(
        as authentication: Authentication, with client: SessionClient
    ) async throws(OperationError) -> OrgReference {
        let found: [OrgReference]
        do throws(SessionError) {
            found = try await client.searchOrgs(named: name, as: authentication).value
        } catch {
            // With the number no list is needed.
            guard [.forbidden, .notOnThisRelease].contains(error.code) else {
                throw .session(error, profile: profile.name)
            }
            let why = error.code == .forbidden ? "this user may not list Orgs" : "this release does not list Orgs"
            throw .refused(
                .invalidInput(field: "The Org", why: "its number cannot be looked up (\(why)): give the number"))
        }
        let matches = found.filter { $0.name?.lowercased() == name.lowercased() && $0.id != nil }
        guard let match = matches.first else {
            throw .refused(.invalidInput(field: "The Org", why: "\(profile.name) has no Org with this name"))
        }
        guard Set(matches.map(\.id)).count == 1 else {
            throw .refused(
                .invalidInput(
                    field: "The Org", why: "several Orgs have this name on \(profile.name): give the number"))
        }
        return match
    }

    /// Asks with a session of its own, which is opened by `logIn` and ended again, whatever happens.
    func run(visitingBy logIn: LogIn, in workspace: Workspace) async throws(OperationError) -> OrgReference {
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .searchOrgs).require()
        _ = try await logIn.run(in: workspace)
        let session = try await workspace.session(of: profile)
        let found: Result<OrgReference, OperationError>
        do throws(OperationError) {
            found = .success(try await run(as: session.authentication, with: client))
        } catch {
            found = .failure(error)
        }
        let report = try? await LogOut(profile: profile).runUncancelled(in: workspace)
        do throws(OperationError) {
            return try found.get()
        } catch {
            guard case .session(let cause, _) = error else { throw error }
            throw .session(cause.leaving(report), profile: profile.name)
        }
    }
}

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
        let session = try await workspace.session(of: profile)
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
            await workspace.drop(session, of: profile, after: error)
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
