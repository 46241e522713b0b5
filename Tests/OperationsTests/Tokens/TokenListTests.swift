import DemoCluster
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct TokenListTests {
    @Test func `removed tokens stay valid at their cluster`() async throws {
        let world = try await World()
        let (kept, forgotten) = (try await world.issued(), try await world.issued())
        let sent = world.wire.passages.count
        #expect(try await RemoveTokens(records: [forgotten.record]).run(in: world.workspace).count == 1)
        let list = try await ListTokens().run(in: world.workspace)
        #expect(list.records == [kept.record])
        #expect(list.heldIDs == [kept.record.id])
        #expect(world.wire.passages.count == sent)
        #expect(await world.cluster.isValid(token: forgotten.token.expose()))
        // Every line stays: forgetting is one more of them.
        #expect(world.journalGist.count == 5)
        #expect(world.journalGist.last == "note forget_token ok")
        #expect(try await RemoveTokens(records: []).run(in: world.workspace).count == 0)
    }

    @Test func `a restored token is as it was`() async throws {
        let world = try await World()
        let (first, second) = (try await world.issued(), try await world.issued())
        let before = try await ListTokens().run(in: world.workspace)
        #expect(try await RemoveTokens(records: [first.record]).run(in: world.workspace).count == 1)
        #expect(try await RestoreTokens(records: [first.record]).run(in: world.workspace).count == 1)
        #expect(try await ListTokens().run(in: world.workspace) == before)
        let held = await world.workspace.held.token(first.record.fingerprint, of: world.profile)
        #expect(held == first.token)
        #expect(before.records.map(\.fingerprint) == [first.record.fingerprint, second.record.fingerprint])
    }

    @Test func `read-only mode removes nothing`() async throws {
        let world = try await World(isReadOnly: true)
        let facts = TokenFacts(fingerprint: Fingerprint(of: Secret("somebody's")), user: "anna")
        let token = Secret("somebody's")
        try await RecordToken(profile: world.profile, token: token, facts: facts).run(in: world.workspace)
        let record = try #require(try await world.records().first)
        let refusal = OperationError.refused(.readOnly(profile: nil))
        await #expect(throws: refusal) { try await RemoveTokens(records: [record]).run(in: world.workspace) }
        await #expect(throws: refusal) { try await RestoreTokens(records: [record]).run(in: world.workspace) }
        #expect(try await ListTokens().run(in: world.workspace).heldIDs == [record.id])
    }

    /// Another run of the program writes into the same journal.
    @Test func `lines of another run are seen`() async throws {
        let world = try await World()
        let first = try await world.issued()
        #expect(try await world.records().count == 1)
        let other = Journal(
            directory: world.home.journalDirectory,
            context: FileContext.live(now: { [clock = world.clock] in clock.now }, allowsRoot: true))
        let fingerprint = try #require(Fingerprint("00112233aabb"))
        let id = EventID(at: world.clock.now, random: Array(repeating: 255, count: 10)).text
        try await other.append(
            JournalEvent(
                id: id, operation: id, at: world.clock.now, phase: .note, action: .importToken, outcome: .ok,
                profileID: world.profile.id, profileName: "prod-eu", origin: "https://prod-eu.demo.example",
                token: TokenFacts(fingerprint: fingerprint, user: "anna")))
        #expect(try await world.records().map(\.fingerprint) == [first.record.fingerprint, fingerprint])
    }

    /// A run that died between its two lines is told about, newest first.
    @Test func `an intent without an end is unfinished`() async throws {
        let world = try await World()
        let report = try await world.issued()
        let id = EventID(at: world.clock.now, random: Array(repeating: 254, count: 10)).text
        try await world.workspace.journal.append(
            JournalEvent(
                id: id, operation: id, at: world.clock.now, phase: .intent, action: .revokeToken,
                profileID: world.profile.id, profileName: "prod-eu", origin: "https://prod-eu.demo.example",
                token: TokenFacts(fingerprint: report.record.fingerprint)))
        let list = try await ListTokens().run(in: world.workspace)
        #expect(list.unfinished.map(\.id) == [id])
        #expect(list.records.map(\.state) == [.revocationUnknown])
    }
}
