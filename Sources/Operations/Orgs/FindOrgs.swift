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
