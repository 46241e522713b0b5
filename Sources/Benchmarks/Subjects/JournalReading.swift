import Glibc
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The journal at start, and while the program runs.
enum JournalReading: Subject {
    static let name = "journal"
    private static let lineCount = 100_000

    static func measure(with recorder: Recorder) async throws {
        let home = try TemporaryDirectory()
        let directory = home.path + "/journal"
        mkdir(directory, 0o700)
        let file = directory + "/2026-11.jsonl"
        defer {
            for name in ["2026-11.jsonl", "checkpoint.json", ".checkpoint.json.lock", "ended.bin", "floor"] {
                unlink(directory + "/" + name)
            }
            rmdir(directory)
            home.remove()
        }
        let events = (0..<lineCount).map(TokenMaterial.event)
        let lines = events.map { Array(JournalLine.encode($0).utf8) }
        let bytes = lines.reduce(0) { $0 + $1.count }
        try OutputFile.write(Array(lines.joined()), to: file)

        await recorder.row("journal: encode 100,000 lines", bytes: bytes) {
            for event in events { keep(JournalLine.encode(event)) }
        }
        await recorder.row("journal: parse 100,000 lines", bytes: bytes) {
            for line in lines { keep(JournalLine.decode(line)) }
        }
        await recorder.row("journal: fold 100,000 events") {
            var fold = JournalFold()
            for event in events { fold.apply(event) }
            keep(fold.records.count)
        }
        let context = FileContext.live(now: { TokenMaterial.start }, allowsRoot: true)
        try await recorder.row("journal: read, parse and fold 100,000 lines", bytes: bytes) {
            let contents = try await Journal(directory: directory, context: context).load()
            var fold = JournalFold()
            for event in contents.events { fold.apply(event) }
            keep(fold.records.count)
        }
        try await measureAppends(to: directory, context: context, with: recorder)
    }

    /// What one more line costs a program that has read the journal already. The disk has its part in it.
    @MainActor
    private static func measureAppends(to directory: String, context: FileContext, with recorder: Recorder) async throws
    {
        let journal = Journal(directory: directory, context: context)
        var fold = JournalFold()
        for event in try await journal.load().events { fold.apply(event) }
        var number = lineCount
        for (name, isIntent) in [("append a note and fold it", false), ("append an intent, synced, and fold it", true)]
        {
            try await recorder.row("journal: \(name)", repeats: 20) {
                for _ in 0..<20 {
                    number += 4
                    try await journal.append(TokenMaterial.event(isIntent ? number / 4 * 4 : number / 4 * 4 + 2))
                    for event in try await journal.readNew().events { fold.apply(event) }
                }
            }
        }
        keep(fold.records.count)
        try await measureFloor(in: directory, with: recorder)
    }

    /// What the disk asks for the same bytes without any program around them.
    @MainActor
    private static func measureFloor(in directory: String, with recorder: Recorder) async throws {
        let line = Array(JournalLine.encode(TokenMaterial.event(lineCount)).utf8)
        let descriptor = open(directory + "/floor", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw UsageError("a file cannot be made in \(directory)") }
        defer { close(descriptor) }
        try await recorder.row("journal: bare write and fsync of such a line", repeats: 20) {
            for _ in 0..<20 {
                let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count == line.count, fsync(descriptor) == 0 else { throw UsageError("the disk refuses") }
            }
        }
    }
}

/// A journal as it stands after three years: two lines for each token, nearly all of which ended long ago.
struct JournalOfYears {
    private static let tokenCount = 100_000
    private static let activeCount = 500
    private static let day: Int64 = 86_400

    /// When the last line was written.
    let now: Instant

    /// Writes its segments into `journal` in a new home.
    func write(to home: String) throws(UsageError) {
        for directory in [home, home + "/journal"] { mkdir(directory, 0o700) }
        var bytes: [UInt8] = []
        var segment: SegmentName?
        var previous = JournalChain.start
        func save() throws(UsageError) {
            if let segment { try OutputFile.write(bytes, to: home + "/journal/" + segment.text) }
            bytes = []
        }
        for number in 0..<Self.tokenCount {
            for event in events(number) {
                // A clock that goes back begins no segment.
                let month = max(SegmentName(at: event.at), segment ?? SegmentName(at: event.at))
                if month != segment { try save() }
                segment = month
                let line = JournalLine.encode(event, after: previous)
                previous = JournalChain.mark(of: line.utf8.dropLast())
                bytes += line.utf8
            }
        }
        try save()
    }

    /// The intent and the result of an issue.
    private func events(_ number: Int) -> [JournalEvent] {
        let left = Int64(Self.tokenCount - number)
        let isActive = left <= Self.activeCount
        // The active ones are of the last hour, the others of three years, until two months ago.
        let seconds = isActive ? left * 7 : 60 * Self.day + left * 1_035 * Self.day / Int64(Self.tokenCount)
        let at = now.advanced(seconds: -seconds)
        var facts = TokenMaterial.facts(number)
        facts.createdAt = at
        facts.expiry = .at(at.advanced(seconds: isActive ? Self.day : 3_600))
        let random = (0..<10).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 32)) ^ UInt8($0) }
        let operation = EventID(at: at, random: random).text
        let end = at.advanced(seconds: 1)
        var intended = facts
        intended.fingerprint = nil
        return [
            event(.intent, operation, operation, at, intended),
            event(.result, EventID(at: end, random: random).text, operation, end, facts),
        ]
    }

    private func event(
        _ phase: JournalEvent.Phase, _ id: String, _ operation: String, _ at: Instant, _ facts: TokenFacts
    ) -> JournalEvent {
        let profile = TokenMaterial.profile
        return JournalEvent(
            id: id, operation: operation, at: at, phase: phase, action: .issueToken,
            outcome: phase == .result ? .ok : nil, profileID: profile.id, profileName: profile.name,
            origin: profile.origin.description, user: facts.user, credential: .secretKey, token: facts,
            evidence: phase == .result
                ? Evidence(method: "POST", path: "/api/rest/2.0/auth/token/full", status: 200, duration: 83) : nil)
    }
}
