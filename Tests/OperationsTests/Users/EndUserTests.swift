import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

/// Logging a user out, revoking the user's tokens and validating each, as one workflow.
struct EndUserTests {
    /// A token of anna that this run holds.
    private func tokenOfAnna(in world: World) async throws -> TokenReport {
        try await world.issue(for: "anna").run(in: world.workspace)
    }

    private func verb(_ world: World, isReadOnlyMode: Bool = false) async throws -> EndUser {
        let list = try await ListTokens().run(in: world.workspace)
        let part = EndUserPlan.Part(
            world.endTarget("anna"), in: list, inUse: await world.workspace.held.tokenIDsInUse(),
            isReadOnlyMode: isReadOnlyMode, at: world.clock.now)
        let plan = try EndUserPlan([part])
        return EndUser(confirmed: try plan.confirmed(by: .typed(try #require(plan.consent.expected))))
    }

    @Test func `the sessions end before the tokens and each verdict is told as it falls`() async throws {
        let world = try await World()
        let token = try await tokenOfAnna(in: world)
        try await world.logIn()
        let session = try await world.openSession(of: "anna")
        let told = Mutex<[EndUser.Item]>([])
        let report = await (try await verb(world)).run(in: world.workspace) { item in told.withLock { $0.append(item) }
        }
        #expect(report.sessions.map(\.verdict) == [.accepted])
        #expect(report.tokens.map(\.fingerprint) == [token.record.fingerprint])
        // The logout has ended the token, which the cluster accepted right before it.
        #expect(report.tokens.map(\.verdict) == [.revokedVerified])
        #expect(try await world.record(token).state == .revokedVerified)
        let timeline = try await ReadTimeline(record: try await world.record(token)).run(in: world.workspace)
        #expect(timeline.entries.map(\.what).suffix(2) == [.revocationRefused, .verified])
        #expect(timeline.lines.last?.string.contains("revoked (verified): ended by the logout  401/") == true)
        #expect(timeline.json.last?["endedBy"] == "logout")
        #expect(
            told.withLock { $0 } == report.sessions.map { .sessions($0) } + report.tokens.map { .token($0) })
        #expect(try await !world.isOpen(session))
        #expect(await world.forcedOut == ["anna"])
    }

    /// Where the user is the one who asks, the logout ends the session that everything else needs (fault D-2-7).
    @Test func `of our own account all tokens are revoked before the logout`() async throws {
        let world = try await World()
        let token = try await world.issue(for: World.administrator).run(in: world.workspace)
        try await world.logIn()
        let list = try await ListTokens().run(in: world.workspace)
        let part = EndUserPlan.Part(
            world.endTarget(World.administrator, isOurselves: true), in: list, inUse: [], isReadOnlyMode: false,
            acts: [.logOut, .revokeTokens], at: world.clock.now)
        let plan = try EndUserPlan([part])
        let verb = EndUser(confirmed: try plan.confirmed(by: .typed(try #require(plan.consent.expected))))
        let report = await verb.run(in: world.workspace)
        #expect(report.sessions.first { $0.act == .revokeTokens }?.verdict == .accepted)
        #expect(report.tokens.map(\.verdict) == [.revokedVerified])
        let timeline = try await ReadTimeline(record: try await world.record(token)).run(in: world.workspace)
        #expect(timeline.json.last?["endedBy"] == "tokens-revoked")
        // The cluster ended our session with the tokens: one more login does what is left, and no more.
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        let rest = try #require(verb.confirmed.remaining(after: report))
        #expect(rest.parts.map(\.acts) == [[.logOut]] && rest.tokens.isEmpty)
        try await world.logIn()
        let second = await EndUser(confirmed: rest).run(in: world.workspace)
        #expect(second.sessions.map(\.verdict) == [.accepted])
        #expect(await world.forcedOut == [World.administrator])
        #expect(try await ListTokens().run(in: world.workspace).unfinished.isEmpty)
    }

    /// What had ended before was not ended by this run.
    @Test func `a token that was refused before the logout is not called revoked`() async throws {
        let world = try await World()
        let token = try await tokenOfAnna(in: world)
        try await world.logIn()
        let client = try world.workspace.testClient(for: world.profile)
        _ = try await client.revokeToken(.token(token.token, user: "anna"), as: .none)
        let report = await (try await verb(world)).run(in: world.workspace)
        #expect(report.sessions.map(\.verdict) == [.accepted])
        #expect(report.tokens.map(\.verdict) == [.alreadyInvalid])
        #expect(try await world.record(token).state == .invalid)
    }

    /// A refusal of the sessions does not keep the tokens from being revoked.
    @Test func `the tokens are revoked also when the sessions cannot be ended`() async throws {
        let world = try await World()
        _ = try await tokenOfAnna(in: world)
        let report = await (try await verb(world)).run(in: world.workspace)
        #expect(report.sessions.map(\.verdict) == [.failed(.refused(.notLoggedIn(profile: "prod-eu")))])
        #expect(report.tokens.map(\.verdict) == [.revokedVerified])
    }

    @Test func `a cancelled run begins no token`() async throws {
        let world = try await World()
        _ = try await tokenOfAnna(in: world)
        try await world.logIn()
        let verb = try await verb(world)
        let report = await withTaskGroup(of: EndUser.Report.self) { group in
            group.addTask {
                await verb.run(in: world.workspace) { _ in withUnsafeCurrentTask { $0?.cancel() } }
            }
            return await group.next() ?? EndUser.Report()
        }
        #expect(report.sessions.map(\.verdict) == [.accepted])
        #expect(report.tokens.map(\.verdict) == [.notAttempted])
        #expect(world.wire.count("auth/token/revoke") == 0)
    }

    @Test func `what cannot be revoked is left out and named`() async throws {
        let world = try await World()
        let token = try await tokenOfAnna(in: world)
        _ = try await world.issued()
        let list = try await ListTokens().run(in: world.workspace)
        var known = list
        known.heldIDs = []
        let target = world.endTarget("ANNA")
        let part = EndUserPlan.Part(target, in: known, inUse: [], isReadOnlyMode: false, at: world.clock.now)
        #expect(part.tokens.isEmpty)
        #expect(part.leftOut.map(\.fingerprint) == [token.record.fingerprint])
        let readOnly = EndUserPlan.Part(target, in: list, inUse: [], isReadOnlyMode: true, at: world.clock.now)
        #expect(readOnly.tokens.isEmpty)
        #expect(
            EndUserPlan.Part(target, in: list, inUse: [], isReadOnlyMode: false, at: world.clock.now).tokens.count == 1)
    }

    @Test func `a token that has expired is nothing to end`() async throws {
        let world = try await World()
        _ = try await world.issue(for: "anna", lifetime: 60).run(in: world.workspace)
        let list = try await ListTokens().run(in: world.workspace)
        let counts = [Int64(59), 61].map { seconds in
            EndUserPlan.Part(
                world.endTarget("anna"), in: list, inUse: [], isReadOnlyMode: false,
                at: world.clock.now.advanced(seconds: seconds)
            ).tokens.count
        }
        #expect(counts == [1, 0])
    }

    /// One cluster takes the count, or the name of a guarded profile; several take the user's name.
    @Test func `several clusters take the name of the user`() async throws {
        let world = try await World()
        var draft = ProfileDraft(from: world.profile)
        draft[.name] = "lab"
        let other = try draft.profile(id: "other")
        let parts = [world.profile, other].map { profile in
            EndUserPlan.Part(
                ForceLogoutTarget(profile: profile, user: .name("anna"), isOurselves: false), tokens: [])
        }
        let plan = try EndUserPlan(parts)
        #expect(plan.consent.kind == .userName("anna"))
        #expect(plan.consent.prompt?.string == "Type anna to confirm:")
        for (answer, code) in [
            (.typed("anna"), nil), (.yesAndConfirm("anna"), nil), (.typed("lab"), "E_CONFIRM_MISMATCH"),
            (.yesAndConfirm("lab"), "E_CONFIRM_MISMATCH"), (.yesOption, "E_CONFIRM_NEEDED"),
            (.key, "E_CONFIRM_NEEDED"), (.unanswered, "E_CONFIRM_NEEDED"),
        ] as [(ConsentAnswer, String?)] {
            #expect(plan.consent.refusal(of: answer)?.code == code, "\(answer)")
        }
        let confirmed = try plan.confirmed(by: .typed("anna"))
        #expect(confirmed.part(on: other).parts.map(\.target.profile.name) == ["lab"])
    }

    @Test func `an empty plan is refused`() {
        let error = problem { () throws(OperationError) in try EndUserPlan([]) }
        #expect(error?.refusal?.code == "E_EMPTY_TARGET")
    }

    /// Another try meets the same release.
    @Test(arguments: [(SessionError.Code.notOnThisRelease, false), (.timeout, true)])
    func `what the release does not have is not tried again`(_ code: SessionError.Code, _ isTried: Bool) async throws {
        let world = try await World()
        let error = SessionError(code, operation: "users/deactivate", origin: world.profile.origin)
        let item = DeactivationItem(
            target: world.endTarget("anna"), verdict: .failed(.session(error, profile: world.profile.name)))
        #expect(item.isWorthRepeating == isTried)
    }

    /// A misspelt name has nothing on the cluster that is to be ended, or dismissed.
    @Test(arguments: Generation.allCases)
    func `a user whom the cluster does not know leaves nothing open`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        try await world.logIn()
        let acts: Set<UserAct> = generation == .v2 ? [.logOut, .revokeTokens] : [.logOut]
        let part = EndUserPlan.Part(world.endTarget("nobody-here"), tokens: [], acts: acts)
        let plan = try EndUserPlan([part])
        let answer: ConsentAnswer = plan.consent.expected.map { .typed($0) } ?? .key
        let report = await EndUser(confirmed: try plan.confirmed(by: answer)).run(in: world.workspace)
        #expect(report.sessions.count == acts.count)
        for item in report.sessions {
            #expect(item.error?.session?.code == .badRequest)
            #expect(MessageComposer.text(for: item.verdict).string == "failed: no such user")
        }
        let list = try await ListTokens(.current).run(in: world.workspace)
        #expect(list.leftOpen(at: world.clock.now).changes.isEmpty)
    }

    /// The vault may know a token by the GUID of its user alone: the journal's line about the user has both.
    @Test func `a logout is written with the name and the GUID`() async throws {
        let world = try await World()
        try await world.logIn()
        let id = "59481331-ee53-42be-a548-bd87be6ddd4a"
        let target = ForceLogoutTarget(
            profile: world.profile, user: .name("anna"), userID: id, isOurselves: false)
        _ = await (try world.forceLogout([target])).run(in: world.workspace)
        let lines = world.journalEvents.filter { $0.action == .forceLogout }
        #expect(lines.map(\.subjects) == [["anna", id], ["anna", id]])
    }
}
