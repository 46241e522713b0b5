import Glibc
import ThoughtSpotSessions

/// Shows damaged answers to every decoder of every generation, for as long as it is told.
///
/// `tessera-fuzz [--minutes N] [--seed N] [--corpus FOLDER]` runs; `--trial N` shows one trial of a seed again. Exit code
/// 0 when nothing was found, 1 with findings, 2 for a wrong call, 3 when a trial crashed or hung. Build it with
/// `-c release`.
@main
struct FuzzProgram {
    static func main() {
        do {
            let options = try FuzzOptions(CommandLine.arguments.dropFirst())
            let corpus = try SeedCorpus(folder: options.corpus)
            if let trial = options.trial {
                show(trial, options, corpus)
            } else {
                exit(run(options, corpus).findings.isEmpty ? 0 : 1)
            }
        } catch let error as UsageError {
            fail(error.text)
        } catch let error as CorpusError {
            fail(error.text)
        } catch {
            fail("\(error)")
        }
    }

    private static func run(_ options: FuzzOptions, _ corpus: SeedCorpus) -> Tally {
        LastTrial.watch()
        let decoders = Decoder.all
        print("seed \(options.seed), \(decoders.count) decoders, \(corpus.seeds.count) answers in the corpus")
        let clock = ContinuousClock()
        let start = clock.now
        var report = start + .seconds(60)
        let end = start + .seconds(60) * options.minutes
        var tally = Tally()
        while clock.now < end {
            let number = tally.trials
            LastTrial.begin(number)
            tally.run(Trial(seed: options.seed, number: number, corpus: corpus, decoders: decoders), number: number)
            if clock.now > report {
                print("\(tally.trials) trials, \(tally.findings.count) findings")
                // Into a file, lines come out by the page otherwise.
                fflush(nil)
                report += .seconds(60)
            }
        }
        LastTrial.end()
        show(tally, after: clock.now - start)
        return tally
    }

    private static func show(_ tally: Tally, after duration: Duration) {
        let seconds = max(1, Int(duration.components.seconds))
        print("\(tally.trials) trials in \(seconds) s, \(tally.trials / seconds) in a second")
        print("\(tally.values) ended with a value, the others with these errors:")
        for (code, count) in tally.codes.sorted(by: { $0.value > $1.value }) { print("  \(code.rawValue) \(count)") }
        print("slowest: trial \(tally.slowest.trial), \(tally.slowest.duration)")
        print("\(tally.findings.count) findings")
        for finding in tally.findings { print("  trial \(finding.trial), \(finding.decoder): \(finding.text)") }
    }

    private static func show(_ number: Int, _ options: FuzzOptions, _ corpus: SeedCorpus) {
        let trial = Trial(seed: options.seed, number: number, corpus: corpus)
        print("\(trial.decoder.name), from \(trial.answer.name): status \(trial.answer.status)")
        for header in trial.answer.headers { print(String(reflecting: "\(header.name): \(header.value)")) }
        print(String(reflecting: String(decoding: trial.answer.body.prefix(4_096), as: UTF8.self)))
        let (outcome, findings) = trial.run()
        print("\(outcome)\n\(findings)")
    }

    private static func fail(_ text: String) -> Never {
        let line = Array("tessera-fuzz: \(text)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(2)
    }
}

/// What the arguments say.
struct FuzzOptions {
    var minutes = 1
    var seed: UInt64 = 1
    var corpus = "Tests/DecoderFuzzingTests/Corpus"
    var trial: Int?

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let argument = rest.popFirst() {
            let value = rest.popFirst() ?? ""
            switch argument {
            case "--minutes": minutes = try Self.number(value, of: argument, in: 1...10_000)
            case "--seed": seed = UInt64(try Self.number(value, of: argument, in: 0...Int.max))
            case "--trial": trial = try Self.number(value, of: argument, in: 0...Int.max)
            case "--corpus" where !value.isEmpty: corpus = value
            default: throw UsageError("usage: tessera-fuzz [--minutes N] [--seed N] [--corpus FOLDER] [--trial N]")
            }
        }
    }

    private static func number(
        _ text: String, of argument: String, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw UsageError("\(argument) wants a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

struct UsageError: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
