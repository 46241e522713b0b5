import Glibc

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

/// The table that is printed, row by row as the results come.
enum ResultTable {
    private static let nameWidth = 56

    static func printHead(runs: Int) {
        Swift.print(line("\(runs) runs", "minimum", "median", "maximum", "throughput"))
        Swift.print(String(repeating: "-", count: nameWidth + 3 * 12 + 14))
    }

    /// - Parameter bytes: of one measured thing, when a throughput is to be told.
    static func print(_ name: String, _ samples: Samples, bytes: Int?) {
        let throughput = bytes.map { "\(digits(Double($0) * 1_000 / samples.median)) MB/s" } ?? ""
        Swift.print(
            line(name, time(samples.minimum), time(samples.median), time(samples.maximum), throughput))
    }

    private static func line(_ name: String, _ columns: String...) -> String {
        let cells = zip(columns, [12, 12, 12, 14]).map { text, width in
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        return name + String(repeating: " ", count: max(0, nameWidth - name.count)) + cells.joined()
    }

    /// `812 ns`, `1.43 ms`: three digits that mean something.
    private static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1e3: "\(digits(nanoseconds)) ns"
        case ..<1e6: "\(digits(nanoseconds / 1e3)) µs"
        case ..<1e9: "\(digits(nanoseconds / 1e6)) ms"
        default: "\(digits(nanoseconds / 1e9)) s"
        }
    }

    private static func digits(_ value: Double) -> String {
        let decimals = value < 10 ? 2 : value < 100 ? 1 : 0
        let scale = decimals == 2 ? 100.0 : decimals == 1 ? 10.0 : 1.0
        let scaled = Int((value * scale).rounded())
        guard decimals > 0 else { return String(scaled) }
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int(scale))
        let text = String(rest)
        return "\(whole)." + String(repeating: "0", count: decimals - text.count) + text
    }
}

/// A file with what is to be read again.
enum OutputFile {
    /// Replaces what stands there.
    static func write(_ bytes: [UInt8], to file: String) throws(UsageError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw UsageError("\(file) cannot be written") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw UsageError("\(file) cannot be written") }
            rest = rest.dropFirst(count)
        }
    }
}
