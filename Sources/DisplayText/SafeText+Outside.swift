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
