import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A list of all tokens that is put together from what was derived of the journal tells what all its lines tell.
struct EveryTokenTests {
    private let world: World
    private let journal: Journal

    init() async throws {
        let world = try await World()
        self.world = world
        journal = Journal(
            directory: world.home.journalDirectory,
            context: FileContext.live(now: { world.clock.now }, allowsRoot: true))
        // A checkpoint is written after 256 KiB of lines.
        for number in 0..<700 { try await journal.append(event(.importToken, number, daysAgo: 100)) }
        _ = try await list(.current)
    }

    /// As another process reads it.
    private func list(_ reach: JournalReach) async throws -> TokenList {
        try await ListTokens(reach).run(in: world.anotherProcess().workspace)
    }

    private func event(
        _ action: JournalEvent.Action, _ number: Int?, daysAgo: Int64 = 0, outcome: JournalEvent.Outcome = .ok
    ) -> JournalEvent {
        let at = world.clock.now.advanced(seconds: -daysAgo * 86_400)
        let place = (number ?? 0) + (daysAgo == 0 ? 1_000 : 0)
        let id = EventID(at: at, random: (0..<10).map { UInt8(truncatingIfNeeded: place >> (8 * ($0 % 4))) }).text
        var event = JournalEvent(
            id: id, operation: id, at: at, phase: action == .forceLogout ? .result : .note, action: action,
            outcome: outcome, profileID: world.profile.id, profileName: world.profile.name,
            origin: world.profile.origin.description, user: "anna")
        guard let number else { return event }
        let digits = String(number + 1, radix: 16)
        event.token = TokenFacts(
            fingerprint: Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits), kind: "full",
            user: number.isMultiple(of: 2) ? "anna" : "ben", createdAt: at,
            expiry: .at(at.advanced(seconds: 3_600)), label: String(repeating: "nightly ", count: 20))
        return event
    }

    private func expectSameLists(_ location: SourceLocation = #_sourceLocation) async throws {
        let derived = try await list(.everyToken)
        let whole = try await list(.everything)
        #expect(derived == whole, sourceLocation: location)
        #expect(derived.isWhole, sourceLocation: location)
    }

    @Test func `the lists are the same, and the default one has none of them`() async throws {
        let current = try await list(.current)
        #expect(!current.isWhole)
        #expect(current.records.isEmpty)
        #expect(try await list(.everyToken).records.count == 700)
        try await expectSameLists()
    }

    @Test func `a user is logged out`() async throws {
        var logOut = event(.forceLogout, nil)
        logOut.subjects = ["Anna"]
        try await journal.append(logOut)
        let records = try await list(.everyToken).records
        #expect(records.count { $0.userLogOut != nil } == 350)
        try await expectSameLists()
    }

    @Test func `an old token is validated, and is in the default list again`() async throws {
        try await journal.append(event(.validateToken, 5))
        try await expectSameLists()
        #expect(try await list(.current).records.count == 1)
    }

    @Test func `one that runs on sees what others write`() async throws {
        let running = world.anotherProcess().workspace
        #expect(try await ListTokens(.current).run(in: running).records.isEmpty)
        #expect(try await ListTokens(.everyToken).run(in: running).records.count == 700)
        try await journal.append(event(.importToken, 900))
        #expect(try await ListTokens(.everyToken).run(in: running).records.count == 701)
        #expect(try await ListTokens(.current).run(in: running).records.count == 1)
        try await journal.append(event(.removeToken, 7))
        #expect(try await ListTokens(.everyToken).run(in: running).records.count == 700)
        try await expectSameLists()
    }

    /// Behind the checkpoint, too, it touches every token.
    @Test func `damage is told as by the whole journal`() async throws {
        let name = String(world.home.journal.dropFirst(world.home.path.count + 1))
        let text = try world.home.text(of: name)
        try world.home.write(text + "{\"v\":1,\"id\":\"x\"}\nno line\n", to: name)
        try await journal.append(event(.importToken, 901))
        let derived = try await list(.everyToken)
        #expect(!derived.damage.isEmpty)
        #expect(derived == (try await list(.everything)))
        #expect(derived.records.allSatisfy { $0.isInDoubt })
    }
}
