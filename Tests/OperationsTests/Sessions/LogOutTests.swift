import DemoCluster
import DisplayText
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct LogOutTests {
    @Test(arguments: [Generation.v2, .v1])
    func `the session ends there and here`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        let report = try await LogOut(profile: world.profile).run(in: world.workspace)
        #expect(report.onServer == .ended)
        #expect(await world.cluster.openSessionCount == 0)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(world.journalGist.suffix(2) == ["intent log_out", "result log_out ok"])
        let again = await failure { () throws(OperationError) in
            try await LogOut(profile: world.profile).run(in: world.workspace)
        }
        #expect(again?.refusal == .notLoggedIn(profile: "prod-eu"))
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a session that was gone is told apart`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        world.clock.advance(seconds: 8 * 86_400)
        let report = try await LogOut(profile: world.profile).run(in: world.workspace)
        #expect(report.onServer == .hadEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(world.journalGist.last == "result log_out refused")
    }

    /// The credential here is gone whatever happens; what happened there is not known, and that is what is said.
    @Test(arguments: [DemoFaultAction.closeWithoutAnswer, .status(500), .dropBeforeRequest])
    func `a cut answer leaves the server unknown`(_ fault: DemoFaultAction) async throws {
        let world = try await World(faults: [.v2("auth/session/logout", fault)], retries: true)
        try await world.logIn()
        let report = try await LogOut(profile: world.profile).run(in: world.workspace)
        guard case .unknown(let cause) = report.onServer else {
            Issue.record("\(report.onServer)")
            return
        }
        #expect(cause.execution == .unknown)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(world.wire.count("/session/logout") == 1)
        #expect(world.journalGist.last == "result log_out unknown")
        let text = MessageComposer.text(for: report).string
        #expect(text.contains("removed here") && text.contains("may still be open there"))
    }

    /// Nothing was executed: the session is open there, and what ends it stays here.
    @Test func `a session that was certainly not ended stays for another try`() async throws {
        let world = try await World(faults: [.v2("auth/session/logout", .status(429, retryAfter: 1))])
        try await world.logIn()
        let error = await failure { () throws(OperationError) in
            try await LogOut(profile: world.profile, keepsUnended: true).run(in: world.workspace)
        }
        #expect(error?.session?.execution == .notExecuted)
        #expect(await world.workspace.held.session(of: world.profile) != nil)
        #expect(world.journalGist.last == "result log_out refused")
        await world.cluster.setFaults(DemoFaultPlan(rules: []))
        let again = try await LogOut(profile: world.profile, keepsUnended: true).run(in: world.workspace)
        #expect(again.onServer == .ended)
        #expect(await world.cluster.openSessionCount == 0)
    }

    /// A login by key issued a token for itself: logging out takes it back.
    @Test func `a key login takes its token with it`() async throws {
        let world = try await World()
        let other = try await world.issued()
        _ = try await world.keyLogin().run(in: world.workspace)
        let own = try #require(try await world.records().first { $0.facts.label == "login" })
        let secret = try #require(await world.workspace.held.token(own.fingerprint, of: world.profile))
        _ = try await LogOut(profile: world.profile).run(in: world.workspace)
        #expect(await !world.cluster.isValid(token: secret.expose()))
        #expect(await world.cluster.isValid(token: other.token.expose()))
        #expect(try await world.records().first { $0.id == own.id }?.state == .revokedVerified)
    }

    /// The token is the session: while it works, nobody is logged out (promise P61).
    @Test func `a session whose token was not revoked may still be open`() async throws {
        let world = try await World(faults: [.v2("auth/token/revoke", .status(503))])
        _ = try await world.keyLogin().run(in: world.workspace)
        let own = try #require(try await world.records().first { $0.facts.label == "login" })
        let secret = try #require(await world.workspace.held.token(own.fingerprint, of: world.profile))
        let report = try await LogOut(profile: world.profile).run(in: world.workspace)
        guard case .unknown = report.onServer else {
            Issue.record("\(report.onServer)")
            return
        }
        #expect(await world.cluster.isValid(token: secret.expose()))
    }

    /// The newer session is a token: it is over when that is revoked.
    @Test func `a token that another run has kept meanwhile is revoked`() async throws {
        let runs = try await TwoRuns(byKey: true)
        let kept = try #require(try await runs.kept())
        guard case .bearer(let token) = kept.authentication else {
            Issue.record("it is no token")
            return
        }
        let report = try await LogOut(profile: runs.profile).run(in: runs.first.workspace)
        #expect(report.onServer == .ended)
        #expect(await !runs.first.cluster.isValid(token: token.expose()))
        #expect(try await runs.kept() == nil)
    }

    /// Another run has logged in after our session ended, and has kept its session: that one is ended.
    @Test func `the session that another run has kept meanwhile is ended`() async throws {
        let runs = try await TwoRuns()
        let report = try await LogOut(profile: runs.profile).run(in: runs.first.workspace)
        #expect(report.onServer == .ended)
        #expect(await runs.first.cluster.openSessionCount == 0)
        #expect(try await runs.kept() == nil)
    }
}
