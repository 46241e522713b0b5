import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// A line that is changed, removed or swapped is found; what a crash leaves is no damage.
struct JournalChainTests {
    private let home: TemporaryHome
    private let journal: Journal
    private var path: String { home.journal }

    init() throws {
        home = try TemporaryHome()
        #expect(mkdir(home.journalDirectory, 0o700) == 0)
        journal = Journal(directory: home.journalDirectory, context: .still())
    }

    private func event(_ number: Int) throws -> JournalEvent {
        let at = Instant(milliseconds: 1_795_251_165_000 + Int64(number))
        let id = EventID(at: at, random: [UInt8](repeating: 7, count: 10)).text
        let digits = String(number, radix: 16)
        let fingerprint = try #require(Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits))
        return JournalEvent(
            id: id, operation: id, at: at, phase: .result, action: .issueToken, outcome: .ok, profileID: "p",
            profileName: "prod", origin: "https://h", token: TokenFacts(fingerprint: fingerprint))
    }

    private func lines(_ count: Int = 4) async throws -> [String] {
        for number in 1...count { try await journal.append(event(number)) }
        return try text().split(separator: "\n").map(String.init)
    }

    private func text() throws -> String {
        let file = try OpenFile(path, flags: O_RDONLY)
        return String(decoding: try file.read(limit: 1 << 20), as: UTF8.self)
    }

    private func rewrite(_ lines: [String]) throws {
        let file = try OpenFile(path, flags: O_WRONLY | O_TRUNC)
        try file.write(all: Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func damage() async throws -> [JournalDamage] {
        try await Journal(directory: home.journalDirectory, context: .still()).load().damage
    }

    @Test func `what was written is sound`() async throws {
        let lines = try await lines()
        #expect(lines[0].contains(#""prev":"0000000000000000""#))
        #expect(lines[1].contains("\"prev\":\"\(JournalChain.mark(of: Array(lines[0].utf8)))\""))
        #expect(try await damage().isEmpty)
        // Several writers are one chain.
        try await Journal(directory: home.journalDirectory, context: .still()).append(event(9))
        try await journal.append(event(10))
        #expect(try await damage().isEmpty)
    }

    @Test(arguments: 0..<3)
    func `a removed line is found`(_ place: Int) async throws {
        var lines = try await lines()
        lines.remove(at: place)
        try rewrite(lines)
        #expect(try await damage().map(\.kind) == [.brokenChain])
        #expect(try await damage().map(\.line) == [place + 1])
    }

    @Test(arguments: 0..<3)
    func `a changed line is found`(_ place: Int) async throws {
        var lines = try await lines()
        lines[place] = lines[place].replacing("\"ok\"", with: "\"refused\"")
        try rewrite(lines)
        #expect(try await damage().map(\.kind) == [.brokenChain])
        #expect(try await damage().map(\.line) == [place + 2])
    }

    @Test func `swapped lines are found`() async throws {
        var lines = try await lines()
        lines.swapAt(1, 2)
        try rewrite(lines)
        #expect(try await damage().isEmpty == false)
    }

    /// Every bit of a line in the middle.
    @Test func `a flipped bit is found`() async throws {
        let whole = try await lines()
        let size = whole[1].utf8.count
        for position in stride(from: 0, to: size, by: 7) {
            var bytes = Array(whole[1].utf8)
            bytes[position] ^= 1
            guard bytes[position] != UInt8(ascii: "\n") else { continue }
            let file = try OpenFile(path, flags: O_WRONLY | O_TRUNC)
            try file.write(all: Array((whole[0] + "\n").utf8) + bytes + Array(("\n" + whole[2] + "\n").utf8))
            #expect(try await damage().isEmpty == false, "byte \(position)")
        }
    }

    /// The fingerprints that can be read in a damaged line are told.
    @Test func `damage names its tokens`() async throws {
        var lines = try await lines()
        lines[1] = String(lines[1].dropFirst(3))
        try rewrite(lines)
        let found = try await damage()
        #expect(found.map(\.kind) == [.unreadable])
        let second = try #require(Fingerprint("000000000002"))
        #expect(found.first?.fingerprints == [second])
    }

    /// A crash in the middle of a line, ended by the next writer.
    @Test func `a torn line is no damage`() async throws {
        let lines = try await lines(2)
        let torn = JournalLine.encode(try event(3), after: JournalChain.mark(of: Array(lines[1].utf8)))
        let file = try OpenFile(path, flags: O_WRONLY | O_APPEND)
        try file.write(all: Array(torn.utf8.prefix(60)))
        try await journal.append(event(4))
        let contents = try await Journal(directory: home.journalDirectory, context: .still()).load()
        #expect(contents.damage.isEmpty)
        #expect(contents.unreadableLines == 1)
        #expect(contents.events.count == 3)
    }

    /// Lines of a version that wrote no chain stand as they are, and the chain goes on behind them.
    @Test func `older lines stand as they are`() async throws {
        let older = try (1...3).map { try String(JournalLine.encode(event($0)).dropLast()) }
        let file = try OpenFile(path, flags: O_WRONLY | O_CREAT, mode: 0o600)
        try file.write(all: Array((older.joined(separator: "\n") + "\n").utf8))
        try await journal.append(event(4))
        try await journal.append(event(5))
        #expect(try await damage().isEmpty)
        let lines = try text().split(separator: "\n").map(String.init)
        try rewrite([lines[0], lines[1]] + lines[3...])
        #expect(try await damage().map(\.line) == [3])
    }

    @Test func `accepted damage is no news`() async throws {
        var lines = try await lines()
        lines.remove(at: 1)
        try rewrite(lines)
        var accept = try event(9)
        accept.action = .acceptDamage
        accept.subjects = try await damage().map(\.subject)
        try await journal.append(accept)
        #expect(try await damage().isEmpty)
        try await journal.append(event(10))
        #expect(try await damage().isEmpty)
    }

    @Test func `what is done to older lines after an acceptance is damage`() async throws {
        var before = try await lines(5)
        before.remove(at: 1)
        try rewrite(before)
        var accept = try event(9)
        accept.action = .acceptDamage
        accept.subjects = try await damage().map(\.subject)
        try await journal.append(accept)
        var after = try text().split(separator: "\n").map(String.init)
        after.remove(at: 3)
        try rewrite(after)
        #expect(try await damage().map(\.line) == [4], "the line before the acceptance is gone")
    }

    @Test func `a decision that rests on older lines is not written`() async throws {
        _ = try await lines(2)
        let other = Journal(directory: home.journalDirectory, context: .still())
        _ = try await other.load()
        try await journal.append(event(3))
        #expect(try await !other.appendIfUnchanged(event(4)))
        _ = try await other.readNew()
        #expect(try await other.appendIfUnchanged(event(4)))
        #expect(try await damage().isEmpty)
    }
}
