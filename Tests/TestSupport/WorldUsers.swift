import DemoCluster
package import Operations
package import Storage
package import ThoughtSpotSessions

// Ending other people's sessions, in one line each.
extension World {
    package func endTarget(_ user: String, isOurselves: Bool = false) -> ForceLogoutTarget {
        ForceLogoutTarget(profile: profile, user: UserIdentifier(typed: user), isOurselves: isOurselves)
    }

    /// Agrees to everything, as somebody does who reads well.
    package func forceLogout(_ targets: [ForceLogoutTarget]) throws -> ForceLogout {
        let plan = try ForceLogoutPlan(targets)
        let answer: ConsentAnswer =
            plan.consent.expected.map { .typed($0) } ?? .key
        return ForceLogout(confirmed: try plan.confirmed(by: answer))
    }

    /// Opens a session of somebody else, beside our own.
    package func openSession(of user: String) async throws -> Authentication {
        let client = try workspace.testClient(for: profile)
        let login = LoginRequest(credential: .password(username: user, password: Secret(World.password)))
        return try await client.logIn(login).value.session.authentication
    }

    package func isOpen(_ session: Authentication) async throws -> Bool {
        try await workspace.testClient(for: profile).isActive(session).value
    }

    /// Who was logged out by force, in order.
    package var forcedOut: [String] {
        get async { await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user) }
    }
}

extension Workspace {
    /// A client of its own, past the use cases.
    package func testClient(for profile: Profile) throws -> SessionClient {
        SessionClient(
            generation: profile.generation, address: ClusterAddress(origin: profile.origin), transport: transport,
            now: now)
    }
}
