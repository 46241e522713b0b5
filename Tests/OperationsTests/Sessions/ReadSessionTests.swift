import DemoCluster
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct ReadSessionTests {
    @Test(arguments: [Generation.v2, .v1])
    func `the server tells whose session it is`(_ generation: Generation) async throws {
        let world = try await World(generation, skew: 90)
        try await world.logIn()
        world.clock.advance(seconds: 60)
        let report = try await ReadSession(profile: world.profile).run(in: world.workspace)
        #expect(report.info.userName == World.administrator)
        #expect(report.info.privileges.contains("ADMINISTRATION"))
        #expect(report.checkedAt == world.clock.now)
        #expect(report.openedAt.milliseconds == TestClock.start)
        #expect(report.clockSkew == 90_000)
        // Reading is no event.
        #expect(world.journalLines.count == 2)
        #expect(await world.executed(.issuedToken) == 0)
    }

    /// An estimate counts from our clock at the login, so that a server's clock that is hours off ends nothing.
    @Test(arguments: [-7_200, 0, 7_200] as [Int64])
    func `an estimated end is judged by our clock`(_ skew: Int64) async throws {
        let world = try await World(skew: skew)
        try await world.logIn()
        let report = try await ReadSession(profile: world.profile).run(in: world.workspace)
        #expect(report.isCookieSession && report.endsByOurClock)
        #expect(report.remaining(at: world.clock.now) == report.expiry.instant?.milliseconds(since: report.openedAt))
        // An end that the server tells is judged by the server's clock.
        var told = report
        told.endsByOurClock = false
        told.expiry = .at(world.clock.now.advanced(seconds: skew + 60))
        #expect(told.remaining(at: world.clock.now) == 60_000)
    }

    /// v2.0 tells the release to administrators only; whoever may not ask has a session all the same.
    @Test(arguments: [(World.administrator, "26.8.0.cl" as String?), ("anna", nil)])
    func `the release is known to those who may ask`(_ user: String, _ release: String?) async throws {
        let world = try await World()
        _ = try await world.passwordLogin(user).run(in: world.workspace)
        let report = try await ReadSession(profile: world.profile).run(in: world.workspace)
        #expect(report.info.userName == user)
        #expect(report.info.releaseVersion == release)
    }

    @Test func `there is no session before a login`() async throws {
        let world = try await World()
        let error = await failure { () throws(OperationError) in
            try await ReadSession(profile: world.profile).run(in: world.workspace)
        }
        #expect(error?.refusal == .notLoggedIn(profile: "prod-eu"))
        #expect(world.wire.passages.isEmpty)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a session that ended there is forgotten here`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        world.clock.advance(seconds: 8 * 86_400)
        let read = ReadSession(profile: world.profile)
        let error = await failure { () throws(OperationError) in try await read.run(in: world.workspace) }
        #expect(error?.session?.code == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    /// A 401 without ThoughtSpot's code may come from a gateway, and proves nothing: the session stays, in the vault too.
    @Test(arguments: [#"{"message":"Unauthorized"}"#, ""])
    func `a gateway ends no session`(_ body: String) async throws {
        let answer = DemoFaultAction.answer(
            status: 401, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
        var world = try await World(faults: [.v2("auth/session/user", nth: 2, answer)]).withVault()
        world.profile.secretSource = .vault
        try await world.logIn()
        let read = ReadSession(profile: world.profile)
        let error = await failure { () throws(OperationError) in try await read.run(in: world.workspace) }
        #expect(error?.session?.status == 401)
        #expect(await world.workspace.held.isKept(sessionOf: world.profile))
        #expect(try await world.workspace.vault?.entries().contains { $0.place.kind == .session } == true)
        #expect(try await read.run(in: world.workspace).info.userName == World.administrator)
    }

    /// What has ended is the session that this run holds, not the one that another run has kept since.
    @Test func `the session that another run has kept meanwhile is read`() async throws {
        let runs = try await TwoRuns()
        let kept = try #require(try await runs.kept())
        let report = try await ReadSession(profile: runs.profile).run(in: runs.first.workspace)
        #expect(report.info.userName == World.administrator)
        #expect(await runs.first.workspace.held.session(of: runs.profile)?.authentication == kept.authentication)
        #expect(try await runs.kept() == kept)
        #expect(await runs.first.cluster.openSessionCount == 1)
    }

    /// A network that is down says nothing about the session.
    @Test func `a session outlives a broken connection`() async throws {
        let world = try await World(faults: [.v2("auth/session/user", nth: 2, .closeWithoutAnswer)])
        try await world.logIn()
        let read = ReadSession(profile: world.profile)
        let error = await failure { () throws(OperationError) in try await read.run(in: world.workspace) }
        #expect(error?.session?.code == .connectionLost)
        #expect(error?.session?.execution == .notExecuted)
        _ = try await read.run(in: world.workspace)
    }
}
