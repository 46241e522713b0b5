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
