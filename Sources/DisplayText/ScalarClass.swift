/// What a scalar may do on a screen.
enum ScalarClass: Equatable {
    /// May be shown; takes 1 or 2 columns.
    case shown(Int)
    /// Sits on the character before it and takes no column.
    case combining
    /// Shown only as a mark.
    case unsafe

    /// As many combining marks as fit into one ncurses cell beside their base (`CCHARW_MAX` is 5).
    static let mostMarks = 4

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x300 {
            let isControl = value < 0x20 || (0x7F..<0xA0).contains(value)
            self = isControl || value == 0xAD ? .unsafe : .shown(1)
            return
        }
        // Han and Hangul syllables, the bulk of wide text, need no look-up in the Unicode tables.
        if (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value) {
            self = .shown(2)
            return
        }
        // Flags and skin tones: 1, 2 or 4 columns, as each terminal likes. The blank braille pattern hides a name.
        if (0x1F1E6...0x1F1FF).contains(value) || (0x1F3FB...0x1F3FF).contains(value) || value == 0x2800 {
            self = .unsafe
            return
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
            self = .unsafe
            return
        }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            self = .unsafe
        case .nonspacingMark, .enclosingMark:
            self = .combining
        default:
            let width = TextWidth.columns(of: scalar)
            self = width == 0 ? .combining : .shown(width)
        }
    }

    /// The visible mark of a scalar: `<U+202E>`, at least four digits.
    static func mark(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + ">"
    }
}
