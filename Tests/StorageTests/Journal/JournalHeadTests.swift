import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The line that was synced last is missed where a journal was cut, or put back from an older copy (promise P60).
struct JournalHeadTests {
    private let home: TemporaryHome
    private let years: JournalInMonths
    private let segment = "journal/2026-11.jsonl"
    private let head = "journal/head.json"

    init() throws {
        home = try TemporaryHome()
        years = JournalInMonths(home: home)
    }

    private func append(_ number: Int, _ phase: JournalEvent.Phase, months: Int64 = 0) async throws {
        var event = try years.event(number)
        event.phase = phase
        try await years.journal(months: months).append(event)
    }

    /// Intent, result, note, intent, result, note.
    private func write() async throws {
        for number in 0..<6 { try await append(number, [.intent, .result, .note][number % 3]) }
    }

    private func found(months: Int64 = 0) async throws -> [JournalDamage] {
        var found: [[JournalDamage]] = []
        for reach in [JournalReach.current, .everyToken, .everything] {
            found.append(try await years.journal(months: months).addUp(reach).contents.damage)
        }
        found.append(try await years.journal(months: months).load().damage)
        #expect(Set(found).count == 1, "each way of reading finds the same")
        return found[0]
    }

    private func damage(months: Int64 = 0) async throws -> [String] { try await found(months: months).map(\.gist) }

    private func cut(to count: Int) throws {
        let lines = String(decoding: try home.bytes(of: segment), as: UTF8.self).split(separator: "\n")
        try home.write(lines.prefix(count).map { $0 + "\n" }.joined(), to: segment)
    }

    private func lost(_ line: Int, in segment: String = "2026-11.jsonl") -> [String] {
        ["lostLines \(segment) \(line)"]
    }

    private func accept(_ found: [JournalDamage], as number: Int) async throws {
        var accept = try years.event(number)
        (accept.phase, accept.action, accept.outcome) = (.note, .acceptDamage, .ok)
        accept.subjects = found.map(\.subject)
        try await years.journal().append(accept)
    }

    @Test func `an intent and a result are missed, and a note is not`() async throws {
        try await write()
        #expect(home.permissions(of: head) == 0o600)
        let size = try home.bytes(of: head).count
        #expect(try await damage().isEmpty)
        // A power cut takes what was not synced.
        try cut(to: 5)
        #expect(try await damage().isEmpty)
        try cut(to: 4)
        #expect(try await damage() == lost(5))
        try cut(to: 0)
        #expect(try await damage() == lost(5))
        #expect(unlink(home.file(segment)) == 0)
        #expect(try await damage() == lost(5))
        #expect(try home.bytes(of: head).count == size)
    }

    @Test func `what is missed can be accepted, and the next line is the last one then`() async throws {
        try await write()
        try cut(to: 2)
        try await accept(try await found(), as: 10)
        #expect(try await damage().isEmpty)
        try await append(11, .intent)
        #expect(try await damage().isEmpty)
        try cut(to: 3)
        #expect(try await damage() == lost(4))
    }

    /// It is another line of that number.
    @Test func `what was accepted is the line that was lost then`() async throws {
        try await write()
        try cut(to: 3)
        #expect(try await damage() == lost(5))
        try await accept(try await found(), as: 10)
        try await append(11, .intent)
        #expect(try await damage().isEmpty)
        try cut(to: 4)
        #expect(try await damage() == lost(5))
    }

    /// A logout is written down on a damaged journal, too, and so is what was under way when an older copy came.
    @Test func `a line behind what is missed leaves it missed`() async throws {
        try await write()
        try cut(to: 3)
        for number in 6..<10 { try await append(number, number % 2 == 0 ? .intent : .result) }
        #expect(try await damage() == lost(5))
        try await append(10, .intent, months: 1)
        #expect(try await damage(months: 1) == lost(5))
    }

    @Test func `the last line is that of the newest segment`() async throws {
        try await write()
        try await append(6, .intent, months: 1)
        #expect(try await damage(months: 1).isEmpty)
        #expect(unlink(home.file("journal/2026-12.jsonl")) == 0)
        #expect(try await damage(months: 1) == lost(1, in: "2026-12.jsonl"))
    }

    @Test func `a line of the file of an older version is found where it is adopted`() async throws {
        try await write()
        let bytes = try home.bytes(of: segment)
        #expect(unlink(home.file(segment)) == 0)
        try home.write(bytes, to: "journal.jsonl")
        #expect(try await damage().isEmpty)
        try await append(6, .note)
        #expect(try await damage().isEmpty)
    }

    @Test func `a head that is missing, torn or of others says nothing`() async throws {
        try await write()
        let whole = try home.bytes(of: head)
        try cut(to: 1)
        for length in 0..<whole.count {
            try home.write(Array(whole[..<length]), to: head)
            #expect(try await damage().isEmpty)
        }
        for index in whole.indices where whole[index] != UInt8(ascii: " ") && index < whole.count - 1 {
            var other = whole
            other[index] ^= 1
            try home.write(other, to: head)
            #expect(try await years.journal().addUp(.current).contents.damage.isEmpty)
        }
        try home.write(whole, to: head)
        #expect(try await damage() == lost(5))
        #expect(chmod(home.file(head), 0o666) == 0)
        #expect(try await damage().isEmpty)
    }

    /// It is a note of the journal: what happened is in the lines.
    @Test func `where no head can be kept a line is appended all the same`() async throws {
        try #require(mkdir(home.file("journal"), 0o700) == 0)
        try #require(mkdir(home.file(head), 0o700) == 0)
        try await write()
        #expect(try await years.journal().load().events.count == 6)
    }
}
