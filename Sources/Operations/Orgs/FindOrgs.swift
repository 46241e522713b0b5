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
        guard let session = await workspace.held.session(of: profile) else {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .searchOrgs).require()
        do throws(SessionError) {
            let orgs = try await client.searchOrgs(named: name, as: session.authentication).value
            return orgs.sorted { ($0.id ?? .max, $0.name ?? "") < ($1.id ?? .max, $1.name ?? "") }
        } catch {
            if error.code == .sessionEnded { await workspace.held.setSession(nil, of: profile) }
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
/// nothing on the cluster but what a login and a log-out do.
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
        do throws(OperationError) {
            let org = try await run(as: session.authentication, with: client)
            _ = try await LogOut(profile: profile).run(in: workspace)
            return org
        } catch {
            _ = try? await LogOut(profile: profile).run(in: workspace)
            throw error
        }
    }
}
