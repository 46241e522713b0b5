import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

struct RevokeTokensTests {
    @Test func `a revoked token is verified`() async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.revokedVerified])
        #expect(await !world.cluster.isValid(token: report.token.expose()))
        #expect(await world.executed(.revokedToken) == 1)
        let record = try await world.record(report)
        #expect(record.state == .revokedVerified)
        #expect(record.revokedAt == world.clock.now)
        #expect(
            world.journalGist.suffix(3) == [
                "intent revoke_token", "result revoke_token ok", "note revoke_token verified",
            ])
        // The session that asked is not the token's, and lives on.
        _ = try await ReadSession(profile: world.profile).run(in: world.workspace)
    }

    @Test func `without a session the token itself proves its death`() async throws {
        let world = try await World()
        #expect(try await world.revoke(try await world.issued()) == [.revokedVerified])
    }

    @Test(arguments: [PresetToken.State.expired, .revokedElsewhere])
    func `what the cluster never accepted is not recognized`(_ state: PresetToken.State) async throws {
        let world = try await World()
        let token = try #require(await world.cluster.preset(state, for: "anna"))
        let target = RevocationTarget(
            profile: world.profile, token: .given(Secret(token.value)), user: "anna", isOwn: true, isInUse: false)
        let items = await (try world.revocation(of: [target])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.notRecognized])
        #expect(world.wire.count("auth/token/revoke") == 0)
        #expect(await world.executed(.revokedToken) == 0)
        #expect(try await world.records().first?.state == .notRecognized)
    }

    /// Fault G12: two administrators revoke the same token.
    @Test func `a token that another run has revoked is revoked`() async throws {
        let world = try await World()
        let report = try await world.issued()
        let other = world.anotherProcess()
        let target = RevocationTarget(
            profile: world.profile, token: .given(report.token), user: "anna", isOwn: true, isInUse: false)
        #expect(try await world.revoke(report) == [.revokedVerified])
        let items = await (try other.revocation(of: [target])).run(in: other.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
        #expect(try await other.standing(report) == .revokedVerified)
        #expect(await world.executed(.revokedToken) == 1)
    }

    /// The answer is lost, and the token is refused afterwards: it works no longer, and nobody says "revoked (verified)".
    @Test(arguments: [DemoFaultAction.closeWithoutAnswer, .cutBody(after: 0)])
    func `a cut answer is looked at once more`(_ fault: DemoFaultAction) async throws {
        let world = try await World(faults: [.v2("auth/token/revoke", fault)], retries: true)
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.alreadyInvalid])
        #expect(world.wire.count("auth/token/revoke") == 1)
        #expect(await world.executed(.revokedToken) == 1)
        #expect(
            world.journalGist.suffix(2) == ["result revoke_token unknown", "note validate_token refused"])
        #expect(try await world.record(report).state == .invalid)
        #expect(world.journalEvents.first { $0.outcome == .unknown }?.errorCode == "E_OUTCOME_UNKNOWN")
    }

    /// The request was lost; the second look finds the token alive, and nobody says "revoked".
    @Test(arguments: [DemoFaultAction.dropBeforeRequest, .status(500), .status(504)])
    func `a lost request is looked at once more`(_ fault: DemoFaultAction) async throws {
        let world = try await World(faults: [.v2("auth/token/revoke", fault)], retries: true)
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.stillValid])
        #expect(world.wire.count("auth/token/revoke") == 1)
        #expect(try await world.record(report).state == .stillValid)
        #expect(try await world.standing(report).mayBeValid)
    }

    /// Nobody answers any more: unknown, until a later check tells.
    @Test func `what cannot be checked stays unknown until it can`() async throws {
        let world = try await World()
        let report = try await world.issued()
        await world.cluster.setFaults(DemoFaultPlan(rules: [DemoFaultRule(action: .closeWithoutAnswer)]))
        let verdicts = try await world.revoke(report)
        guard case .unknown(let error) = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
        #expect(MessageComposer.message(for: error).exitCode == .outcomeUnknown)
        #expect(try await world.record(report).state == .revocationUnknown)
        await world.cluster.setFaults(DemoFaultPlan())
        let validate = ValidateToken(profile: world.profile, token: .held(report.record.fingerprint))
        _ = try await validate.run(in: world.workspace)
        #expect(try await world.record(report).state == .invalid)
    }

    /// Accepted, and nobody could look: that is said, and no more.
    @Test func `an unchecked revocation is only accepted`() async throws {
        let world = try await World(faults: [.v2("auth/token/validate", .closeWithoutAnswer)])
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.accepted])
        #expect(try await world.record(report).state == .revoked)
        #expect(MessageComposer.text(for: RevocationItem.Verdict.accepted).string == "revoked (not verified)")
    }

    @Test func `a refusal leaves the token as it was`() async throws {
        let world = try await World(faults: [.v2("auth/token/revoke", .status(403))])
        let report = try await world.issued()
        let verdicts = try await world.revoke(report)
        guard case .failed(let error) = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
        #expect(error.session?.code == .forbidden)
        #expect(try await world.record(report).state == .active)
        #expect(await world.cluster.isValid(token: report.token.expose()))
    }

    @Test func `read only sends nothing`() async throws {
        var world = try await World()
        let report = try await world.issued()
        world.profile.isReadOnly = true
        let (sent, lines) = (world.wire.passages.count, world.journalLines.count)
        #expect(try await world.revoke(report) == [.failed(.refused(.readOnly(profile: "prod-eu")))])
        #expect(world.wire.passages.count == sent)
        #expect(world.journalLines.count == lines)
        #expect(await world.cluster.isValid(token: report.token.expose()))
    }

    @Test func `v1 says what ends a token instead`() async throws {
        let world = try await World(.v1)
        let report = try await world.issued()
        let lines = world.journalLines.count
        let verdicts = try await world.revoke(report)
        guard case .failed(.refused(.notInGeneration(let profile, .v1, _, let alternatives))) = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
        #expect(profile == "prod-eu")
        #expect(alternatives.count == 2)
        #expect(world.journalLines.count == lines)
        #expect(try await world.record(report).state == .active)
    }

    /// A session does not outlive the token that carries it (fault D-2-2).
    @Test func `the token in use goes last and takes its session along`() async throws {
        let world = try await World()
        _ = try await world.keyLogin().run(in: world.workspace)
        let own = try #require(try await world.records().first)
        let other = try await world.issued()
        let target = RevocationTarget(
            profile: world.profile, token: .held(own.fingerprint), user: own.facts.user, isOwn: true, isInUse: true)
        let items = await (try world.revocation(of: [target, world.target(other)])).run(in: world.workspace)
        #expect(items.map(\.fingerprint) == [other.record.fingerprint, own.fingerprint])
        #expect(items.map(\.verdict) == [.revokedVerified, .revokedVerified])
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }
}
