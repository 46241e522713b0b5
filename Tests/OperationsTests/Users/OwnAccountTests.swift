import DemoCluster
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Logging out the account that does the work: what revokes all its tokens ends the session before the logout.
struct OwnAccountTests {
    private static let login = "auth/session/login"

    /// A run whose vault has the password, logged in.
    private func worldWithPassword(_ faults: [DemoFaultRule] = []) async throws -> World {
        var world = try await World(faults: faults).withVault()
        world.profile.secretSource = .vault
        try await world.logIn()
        return world
    }

    private func verb(_ world: World) async throws -> EndUser {
        let part = EndUserPlan.Part(
            world.endTarget(World.administrator, isOurselves: true),
            in: try await ListTokens().run(in: world.workspace),
            inUse: [], isReadOnlyMode: false, acts: [.logOut, .revokeTokens], at: world.clock.now)
        let plan = try EndUserPlan([part])
        let answer: ConsentAnswer = plan.consent.expected.map { .typed($0) } ?? .key
        return EndUser(confirmed: try plan.confirmed(by: answer))
    }

    private func verdict(_ report: EndUser.Report, _ act: UserAct) -> ForceLogoutItem.Verdict? {
        report.sessions.first { $0.act == act }?.verdict
    }

    @Test func `one more login with what the vault keeps does the logout`() async throws {
        let world = try await worldWithPassword()
        let verb = try await verb(world)
        let report = await verb.run(in: world.workspace)
        #expect(verdict(report, .revokeTokens) == .accepted)
        #expect(verdict(report, .logOut) == .accepted)
        #expect(world.wire.count(Self.login) == 2)
        #expect(await world.forcedOut == [World.administrator])
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(try await world.workspace.vault?.entries().contains { $0.session != nil } == false)
        #expect(verb.confirmed.remaining(after: report) == nil)
        let list = try await ListTokens().run(in: world.workspace)
        #expect(list.unfinished.isEmpty && list.openLogins.isEmpty)
    }

    /// A login by secret key issues a token, which would be active after all others were revoked.
    @Test func `the token of a login by secret key ends with the logout`() async throws {
        var world = try await World().withVault()
        world.profile.secretSource = .vault
        _ = try await world.keyLogin().run(in: world.workspace)
        let report = await (try await verb(world)).run(in: world.workspace)
        #expect(verdict(report, .logOut) == .accepted)
        #expect(world.wire.count(Self.login) + world.wire.count("auth/token/full") == 2)
        let records = try await world.records()
        #expect(records.count == 2)
        for record in records {
            #expect(![.active, .revocationUnknown, .stillValid].contains(record.state), "\(record.state)")
        }
    }

    /// Nothing is tried a second time, and the guard counts it.
    @Test func `a refused login leaves the logout, and is not tried again`() async throws {
        let world = try await worldWithPassword([.v2(Self.login, nth: 2, .refusedCredential)])
        let report = await (try await verb(world)).run(in: world.workspace)
        #expect(verdict(report, .revokeTokens) == .accepted)
        guard case .failed(let error)? = verdict(report, .logOut) else {
            Issue.record("\(report.sessions)")
            return
        }
        #expect(error.session?.code == .credentialsRefused)
        #expect(world.wire.count(Self.login) == 2)
        #expect(world.wire.count("users/force-logout") == 0)
        let risk = try await world.workspace.lockoutRisk(of: World.administrator, on: world.profile)
        #expect(risk.refusals.count == 1)
    }

    /// Two refusals within the hour: the guard lets no third attempt pass by itself.
    @Test func `the lockout guard holds the login back`() async throws {
        let world = try await worldWithPassword()
        for _ in 0..<2 {
            _ = try? await world.passwordLogin(World.administrator, "wrong").run(in: world.workspace)
        }
        let before = world.wire.count(Self.login)
        let report = await (try await verb(world)).run(in: world.workspace)
        guard case .failed(let error)? = verdict(report, .logOut) else {
            Issue.record("\(report.sessions)")
            return
        }
        #expect(error.refusal?.code == "E_LOCKOUT_GUARD")
        #expect(world.wire.count(Self.login) == before)
    }

    @Test func `without a stored secret the logout says that the session has ended`() async throws {
        let world = try await worldWithPassword()
        try await world.workspace.vault?.remove { $0.place.kind == .password }
        let report = await (try await verb(world)).run(in: world.workspace)
        guard case .failed(let error)? = verdict(report, .logOut) else {
            Issue.record("\(report.sessions)")
            return
        }
        #expect(error.session?.code == .sessionEnded)
        #expect(world.wire.count(Self.login) == 1)
    }
}
