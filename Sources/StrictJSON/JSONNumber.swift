import ASCIIText

/// A JSON number as its text, so that nothing is lost of a number that no type of ours can hold.
package struct JSONNumber: Hashable, Sendable {
    /// As in the document: `1`, `1.0`, `-1e3`. Two texts of the same value are not equal.
    package let text: String

    package init(_ value: Int) { text = String(value) }

    package init(_ value: Int64) { text = String(value) }

    /// Returns nil unless the text is exactly one JSON number.
    package init?(text: String) {
        guard Decimal(Array(text.utf8)) != nil else { return nil }
        self.text = text
    }

    /// Takes over what a parser has already checked.
    init(checked text: String) {
        self.text = text
    }

    /// The value, where it is whole and within range. `1e3` and `1.0` are whole.
    package var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// The value, where it is whole and within range. `1e3` and `1.0` are whole.
    package var int64: Int64? {
        if let plain = Int64(text) { return plain }
        return Decimal(Array(text.utf8))?.int64
    }

    /// The nearest value, where it is finite and not lost to underflow.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        if value == 0, Decimal(Array(text.utf8))?.isZero != true { return nil }
        return value
    }
}

/// The parts of a number's text (RFC 8259, section 6).
private struct Decimal {
    private var isNegative = false
    /// The digits before and after the point, without leading zeros.
    private var digits: [UInt8] = []
    /// The power of ten that the digits stand for, kept within bounds that no sum leaves.
    private var exponent = 0

    var isZero: Bool { digits.isEmpty }

    init?(_ text: [UInt8]) {
        var rest = text[...]
        if rest.first == UInt8(ascii: "-") {
            isNegative = true
            rest.removeFirst()
        }
        let whole = rest.prefix { $0.isASCIIDigit }
        guard let first = whole.first, first != 48 || whole.count == 1 else { return nil }
        rest = rest[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            let isDown = rest.first == UInt8(ascii: "-")
            if isDown || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard !rest.isEmpty, rest.allSatisfy({ $0.isASCIIDigit }) else { return nil }
            let size = rest.reduce(0) { min($0 * 10 + Int($1 - 48), 1_000_000_000) }
            exponent = isDown ? -size : size
        } else if !rest.isEmpty {
            return nil
        }
        digits = Array((whole + fraction).drop { $0 == 48 })
        exponent -= fraction.count
        while digits.last == 48 {
            digits.removeLast()
            exponent += 1
        }
    }

    var int64: Int64? {
        if digits.isEmpty { return 0 }
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
        let all = digits + Array(repeating: 48, count: exponent)
        return Int64((isNegative ? "-" : "") + String(decoding: all, as: UTF8.self))
    }
}
