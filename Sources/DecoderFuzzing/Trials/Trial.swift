import Glibc
import Synchronization
import ThoughtSpotSessions

/// One damaged answer before one decoder. Seed and number say everything about it: the same two make the same trial
/// again, so that a finding needs no file to be kept.
struct Trial: Sendable {
    let decoder: Decoder
    let answer: Seed

    init(seed: UInt64, number: Int, corpus: SeedCorpus, decoders: [Decoder] = Decoder.all) {
        var random = Randomness(seed: seed, trial: number)
        decoder = decoders[number % decoders.count]
        var answer = corpus.pick(for: decoder, &random)
        for _ in 0..<1 + random.number(below: 6) {
            if random.isOneIn(4) {
                answer.damageHead(&random)
            } else {
                answer.damageBody(&random, donor: random.element(of: corpus.seeds))
            }
        }
        self.answer = answer
    }

    /// A trial of an answer that was made by hand.
    init(decoder: Decoder, answer: Seed) {
        self.decoder = decoder
        self.answer = answer
    }

    /// What became of it.
    enum Outcome: Sendable {
        case value(Reading)
        case error(SessionError)
    }

    func run() -> (outcome: Outcome, findings: [String]) {
        let answer = answer.answer(to: decoder)
        let outcome: Outcome
        do throws(SessionError) {
            outcome = .value(try decoder.read(answer))
        } catch {
            outcome = .error(error)
        }
        return (outcome, Oracle.findings(outcome, of: decoder) + Oracle.findings(in: answer))
    }
}

/// Tells which trial was under way when the process is ended by a trap, or by the alarm of a trial that hangs.
enum LastTrial {
    /// Seconds that one trial may take.
    static let limit: UInt32 = 10

    private static let number = Atomic<Int>(0)

    /// Makes the signals of a crash name the trial.
    static func watch() {
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            Glibc.signal(signal) { signal in
                LastTrial.write(signal == SIGALRM ? "hangs: trial " : "crashes: trial ")
                LastTrial.writeNumber()
                _exit(3)
            }
        }
    }

    /// Called before every trial.
    static func begin(_ trial: Int) {
        number.store(trial, ordering: .relaxed)
        alarm(limit)
    }

    static func end() { alarm(0) }

    // In a signal handler nothing may allocate: texts are static and digits go out one by one.
    private static func write(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    private static func writeNumber() {
        var rest = number.load(ordering: .relaxed)
        var divisor = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            var digit = UInt8(48 + rest / divisor)
            _ = Glibc.write(STDERR_FILENO, &digit, 1)
            rest %= divisor
            divisor /= 10
        }
        write("\n")
    }
}

/// What a run has seen.
struct Tally: Sendable {
    struct Finding: Sendable {
        let trial: Int
        let decoder: String
        let text: String
    }

    private(set) var trials = 0
    private(set) var values = 0
    private(set) var codes: [SessionError.Code: Int] = [:]
    private(set) var findings: [Finding] = []
    private(set) var slowest: (trial: Int, duration: Duration) = (0, .zero)

    /// Runs one trial and remembers how it ended.
    mutating func run(_ trial: Trial, number: Int) {
        let clock = ContinuousClock()
        let start = clock.now
        let (outcome, found) = trial.run()
        let duration = clock.now - start
        trials += 1
        switch outcome {
        case .value: values += 1
        case .error(let error): codes[error.code, default: 0] += 1
        }
        if duration > slowest.duration { slowest = (number, duration) }
        for text in found where findings.count < 100 {
            findings.append(Finding(trial: number, decoder: trial.decoder.name, text: text))
        }
    }
}
