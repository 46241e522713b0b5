import DisplayText
import ThoughtSpotSessions

/// The rules for a secret that comes in as bytes (fault suite, B3).
enum SecretText {
    /// Bytes; more is no secret.
    static let limit = 64 * 1024

    /// Takes off one final line end and checks what is left.
    ///
    /// - Parameter source: what is said of it in an error: `The password on standard input`.
    static func secret(_ bytes: [UInt8], from source: SafeText) throws(CommandProblem) -> Secret {
        guard bytes.count <= limit else { throw .secretTooLong(source: source) }
        var text = bytes[...]
        if text.last == 0x0A { text.removeLast() }
        if text.last == 0x0D { text.removeLast() }
        guard !text.isEmpty else { throw .secretEmpty(source: source) }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw .secretCharacters(source: source, position: firstInvalidPosition(text))
        }
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        }
        if let position = Array(string.unicodeScalars).firstIndex(where: isControl) {
            throw .secretCharacters(source: source, position: position + 1)
        }
        return Secret(string)
    }

    /// The place of the first character that is no UTF-8, counted from 1.
    private static func firstInvalidPosition(_ bytes: ArraySlice<UInt8>) -> Int {
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        return (scalars.firstIndex { $0 == "\u{FFFD}" } ?? 0) + 1
    }
}
