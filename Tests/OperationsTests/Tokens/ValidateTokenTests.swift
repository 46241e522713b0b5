import DemoCluster
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct ValidateTokenTests {
    private func validated(_ token: PresetToken, in world: World) async throws -> ValidationReport {
        try await ValidateToken(profile: world.profile, token: .given(Secret(token.value))).run(in: world.workspace)
    }

    @Test func `the session asks about the token`() async throws {
        let world = try await World(skew: 30)
        try await world.logIn()
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let report = try await validated(token, in: world)
        #expect(report.validation.operation == "auth/token/validate")
        #expect(report.validation.verdict == .valid)
        #expect(report.validation.userID == token.userGUID)
        #expect(report.validation.expiry == .at(Instant(milliseconds: token.expiresAt)))
        #expect(report.checkedAt == world.clock.now)
        #expect(report.clockSkew == 30_000)
        let record = try #require(try await world.records().first)
        #expect(record.facts.expiry == report.validation.expiry)
        #expect(record.lastCheckedAt == world.clock.now)
        #expect(world.journalGist.last == "note validate_token ok")
    }

    @Test(arguments: [Generation.v2, .v1])
    func `without a session the token speaks for itself`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let report = try await validated(token, in: world)
        #expect(report.validation.verdict == .valid)
        #expect(
            report.validation.operation
                == (generation == .v1 ? "v1 session/isactive" : "auth/token/validate"))
        // Where there is a call for it, it tells the end as well.
        #expect((report.validation.expiry == .unknown) == (generation == .v1))
    }

    @Test(
        arguments: [Generation.v2, .v1], [PresetToken.State.expired, .revokedElsewhere])
    func `a token that was never accepted is not recognized`(_ generation: Generation, _ state: PresetToken.State)
        async throws
    {
        for isLoggedIn in [false, true] {
            let world = try await World(generation)
            if isLoggedIn { try await world.logIn() }
            let token = try #require(await world.cluster.preset(state, for: "anna"))
            let report = try await validated(token, in: world)
            #expect(report.verdict == .notRecognized)
            #expect(try await world.records().first?.state == .notRecognized)
            #expect(world.journalGist.last == "note validate_token refused")
        }
    }

    /// A session that ended in the meantime says nothing about the token: the token is asked then.
    @Test func `an expired caller is not an invalid token`() async throws {
        let world = try await World()
        try await world.logIn()
        world.clock.advance(seconds: 8 * 86_400)
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let report = try await validated(token, in: world)
        #expect(report.validation.verdict == .valid)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    @Test(arguments: [DemoFaultAction.closeWithoutAnswer, .status(500), .status(429), .maintenance(clusterState: nil)])
    func `no answer is no verdict`(_ fault: DemoFaultAction) async throws {
        let world = try await World(faults: [.v2("auth/token/validate", fault)])
        let report = try await world.issued()
        let validate = ValidateToken(profile: world.profile, token: .held(report.record.fingerprint))
        let error = await failure { () throws(OperationError) in try await validate.run(in: world.workspace) }
        #expect(error?.session?.execution == .notExecuted)
        #expect(try await world.record(report) == report.record)
    }

    @Test func `a fingerprint alone cannot be asked`() async throws {
        let world = try await World()
        let fingerprint = try #require(Fingerprint("0123456789ab"))
        let error = await failure { () throws(OperationError) in
            try await ValidateToken(profile: world.profile, token: .held(fingerprint)).run(in: world.workspace)
        }
        #expect(error?.refusal == .tokenNotHeld(fingerprint))
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .notFound)
        #expect(world.wire.passages.isEmpty)
    }
}
