import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The rows of the tokens that ended stand in a file beside the checkpoint, which is never believed against the journal.
struct EndedFileTests {
    private static let now = FileContext.still().now()
    private static let day: Int64 = 86_400

    private let home: TemporaryHome
    private let name = "journal/ended.bin"

    init() throws {
        home = try TemporaryHome()
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
    }

    private func journal(at now: Instant = Self.now) -> Journal {
        var context = FileContext.still()
        context.now = { now }
        return Journal(directory: home.journalDirectory, context: context)
    }

    private func sum(_ events: [JournalEvent]) -> JournalFold {
        var fold = JournalFold()
        for event in events { fold.apply(event) }
        return fold
    }

    /// Puts lines down in segments by their months. A segment that is there as it should be is left alone.
    private func write(_ events: [JournalEvent]) throws {
        var texts: [String: String] = [:]
        var mark = JournalChain.start
        var segment = SegmentName(at: Instant(milliseconds: 0))
        for event in events {
            segment = max(segment, SegmentName(at: event.at))
            let line = JournalLine.encode(event, after: mark)
            mark = JournalChain.mark(of: line.utf8.dropLast())
            texts[segment.text, default: ""] += line
        }
        for (segment, text) in texts where (try? home.text(of: "journal/" + segment)) != text {
            try home.write(text, to: "journal/" + segment)
        }
    }

    private func events(_ count: Int = 1_600, seed: UInt64 = 11) -> [JournalEvent] {
        var random = RandomJournal(seed: seed, count: count, end: Self.now.advanced(seconds: -Self.day))
        return random.next(count)
    }

    /// The list by what is derived; nil where the journal is read for it.
    private func derived(_ journal: Journal) async throws -> TokenRows? {
        let summary = try await journal.addUp(.everyToken)
        return summary.fold.isWhole ? nil : await journal.records(of: summary.fold)
    }

    // MARK: What it is good for

    @Test(arguments: 0..<6) func `all tokens are listed without the lines before the checkpoint`(seed: Int) async throws
    {
        let events = events(seed: UInt64(seed))
        try write(events)
        _ = try await journal().addUp(.current)
        #expect(home.permissions(of: name) == 0o600)
        let whole = sum(events)
        let summary = try await journal().addUp(.current)
        #expect(summary.fold.leftOut.count > 100)
        #expect(summary.fold.count + summary.fold.leftOut.count == whole.count)
        #expect(Array(try #require(try await derived(journal()))) == Array(whole.records))
        // The journal alone says the same.
        #expect(Array(try await journal().addUp(.everything).fold.records) == Array(whole.records))
    }

    /// A checkpoint after another one adds its rows behind those that are there.
    @Test func `rows that are left out later are added`() async throws {
        let early = events()
        try write(early)
        _ = try await journal().addUp(.current)
        let before = try home.bytes(of: name)
        let first = try await journal().addUp(.current).fold.leftOut
        let later = Self.now.advanced(seconds: 60 * Self.day)
        var random = RandomJournal(seed: 99, count: 900, days: 50, end: later)
        let more = try whileNothingIsAsked(early, random.next(900))
        try write(early + more)
        _ = try await journal(at: later).addUp(.everyToken)
        let after = try home.bytes(of: name)
        #expect(after.starts(with: before))
        let second = try await journal(at: later).addUp(.current).fold.leftOut
        #expect(second.count > first.count)
        #expect(second.file?.length == after.count)
        #expect(Array(try #require(try await derived(journal(at: later)))) == Array(sum(early + more).records))
        // What a run left behind that was interrupted between the two files counts for nothing, and is gone with the next rows.
        try home.write(after + [1, 2, 3], to: name)
        #expect(try await derived(journal(at: later)) != nil)
    }

    /// Without the lines about tokens that are left out of a checkpoint: they ask for the whole journal.
    private func whileNothingIsAsked(_ early: [JournalEvent], _ more: [JournalEvent]) throws -> [JournalEvent] {
        let known = Set(early.compactMap { $0.token?.fingerprint })
        return more.enumerated().map { number, event in
            var event = event
            guard let fingerprint = event.token?.fingerprint, known.contains(fingerprint) else { return event }
            event.token?.fingerprint = Fingerprint(number: fingerprint.number ^ UInt64(number + 1) << 20)
            return event
        }
    }

    @Test func `a line about an old token asks for the whole journal`() async throws {
        let events = events()
        try write(events)
        _ = try await journal().addUp(.current)
        let fold = try await journal().addUp(.current).fold
        let old = try #require(sum(events).records.first { fold.hasLeftOut($0.fingerprint) })
        var late = try #require(events.last)
        late.id = EventID(at: Self.now, random: [UInt8](repeating: 1, count: 10)).text
        (late.operation, late.at, late.phase, late.action, late.outcome) = (
            late.id, Self.now, .note, .validateToken, .ok
        )
        (late.origin, late.token) = (old.origin, TokenFacts(fingerprint: old.fingerprint))
        try await journal().append(late)
        #expect(try await derived(journal()) == nil)
        // The next one knows of it.
        #expect(Array(try #require(try await derived(journal()))) == Array(sum(events + [late]).records))
    }

    // MARK: When it is not believed

    @Test func `a file that is damaged, cut or gone is made anew`() async throws {
        let events = events()
        try write(events)
        _ = try await journal().addUp(.current)
        let good = try home.bytes(of: name)
        let whole = Array(sum(events).records)
        for place in stride(from: 0, to: good.count, by: good.count / 10) {
            var bytes = good
            bytes[place] ^= 1
            for content in [bytes, Array(good[..<place]), nil] {
                if let content { try home.write(content, to: name) } else { unlink(home.file(name)) }
                #expect(try await derived(journal()) == nil, "byte \(place)")
                #expect(Array(try await journal().addUp(.everything).fold.records) == whole)
                #expect(try home.bytes(of: name) == good)
            }
        }
    }

    @Test func `one that does not belong to the checkpoint is not read`() async throws {
        try write(events(seed: 12))
        _ = try await journal().addUp(.current)
        let other = try home.bytes(of: name)
        try write(events(seed: 13))
        _ = try await journal().addUp(.everything)
        try home.write(other, to: name)
        #expect(try await derived(journal()) == nil)
    }

    @Test func `a link, or a file that others can write to, is not read`() async throws {
        try write(events())
        _ = try await journal().addUp(.current)
        try #require(chmod(home.file(name), 0o666) == 0)
        #expect(try await derived(journal()) == nil)
        try #require(chmod(home.file(name), 0o600) == 0)
        #expect(try await derived(journal()) != nil)
        try #require(rename(home.file(name), home.file("elsewhere")) == 0)
        try #require(symlink(home.file("elsewhere"), home.file(name)) == 0)
        #expect(try await derived(journal()) == nil)
    }

    @Test func `a segment that was changed since the checkpoint asks for the whole journal`() async throws {
        let events = events()
        try write(events)
        _ = try await journal().addUp(.current)
        let segments = DirectoryListing.names(in: home.journalDirectory).compactMap { SegmentName($0) }.sorted()
        let early = "journal/" + segments[3].text
        let content = try home.bytes(of: early)
        let damage: [[UInt8]?] = [content + [10], Array(content.dropLast(40)), nil]
        for changed in damage {
            if let changed { try home.write(changed, to: early) } else { unlink(home.file(early)) }
            #expect(try await derived(journal()) == nil)
            try home.write(content, to: early)
        }
        // As it was, but for the time of its last change.
        #expect(try await derived(journal()) == nil)
        _ = try await journal().addUp(.everything)
        #expect(try await derived(journal()) != nil)
        // A segment that is put between them.
        try home.write("", to: "journal/2019-01.jsonl")
        #expect(try await derived(journal()) == nil)
    }

    // MARK: How it is written

    @Test func `where it cannot be written the checkpoint does without`() async throws {
        let events = events()
        try write(events)
        try #require(mkdir(home.file(name), 0o700) == 0)
        _ = try await journal().addUp(.current)
        let fold = try await journal().addUp(.current).fold
        #expect(!fold.isWhole)
        #expect(fold.leftOut.file == nil)
        #expect(try await derived(journal()) == nil)
        #expect(rmdir(home.file(name)) == 0)
        _ = try await journal().addUp(.everything)
        #expect(Array(try #require(try await derived(journal()))) == Array(sum(events).records))
    }

    /// What it names in the file has to stay.
    @Test func `a run leaves the checkpoint alone that another one has written meanwhile`() async throws {
        try write(events())
        _ = try await journal().addUp(.current)
        let place = CheckpointFile(folder: JournalFolder(path: home.journalDirectory, context: .still()))
        let known = try #require(place.read())
        let (kept, rows) = known.checkpoint.fold.leavingOut { _ in true }
        var late = known.checkpoint
        late.fold = kept
        var other = known.checkpoint
        other.lines += 1
        place.write(other, EndedRows(TokenRows()), after: known)
        let between = (try home.bytes(of: name), try home.bytes(of: "journal/checkpoint.json"))
        #expect(place.read()?.checkpoint == other)
        place.write(late, rows, after: known)
        #expect(try home.bytes(of: name) == between.0)
        #expect(try home.bytes(of: "journal/checkpoint.json") == between.1)
    }

    @Test func `what an interrupted save leaves is removed`() async throws {
        try write(events())
        _ = try await journal().addUp(.current)
        try home.write("half", to: "journal/.ended.bin.77.tmp")
        #expect(try await derived(journal()) != nil)
        #expect(!DirectoryListing.names(in: home.journalDirectory).contains(".ended.bin.77.tmp"))
    }

    @Test func `no file is made where nothing is left out`() async throws {
        var random = RandomJournal(seed: 4, count: 900, days: 9, end: Self.now)
        try write(random.next(900))
        _ = try await journal().addUp(.current)
        let names = DirectoryListing.names(in: home.journalDirectory)
        #expect(names.contains("checkpoint.json"))
        #expect(!names.contains("ended.bin"))
    }
}
