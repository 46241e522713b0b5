import DemoCluster
import DisplayText
import HTTPExchange
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// What an earlier run left open, found again and dealt with (promise P60).
struct LeftOpenReportTests {
    private func report(in world: World) async throws -> LeftOpenReport {
        try await ListTokens(.current).run(in: world.workspace).leftOpen(at: world.clock.now)
    }

    /// What a run wrote that was killed before its first request.
    private func writePlan(_ tokens: [TokenReport], in world: World) async throws {
        let line = world.workspace.event(
            .note, .planRevocation, on: world.profile, subjects: tokens.map(\.record.fingerprint.text))
        try await world.workspace.journal.append(line)
    }

    @discardableResult
    private func writeIntent(of token: TokenReport, in world: World) async throws -> String {
        let line = world.workspace.event(
            .intent, .revokeToken, on: world.profile, token: TokenFacts(fingerprint: token.record.fingerprint))
        try await world.workspace.journal.append(line)
        return line.id
    }

    /// The line of an answer that accepted a revocation.
    private func acceptance(of token: TokenReport, operation: String, in world: World) -> JournalEvent {
        var line = world.workspace.event(
            .result, .revokeToken, on: world.profile, token: TokenFacts(fingerprint: token.record.fingerprint))
        (line.operation, line.outcome) = (operation, .ok)
        return line
    }

    private func issued(_ count: Int, in world: World) async throws -> [TokenReport] {
        var reports: [TokenReport] = []
        for _ in 0..<count { reports.append(try await world.issued()) }
        return reports
    }

    @Test func `a bulk names its tokens before the first request, and leaves nothing open when it is done`()
        async throws
    {
        let world = try await World()
        let tokens = try await issued(3, in: world)
        _ = try await world.revocation(of: tokens.map { world.target($0) }).run(in: world.workspace)
        let events = world.journalEvents
        let plan = try #require(events.firstIndex { $0.action == .planRevocation })
        let first = try #require(events.firstIndex { $0.action == .revokeToken })
        #expect(plan < first)
        #expect(events[plan].subjects == tokens.map(\.record.fingerprint.text))
        #expect(events.count { $0.action == .planRevocation } == 1)
        #expect(try await report(in: world).changes.isEmpty)
    }

    @Test func `one token needs no plan`() async throws {
        let world = try await World()
        _ = try await world.revoke(try await world.issued())
        #expect(!world.journalEvents.contains { $0.action == .planRevocation })
    }

    @Test func `without its plan in the journal a bulk sends nothing`() async throws {
        let world = try await World()
        let tokens = try await issued(2, in: world)
        breakFile(world.home.journal)
        let sent = world.wire.passages.count
        let items = await (try world.revocation(of: tokens.map { world.target($0) })).run(in: world.workspace)
        #expect(world.wire.passages.count == sent)
        guard case .failed(.storage) = items[0].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(items[1].verdict == .notAttempted)
    }

    /// What survived its revocation is more urgent than what nobody revoked.
    @Test func `a token that is still valid after its revocation is left open too`() async throws {
        let world = try await World(faults: [.v2("auth/token/revoke", .dropBeforeRequest)])
        let token = try await issued(1, in: world)[0]
        let items = await (try world.revocation(of: [world.target(token)])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.stillValid])
        var list = try await ListTokens().run(in: world.workspace)
        list.heldIDs = []
        #expect(list.leftOpen(at: world.workspace.now()).notStored.map(\.fingerprint) == [token.record.fingerprint])
    }

    @Test func `a token of two plans that were cut off is told once, and one dismissal puts it away`() async throws {
        let world = try await World()
        let tokens = try await issued(2, in: world)
        try await writePlan(tokens, in: world)
        world.clock.advance(seconds: 60)
        try await writePlan([tokens[1]], in: world)
        let open = try await report(in: world)
        #expect(Set(open.changes.compactMap(\.fingerprint)) == Set(tokens.map(\.record.fingerprint)))
        #expect(open.changes.count == 2)
        let second = open.changes.filter { $0.fingerprint == tokens[1].record.fingerprint }
        _ = try await DismissChanges(second, reason: "asked anna").run(in: world.workspace)
        #expect(try await report(in: world).changes.map(\.fingerprint) == [tokens[0].record.fingerprint])
    }

    /// The run was killed between the answer and the check.
    @Test func `a revocation that was accepted and never validated is left open while the token is here`() async throws
    {
        let world = try await World()
        let token = try await world.issued(lifetime: 60)
        let intent = try await writeIntent(of: token, in: world)
        try await world.workspace.journal.append(acceptance(of: token, operation: intent, in: world))
        let open = try await report(in: world)
        #expect(open.notVerified.map(\.fingerprint) == [token.record.fingerprint])
        // Its cluster is gone, say: it is put away with a reason, and is no more verified for that.
        try await DismissChanges([], revoked: open.notVerified, reason: "cluster is gone").run(in: world.workspace)
        #expect(try await report(in: world).isEmpty)
        #expect(try await world.record(token).state == .revoked)
        let timeline = try await ReadTimeline(record: try await world.record(token)).run(in: world.workspace)
        #expect(timeline.entries.last?.reason == "cluster is gone")
        // A later revocation of it is another one.
        let again = try await writeIntent(of: token, in: world)
        try await world.workspace.journal.append(acceptance(of: token, operation: again, in: world))
        #expect(try await report(in: world).notVerified.map(\.fingerprint) == [token.record.fingerprint])
        #expect(open.changes.isEmpty && open.notStored.isEmpty)
        #expect(open.exitCode == .someFailed)
        #expect(open.sentence == "left open by an earlier run: 1 revocation not verified")
        var list = try await ListTokens(.current).run(in: world.workspace)
        list.heldIDs = []
        #expect(list.leftOpen(at: world.clock.now).isEmpty)
        world.clock.advance(seconds: 3_600)
        #expect(try await report(in: world).isEmpty)
    }

    @Test func `a validation tells what a revocation that was not verified has ended`() async throws {
        let world = try await World()
        let token = try await world.issued()
        let intent = try await writeIntent(of: token, in: world)
        try await world.workspace.journal.append(acceptance(of: token, operation: intent, in: world))
        #expect(try await report(in: world).notVerified.count == 1)
        _ = try await ValidateToken(profile: world.profile, token: .held(token.record.fingerprint))
            .run(in: world.workspace)
        #expect(try await world.record(token).state == .stillValid)
        // That it is accepted is no proof: the one revocation that matters most is still to be done.
        let open = try await report(in: world)
        #expect(open.notVerified.isEmpty)
        #expect(open.stillValid.map(\.fingerprint) == [token.record.fingerprint])
        #expect(open.exitCode == .someFailed)
        #expect(open.sentence == "left open by an earlier run: 1 token STILL VALID after its revocation")
        #expect(
            try await ListTokens(.current).run(in: world.workspace).commandsToRevoke(open.stillValid)
                == ["tessera token revoke \(token.record.fingerprint.text) --profile prod-eu"])
        try await DismissChanges([], revoked: open.stillValid, reason: "a test cluster").run(in: world.workspace)
        #expect(try await report(in: world).isEmpty)
        // That it is accepted still is news.
        _ = try await ValidateToken(profile: world.profile, token: .held(token.record.fingerprint))
            .run(in: world.workspace)
        #expect(try await report(in: world).stillValid.count == 1)
        _ = try await world.revocation(of: [world.target(token)]).run(in: world.workspace)
        #expect(try await world.record(token).state == .revokedVerified)
        #expect(try await report(in: world).isEmpty)
    }

    @Test func `a token that the journal knows from a plan alone is left open too`() async throws {
        let world = try await World()
        let given = Fingerprint(of: Secret("a-token-that-was-given-and-never-listed"))
        let line = world.workspace.event(.note, .planRevocation, on: world.profile, subjects: [given.text])
        try await world.workspace.journal.append(line)
        let changes = try await report(in: world).changes
        #expect(changes.map(\.fingerprint) == [given])
        #expect(changes.map(\.standing) == [.notAttempted])
    }

    /// The run was killed before the first request.
    @Test func `what a killed incident did not do to its user is left open, and a later one that is done settles it`()
        async throws
    {
        let world = try await World()
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        try await world.logIn()
        let list = try await ListTokens().run(in: world.workspace)
        let part = EndUserPlan.Part(
            world.endTarget("anna"), in: list, inUse: [], isReadOnlyMode: false, acts: [.logOut, .revokeTokens],
            at: world.clock.now)
        let plan = try EndUserPlan([part])
        let confirmed = try plan.confirmed(by: .typed(try #require(plan.consent.expected)))
        let written = try await WrittenPlan(of: [confirmed], deactivations: [], in: world.workspace)
        #expect(try await report(in: world).changes.isEmpty)
        written.end(in: world.workspace)
        let open = try await report(in: world)
        #expect(open.changes.map(\.standing) == Array(repeating: .notAttempted, count: 3))
        #expect(open.changes.compactMap(\.fingerprint) == [token.record.fingerprint])
        #expect(
            open.sentence == """
                left open by an earlier run: 1 token not revoked as planned, 2 user actions not done as planned
                """)
        #expect(
            Set(open.changes.filter { !$0.isRevocation }.map { "\($0.act) \($0.subject): \($0.advice(isHeld: false))" })
                == [
                    "user logout anna: The user was not logged out as planned. Log the user out.",
                    "revoke tokens anna: Other tokens of the user were not revoked as planned. Revoke them.",
                ])
        _ = await EndUser(confirmed: confirmed).run(in: world.workspace)
        #expect(try await report(in: world).changes.isEmpty)
    }

    /// `--deactivate` there once more would meet the same.
    @Test func `a deactivation that the release lacks is not advised again`() async throws {
        let world = try await World()
        let plan = world.workspace.event(.note, .planDeactivation, on: world.profile, subjects: ["anna"])
        try await world.workspace.journal.append(plan)
        var change = try #require(try await report(in: world).changes.first)
        let advice = { (change: OpenChange) in change.advice(on: "prod-eu", of: nil, isHeld: false).string }
        #expect(advice(change).contains("`tessera user revoke anna --profile prod-eu --deactivate`"))
        var intent = world.workspace.event(.intent, .deactivateUser, on: world.profile, subjects: ["anna"])
        try await world.workspace.journal.append(intent)
        let operation = intent.id
        intent = world.workspace.event(.result, .deactivateUser, on: world.profile, subjects: ["anna"])
        (intent.operation, intent.outcome, intent.errorCode) = (operation, .refused, "E_NOT_ON_RELEASE")
        try await world.workspace.journal.append(intent)
        change = try #require(try await report(in: world).changes.first)
        #expect(change.isBeyondRelease)
        #expect(
            advice(change) == """
                The account was not deactivated: the release of the cluster has no operation for it. Deactivate the account \
                on the cluster itself, then dismiss the change: `tessera journal dismiss \(plan.id) --reason TEXT`
                """)
    }

    @Test func `what a killed bulk did not come to is resumed by the same plan`() async throws {
        let world = try await World()
        let tokens = try await issued(3, in: world)
        try await writePlan(tokens, in: world)
        try await writeIntent(of: tokens[0], in: world)
        let open = try await report(in: world)
        #expect(open.count(.unknown) == 1)
        #expect(open.count(.notAttempted) == 2)
        #expect(open.exitCode == .outcomeUnknown)
        #expect(
            open.sentence
                == "left open by an earlier run: 1 change with unknown outcome, 2 tokens not revoked as planned")
        let named = Set(open.changes.compactMap(\.fingerprint))
        let targets = tokens.filter { named.contains($0.record.fingerprint) }.map { world.target($0) }
        let items = await (try world.revocation(of: targets)).run(in: world.workspace)
        #expect(items.allSatisfy { $0.verdict == .revokedVerified })
        #expect(try await report(in: world).isEmpty)
    }

    @Test func `a validation settles an unknown outcome by the verdict of the cluster`() async throws {
        let world = try await World()
        let tokens = try await issued(2, in: world)
        for token in tokens { try await writeIntent(of: token, in: world) }
        #expect(try await report(in: world).count(.unknown) == 2)
        _ = try await ValidateToken(profile: world.profile, token: .held(tokens[1].record.fingerprint))
            .run(in: world.workspace)
        #expect(try await report(in: world).changes.map(\.fingerprint) == [tokens[0].record.fingerprint])
        #expect(try await world.record(tokens[1]).state == .stillValid)
    }

    @Test func `a token that has expired by now is nothing to deal with`() async throws {
        let world = try await World()
        let token = try await world.issued(lifetime: 60)
        try await writeIntent(of: token, in: world)
        #expect(try await report(in: world).changes.count == 1)
        world.clock.advance(seconds: 3_600)
        #expect(try await report(in: world).changes.isEmpty)
    }

    @Test func `a token that is to be revoked is told once, though it is not stored here`() async throws {
        let world = try await World()
        let tokens = try await issued(2, in: world)
        try await writePlan([tokens[0]], in: world)
        var list = try await ListTokens(.current).run(in: world.workspace)
        list.heldIDs = []
        let open = list.leftOpen(at: world.clock.now)
        #expect(open.changes.map(\.fingerprint) == [tokens[0].record.fingerprint])
        #expect(open.notStored.map(\.fingerprint) == [tokens[1].record.fingerprint])
    }

    @Test func `a change of this run that is under way is not left open`() async throws {
        let world = try await World()
        let token = try await world.issued()
        let id = try await writeIntent(of: token, in: world)
        world.workspace.changes.begin(id)
        #expect(try await report(in: world).changes.isEmpty)
        world.workspace.changes.end(id)
        #expect(try await report(in: world).changes.map(\.id) == [id])
    }

    @Test func `a session of an earlier run may be open, one of this run is not told`() async throws {
        let world = try await World()
        try await world.logIn()
        #expect(try await report(in: world).logins.isEmpty)
        var login = world.workspace.event(.result, .logIn, on: world.profile, user: "anna")
        login.outcome = .ok
        try await world.workspace.journal.append(login)
        #expect(try await report(in: world).logins.map(\.user) == ["anna"])
        world.clock.advance(seconds: 86_401)
        #expect(try await report(in: world).logins.isEmpty)
    }

    /// What a command that was killed has opened is none of the vault's.
    @Test func `of two logins of a profile the one is at hand that the vault keeps`() async throws {
        let world = try await World()
        try await world.logIn()
        let kept = try #require(await world.workspace.held.session(of: world.profile))
        world.clock.advance(seconds: 120)
        var orphan = world.workspace.event(.result, .logIn, on: world.profile, user: "tsadmin")
        orphan.outcome = .ok
        try await world.workspace.journal.append(orphan)
        var list = try await ListTokens(.current).run(in: world.anotherProcess().workspace)
        #expect(list.leftOpen(at: world.clock.now).logins.count == 2)
        list.keptSessions = [world.profile.id: kept.openedAt]
        #expect(list.leftOpen(at: world.clock.now).logins.map(\.id) == [orphan.id])
    }

    /// For the next start: its login has no logout.
    @Test func `a session that its cluster has ended is not left open`() async throws {
        let world = try await World()
        try await world.logIn()
        let next = world.anotherProcess()
        #expect(try await report(in: next).logins.count == 1)
        // By somebody else.
        let session = try #require(await world.workspace.held.session(of: world.profile))
        _ = try await world.workspace.testClient(for: world.profile)
            .forceLogout(UserSelection(.name(World.administrator)), as: session.authentication)
        #expect(await CheckCluster(profile: world.profile).run(in: world.workspace).state == .sessionEnded)
        #expect(try await report(in: next).logins.isEmpty)
        let told = try #require(world.journalEvents.last)
        #expect((told.phase, told.action, told.outcome) == (.note, .logOut, .refused))
        #expect(told.evidence?.serverCode == 10_097)
    }

    @Test func `a dismissal keeps every line and the reason, and the token its state`() async throws {
        let world = try await World()
        let token = try await world.issued()
        try await writeIntent(of: token, in: world)
        let before = world.journalEvents
        let changes = try await report(in: world).changes
        _ = try await DismissChanges(changes, reason: " asked anna ").run(in: world.workspace)
        #expect(try await report(in: world).changes.isEmpty)
        let events = world.journalEvents
        #expect(Array(events.dropLast()) == before)
        #expect(events.last?.action == .dismissOutcome)
        #expect(events.last?.subjects == ["asked anna"])
        #expect(try await world.record(token).state == .revocationUnknown)
        let timeline = try await ReadTimeline(record: try await world.record(token)).run(in: world.workspace)
        #expect(timeline.entries.last?.reason == "asked anna")
    }

    @Test(arguments: [
        "", "  ", "two\nlines", String(repeating: "x", count: 201),
        // A token that was pasted in its place would stay in the journal.
        "leak: dHNhZG1pbjpKSE5vYVhKdk1TUlRTRUV0TWpVMkpEVXdNREF3TUNRPUFiQ2RFZkdo",
    ])
    func `a reason is one line, and no token`(_ reason: String) async throws {
        let world = try await World()
        try await writeIntent(of: try await world.issued(), in: world)
        let changes = try await report(in: world).changes
        let error = await failure { () throws(OperationError) in
            try await DismissChanges(changes, reason: reason).run(in: world.workspace)
        }
        guard case .refused(.invalidInput)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
