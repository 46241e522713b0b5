/// Lifetimes as people write them: `300s`, `15m`, `24h`, `7d`.
package enum Lifetime {
    /// Why a text is no lifetime.
    package struct Malformed: Error, Hashable, Sendable {
        /// One clause for people.
        package let reason: String
    }

    /// Seconds, 1...Int32.max.
    package static func parse(_ text: String) throws(Malformed) -> Int {
        guard let unit = text.utf8.last.flatMap({ secondsPerUnit[$0] }) else {
            throw Malformed(reason: "a lifetime is a number with a unit: 300s, 15m, 24h, 7d")
        }
        let digits = text.utf8.dropLast()
        guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ (48...57).contains($0) }) else {
            throw Malformed(reason: "a lifetime is a whole number with a unit: 300s, 15m, 24h, 7d")
        }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, (1...Int(Int32.max)).contains(seconds) else {
            throw Malformed(reason: "a lifetime lies between 1s and 24855d")
        }
        return seconds
    }

    /// The shortest exact form: `15m`, `90s`.
    package static func text(seconds: Int) -> String {
        for (unit, name) in [(86_400, "d"), (3_600, "h"), (60, "m")] where seconds >= unit && seconds % unit == 0 {
            return "\(seconds / unit)\(name)"
        }
        return "\(seconds)s"
    }

    private static let secondsPerUnit: [UInt8: Int] = [
        UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3_600, UInt8(ascii: "d"): 86_400,
    ]
}
