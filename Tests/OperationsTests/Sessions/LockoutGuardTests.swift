import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// One attempt for each action; the second refusal within an hour warns, the third attempt wants a word (promise P72).
struct LockoutGuardTests {
    private static let generations: [Generation] = Generation.allCases

    private func world(_ generation: Generation) async throws -> World {
        let member = generation == .v2 ? "gen-v2" : "gen-\(generation.rawValue)"
        var world = try await World(generation, member: member)
        world.profile.acceptsURLSecrets = true
        return world
    }

    private func wrongPassword(_ world: World, _ user: String = "anna") async -> OperationError? {
        let attempt = world.passwordLogin(user, "wrong-password-4711")
        return await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
    }

    @Test(arguments: generations)
    func `the third attempt is not sent`(_ generation: Generation) async throws {
        let world = try await world(generation)
        for _ in 0..<2 { #expect(await wrongPassword(world)?.session?.code == .credentialsRefused) }
        let sent = world.wire.passages.count
        let error = try #require(await wrongPassword(world))
        guard case .lockoutLikely(let profile, let risk)? = error.refusal else {
            Issue.record("\(error)")
            return
        }
        #expect(profile == world.profile.name)
        #expect(risk.refusals.count == 2)
        #expect(risk.user == "anna")
        #expect(world.wire.passages.count == sent)
        // The account is not locked: the right password still works, once somebody says so.
        var attempt = world.passwordLogin("anna")
        attempt.acceptsLockoutRisk = true
        #expect(try await attempt.run(in: world.workspace).info.userName == "anna")
        // A success makes good for what was before.
        #expect(await wrongPassword(world)?.session?.code == .credentialsRefused)
    }

    @Test func `the word counts for one attempt`() async throws {
        let world = try await world(.v2)
        for _ in 0..<2 { _ = await wrongPassword(world) }
        var attempt = world.passwordLogin("anna", "still-wrong-4711")
        attempt.acceptsLockoutRisk = true
        let verb = attempt
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .credentialsRefused)
        guard case .lockoutLikely(_, let risk)? = await wrongPassword(world)?.refusal else {
            Issue.record("the guard stood aside")
            return
        }
        #expect(risk.refusals.count == 3)
    }

    @Test func `an hour later an attempt is free`() async throws {
        let world = try await world(.v2)
        _ = await wrongPassword(world)
        world.clock.advance(seconds: 600)
        _ = await wrongPassword(world)
        world.clock.advance(seconds: 2_999)
        #expect(await wrongPassword(world)?.refusal?.code == "E_LOCKOUT_GUARD")
        world.clock.advance(seconds: 1)
        #expect(await wrongPassword(world)?.session?.code == .credentialsRefused)
    }

    /// Two processes: each with a journal reader of its own, on one file.
    @Test(arguments: generations)
    func `processes count together`(_ generation: Generation) async throws {
        let world = try await world(generation)
        let other = world.anotherProcess()
        #expect(await wrongPassword(world)?.session?.code == .credentialsRefused)
        #expect(try await other.workspace.lockoutRisk(of: "anna", on: other.profile).level == .warned)
        #expect(await wrongPassword(other)?.session?.code == .credentialsRefused)
        let sent = world.wire.passages.count
        for process in [world, other, world.anotherProcess()] {
            #expect(await wrongPassword(process)?.refusal?.code == "E_LOCKOUT_GUARD")
        }
        #expect(world.wire.passages.count == sent)
        var attempt = other.passwordLogin("anna")
        attempt.acceptsLockoutRisk = true
        _ = try await attempt.run(in: other.workspace)
        #expect(try await world.workspace.lockoutRisk(of: "anna", on: world.profile).level == .none)
    }

    @Test func `another user and another profile of the cluster are two things`() async throws {
        let world = try await world(.v2)
        for _ in 0..<2 { _ = await wrongPassword(world) }
        #expect(await wrongPassword(world, "bob")?.session != nil)
        var twin = world
        twin.profile = Profile(
            id: "another-profile", name: "twin", origin: world.profile.origin, generation: .v2)
        #expect(await wrongPassword(twin)?.refusal?.code == "E_LOCKOUT_GUARD")
    }

    @Test(arguments: generations.filter { $0.capability(.secretKeyLogin).isPossible })
    func `wrong keys count`(_ generation: Generation) async throws {
        let world = try await world(generation)
        let key = "ffffffff-7b6a-4958-8473-a2b1c0d9e8f7"
        let attempt = world.keyLogin("anna", key: key)
        for _ in 0..<2 {
            let error = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
            #expect(error?.session.map { LockoutCount.counts($0.code) } == true, "\(String(describing: error))")
        }
        let request = TokenRequest(kind: .full, username: "anna", credential: .secretKey(Secret(key)))
        let issue = IssueToken(profile: world.profile, request: request, label: nil, acceptsSupersession: true)
        let sent = world.wire.passages.count
        let error = await failure { () throws(OperationError) in try await issue.run(in: world.workspace) }
        #expect(error?.refusal?.code == "E_LOCKOUT_GUARD")
        #expect(world.wire.passages.count == sent)
    }

    @Test(arguments: generations.filter { $0.capability(.tokenLogin).isPossible })
    func `invalid tokens count`(_ generation: Generation) async throws {
        let world = try await world(generation)
        let attempt = LogIn(
            profile: world.profile, credential: .bearer(token: Secret("bm8tc3VjaC10b2tlbi1hdC1hbGw=")), org: nil)
        for _ in 0..<2 {
            let error = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
            #expect(error?.session.map { LockoutCount.counts($0.code) } == true, "\(String(describing: error))")
        }
        let error = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
        #expect(error?.refusal?.code == "E_LOCKOUT_GUARD")
    }

    @Test func `right passwords that are refused for other reasons do not count`() async throws {
        let world = try await world(.v2)
        for _ in 0..<3 {
            let attempt = world.passwordLogin("mfa-max")
            let error = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
            #expect(error?.session?.code == .multiFactor)
        }
    }

    @Test func `the refusal says how many when and what to do`() async throws {
        let world = try await world(.v2)
        for _ in 0..<2 { _ = await wrongPassword(world) }
        let error = try #require(await wrongPassword(world))
        let message = MessageComposer.message(for: error)
        #expect(message.code == "E_LOCKOUT_GUARD")
        #expect(message.exitCode == .refused)
        #expect(message.what.string.contains("2 logins of anna"))
        #expect(message.why?.string.contains("2026-11-21 08:52:45") == true)
        #expect(message.hints.first?.string.contains("2026-11-21 09:52:45") == true)
        #expect(message.hints.last?.string.contains("--ignore-lockout-guard") == true)
    }

    /// What cannot be done is said before a secret is read: the check needs none.
    @Test func `the check beforehand needs no secret and sends nothing`() async throws {
        let world = try await World(.betaQuery)
        let attempt = world.passwordLogin("anna", "")
        let error = await failure { () throws(OperationError) in try await attempt.requirePossible(in: world.workspace)
        }
        #expect(error?.refusal?.code == "E_URL_SECRETS")
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }
}
