import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// The token of 24 hours from a session (promise P68; faults D-2-8, D16).
struct SessionTokenTests {
    @Test func `the session issues a token that is recorded`() async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await IssueSessionToken(profile: world.profile, label: "night").run(in: world.workspace)
        #expect(report.record.facts.kind == "session")
        #expect(report.record.facts.user == World.administrator)
        #expect(report.record.facts.label == "night")
        #expect(report.record.facts.expiry == .at(world.clock.now.advanced(seconds: 86_400)))
        #expect(await world.workspace.held.token(report.record.fingerprint, of: world.profile) == report.token)
        #expect(world.wire.count("auth/session/token") == 1)
        #expect(world.journalGist.suffix(2) == ["intent issue_token", "result issue_token ok"])
        // The intent is on disk before the request leaves.
        let line = world.wire.passages.last?.journal.last
        #expect(line?.contains("\"intent\"") == true && line?.contains("session") == true)
    }

    /// Promise P65: before any change, not before a revocation only.
    @Test(
        arguments: [
            (nil, "E_PROTECTED"), (.yesOption, "E_PROTECTED"), (.typed("prod"), "E_CONFIRM_MISMATCH"),
            (.yesAndConfirm("prod-us"), "E_CONFIRM_MISMATCH"),
        ] as [(ConsentAnswer?, String)])
    func `a protected profile is agreed to by its name`(_ answer: ConsentAnswer?, _ code: String) async throws {
        var world = try await World()
        try await world.logIn()
        world.profile.isProtected = true
        let (profile, workspace) = (world.profile, world.workspace)
        var issue = world.issue()
        issue.consent = answer
        let refusedIssue = issue
        let sent = world.wire.passages.count
        let bySession = IssueSessionToken(profile: profile, label: nil, consent: answer)
        let refused = [
            await failure { () throws(OperationError) in try await refusedIssue.run(in: workspace) },
            await failure { () throws(OperationError) in try await bySession.run(in: workspace) },
        ]
        #expect(refused.map { $0?.refusal?.code } == [code, code])
        #expect(world.wire.passages.count == sent)
        issue.consent = .typed(profile.name)
        let agreed = issue
        #expect(try await agreed.run(in: workspace).record.state == .active)
        _ = try await IssueSessionToken(profile: profile, label: nil, consent: .yesAndConfirm(profile.name))
            .run(in: workspace)
    }

    // Fault D-2-8.
    @Test func `an answer that does not come leaves a token that may exist`() async throws {
        let world = try await World(faults: [.v2("auth/session/token", .status(504))], retries: true)
        try await world.logIn()
        let verb = IssueSessionToken(profile: world.profile, label: nil)
        let error = try #require(
            await failure { () throws(OperationError) in try await verb.run(in: world.workspace) })
        #expect(error.session?.execution == .unknown)
        let message = MessageComposer.message(for: error)
        #expect(message.exitCode == .outcomeUnknown)
        #expect(message.hints.contains { $0.string.contains("a 24-hour token may exist") })
        #expect(world.journalGist.last == "result issue_token unknown")
        #expect(world.wire.count("auth/session/token") == 1, "never asked for twice")
    }

    @Test func `a token of another user is an alarm`() async throws {
        let answer = #"{"token":"aaaa.bbbb.cccc-lied-token","valid_for_username":"mallory"}"#
        let world = try await World(faults: [.v2("auth/session/token", .lie(answer))])
        try await world.logIn()
        let verb = IssueSessionToken(profile: world.profile, label: nil)
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .identityMismatch)
        let record = try #require(try await world.records().first)
        #expect(record.facts.user == "mallory")
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) != nil)
    }

    @Test func `a session that ended is forgotten`() async throws {
        let world = try await World(faults: [.v2("auth/session/token", .refusedCredential)])
        try await world.logIn()
        let verb = IssueSessionToken(profile: world.profile, label: nil)
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    @Test func `without a session or in another generation nothing is sent`() async throws {
        let world = try await World()
        let verb = IssueSessionToken(profile: world.profile, label: nil)
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.refusal == .notLoggedIn(profile: "prod-eu"))
        let old = try await World(.v1)
        let other = IssueSessionToken(profile: old.profile, label: nil)
        #expect(
            problem { () throws(OperationError) in try other.requirePossible(in: old.workspace) }?.refusal?.code
                == "E_NOT_IN_GENERATION")
        let readOnly = try await World(isReadOnly: true)
        let third = IssueSessionToken(profile: readOnly.profile, label: nil)
        #expect(
            problem { () throws(OperationError) in try third.requirePossible(in: readOnly.workspace) }?.refusal
                == .readOnly(profile: nil))
        #expect(world.wire.passages.isEmpty && old.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }
}
