import Storage
import ThoughtSpotSessions

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
            throw .refused(.invalidInput(field: "The Org", why: "there is no Org of this name on \(profile.name)"))
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
