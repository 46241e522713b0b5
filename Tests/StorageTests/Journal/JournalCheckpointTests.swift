import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// A checkpoint says nothing that the journal does not say, and is never believed against it.
struct JournalCheckpointTests {
    private static let now = FileContext.still().now()
    private static let day: Int64 = 86_400

    private let home: TemporaryHome
    private var path: String { home.file(segment) }
    private let segment = "journal/2026-11.jsonl"
    /// What stands beside the segments.
    private var names: [String] {
        DirectoryListing.names(in: home.journalDirectory).filter { SegmentName($0) == nil }
    }

    init() throws {
        home = try TemporaryHome()
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
    }

    private func journal(at now: Instant? = nil) -> Journal {
        var context = FileContext.still()
        if let now { context.now = { now } }
        return Journal(directory: home.journalDirectory, context: context)
    }

    // MARK: A journal of a year

    private static func fingerprint(_ number: Int) throws -> Fingerprint {
        let digits = String(number * 7_919 + 1, radix: 16)
        return try #require(Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits))
    }

    /// A line about a token; the number makes its id.
    private static func event(
        _ number: Int, _ phase: JournalEvent.Phase, _ action: JournalEvent.Action,
        _ outcome: JournalEvent.Outcome? = nil, token: Int?, daysAgo: Int64, operation: Int? = nil,
        expiry: Expiry = .unknown
    ) throws -> JournalEvent {
        let at = now.advanced(seconds: -daysAgo * day + Int64(number % 80_000))
        func id(_ number: Int) -> String {
            let random = (0..<10).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 32)) }
            return EventID(at: at, random: random).text
        }
        let origin = "https://h\((token ?? 0) % 3)"
        var event = JournalEvent(
            id: id(number), operation: operation.map(id) ?? id(number), at: at, phase: phase, action: action,
            outcome: outcome, profileID: "p\((token ?? 0) % 3)", profileName: "prod", origin: origin, user: "anna",
            credential: .password)
        if let token {
            event.token = TokenFacts(
                fingerprint: phase == .intent && action == .issueToken ? nil : try fingerprint(token), kind: "full",
                user: "user\(token % 5)", org: OrgReference(id: token % 4, name: "Sales \u{1F4A9}"), generation: .v2,
                createdAt: at, expiry: expiry, label: String(repeating: "nightly ", count: 12))
        }
        if phase != .intent {
            event.evidence = Evidence(
                method: "POST", path: "/api/rest/2.0/auth/token/full", status: 200, duration: 40 + number % 9)
            event.evidence?.clockSkew = Int64(token ?? 0) % 3 * 100
        }
        return event
    }

    /// Tokens of 400 days, with every kind of line about them.
    private static func events(_ count: Int = 400) throws -> [JournalEvent] {
        var events: [JournalEvent] = []
        var number = 0
        func add(
            _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome? = nil,
            _ token: Int, _ daysAgo: Int64, operation: Int? = nil, expiry: Expiry = .unknown
        ) throws {
            number += 1
            events.append(
                try event(
                    number, phase, action, outcome, token: token, daysAgo: daysAgo, operation: operation,
                    expiry: expiry))
        }
        for token in 0..<count {
            let daysAgo = Int64(count - token)
            let end = now.advanced(seconds: -daysAgo * day + 3_600)
            let expiry: Expiry =
                switch token % 7 {
                case 0: .unknown
                case 1: .untilNextIssue
                case 2: .estimated(end)
                case 3: .at(now.advanced(seconds: day))
                default: .at(end)
                }
            let isImported = token.isMultiple(of: 6)
            try add(
                isImported ? .note : .result, isImported ? .importToken : .issueToken, .ok, token, daysAgo,
                expiry: expiry)
            switch token % 11 {
            case 0: try add(.note, .validateToken, .ok, token, daysAgo)
            case 1: try add(.note, .validateToken, .refused, token, daysAgo)
            case 2, 3:
                try add(.intent, .revokeToken, nil, token, daysAgo)
                let outcome: JournalEvent.Outcome = token.isMultiple(of: 2) ? .ok : .verified
                try add(.result, .revokeToken, outcome, token, daysAgo, operation: number)
            case 4: try add(.intent, .revokeToken, nil, token, daysAgo)
            case 5: try add(.note, .removeToken, .ok, token, daysAgo)
            case 6: try add(.result, .logIn, .refused, token, daysAgo)
            default: break
            }
        }
        return events
    }

    @discardableResult
    private func write(_ events: [JournalEvent]) throws -> String {
        var text = ""
        var mark = JournalChain.start
        for event in events {
            let line = JournalLine.encode(event, after: mark)
            mark = JournalChain.mark(of: line.utf8.dropLast())
            text += line
        }
        try home.write(text, to: segment)
        return text
    }

    /// What both readings must agree on.
    private func expectTrue(
        to whole: JournalFold, _ fold: JournalFold, _ location: SourceLocation = #_sourceLocation
    ) {
        let leftOut = whole.records.filter { fold.hasLeftOut($0.fingerprint) }
        #expect(fold.records == whole.records.keeping { !fold.hasLeftOut($0.fingerprint) }, sourceLocation: location)
        let allEnded = leftOut.allSatisfy { record in
            record.ended(at: Self.now, clocks: whole.clocks).map { $0 > TokenRecord.timeInSight } ?? false
        }
        #expect(allEnded, sourceLocation: location)
        #expect(fold.unfinishedOperations == whole.unfinishedOperations, sourceLocation: location)
        #expect(fold.lockouts == whole.lockouts, sourceLocation: location)
        #expect(fold.clocks == whole.clocks, sourceLocation: location)
    }

    private func sum(_ events: [JournalEvent]) -> JournalFold {
        var fold = JournalFold()
        for event in events { fold.apply(event) }
        return fold
    }

    // MARK: What it is good for

    @Test func `it tells what the journal tells`() async throws {
        let events = try Self.events()
        try write(events)
        let first = try await journal().addUp(.current)
        #expect(first.fold.isWhole)
        #expect(home.permissions(of: "journal") == 0o700)
        #expect(home.permissions(of: "journal/checkpoint.json") == 0o600)
        #expect(names == [".checkpoint.json.lock", "checkpoint.json", "ended.bin"])
        let second = try await journal().addUp(.current)
        #expect(!second.fold.isWhole)
        #expect(second.contents == first.contents)
        expectTrue(to: sum(events), second.fold)
        #expect(second.fold.records.count < events.count / 3)
        // Asked for everything, it is not looked at.
        #expect(try await journal().addUp(.everything).fold == sum(events))
    }

    @Test func `lines that follow are added`() async throws {
        var events = try Self.events()
        try write(events)
        _ = try await journal().addUp(.current)
        let more = [
            try Self.event(9_001, .result, .issueToken, .ok, token: 9_001, daysAgo: 0),
            try Self.event(9_002, .note, .validateToken, .refused, token: 399, daysAgo: 0),
            try Self.event(9_003, .result, .logIn, .refused, token: 399, daysAgo: 0),
            try Self.event(9_004, .intent, .revokeToken, token: 398, daysAgo: 0),
        ]
        let run = journal()
        _ = try await run.addUp(.current)
        for event in more { try await journal().append(event) }
        events += more
        #expect(try await run.readNew().events == more)
        let summary = try await journal().addUp(.current)
        #expect(!summary.fold.isWhole)
        expectTrue(to: sum(events), summary.fold)
        #expect(summary.contents.damage.isEmpty)
    }

    /// What is heard of a token that was left out cannot be judged without its past.
    @Test func `a line about an old token reads everything`() async throws {
        let events = try Self.events()
        try write(events)
        _ = try await journal().addUp(.current)
        let known = try await journal().addUp(.current).fold
        let old = try #require(sum(events).records.first { known.hasLeftOut($0.fingerprint) })
        var late = try Self.event(9_001, .note, .validateToken, .refused, token: 0, daysAgo: 0)
        late.origin = old.origin
        late.token = TokenFacts(fingerprint: old.fingerprint)
        try await journal().append(late)
        #expect(try await journal().addUp(.current).fold == sum(events + [late]))
    }

    /// Ids that are remembered no longer.
    @Test func `an old line that stands there twice counts once`() async throws {
        let events = try Self.events(2_500)
        try write(events)
        _ = try await journal().addUp(.current)
        let known = try await journal().addUp(.current).fold
        let early = events[0]
        #expect(!known.hasLeftOut(try #require(early.token?.fingerprint)))
        try await journal().append(early)
        #expect(try await journal().addUp(.current).fold == sum(events))
    }

    @Test func `small journals have none`() async throws {
        try write(try Self.events(40))
        _ = try await journal().addUp(.current)
        #expect(names.isEmpty)
    }

    // MARK: When it is not believed

    /// Every so many bytes of the file, changed or cut off.
    @Test func `a damaged checkpoint is made anew`() async throws {
        let events = try Self.events()
        try write(events)
        _ = try await journal().addUp(.current)
        let good = try home.bytes(of: "journal/checkpoint.json")
        let whole = sum(events)
        for place in stride(from: 0, to: good.count, by: good.count / 12) {
            var bytes = good
            bytes[place] ^= 1
            for content in [bytes, Array(good[..<place])] {
                try home.write(content, to: "journal/checkpoint.json")
                #expect(try await journal().addUp(.current).fold == whole, "byte \(place)")
                #expect(try home.bytes(of: "journal/checkpoint.json").count == good.count)
            }
        }
    }

    @Test func `a journal that was changed is read as a whole`() async throws {
        let events = try Self.events()
        let text = try write(events)
        _ = try await journal().addUp(.current)
        let lines = text.split(separator: "\n").map(String.init)
        // The line it names was changed, a line before it is missing, the end is missing.
        let changed = lines.dropLast() + [lines[lines.count - 1].replacing("nightly", with: "Nightly")]
        for text in [Array(changed), Array(lines.dropFirst()), Array(lines.dropLast(3))] {
            try home.write(text.joined(separator: "\n") + "\n", to: segment)
            let summary = try await journal().addUp(.current)
            #expect(summary.fold.isWhole)
            #expect(summary.fold == (try await journal().addUp(.everything).fold))
        }
        try home.write("", to: segment)
        #expect(try await journal().addUp(.current).fold == JournalFold())
        #expect(unlink(path) == 0)
        #expect(try await journal().addUp(.current).fold == JournalFold())
    }

    /// Cut, or put back from an older copy: the chain of what is left is whole.
    @Test func `the end that a checkpoint saw is missed until that is accepted`() async throws {
        let text = try write(try Self.events())
        _ = try await journal().addUp(.current)
        let lines = text.split(separator: "\n").map(String.init)
        try home.write(lines.dropLast(3).joined(separator: "\n") + "\n", to: segment)
        for reach in [JournalReach.current, .everything, .current] {
            let damage = try await journal().addUp(reach).contents.damage
            #expect(damage.map(\.gist) == ["lostLines 2026-11.jsonl \(lines.count)"])
        }
        let lost = try #require(try await journal().addUp(.current).contents.damage.first)
        var accept = try Self.event(9_002, .note, .acceptDamage, .ok, token: nil, daysAgo: 0)
        accept.subjects = [lost.subject]
        try await journal().append(accept)
        for reach in [JournalReach.current, .everything] {
            #expect(try await journal().addUp(reach).contents.damage.isEmpty)
        }
        // A line before it that was changed is another finding: the end is there.
        try home.write(text, to: segment)
        for file in ["checkpoint.json", "head.json"] { #expect(unlink(home.file("journal/\(file)")) == 0) }
        _ = try await journal().addUp(.current)
        try home.write(
            ([lines[0].replacing("\"prod\"", with: "\"production\"")] + lines.dropFirst()).joined(separator: "\n")
                + "\n",
            to: segment)
        let damage = try await journal().addUp(.everything).contents.damage
        #expect(damage.map(\.kind) == [.brokenChain])
    }

    @Test func `a clock that was set back makes it useless`() async throws {
        let events = try Self.events()
        try write(events)
        _ = try await journal().addUp(.current)
        let earlier = Self.now.advanced(seconds: -200 * Self.day)
        #expect(try await journal(at: earlier).addUp(.current).fold == sum(events))
    }

    /// Damage that no person has accepted is found by every reading.
    @Test func `a damaged journal has none`() async throws {
        var lines = try write(try Self.events()).split(separator: "\n").map(String.init)
        lines.remove(at: 5)
        try home.write(lines.joined(separator: "\n") + "\n", to: segment)
        for _ in 0..<2 { #expect(try await journal().addUp(.current).contents.damage.map(\.line) == [6]) }
        #expect(names.isEmpty)
    }

    // MARK: What a crash leaves

    @Test func `a torn last line is repaired behind it`() async throws {
        let events = try Self.events()
        let text = try write(events)
        _ = try await journal().addUp(.current)
        try home.write(text + "{\"v\":1,\"id\":\"01", to: segment)
        let summary = try await journal().addUp(.current)
        #expect(!summary.fold.isWhole)
        #expect(summary.contents.repairedTornLine)
        #expect(summary.contents.unreadableLines == 1)
        let next = try Self.event(9_001, .result, .issueToken, .ok, token: 9_001, daysAgo: 0)
        try await journal().append(next)
        let later = try await journal().addUp(.current)
        #expect(later.contents.damage.isEmpty)
        expectTrue(to: sum(events + [next]), later.fold)
    }

    /// A save that was interrupted: before the rename there is the old file or none, and a part of a new one.
    @Test func `an interrupted save does no harm`() async throws {
        let events = try Self.events()
        try write(events)
        try home.write("{\"version\":1,\"sum\":\"", to: "journal/.checkpoint.json.77.tmp")
        #expect(try await journal().addUp(.current).fold == sum(events))
        expectTrue(to: sum(events), try await journal().addUp(.current).fold)
        #expect(names == [".checkpoint.json.lock", "checkpoint.json", "ended.bin"])
    }

    @Test func `a place where none can be made stops nothing`() async throws {
        let events = try Self.events()
        try write(events)
        try #require(mkdir(home.file("journal/checkpoint.json"), 0o700) == 0)
        for _ in 0..<2 { #expect(try await journal().addUp(.current).fold == sum(events)) }
    }
}
