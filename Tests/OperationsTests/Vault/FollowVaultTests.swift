import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A run whose vault is open follows what other runs change in it.
struct FollowVaultTests {
    private let first: World
    private let second: World

    init() async throws {
        var first = try await World().withVault()
        first.profile.secretSource = .vault
        self.first = first
        second = try await first.anotherProcessWithVault()
    }

    private func follow() async throws -> VaultChanges { try await FollowVault().run(in: first.workspace) }

    @Test func `a session that another run has opened or ended is here, and gone again`() async throws {
        #expect(try await follow().isEmpty)
        _ = try await second.passwordLogin().run(in: second.workspace)
        #expect(try await follow() == VaultChanges(sessions: [first.profile.id]))
        #expect(await first.workspace.held.session(of: first.profile) != nil)
        #expect(try await follow().isEmpty)
        _ = try await LogOut(profile: second.profile).run(in: second.workspace)
        #expect(try await follow() == VaultChanges(sessions: [first.profile.id]))
        #expect(await first.workspace.held.session(of: first.profile) == nil)
    }

    @Test func `a session that another run has renewed takes the place of the one that came from the vault`()
        async throws
    {
        let runs = try await TwoRuns()
        let kept = try #require(try await runs.kept())
        #expect(await runs.first.workspace.held.session(of: runs.profile)?.authentication != kept.authentication)
        #expect(try await FollowVault().run(in: runs.first.workspace).sessions == [runs.profile.id])
        #expect(await runs.first.workspace.held.session(of: runs.profile)?.authentication == kept.authentication)
    }

    @Test func `a token of another run can be used here, until it is revoked there`() async throws {
        let token = try await second.issued()
        #expect(try await follow() == VaultChanges(hasOtherTokens: true))
        let id = token.record.id
        #expect(await first.workspace.held.token(id) == token.token)
        #expect(try await second.revoke(token) == [.revokedVerified])
        #expect(try await follow() == VaultChanges(hasOtherTokens: true))
        #expect(await first.workspace.held.token(id) == nil)
    }

    @Test func `a lock in another run is followed, and nothing is read any more`() async throws {
        _ = try await second.issued()
        _ = try await LockVault(forLaterCommands: false).run(in: second.workspace)
        #expect(
            try await follow() == VaultChanges(hasOtherTokens: true), "a run that locks itself alone locks no other")
        _ = try await LockVault().run(in: second.workspace)
        #expect(try await follow() == VaultChanges(isLocked: true))
    }

    @Test func `what this run alone has stays`() async throws {
        var other = first
        other.profile.secretSource = .memory
        _ = try await other.issue().run(in: first.workspace)
        let alone = await first.workspace.held.heldTokenIDs()
        #expect(alone.count == 1)
        _ = try await second.passwordLogin().run(in: second.workspace)
        _ = try await follow()
        #expect(await first.workspace.held.heldTokenIDs() == alone)
    }

    /// What is read of the vault while this run changes it may be older than what is at hand.
    @Test func `following does not undo what this run keeps at the same time`() async throws {
        for _ in 0..<10 {
            let there = try await second.issued()
            async let own = first.issued()
            _ = try await follow()
            let ids = [there.record.id, try await own.record.id]
            #expect(await first.workspace.held.heldTokenIDs().isSuperset(of: ids))
            #expect(await first.workspace.held.keptTokenIDs().isSuperset(of: ids))
        }
    }

    @Test func `a vault that is locked here is not read`() async throws {
        _ = try await LockVault(forLaterCommands: false).run(in: first.workspace)
        _ = try await second.issued()
        #expect(try await follow().isEmpty)
        #expect(await first.workspace.held.heldTokenIDs().isEmpty)
    }
}
