/// What may enter a field.
///
/// Typed or pasted text is taken character by character: line breaks of a paste are left out and told, every other
/// control character refuses the whole paste, because half a secret is worse than none.
package enum TypedText {
    /// What happened to a pasted text. Positions count characters from 1; no part of the text is repeated.
    package enum Verdict: Hashable, Sendable {
        case taken(lineBreaksRemoved: Int)
        case control(position: Int)
        case tooLong(limit: Int)
    }

    /// Whether a single typed character may enter.
    static func accepts(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { !isControl($0) }
    }

    /// A paste without its line breaks; `nil` with the reason when it must not enter.
    ///
    /// - Parameter room: bytes of UTF-8 that still fit.
    static func clean(_ pasted: String, room: Int, limit: Int, truncated: Bool) -> (text: String?, verdict: Verdict) {
        var text = String.UnicodeScalarView()
        var breaks = 0
        var bytes = 0
        var previous: Unicode.Scalar?
        for (index, scalar) in pasted.unicodeScalars.enumerated() {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{2028}", "\u{2029}": breaks += 1
            case _ where isControl(scalar): return (nil, .control(position: index + 1))
            default:
                text.append(scalar)
                bytes += UTF8.width(scalar)
            }
            previous = scalar
        }
        guard !truncated, bytes <= room else { return (nil, .tooLong(limit: limit)) }
        return (String(text), .taken(lineBreaksRemoved: breaks))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
