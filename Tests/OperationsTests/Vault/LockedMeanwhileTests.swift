import DisplayText
import Glibc
import HTTPExchange
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// The vault is locked while work goes on: by Ctrl-Z, by another run, or after a time without a key.
struct LockedMeanwhileTests {
    private let world: World
    private let vault: VaultStore

    init() async throws {
        var world = try await World().withVault()
        world.profile.secretSource = .vault
        try await world.workspace.profiles.save(world.profile, replacing: nil)
        self.world = world
        vault = try #require(world.workspace.vault)
    }

    private var held: HeldCredentials { world.workspace.held }

    private func lock() async throws { _ = try await LockVault(forLaterCommands: false).run(in: world.workspace) }

    @discardableResult
    private func unlock() async throws -> VaultReport {
        try await UnlockVault(passphrase: Secret("correct horse battery")).run(in: world.workspace)
    }

    private func kept(_ kind: VaultEntry.Kind) async throws -> [VaultEntry] {
        try await vault.entries().filter { $0.place.kind == kind }
    }

    @Test func `a token whose revocation ends then is in the vault no longer when it is open again`() async throws {
        let token = try await world.issued()
        let other = try await world.issued()
        var target = world.target(token)
        target.token = .given(token.token)
        try await lock()
        let items = await (try world.revocation(of: [target])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
        #expect(try await unlock().tokens == 1)
        #expect(try await kept(.token).map(\.secret) == [other.token])
        #expect(await held.heldTokenIDs() == [other.record.id])
    }

    /// The run ends before the vault is open again: the journal tells the next one.
    @Test func `a token that was revoked then is removed from the vault by the next run that opens it`() async throws {
        let token = try await world.issued()
        let other = try await world.issued()
        var target = world.target(token)
        target.token = .given(token.token)
        try await lock()
        _ = await (try world.revocation(of: [target])).run(in: world.workspace)
        await held.wipe()
        #expect(try await unlock().tokens == 1)
        #expect(try await kept(.token).map(\.secret) == [other.token])
        #expect(await held.heldTokenIDs() == [other.record.id])
    }

    /// Only the locked vault has its secret: what is removed then can be put back as long as this run goes on.
    @Test func `a token that was removed from the list then leaves the vault at the unlock`() async throws {
        let token = try await world.issued()
        let other = try await world.issued()
        try await lock()
        _ = try await RemoveTokens(records: [token.record]).run(in: world.workspace)
        #expect(try await unlock().tokens == 1)
        #expect(try await kept(.token).map(\.secret) == [other.token])
        #expect(await held.heldTokenIDs() == [other.record.id])
        _ = try await RestoreTokens(records: [token.record]).run(in: world.workspace)
        #expect(try await Set(kept(.token).map(\.secret)) == [token.token, other.token])
    }

    @Test func `a session and a token that come then are in the vault when it is open again`() async throws {
        try await world.logIn()
        let session = try #require(await held.session(of: world.profile))
        let token = try await world.issued()
        await held.drop(session, of: world.profile)
        await held.unkeep(token.record.fingerprint, of: world.profile)
        #expect(try await vault.entries().filter { [.session, .token].contains($0.place.kind) }.isEmpty)
        try await lock()
        await held.setSession(session, of: world.profile)
        await held.hold(token.token, fingerprint: token.record.fingerprint, of: world.profile)
        #expect(await !held.isKept(sessionOf: world.profile))
        let opened = try await unlock()
        #expect((opened.sessions, opened.tokens) == (1, 1))
        #expect(await held.isKept(sessionOf: world.profile))
        #expect(await held.keptTokenIDs() == [token.record.id])
        #expect(try await kept(.session).map { $0.session?.authentication } == [session.authentication])
        #expect(try await kept(.token).map(\.secret) == [token.token])
    }

    @Test func `a session that ends then is in the vault no longer, and a later one of another run stays`()
        async throws
    {
        try await world.logIn()
        let session = try #require(await held.session(of: world.profile))
        try await lock()
        await held.drop(session, of: world.profile)
        #expect(try await unlock().sessions == 0)
        #expect(try await kept(.session).isEmpty)
        #expect(await held.session(of: world.profile) == nil)

        try await world.logIn()
        let second = try #require(await held.session(of: world.profile))
        let another = try await world.anotherProcessWithVault()
        try await lock()
        _ = try await another.passwordLogin().run(in: another.workspace)
        await held.drop(second, of: world.profile)
        #expect(try await unlock().sessions == 1)
        #expect(await held.session(of: world.profile)?.authentication != second.authentication)
    }

    @Test func `tokens that a locked vault may have are not said to be lost, and are revoked once it is open`()
        async throws
    {
        let tokens = [try await world.issued(), try await world.issued()]
        let targets = tokens.map { world.target($0) }
        try await lock()
        let items = await (try world.revocation(of: targets)).run(in: world.workspace)
        #expect(items.map(\.error?.storage?.code) == [.vaultLocked, .vaultLocked])
        #expect(
            items.map { MessageComposer.text(for: $0.verdict) } == ["failed: vault locked", "failed: vault locked"])
        try await unlock()
        let again = try #require(try world.revocation(of: targets).remaining(after: items))
        #expect(await again.run(in: world.workspace).map(\.verdict) == [.revokedVerified, .revokedVerified])
    }

    @Test func `a token that another run has revoked meanwhile is revoked, and not lost`() async throws {
        let token = try await world.issued()
        let another = try await world.anotherProcessWithVault()
        _ = await (try another.revocation(of: [another.target(token)])).run(in: another.workspace)
        _ = try await FollowVault().run(in: world.workspace)
        #expect(await held.token(token.record.fingerprint, of: world.profile) == nil)
        let items = await (try world.revocation(of: [world.target(token)])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
    }

    /// The user is logged in as far as the vault knows: no login helps, and another cluster's session is not in it.
    @Test func `what is to be done to a user then says that the vault is locked`() async throws {
        try await world.logIn()
        try await lock()
        let sent = world.wire.requests.count
        let items = await (try world.forceLogout([world.endTarget("anna"), world.endTarget("bot-reports")]))
            .run(in: world.workspace)
        let plan = try DeactivationPlan([world.endTarget("anna")], in: world.workspace)
        let deactivation = await (try plan.confirmed(by: .typed("anna")))[0].run(in: world.workspace)
        #expect(world.wire.requests.count == sent)
        guard case .failed(let error) = items[0].verdict, case .failed(let other) = deactivation.verdict else {
            Issue.record("\(items) \(deactivation)")
            return
        }
        for error in [error, other] {
            #expect(error.storage?.code == .vaultLocked)
            #expect(!error.stopsEverything)
        }
        #expect(items[1].verdict == .notAttempted)
    }

    @Test func `without a vault that is locked it says not logged in`() async throws {
        let items = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        guard case .failed(.refused(.notLoggedIn)) = items[0].verdict else {
            Issue.record("\(items)")
            return
        }
    }

    @Test func `a token that is taken off the list then is not kept, and is again when that is undone`() async throws {
        let token = try await world.issued()
        await held.unkeep(token.record.fingerprint, of: world.profile)
        try await lock()
        await held.hold(token.token, fingerprint: token.record.fingerprint, of: world.profile)
        await held.setAside(token.record.id)
        try await unlock()
        #expect(try await kept(.token).isEmpty)
        await held.takeBack(token.record.id)
        #expect(try await kept(.token).map(\.secret) == [token.token])
    }

    /// What cannot be kept takes the place of nothing: the session that the vault has goes on.
    @Test func `a session that the vault cannot take ends no other one`() async throws {
        try await world.logIn()
        let kept = try #require(await held.session(of: world.profile))
        let another = try await world.anotherProcessWithVault()
        let lock = world.home.file(".vault.json.lock")
        unlink(lock)
        #expect(mkdir(lock, 0o700) == 0)
        _ = try await another.passwordLogin().run(in: another.workspace)
        #expect(await !another.workspace.held.isKept(sessionOf: world.profile))
        #expect(try await vault.entries().compactMap(\.session?.authentication) == [kept.authentication])
        #expect(world.wire.count("auth/session/logout") == 0)
    }
}
