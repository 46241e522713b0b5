/// One line typed without echo: what each byte of the terminal does to it. Pure, so that it can be tested without one.
struct HiddenLine {
    /// What came of a byte.
    enum Step: Hashable {
        case more
        /// Return, or the end of the input after some text.
        case done
        /// The end of the input with nothing typed.
        case ended
        /// Ctrl-C or Ctrl-\.
        case interrupted
        /// Ctrl-Z.
        case suspended
    }

    /// What was typed so far.
    private(set) var bytes: [UInt8] = []

    /// More than any secret; what is typed beyond is kept out.
    private static let limit = 64 * 1024 + 1

    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x03, 0x1C: return .interrupted
        case 0x1A: return .suspended
        case 0x04: return bytes.isEmpty ? .ended : .done
        case 0x08, 0x7F: removeCharacter()
        case 0x15: bytes = []
        default: if bytes.count < Self.limit { bytes.append(byte) }
        }
        return .more
    }

    /// Takes back one character, however many bytes it has.
    private mutating func removeCharacter() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}
