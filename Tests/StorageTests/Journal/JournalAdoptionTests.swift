import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The one file of older versions becomes a segment as it is.
struct JournalAdoptionTests {
    private let home: TemporaryHome
    private let years: JournalInMonths
    private var segments: [String] { years.segments }

    init() throws {
        home = try TemporaryHome()
        years = JournalInMonths(home: home)
    }

    private func journal(months: Int64 = 0) -> Journal { years.journal(months: months) }
    private func event(_ number: Int) throws -> JournalEvent { try years.event(number) }
    private func lines(_ events: [JournalEvent]) -> [String] { years.lines(events) }

    @Test func `the file of an older version is read where it is and adopted by the next line`() async throws {
        let events = try (0..<6).map { try event($0) }
        try home.write(lines(Array(events[..<3])).joined(), to: "journal.jsonl")
        let inode = home.status(of: "journal.jsonl")?.st_ino
        let reader = journal()
        #expect(try await reader.load().events == Array(events[..<3]))
        #expect(segments.isEmpty)
        try await journal().append(events[3])
        #expect(segments == ["2026-11.jsonl"])
        #expect(home.status(of: "journal.jsonl") == nil)
        #expect(home.status(of: "journal/2026-11.jsonl")?.st_ino == inode)
        #expect(try await reader.readNew() == JournalContents(events: [events[3]]))
        #expect(try await reader.appendIfUnchanged(events[4]))
        try await journal(months: 1).append(events[5])
        #expect(try await journal().load() == JournalContents(events: events, isFromStart: true))
    }

    /// A run of the older version has the file open, and waits for its lock, while it is adopted.
    @Test func `a line of an older run that was waiting is kept`() async throws {
        let events = try (0..<4).map { try event($0) }
        let lines = lines(events)
        try home.write(lines[0], to: "journal.jsonl")
        let waiting = try OpenFile(home.file("journal.jsonl"), flags: O_WRONLY | O_APPEND)
        try await journal().append(events[1])
        try waiting.write(all: Array(lines[2].utf8))
        try await journal().append(events[3])
        #expect(try await journal().load() == JournalContents(events: events, isFromStart: true))
    }

    /// A run of the older version that goes on makes the file anew.
    @Test func `a file that comes back is adopted behind the others`() async throws {
        let events = try (0..<7).map { try event($0) }
        try await journal().append(events[0])
        try home.write(lines(Array(events[1...2])).joined(), to: "journal.jsonl")
        let reader = journal()
        #expect(try await reader.load().events == Array(events[...2]))
        try await journal().append(events[3])
        #expect(segments == ["2026-11.jsonl", "2026-11-2.jsonl"])
        try home.write(lines([events[4]]).joined(), to: "journal.jsonl")
        try await journal(months: 1).append(events[5])
        try await journal(months: 1).append(events[6])
        #expect(segments == ["2026-11.jsonl", "2026-11-2.jsonl", "2026-12-2.jsonl"])
        #expect(try await reader.readNew() == JournalContents(events: Array(events[3...])))
        #expect(try await journal().load() == JournalContents(events: events, isFromStart: true))
    }

    /// Lines before it are not looked at, as the damage shows that is not found.
    @Test func `a checkpoint of the older file is one of the segment`() async throws {
        let events = try (0..<1_500).map { try event($0) }
        try home.write(lines(Array(events[..<1_400])).joined(), to: "journal.jsonl")
        _ = try await journal().addUp(.current)
        try await journal().append(events[1_400])
        var text = try home.text(of: "journal/2026-11.jsonl")
        text.replace("\"prod\"", with: "\"test\"", maxReplacements: 1)
        try home.write(text, to: "journal/2026-11.jsonl")
        let summary = try await journal().addUp(.current)
        #expect(summary.contents.damage.isEmpty)
        #expect(summary.fold.count == 1_401)
        #expect(try await journal().addUp(.everything).contents.damage.map(\.line) == [2])
    }

    /// Lines of older versions name a damage by its line alone.
    @Test func `accepted damage stays accepted`() async throws {
        let events = try (0..<5).map { try event($0) }
        var old = lines(events)
        old.remove(at: 2)
        var accept = try event(9)
        accept.action = .acceptDamage
        accept.subjects = ["line 3"]
        let last = old.last.map { JournalChain.mark(of: $0.utf8.dropLast()) }
        try home.write(old.joined() + JournalLine.encode(accept, after: last), to: "journal.jsonl")
        #expect(try await journal().load().damage.isEmpty)
        try await journal().append(event(10))
        #expect(try await journal().load().damage.isEmpty)
    }

    @Test func `an unsafe file of an older version is refused`() async throws {
        try home.write("", to: "aside")
        #expect(symlink(home.file("aside"), home.file("journal.jsonl")) == 0)
        let journal = journal()
        let line = try event(1)
        let errors = [
            await journalFailure { () throws(StorageError) in _ = try await journal.load() },
            await journalFailure { () throws(StorageError) in try await journal.append(line) },
        ]
        for error in errors {
            #expect(error?.code == .fileUnsafe)
            #expect(error?.file == home.file("journal.jsonl"))
        }
        #expect(segments.isEmpty)
    }
}
