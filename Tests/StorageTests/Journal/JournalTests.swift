import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

struct JournalTests {
    private let home: TemporaryHome
    private let journal: Journal

    init() throws {
        home = try TemporaryHome()
        journal = Journal(directory: home.file("state/journal"), context: .still())
    }

    private func event(_ number: Int, _ phase: JournalEvent.Phase = .note) -> JournalEvent {
        let at = Instant(milliseconds: 1_795_251_165_000 + Int64(number))
        let id = EventID(at: at, random: [UInt8](repeating: 7, count: 10)).text
        return JournalEvent(
            id: id, operation: id, at: at, phase: phase, action: .logIn, profileID: "p", profileName: "prod",
            origin: "https://h")
    }

    @Test func `reading a missing journal creates nothing`() async throws {
        #expect(try await journal.load() == JournalContents(isFromStart: true))
        #expect(try await journal.readNew() == JournalContents())
        #expect(home.names().isEmpty)
    }

    @Test func `appends for us alone`() async throws {
        try await journal.append(event(1, .intent))
        try await journal.append(event(2, .result))
        #expect(home.permissions(of: "state") == 0o700)
        #expect(home.permissions(of: "state/journal/2026-11.jsonl") == 0o600)
        let contents = try await journal.load()
        #expect(contents == JournalContents(events: [event(1, .intent), event(2, .result)], isFromStart: true))
    }

    @Test func `follows the lines of others`() async throws {
        let other = Journal(directory: journal.directory, context: .still())
        #expect(try await journal.load().events.isEmpty)
        try await other.append(event(1))
        try await journal.append(event(2))
        #expect(try await journal.readNew() == JournalContents(events: [event(1), event(2)]))
        #expect(try await journal.readNew() == JournalContents())
        try await other.append(event(3))
        #expect(try await journal.readNew() == JournalContents(events: [event(3)]))
    }

    @Test func `waits for the rest of a line`() async throws {
        try await journal.append(event(1))
        _ = try await journal.load()
        let line = Array(JournalLine.encode(event(2)).utf8)
        let file = try OpenFile(home.file("state/journal/2026-11.jsonl"), flags: O_WRONLY | O_APPEND)
        try file.write(all: Array(line[..<20]))
        #expect(try await journal.readNew() == JournalContents())
        try file.write(all: Array(line[20...]))
        #expect(try await journal.readNew() == JournalContents(events: [event(2)]))
    }

    @Test func `repairs a torn line at every byte`() async throws {
        let line = Array(JournalLine.encode(event(1)).utf8)
        for name in ["state", "state/journal"] { #expect(mkdir(home.file(name), 0o700) == 0) }
        for length in 1..<line.count {
            try home.write(line + line[..<length], to: "state/journal/2026-11.jsonl")
            let reader = Journal(directory: journal.directory, context: .still())
            let contents = try await reader.load()
            #expect(contents.repairedTornLine)
            // A line that lacks only its line feed was written whole.
            let isWhole = length == line.count - 1
            #expect(contents.events.count == (isWhole ? 2 : 1))
            #expect(contents.unreadableLines == (isWhole ? 0 : 1))
            try await reader.append(event(2))
            #expect(try await reader.readNew() == JournalContents(events: [event(2)]))
            let bytes = try home.bytes(of: "state/journal/2026-11.jsonl")
            #expect(bytes.starts(with: line + line[..<length] + [UInt8(ascii: "\n")]))
        }
    }

    @Test func `an append repairs too and the next reading tells`() async throws {
        try await journal.append(event(1))
        _ = try await journal.load()
        let file = try OpenFile(home.file("state/journal/2026-11.jsonl"), flags: O_WRONLY | O_APPEND)
        try file.write(all: Array("{\"v\":1,".utf8))
        try await journal.append(event(2))
        let contents = try await journal.readNew()
        #expect(contents.events == [event(2)])
        #expect(contents.repairedTornLine)
        #expect(contents.unreadableLines == 1)
        #expect(try await journal.readNew() == JournalContents())
    }

    @Test func `keeps what it cannot read`() async throws {
        for name in ["state", "state/journal"] { #expect(mkdir(home.file(name), 0o700) == 0) }
        let strange = ["not json", "[]", "{}", "\u{0}\u{0}", String(repeating: "x", count: 3_000_000)]
        let text = strange.joined(separator: "\n") + "\n" + JournalLine.encode(event(1))
        try home.write(text, to: "state/journal/2026-11.jsonl")
        let contents = try await journal.load()
        #expect(contents.events == [event(1)])
        #expect(contents.unreadableLines == 5)
        #expect(try home.text(of: "state/journal/2026-11.jsonl") == text)
    }

    @Test func `a long journal is told in its order, over all pieces in which it is read`() async throws {
        try await journal.append(event(0))
        let file = try OpenFile(home.file("state/journal/2026-11.jsonl"), flags: O_WRONLY | O_APPEND)
        let last = 9_000
        let lines = (1...last).map { JournalLine.encode(event($0)) + ($0 % 1_000 == 0 ? "\nno event\n" : "") }
        try file.write(all: Array(lines.joined().utf8) + Array("{\"v\":1".utf8))
        #expect(lines.reduce(0) { $0 + $1.utf8.count } > 3 << 19)

        let contents = try await Journal(directory: journal.directory, context: .still()).load()
        #expect(contents.events.map(\.id) == (0...last).map { event($0).id })
        // The torn last line is one of them.
        #expect(contents.unreadableLines == last / 1_000 + 1)
        #expect(contents.repairedTornLine)
        #expect(contents.damage.map(\.line) == (1...last / 1_000).map { $0 * 1_002 + 1 })
    }

    @Test func `starts over when the file was replaced or cut`() async throws {
        try await journal.append(event(1))
        try await journal.append(event(2))
        _ = try await journal.load()
        try home.write(JournalLine.encode(event(3)), to: "state/journal/2026-11.jsonl")
        // And what this run has read of it is missed.
        func told(_ contents: JournalContents) -> [String] {
            contents.damage.map(\.gist) + contents.events.map(\.id) + (contents.isFromStart ? ["from start"] : [])
        }
        #expect(
            try await told(journal.readNew()) == ["lostLines 2026-11.jsonl 2", event(3).id, "from start"])
        #expect(rename(home.file("state/journal/2026-11.jsonl"), home.file("state/old")) == 0)
        #expect(try await told(journal.readNew()) == ["lostLines 2026-11.jsonl 1", "from start"])
        #expect(try await told(journal.readNew()) == ["lostLines 2026-11.jsonl 1"])
        try await journal.append(event(4))
        #expect(try await journal.readNew().events == [event(4)])
    }

    @Test func `refuses an unsafe file`() async throws {
        try await journal.append(event(1))
        #expect(chmod(home.file("state/journal/2026-11.jsonl"), 0o666) == 0)
        await #expect(throws: StorageError.self) { try await journal.append(event(2)) }
        await #expect(throws: StorageError.self) { _ = try await journal.load() }
        #expect(unlink(home.file("state/journal/2026-11.jsonl")) == 0)
        #expect(mkfifo(home.file("state/journal/2026-11.jsonl"), 0o600) == 0)
        await #expect(throws: StorageError.self) { try await journal.append(event(2)) }
        let nowhere = Journal(directory: nil, context: .still())
        do {
            try await nowhere.append(event(1))
            Issue.record("there is no place for it")
        } catch {
            #expect(error.code == .noHome)
        }
    }

    @Test func `lines of many runs stay whole`() async throws {
        let path = home.file("state/journal")
        let context = FileContext.live(now: { Instant(milliseconds: 0) })
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    let journal = Journal(directory: path, context: context)
                    for index in 0..<50 {
                        while (try? await journal.append(event(worker * 100 + index))) == nil {}
                    }
                }
            }
        }
        let contents = try await journal.load()
        #expect(contents.events.count == 400)
        #expect(Set(contents.events.map(\.id)).count == 400)
        #expect(contents.unreadableLines == 0)
    }
}
