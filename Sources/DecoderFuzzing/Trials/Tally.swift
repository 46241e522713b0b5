import ThoughtSpotSessions

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
