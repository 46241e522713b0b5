/// Runs a piece of work several times and prints a row about it.
@MainActor
struct Recorder {
    let runs: Int
    private let clock = ContinuousClock()

    init(runs: Int) {
        self.runs = runs
    }

    /// Measures `work`, after one run that is not counted.
    ///
    /// - Parameters:
    ///   - repeats: how often `work` does the thing within one run; the row tells the time of one.
    ///   - bytes: what one of them goes through, for a throughput.
    func row(
        _ name: String, repeats: Int = 1, bytes: Int? = nil, _ work: () async throws -> Void
    ) async rethrows {
        try await work()
        var samples: [Double] = []
        for _ in 0..<runs {
            let start = clock.now
            try await work()
            let (seconds, attoseconds) = (clock.now - start).components
            samples.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(repeats))
        }
        ResultTable.print(name, Samples(samples), bytes: bytes)
    }
}

/// The nanoseconds of several runs, at least one.
struct Samples {
    let minimum: Double
    let median: Double
    let maximum: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        minimum = sorted[0]
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        maximum = sorted[sorted.count - 1]
    }
}

/// Takes a result, so that the optimiser cannot leave out the work that made it.
@inline(never)
func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
