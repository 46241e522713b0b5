/// Text that may be put on a screen, into a pipe or onto the clipboard: one line, no control character, nothing that
/// moves, hides or reorders its neighbours.
///
/// Text from outside (a server, a file, the environment, a person) becomes `SafeText` once, where it enters
/// (promises P40 to P43). Widgets accept nothing else. What was replaced stays visible as a mark such as `<U+202E>`.
package struct SafeText: Hashable, Sendable {
    /// The text, safe to show.
    package let string: String

    /// Text of our own, known at compile time to be safe.
    package init(_ literal: StaticString) {
        string = literal.description
    }

    /// A text so many times over, one behind the other.
    package init(repeating text: SafeText, count: Int) {
        string = String(repeating: text.string, count: count)
    }

    /// Takes what is already safe: only this module builds text this way.
    init(alreadySafe string: String) {
        self.string = string
    }
}

extension SafeText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral value: String) {
        string = value
    }

    package var description: String { string }

    package static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(alreadySafe: left.string + right.string)
    }

    /// Interpolation takes safe text and numbers as they are; a plain `String` is made safe on the way in.
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ value: SafeText) { text += value.string }
        package mutating func appendInterpolation(_ value: some BinaryInteger) { text += String(value) }
        package mutating func appendInterpolation(_ value: String) { text += SafeText(outside: value).string }
    }

    package init(stringInterpolation: StringInterpolation) {
        string = stringInterpolation.text
    }
}

/// Making text from outside safe.
extension SafeText {
    /// How many columns of one outside text are kept unless a caller says otherwise: more than any screen shows,
    /// and little enough that a hostile megabyte costs nothing.
    package static let usualLimit = 4096

    /// Makes text from outside safe: everything that moves, hides, reorders or cannot be shown becomes a visible mark
    /// such as `<U+202E>`.
    ///
    /// Replaced are C0 with CR, LF, TAB, BS and ESC, DEL, C1, line and paragraph separators, bidi controls, zero-width
    /// and other default-ignorable characters, variation selectors, tag characters, private use, noncharacters,
    /// unassigned code points, regional indicators and skin tones (terminals disagree on their width), combining
    /// marks without a base and all after the fourth on one base. Promises P40 to P42.
    /// - Parameters:
    ///   - text: anything.
    ///   - limit: columns to keep; longer text ends in `…`. `Int.max` keeps all.
    package init(outside text: String, limit: Int = SafeText.usualLimit) {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            string = text
            return
        }
        var sanitiser = Sanitiser(limit: limit)
        sanitiser.take(text)
        string = sanitiser.output
    }

    /// The text in printable ASCII alone, for a pipe or terminal without UTF-8: `é` becomes `<U+00E9>` (promise P43).
    /// The few typographic characters of our own texts have plain equals.
    package var ascii: SafeText {
        if string.utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var output = ""
        for scalar in string.unicodeScalars {
            if scalar.isASCII {
                output.unicodeScalars.append(scalar)
            } else if let plain = Self.plainEqual(scalar) {
                output += plain
            } else {
                output += ScalarClass.mark(scalar)
            }
        }
        return SafeText(alreadySafe: output)
    }

    private static func plainEqual(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "…": "..."
        case "█": "#"
        case "░": "-"
        case "–", "—", "·", "•": "-"
        case "→": "->"
        case "≈": "~"
        case "←": "<-"
        case "‘", "’": "'"
        case "“", "”": "\""
        default: nil
        }
    }
}

extension Sequence<SafeText> {
    /// The texts one after the other, with the separator between them: `2 valid, 1 invalid`.
    package func joined(separator: SafeText = "") -> SafeText {
        SafeText(alreadySafe: lazy.map(\.string).joined(separator: separator.string))
    }
}

/// One pass over text from outside.
private struct Sanitiser {
    let limit: Int
    var output = ""
    private var columns = 0
    /// Combining marks on the present base; absent when there is no base they could sit on.
    private var marksOnBase: Int?
    /// The bytes of `output` that still leave a column for the ellipsis.
    private var lastCut = 0
    private var isFull = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func take(_ text: String) {
        for scalar in text.unicodeScalars {
            take(scalar)
            if isFull { return }
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch ScalarClass(scalar) {
        case .shown(let width):
            append(String(scalar), width: width)
            marksOnBase = 0
        case .combining:
            if let marks = marksOnBase, marks < ScalarClass.mostMarks {
                output.unicodeScalars.append(scalar)
                marksOnBase = marks + 1
                if columns < limit { lastCut = output.utf8.count }
            } else {
                appendMark(scalar)
            }
        case .unsafe:
            appendMark(scalar)
        }
    }

    private mutating func appendMark(_ scalar: Unicode.Scalar) {
        let mark = ScalarClass.mark(scalar)
        append(mark, width: mark.utf8.count)
        marksOnBase = nil
    }

    private mutating func append(_ piece: String, width: Int) {
        guard width <= limit - columns else {
            output = limit > 0 ? String(Substring(output.utf8.prefix(lastCut))) + "…" : ""
            isFull = true
            return
        }
        output += piece
        columns += width
        if columns < limit { lastCut = output.utf8.count }
    }
}

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
