import DemoCluster
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A cluster of the betas without v1's undocumented `session/isactive`: every check goes on by the documented
/// `GET session` (<doc:BetaAPI>).
struct DocumentedSessionTests {
    private static let betas: [Generation] = [.betaAPI, .betaTspublic, .betaQuery]

    private func world(_ generation: Generation) async throws -> World {
        let world = try await World.speaking(generation)
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(match: .init(path: "/callosum/v1/session/isactive"), action: .status(404))
            ]))
        return world
    }

    private func issued(_ world: World) async throws -> TokenReport {
        let request = TokenRequest(
            kind: .full, username: World.administrator, credential: .password(Secret(World.password)), lifetime: 600)
        return try await IssueToken(profile: world.profile, request: request, label: nil).run(in: world.workspace)
    }

    @Test(arguments: betas)
    func `status with and without a session`(_ generation: Generation) async throws {
        let world = try await world(generation)
        #expect(await CheckCluster(profile: world.profile).run(in: world.workspace).state == .reachable)
        try await world.logIn()
        guard case .loggedIn = await CheckCluster(profile: world.profile).run(in: world.workspace).state else {
            Issue.record("a session that is there is not seen")
            return
        }
    }

    @Test(arguments: betas)
    func `a token is validated revoked and verified`(_ generation: Generation) async throws {
        let world = try await world(generation)
        let report = try await issued(world)
        let before = try await ValidateToken(profile: world.profile, token: .given(report.token)).run(
            in: world.workspace)
        #expect(before.validation.verdict == .valid)
        // The operation that found it out is the one that was there.
        let beta = generation == .betaAPI ? generation : .betaTspublic
        #expect(before.validation.operation == "\(beta.rawValue) session")
        #expect(try await world.revoke(report) == [.revokedVerified])
        let after = try await ValidateToken(profile: world.profile, token: .given(report.token)).run(
            in: world.workspace)
        #expect(after.validation.verdict != .valid)
        #expect(try await world.record(report).state == .revokedVerified)
    }

    @Test(arguments: betas)
    func `a token is imported`(_ generation: Generation) async throws {
        let world = try await world(generation)
        let token = try await issued(world).token
        let other = world.anotherProcess()
        let report = try await ImportToken(
            profile: world.profile, token: token, user: nil, label: nil, isChecked: true
        ).run(in: other.workspace)
        #expect(report.validation?.verdict == .valid)
        #expect(report.record.facts.user == World.administrator)
    }
}
