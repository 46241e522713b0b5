import Glibc
import Operations
import Storage
import ThoughtSpotSessions

/// The journal at start, and while the program runs.
enum JournalReading: Subject {
    static let name = "journal"
    private static let lineCount = 100_000

    static func measure(with recorder: Recorder) async throws {
        let directory = try makeDirectory()
        let file = directory + "/journal.jsonl"
        defer {
            unlink(file)
            rmdir(directory)
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
            let contents = try await Journal(file: file, context: context).load()
            var fold = JournalFold()
            for event in contents.events { fold.apply(event) }
            keep(fold.records.count)
        }
        try await measureAppends(to: file, context: context, with: recorder)
    }

    /// What one more line costs a program that has read the journal already. The disk has its part in it.
    @MainActor
    private static func measureAppends(to file: String, context: FileContext, with recorder: Recorder) async throws {
        let journal = Journal(file: file, context: context)
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
    }

    private static func makeDirectory() throws(UsageError) -> String {
        var template = Array("/tmp/tessera-benchmarks-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw UsageError("no directory can be made in /tmp") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
