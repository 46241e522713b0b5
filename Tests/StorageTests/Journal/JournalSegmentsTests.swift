import Glibc
import Moments
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The lines are one journal, however they are divided into segments.
struct JournalSegmentsTests {
    private let home: TemporaryHome
    private let years: JournalInMonths
    private var segments: [String] { years.segments }

    init() throws {
        home = try TemporaryHome()
        years = JournalInMonths(home: home)
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
    }

    private func journal(months: Int64 = 0) -> Journal { years.journal(months: months) }
    private func event(_ number: Int, _ phase: JournalEvent.Phase = .note) throws -> JournalEvent {
        try years.event(number, phase)
    }
    private func lines(_ events: [JournalEvent]) -> [String] { years.lines(events) }
    private func sum(_ events: [JournalEvent]) -> JournalFold {
        events.reduce(into: JournalFold()) { $0.apply($1) }
    }

    private func write(_ parts: [[String]], names: [String]) throws {
        for name in segments { #expect(unlink(home.file("journal/" + name)) == 0) }
        for (part, name) in zip(parts, names) { try home.write(part.joined(), to: "journal/" + name) }
    }

    private static let months = ["2026-01.jsonl", "2026-02.jsonl", "2026-05.jsonl", "2026-05-2.jsonl", "2026-10.jsonl"]

    // MARK: Reading

    @Test func `names sort as the segments were begun`() {
        let names = ["2026-02.jsonl", "2026-10.jsonl", "2026-10-2.jsonl", "2026-10-10.jsonl", "2027-01.jsonl"]
        #expect(names.reversed().compactMap { SegmentName($0) }.sorted().map(\.text) == names)
        let others = [
            "2026-13.jsonl", "2026-00.jsonl", "26-01.jsonl", "2026-1.jsonl", "2026-10-1.jsonl", "2026-10-02.jsonl",
            "2026-10.jsonl.bak", "2026-10.JSONL", "+026-10.jsonl", "checkpoint.json", ".2026-10.jsonl", "", "-",
        ]
        for name in others { #expect(SegmentName(name) == nil, "\(name)") }
        #expect(SegmentName(at: JournalInMonths.now).text == "2026-11.jsonl")
        #expect(SegmentName(at: Instant(milliseconds: .min)).text == "1970-01.jsonl")
        #expect(SegmentName(at: Instant(milliseconds: .max)).text == "9999-12.jsonl")
    }

    /// Every division of the lines into five files in a row, empty ones too.
    @Test func `any division of the lines is the same journal`() async throws {
        let events = try (0..<7).map { try event($0) }
        let (lines, whole) = (lines(events), sum(events))
        let text = lines.joined()
        for number in 0..<(8 * 8 * 8 * 8) {
            let cuts = [0, number & 7, number >> 3 & 7, number >> 6 & 7, number >> 9 & 7, 7]
            guard cuts == cuts.sorted() else { continue }
            try write((0..<5).map { Array(lines[cuts[$0]..<cuts[$0 + 1]]) }, names: Self.months)
            let contents = try await journal().load()
            #expect(contents == JournalContents(events: events, isFromStart: true), "\(cuts)")
            #expect(sum(contents.events) == whole)
            let copy = home.file("copy")
            _ = try await journal().copy(to: ReservedFile(at: copy, userID: geteuid()))
            #expect(TemporaryHome.text(of: copy) == text, "\(cuts)")
            #expect(unlink(copy) == 0)
        }
    }

    /// A checkpoint in any of the segments; those before its own are not opened.
    @Test func `a checkpoint leaves the segments before it closed`() async throws {
        let events = try (0..<1_600).map { try event($0) }
        let lines = lines(events)
        try write([Array(lines[..<700]), Array(lines[700..<1_400])], names: ["2026-08.jsonl", "2026-09.jsonl"])
        #expect(try await journal().addUp(.current).fold == sum(Array(events[..<1_400])))
        try home.write(lines[1_400...].joined(), to: "journal/2026-10.jsonl")
        #expect(unlink(home.file("journal/2026-08.jsonl")) == 0)
        #expect(mkdir(home.file("journal/2026-08.jsonl"), 0o700) == 0)
        let summary = try await journal().addUp(.current)
        #expect(summary.fold == sum(events))
        #expect(summary.contents.damage.isEmpty)
        await #expect(throws: StorageError.self) { try await journal().addUp(.everything) }
    }

    /// What is asked of a token does not open the years before it.
    @Test func `lines since a moment leave the months before it closed`() async throws {
        let events = try (0..<10).map { try event($0) }
        let lines = lines(events)
        try write((0..<5).map { Array(lines[$0 * 2..<$0 * 2 + 2]) }, names: Self.months)
        for name in Self.months[..<1] {
            #expect(unlink(home.file("journal/" + name)) == 0)
            #expect(mkdir(home.file("journal/" + name), 0o700) == 0)
        }
        func since(_ text: String) async throws -> [JournalEvent] {
            let moment = try #require(Instant(timestamp: text))
            return try await journal().reduce(since: moment, into: []) { $0.append($1) }
        }
        // The segment before the month is read: lines go on there while the next one cannot be begun.
        #expect(try await since("2026-05-31T23:59:59.999Z") == Array(events[2...]))
        #expect(try await since("2026-03-01T00:00:00.000Z") == Array(events[2...]))
        #expect(try await since("2026-06-01T00:00:00.000Z") == Array(events[6...]))
        #expect(try await since("2027-01-01T00:00:00.000Z") == Array(events[8...]))
        await #expect(throws: StorageError.self) { try await since("2026-02-28T23:59:59.999Z") }
        await #expect(throws: StorageError.self) {
            _ = try await journal().reduce(into: 0) { count, _ in count += 1 }
        }
    }

    // MARK: Damage

    @Test func `a removed segment is named`() async throws {
        let lines = lines(try (0..<9).map { try event($0) })
        let parts = (0..<3).map { Array(lines[$0 * 3..<$0 * 3 + 3]) }
        let names = ["2026-08.jsonl", "2026-09.jsonl", "2026-10.jsonl"]
        for missing in 0..<2 {
            try write(parts, names: names)
            #expect(unlink(home.file("journal/" + names[missing])) == 0)
            let damage = try await journal().load().damage
            #expect(damage.map(\.segment) == [names[missing + 1]])
            #expect(damage.map(\.line) == [1])
            #expect(damage.map(\.after) == [missing > 0 ? names[missing - 1] : nil])
        }
    }

    @Test func `swapped segments and changed borders are found`() async throws {
        let lines = lines(try (0..<9).map { try event($0) })
        let parts = (0..<3).map { Array(lines[$0 * 3..<$0 * 3 + 3]) }
        let names = ["2026-08.jsonl", "2026-09.jsonl", "2026-10.jsonl"]
        try write([parts[1], parts[0], parts[2]], names: names)
        #expect(try await journal().load().damage.map(\.segment) == names)
        for place in 0..<2 {
            var changed = parts
            changed[place][2] = changed[place][2].replacing("\"prod\"", with: "\"test\"")
            try write(changed, names: names)
            let damage = try await journal().load().damage
            #expect(damage.map(\.subject) == ["\(names[place + 1]) line 1 after \(names[place])"])
        }
    }

    /// What was accepted is one missing segment, and not the next one.
    @Test func `a second removed segment is damage again`() async throws {
        let lines = lines(try (0..<9).map { try event($0) })
        let names = ["2026-08.jsonl", "2026-09.jsonl", "2026-10.jsonl"]
        try write((0..<3).map { Array(lines[$0 * 3..<$0 * 3 + 3]) }, names: names)
        #expect(unlink(home.file("journal/" + names[1])) == 0)
        var accept = try event(20)
        accept.action = .acceptDamage
        accept.subjects = try await journal().load().damage.map(\.subject)
        try await journal().append(accept)
        #expect(try await journal().load().damage.isEmpty)
        #expect(unlink(home.file("journal/" + names[0])) == 0)
        #expect(try await journal().load().damage.map(\.segment) == [names[2]])
    }

    @Test(arguments: ["link", "loose", "pipe"])
    func `an unsafe segment is refused`(_ kind: String) async throws {
        let lines = lines(try (0..<4).map { try event($0) })
        try write([Array(lines[..<2]), Array(lines[2...])], names: ["2026-08.jsonl", "2026-11.jsonl"])
        for name in ["2026-08.jsonl", "2026-11.jsonl"] {
            let path = home.file("journal/" + name)
            #expect(rename(path, home.file("aside")) == 0)
            switch kind {
            case "link": #expect(symlink(home.file("aside"), path) == 0)
            case "loose":
                try home.write("", to: "journal/" + name)
                #expect(chmod(path, 0o622) == 0)
            default: #expect(mkfifo(path, 0o600) == 0)
            }
            let journal = journal()
            let line = try event(9)
            var errors = [await journalFailure { () throws(StorageError) in _ = try await journal.load() }]
            if name == "2026-11.jsonl" {
                errors.append(await journalFailure { () throws(StorageError) in try await journal.append(line) })
            }
            for error in errors {
                #expect(error?.code == (kind == "pipe" ? .fileType : .fileUnsafe))
                #expect(error?.file == path)
            }
            #expect(unlink(path) == 0)
            #expect(rename(home.file("aside"), path) == 0)
        }
        #expect(try await journal().load().events.count == 4)
    }

    // MARK: The next month

    @Test func `a month that is over begins a segment`() async throws {
        try await journal().append(event(1))
        try await journal(months: 1).append(event(2, .intent))
        try await journal(months: 1).append(event(3, .result))
        // A clock that goes back, and one that is far ahead.
        try await journal(months: -2).append(event(4))
        try await journal(months: 30).append(event(5))
        try await journal().append(event(6))
        #expect(segments == ["2026-11.jsonl", "2026-12.jsonl", "2029-06.jsonl"])
        for name in segments { #expect(home.permissions(of: "journal/" + name) == 0o600) }
        let contents = try await journal().load()
        #expect(contents.events.map(\.id) == (try (1...6).map { try event($0).id }))
        #expect(contents.damage.isEmpty)
    }

    @Test func `others follow into the next segment`() async throws {
        let reader = journal()
        _ = try await reader.load()
        try await journal().append(event(1))
        #expect(try await reader.readNew().events == [event(1)])
        try await journal().append(event(2))
        try await journal(months: 1).append(event(3))
        try await journal(months: 2).append(event(4))
        #expect(try await reader.readNew() == JournalContents(events: [event(2), event(3), event(4)]))
        #expect(try await reader.readNew() == JournalContents())
    }

    /// A decision is not written into a segment that has not been looked at.
    @Test func `an older reading decides nothing in a new segment`() async throws {
        let run = journal(months: 1)
        #expect(try await run.appendIfUnchanged(event(1)))
        _ = try await run.readNew()
        let later = journal(months: 2)
        _ = try await later.load()
        #expect(try await !later.appendIfUnchanged(event(2)))
        _ = try await later.readNew()
        #expect(try await later.appendIfUnchanged(event(2)))
        #expect(try await !run.appendIfUnchanged(event(3)))
        #expect(try await journal().load().events == [event(1), event(2)])
    }

    /// A crash between the two lines of a segment's beginning: the file is there, and empty; the line before is torn.
    @Test func `an interrupted beginning is gone on with`() async throws {
        try await journal().append(event(1))
        let text = try home.text(of: "journal/2026-11.jsonl")
        try home.write(text + "{\"v\":1,\"id\":\"01", to: "journal/2026-11.jsonl")
        try await journal(months: 1).append(event(2))
        #expect(try home.text(of: "journal/2026-11.jsonl").hasSuffix("{\"v\":1,\"id\":\"01\n"))
        try home.write("", to: "journal/2027-02.jsonl")
        try await journal(months: 3).append(event(3))
        let contents = try await journal().load()
        #expect(contents.events == [try event(1), try event(2), try event(3)])
        #expect(contents.damage.isEmpty)
        #expect(contents.unreadableLines == 1)
        #expect(segments == ["2026-11.jsonl", "2026-12.jsonl", "2027-02.jsonl"])
    }

    private final class Count: Sendable {
        let value = Mutex(0)
    }

    /// Each of them may be the one that begins a segment.
    @Test func `lines of many runs stay whole over many months`() async throws {
        let appended = Count()
        var context = FileContext.live(now: { JournalInMonths.now }, allowsRoot: true)
        context.now = {
            JournalInMonths.now.advanced(seconds: Int64(appended.value.withLock { $0 } / 40) * JournalInMonths.month)
        }
        let shared = context
        let (directory, events) = (home.journalDirectory, try (0..<400).map { try event($0, .result) })
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    let journal = Journal(directory: directory, context: shared)
                    for index in 0..<50 {
                        while (try? await journal.append(events[worker * 50 + index])) == nil {}
                        appended.value.withLock { $0 += 1 }
                    }
                }
            }
        }
        let contents = try await journal().load()
        #expect(contents.events.count == 400)
        #expect(Set(contents.events.map(\.id)).count == 400)
        #expect(contents.damage.isEmpty)
        #expect(contents.unreadableLines == 0)
        #expect(segments.count > 5)
    }
}
