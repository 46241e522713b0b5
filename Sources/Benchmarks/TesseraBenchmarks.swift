import Glibc
import Moments

/// Measures what has no screen, and prints minimum, median and maximum over several runs.
///
/// `tessera-benchmarks [NAME] [--runs N] [--write-sample FILE]`: only the subjects whose name contains NAME; the file
/// gets the audit log that is decoded, for others to decode the same bytes. Build it with `-c release`.
/// `tessera-benchmarks --write-journal DIRECTORY`: makes a home with the journal of three years, of 100,000 tokens and 200,000
/// lines, 500 of the tokens active, for `tessera --home DIRECTORY token list --json`.
@main
struct TesseraBenchmarks {
    private static var subjects: [any Subject.Type] {
        [
            Codecs.self, AuditLogDecoding.self, JSONParsing.self, JournalReading.self, TokenUpdates.self,
            VaultOpening.self,
            FilterTyping.self, Screens.self,
            GridDiffs.self, Sanitising.self,
        ]
    }

    @MainActor
    static func main() async {
        do {
            try await run(BenchmarkOptions(CommandLine.arguments.dropFirst()))
        } catch let error as UsageError {
            fail(error.text, code: 2)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    @MainActor
    private static func run(_ options: BenchmarkOptions) async throws {
        if let home = options.journalHome {
            return try JournalOfYears(now: Instant(seconds: Int64(time(nil)))).write(to: home)
        }
        let chosen = subjects.filter { subject in
            guard let name = options.name else { return true }
            return subject.name.contains(name)
        }
        guard !chosen.isEmpty else {
            let names = subjects.map { $0.name }.joined(separator: ", ")
            throw UsageError("no subject is named like that; there are \(names)")
        }
        if let file = options.sampleFile { try OutputFile.write(AuditMaterial.log, to: file) }
        let recorder = Recorder(runs: options.runs)
        ResultTable.printHead(runs: options.runs)
        for subject in chosen { try await subject.measure(with: recorder) }
    }

    private static func fail(_ text: String, code: Int32) -> Never {
        let line = Array("tessera-benchmarks: \(text)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(code)
    }
}

/// One thing that is measured, in several rows.
protocol Subject {
    /// What the argument NAME is compared with.
    static var name: String { get }

    @MainActor
    static func measure(with recorder: Recorder) async throws
}

/// What the arguments say.
struct BenchmarkOptions {
    var name: String?
    /// 1...10000.
    var runs = 20
    /// Where the audit log goes.
    var sampleFile: String?
    /// The home that gets the journal of years.
    var journalHome: String?

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let argument = rest.popFirst() {
            if argument == "--runs" {
                guard let number = rest.popFirst().flatMap({ Int($0) }), (1...10_000).contains(number) else {
                    throw UsageError("--runs wants a number from 1 to 10000")
                }
                runs = number
            } else if argument == "--write-sample" {
                guard let file = rest.popFirst() else { throw UsageError("--write-sample wants a file") }
                sampleFile = file
            } else if argument == "--write-journal" {
                guard let home = rest.popFirst() else { throw UsageError("--write-journal wants a directory") }
                journalHome = home
            } else if argument.hasPrefix("-") || name != nil {
                throw UsageError(
                    """
                    usage: tessera-benchmarks [NAME] [--runs N] [--write-sample FILE] | --write-journal DIRECTORY
                    """)
            } else {
                name = argument
            }
        }
    }
}

struct UsageError: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
