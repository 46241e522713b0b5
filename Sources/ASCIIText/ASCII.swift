/// The classes of ASCII characters, as bytes of UTF-8. No byte of a character outside ASCII is in any of them.
extension UInt8 {
    /// `0` to `9`.
    @inlinable package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

    /// `a` to `z`.
    @inlinable package var isLowercaseASCIILetter: Bool { (0x61...0x7A).contains(self) }

    /// `A` to `Z`.
    @inlinable package var isUppercaseASCIILetter: Bool { (0x41...0x5A).contains(self) }

    /// `a` to `z` and `A` to `Z`.
    @inlinable package var isASCIILetter: Bool { isLowercaseASCIILetter || isUppercaseASCIILetter }

    /// A letter or a digit.
    @inlinable package var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

    /// A space or a tab.
    @inlinable package var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// A space, a tab, a carriage return or a line feed.
    @inlinable package var isWhiteSpace: Bool { isBlank || self == 0x0A || self == 0x0D }

    /// The value of a hexadecimal digit of either case; nil for any other byte.
    @inlinable package var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without spaces and tabs at its ends.
    package func trimmingBlanks() -> String { trimming(\.isBlank) }

    /// The text without spaces, tabs and line ends at its ends.
    package func trimmingWhiteSpace() -> String { trimming(\.isWhiteSpace) }

    private func trimming(_ isEdge: (UInt8) -> Bool) -> String {
        guard let first = utf8.firstIndex(where: { !isEdge($0) }), let last = utf8.lastIndex(where: { !isEdge($0) })
        else { return "" }
        return String(self[first..<utf8.index(after: last)])
    }
}

/// Bytes as hexadecimal digits, two for each.
package enum Hexadecimal {
    /// `0aff`, or `0AFF`.
    package static func text(_ bytes: some Sequence<UInt8>, isUppercase: Bool = false) -> String {
        let digits = Array((isUppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
