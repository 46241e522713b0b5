import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// Tokens of the vault that the journal does not have.
struct CompareKeptTokensTests {
    private let world: World

    init() async throws {
        var world = try await World().withVault()
        world.profile.secretSource = .vault
        try await world.workspace.profiles.save(world.profile, replacing: nil)
        self.world = world
    }

    private func unlock(_ world: World, readsEndedTokens: Bool = false) async throws {
        _ = try await UnlockVault(
            passphrase: Secret("correct horse battery"), readsEndedTokens: readsEndedTokens
        ).run(in: world.workspace)
    }

    @Test func `two runs that open the vault at once after the journal was lost write one line for each token`()
        async throws
    {
        for _ in 0..<5 { _ = try await world.issued(lifetime: 3_600) }
        let runs = [try await world.anotherProcessWithVault(), try await world.anotherProcessWithVault()]
        try world.home.removeAll("journal")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for run in runs { group.addTask { try await unlock(run) } }
            try await group.waitForAll()
        }
        #expect(world.journalGist == Array(repeating: "note import_token ok", count: 5))
        let listed = try await runs[0].records()
        #expect(listed.count == 5)
        #expect(listed.allSatisfy { $0.facts.expiry.instant != nil }, "the vault knows when they end")
    }

    /// Its result is written after the vault has the token.
    @Test func `a token that another run is issuing is left to that run, and found when that run is gone`() async throws
    {
        let token = try await world.issued(lifetime: 3_600)
        let intent = try #require(world.journalLines.first { $0.contains("issue_token") })
        let run = try await world.anotherProcessWithVault()
        try world.home.removeAll("journal/head.json")
        try world.home.removeAll("journal/checkpoint.json")
        try world.home.write(intent + "\n", to: "journal/2026-11.jsonl")
        try await unlock(run)
        #expect(world.journalGist == ["intent issue_token"])
        world.clock.advance(seconds: 120)
        try await unlock(run)
        #expect(world.journalGist == ["intent issue_token", "note import_token ok"])
        #expect(try await run.records().map(\.fingerprint) == [token.record.fingerprint])
    }

    @Test func `a journal that is damaged gets no line of a token that it may have`() async throws {
        _ = try await world.issued()
        let before = TemporaryHome.text(of: world.home.journal)
        let run = try await world.anotherProcessWithVault()
        try world.home.write("no line\n" + before, to: "journal/2026-11.jsonl")
        try world.home.removeAll("journal/checkpoint.json")
        try await unlock(run)
        #expect(TemporaryHome.text(of: world.home.journal) == "no line\n" + before)
    }
}
