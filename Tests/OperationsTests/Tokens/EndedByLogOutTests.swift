import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A run that was stopped between the logout of a user and the revocation of the user's token: what the journal proves of it,
/// and nothing more.
struct EndedByLogOutTests {
    private let world: World
    private let token: TokenReport

    init() async throws {
        world = try await World()
        try await world.logIn()
        token = try await world.issue(for: "anna", lifetime: 86_400).run(in: world.workspace)
    }

    private func validate() async throws {
        _ = try await ValidateToken(profile: world.profile, token: .given(token.token)).run(in: world.workspace)
    }

    private func logOut() async throws {
        let items = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.accepted])
    }

    private func resume() async throws -> RevocationItem {
        try #require(await (try world.revocation(of: [world.target(token)])).run(in: world.workspace).first)
    }

    @Test(arguments: [0, 3_600] as [Int64])
    func `a token that the logout ended is told so, with the evidence`(_ later: Int64) async throws {
        try await validate()
        world.clock.advance(seconds: 120)
        try await logOut()
        world.clock.advance(seconds: later)
        let item = try await resume()
        #expect(item.verdict == .revokedVerified)
        #expect(item.evidence?.serverCode == 10_097)
        #expect(try await world.record(token).state == .revokedVerified)
        let timeline = try await ReadTimeline(record: try await world.record(token)).run(in: world.workspace)
        #expect(
            timeline.entries.map(\.what) == [.issued, .validated, .userLoggedOut, .revocationRefused, .verified])
        #expect(timeline.lines.last?.string.contains("revoked (verified): ended by the logout  401/10097") == true)
        let other = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(other.records.map(\.state) == [.revokedVerified])
    }

    @Test func `what was accepted long before the logout may have been ended by others`() async throws {
        try await validate()
        world.clock.advance(seconds: 121)
        try await logOut()
        #expect(try await resume().verdict == .alreadyInvalid)
        #expect(try await world.record(token).state == .invalid)
    }

    @Test func `what is refused long after the logout may have been ended by others`() async throws {
        try await validate()
        try await logOut()
        world.clock.advance(seconds: 3_601)
        #expect(try await resume().verdict == .alreadyInvalid)
    }

    @Test func `what was refused before the logout was not ended by it`() async throws {
        try await validate()
        let client = try world.workspace.testClient(for: world.profile)
        _ = try await client.revokeToken(.token(token.token, user: "anna"), as: .none)
        try await validate()
        try await logOut()
        #expect(try await resume().verdict == .alreadyInvalid)
    }

    @Test func `a logout of another user proves nothing`() async throws {
        try await validate()
        let items = await (try world.forceLogout([world.endTarget("bot-reports")])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.accepted])
        let client = try world.workspace.testClient(for: world.profile)
        _ = try await client.revokeToken(.token(token.token, user: "anna"), as: .none)
        #expect(try await resume().verdict == .alreadyInvalid)
    }

    /// The answer to the logout was lost: nothing says that it was done.
    @Test func `a logout of unknown outcome proves nothing`() async throws {
        try await validate()
        let client = try world.workspace.testClient(for: world.profile)
        _ = try await client.revokeToken(.token(token.token, user: "anna"), as: .none)
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("users/force-logout", .closeWithoutAnswer)]))
        _ = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        #expect(try await resume().verdict == .alreadyInvalid)
    }
}
