import Moments
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// A list of all tokens from a fold and what was left out of it is the list that the whole journal gives.
struct EndedTokensTests {
    private static let now = FileContext.still().now()

    /// What a checkpoint, and the file of the rows beside it, hold of a journal.
    private struct Derived {
        var fold = JournalFold()
        var blocks: [[UInt8]] = []

        /// Writes a checkpoint and reads it again.
        mutating func save(_ isOver: (TokenRecord) -> Bool) throws {
            var (kept, rows) = fold.leavingOut(isOver)
            var part = fold.leftOut.file ?? EndedFile.Part()
            rows.writeBlocks { block in
                blocks.append(block)
                part.add(block)
            }
            kept.leftOut.file = part
            let text = JSONValue.object(kept.json).serialized()
            let limits = JSONLimits(depth: 16, bytes: 1 << 26, stringBytes: 1 << 26, items: 1_000_000)
            fold = try #require(JournalFold(try JSONValue.parse(Array(text.utf8), limits: limits)))
            #expect(fold == kept)
        }

        func records() throws -> TokenRows? {
            fold.isWhole ? fold.records : try fold.records { take throws(StorageError) in blocks.allSatisfy(take) }
        }
    }

    private func expectSameList(
        _ derived: Derived, _ whole: JournalFold, _ comment: Comment, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let list = try #require(try derived.records(), comment, sourceLocation: location)
        #expect(Array(list) == Array(whole.records), comment, sourceLocation: location)
        for record in list {
            let place = try #require(list.place(of: record.id), comment, sourceLocation: location)
            #expect(list[place] == record, comment, sourceLocation: location)
        }
        #expect(derived.fold.clocks == whole.clocks, comment, sourceLocation: location)
        #expect(derived.fold.lockouts == whole.lockouts, comment, sourceLocation: location)
        #expect(derived.fold.openLogins == whole.openLogins, comment, sourceLocation: location)
    }

    /// Whatever is left out, as far as it may be, and when: tokens that ended, and others.
    @Test(arguments: 0..<60) func `any rows may be left out`(seed: Int) throws {
        var journal = RandomJournal(seed: UInt64(seed), count: 400, end: Self.now)
        var random = SeededGenerator(seed: UInt64(seed) + 1_000)
        var derived = Derived()
        var whole = JournalFold()
        var reached = 0
        for round in 0..<8 {
            for event in journal.next(Int.random(in: 0...100, using: &random)) {
                whole.apply(event)
                derived.fold.apply(event)
            }
            // Then the journal is read as a whole.
            if derived.fold.needsWholeJournal { derived = Derived(fold: whole) }
            try expectSameList(derived, whole, "seed \(seed), round \(round)")
            let share = UInt64.random(in: 1...4, using: &random)
            if derived.fold.leftOut.count > 0 { reached += 1 }
            let latest = journal.latest
            try derived.save { !latest.contains($0.fingerprint) && $0.fingerprint.number % 4 < share }
            try expectSameList(derived, whole, "seed \(seed), saved in round \(round)")
        }
        // Not only what was just saved is compared, nor the whole journal with itself.
        #expect(reached > 0)
    }

    /// What is left out of a checkpoint in earnest, and what is told beside the list then.
    @Test(arguments: 0..<40) func `the tokens that ended are left out`(seed: Int) throws {
        var journal = RandomJournal(seed: UInt64(seed) + 500, count: 1_200, end: Self.now)
        var derived = Derived()
        var whole = JournalFold()
        var savings = 0
        for round in 0..<12 {
            let events = journal.next(100)
            for event in events {
                whole.apply(event)
                derived.fold.apply(event)
            }
            let now = try #require(events.map(\.at).max())
            if derived.fold.needsWholeJournal { derived = Derived(fold: whole) }
            try expectSameList(derived, whole, "seed \(seed), round \(round)")
            // That a token has ended settles what was open about its revocation.
            func open(_ fold: JournalFold) -> [OpenChange] {
                let ended = Set(
                    whole.records.filter { $0.ended(at: now, clocks: whole.clocks) != nil }.map(\.id))
                return fold.openChanges.filter { change in
                    guard change.action == .revokeToken, let token = change.tokenID else { return true }
                    return !ended.contains(token)
                }
            }
            #expect(open(derived.fold) == open(whole), "seed \(seed), round \(round)")
            let clocks = derived.fold.clocks
            try derived.save { record in
                record.ended(at: now, clocks: clocks).map { $0 > TokenRecord.timeInSight } ?? false
            }
            if derived.fold.leftOut.count > 0 { savings += 1 }
        }
        #expect(savings > 3)
    }

    @Test func `what is done to users after the rows were left out is in the list`() throws {
        var journal = RandomJournal(seed: 7, count: 300, end: Self.now)
        var derived = Derived()
        for event in journal.next(300) { derived.fold.apply(event) }
        var whole = derived.fold
        try derived.save { _ in true }
        let marked = whole.records.count { $0.userLogOut != nil }
        for (number, action) in [JournalEvent.Action.forceLogout, .revokeToken, .deactivateUser].enumerated() {
            var event = JournalEvent(
                id: "late-\(number)", operation: "late-\(number)", at: Self.now, phase: .result, action: action,
                outcome: number == 1 ? .unknown : .ok, profileID: "p", profileName: "prod", origin: "https://b",
                evidence: Evidence(method: "POST", path: "/", status: 200, duration: 5))
            event.evidence?.serverTime = Self.now
            event.subjects = ["ANNA", "guid-2"]
            whole.apply(event)
            derived.fold.apply(event)
            #expect(!derived.fold.needsWholeJournal)
            try expectSameList(derived, whole, "\(action)")
            if number == 1 { try derived.save { _ in true } }
        }
        #expect(whole.records.count { $0.userLogOut != nil } > marked)
    }

    @Test func `so many log-outs that the rows are read from the journal are not kept`() throws {
        var derived = Derived()
        var journal = RandomJournal(seed: 9, count: 100, end: Self.now)
        for event in journal.next(100) { derived.fold.apply(event) }
        try derived.save { _ in true }
        #expect(derived.fold.leftOut.file != nil)
        for number in 0..<1_001 {
            var event = JournalEvent(
                id: "late-\(number)", operation: "late-\(number)", at: Self.now, phase: .result, action: .forceLogout,
                outcome: .ok, profileID: "p", profileName: "prod", origin: "https://b")
            event.subjects = ["anna"]
            derived.fold.apply(event)
        }
        let kept = derived.fold.leavingOut { _ in true }.kept
        #expect(kept.leftOut.file == nil)
        #expect(kept.leftOut.logOuts.isEmpty)
    }

    /// Each bit and each length: what cannot be read is refused, and what can be is judged by the sum over it.
    @Test func `no block makes more of itself than it is`() throws {
        var journal = RandomJournal(seed: 3, count: 60, end: Self.now)
        var derived = Derived()
        for event in journal.next(60) { derived.fold.apply(event) }
        try derived.save { _ in true }
        let block = try #require(derived.blocks.first)
        var texts = RowTexts()
        #expect(EndedBlock.decode(block, into: &texts)?.count == derived.fold.leftOut.count)
        for length in 0..<block.count {
            var texts = RowTexts()
            #expect(EndedBlock.decode(Array(block[..<length]), into: &texts) == nil, "\(length) bytes")
        }
        for place in block.indices {
            for change: UInt8 in [1, 0x80, 0xFF] {
                var changed = block
                changed[place] ^= change
                var texts = RowTexts()
                let rows = EndedBlock.decode(changed, into: &texts) ?? []
                #expect(rows.count <= block.count / EndedBlock.leastOfRow)
                for row in rows { _ = row.row.record(texts) }
                var wrong = derived
                wrong.blocks = [changed]
                _ = try wrong.records()
            }
        }
    }
}
