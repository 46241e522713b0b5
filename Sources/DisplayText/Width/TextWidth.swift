/// How many columns text takes: the one count that layout and output share.
///
/// A cell holds one scalar of 1 or 2 columns and the combining marks after it. That is how ncurses and the C library
/// count, and `SafeText` holds nothing on which terminals differ from them.
package enum TextWidth {
    /// The columns of one scalar that may be shown: 0 for combining marks, 2 for wide East Asian characters and
    /// emoji, else 1.
    package static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        // Letters, and the lines, boxes and bars of which a screen is full.
        if value < 0x300 || (0x2500...0x259F).contains(value) { return 1 }
        if WideScalars.contains(value) { return 2 }
        // Vowels and final consonants of Hangul sit in the cell of the first consonant.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return 1
        }
    }

    /// The columns of a whole text.
    package static func columns(_ text: SafeText) -> Int {
        let bytes = text.string.utf8
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
        return text.string.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }
}

extension SafeText {
    /// The columns the text takes.
    package var columns: Int { TextWidth.columns(self) }

    /// Whether there is nothing to show.
    package var isEmpty: Bool { string.isEmpty }

    /// The text cut to at most `columns` columns, never inside a character; what was cut off is told by `ellipsis`
    /// when that fits.
    package func truncated(to columns: Int, ellipsis: SafeText = "…") -> SafeText {
        // A text is never wider than its bytes are many, so most texts need no count.
        if string.utf8.count <= columns || self.columns <= columns { return self }
        let mark = ellipsis.columns <= columns ? ellipsis : ""
        return SafeText(alreadySafe: String(prefix(columns: columns - mark.columns)) + mark.string)
    }

    /// The same, with the end of the text.
    package func truncatedAtBeginning(to columns: Int, ellipsis: SafeText = "…") -> SafeText {
        if string.utf8.count <= columns || self.columns <= columns { return self }
        let mark = ellipsis.columns <= columns ? ellipsis : ""
        var (kept, used) = (Substring(string).suffix(0), mark.columns)
        for index in string.indices.reversed() {
            used += SafeText(alreadySafe: String(string[index])).columns
            if used > columns { break }
            kept = string[index...]
        }
        return SafeText(alreadySafe: mark.string + kept)
    }

    /// The text at exactly `columns` columns: cut when longer, filled with blanks when shorter.
    package func padded(to columns: Int, alignment: TextAlignment = .leading, ellipsis: SafeText = "…") -> SafeText {
        let text = truncated(to: columns, ellipsis: ellipsis)
        let missing = max(0, columns - text.columns)
        if missing == 0 { return text }
        let before = alignment.indent(text.columns, in: columns)
        let left = String(repeating: " ", count: before)
        return SafeText(alreadySafe: left + text.string + String(repeating: " ", count: missing - before))
    }

    /// The text in lines of at most `columns` columns, broken at blanks where there are any; a word that is longer than a
    /// line behind a sign that divides its parts, as `/` does in an address and `:` in a fingerprint. Columns that are
    /// divided by several blanks stay so within a line.
    /// - Returns: at least one line; `columns` below 1 counts as 1.
    package func wrapped(to columns: Int) -> [SafeText] {
        let room = max(1, columns)
        if self.columns <= room { return [self] }
        var lines: [SafeText] = []
        var line = ""
        var used = 0
        var blanks = -1
        for word in string.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
            blanks += 1
            if word.isEmpty { continue }
            var word = Substring(word)
            var width = TextWidth.columns(SafeText(alreadySafe: String(word)))
            if used > 0, used + blanks + width > room {
                lines.append(SafeText(alreadySafe: line))
                (line, used) = ("", 0)
            }
            // A line that goes on begins at the edge, and so does a word that needs all of it.
            var gap = used == 0 && !lines.isEmpty || blanks + width > room ? 0 : blanks
            blanks = 0
            while width > room {
                let text = SafeText(alreadySafe: String(word))
                var piece = text.prefix(columns: room).endingWithPart
                // A wide character in a single column never fits; take it, or this would not end.
                if piece.isEmpty { piece = Substring(text.string.unicodeScalars.prefix(1)) }
                lines.append(SafeText(alreadySafe: String(piece)))
                word = Substring(String(word.unicodeScalars.dropFirst(piece.unicodeScalars.count)))
                width = TextWidth.columns(SafeText(alreadySafe: String(word)))
            }
            if word.isEmpty { continue }
            if line.isEmpty, !lines.isEmpty { gap = 0 }
            line += String(repeating: " ", count: gap) + word
            used += gap + width
        }
        if !line.isEmpty || lines.isEmpty { lines.append(SafeText(alreadySafe: line)) }
        return lines
    }

    /// The longest beginning of at most `columns` columns.
    private func prefix(columns: Int) -> Substring {
        let scalars = string.unicodeScalars
        var used = 0
        var end = scalars.startIndex
        while end < scalars.endIndex {
            used += TextWidth.columns(of: scalars[end])
            if used > columns { break }
            end = scalars.index(after: end)
        }
        return Substring(scalars[..<end])
    }
}

extension Substring {
    /// The text as far as its last sign that divides the parts of an address, a path, a fingerprint or an identifier; the
    /// whole text, where that would leave more than half of it for the next line.
    fileprivate var endingWithPart: Substring {
        let scalars = unicodeScalars
        guard let last = scalars.lastIndex(where: { "/:-._,;&?".unicodeScalars.contains($0) }) else { return self }
        let part = scalars[...last]
        return part.count * 2 < scalars.count ? self : Substring(part)
    }
}

extension Collection<SafeText> {
    /// The first rows of a wrapped text; what does not fit goes on in the last of them, where it is cut with an ellipsis.
    package func fitting(rows: Int) -> [SafeText] {
        guard rows > 0 else { return [] }
        let last = dropFirst(rows - 1)
        return count > rows ? prefix(rows - 1) + [last.joined(separator: " ")] : Array(self)
    }
}

/// On which side the blanks of a padded text stand.
package enum TextAlignment: Hashable, Sendable {
    case leading, trailing

    /// Blank columns before a text of `columns` in a field of `width`.
    package func indent(_ columns: Int, in width: Int) -> Int {
        switch self {
        case .leading: 0
        case .trailing: max(0, width - columns)
        }
    }
}

/// The scalars that take two columns.
enum WideScalars {
    /// Closed ranges in rising order, as `wcwidth` of glibc 2.36 (Unicode 15) counts them. ncurses moves its cursor by
    /// that count, so layout must agree with it; unassigned gaps between ranges are filled.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
        0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
        0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x3029,
        0x302E...0x303E, 0x3041...0x3096, 0x309B...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
        0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FE3, 0x16FF0...0x1B2FB,
        0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320,
        0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
        0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC,
        0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
        0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
        0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A,
        0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3134A,
    ]

    /// Whether the scalar takes two columns.
    static func contains(_ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }
}
