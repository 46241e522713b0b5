/// How many columns text takes: the one count that layout and output share.
///
/// A cell holds one scalar of 1 or 2 columns and the combining marks after it. That is how ncurses and the C library
/// count, and `SafeText` holds nothing on which terminals differ from them.
package enum TextWidth {
    /// The columns of one scalar that may be shown: 0 for combining marks, 2 for wide East Asian characters and
    /// emoji, else 1.
    package static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
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

    /// The text at exactly `columns` columns: cut when longer, filled with blanks when shorter.
    package func padded(to columns: Int, alignment: TextAlignment = .leading, ellipsis: SafeText = "…") -> SafeText {
        let text = truncated(to: columns, ellipsis: ellipsis)
        let missing = max(0, columns - text.columns)
        if missing == 0 { return text }
        let before =
            switch alignment {
            case .leading: 0
            case .center: missing / 2
            case .trailing: missing
            }
        let left = String(repeating: " ", count: before)
        return SafeText(alreadySafe: left + text.string + String(repeating: " ", count: missing - before))
    }

    /// The text in lines of at most `columns` columns, broken at blanks where there are any, inside words where not.
    /// - Returns: at least one line; `columns` below 1 counts as 1.
    package func wrapped(to columns: Int) -> [SafeText] {
        let room = max(1, columns)
        var lines: [SafeText] = []
        var line = ""
        var used = 0
        for word in string.unicodeScalars.split(separator: " ") {
            var word = Substring(word)
            var width = TextWidth.columns(SafeText(alreadySafe: String(word)))
            if !line.isEmpty, used + 1 + width > room {
                lines.append(SafeText(alreadySafe: line))
                (line, used) = ("", 0)
            }
            while width > room {
                let text = SafeText(alreadySafe: String(word))
                var piece = text.prefix(columns: room)
                // A wide character in a single column never fits; take it, or this would not end.
                if piece.isEmpty { piece = Substring(text.string.unicodeScalars.prefix(1)) }
                lines.append(SafeText(alreadySafe: String(piece)))
                word = Substring(String(word.unicodeScalars.dropFirst(piece.unicodeScalars.count)))
                width = TextWidth.columns(SafeText(alreadySafe: String(word)))
            }
            if word.isEmpty { continue }
            line += line.isEmpty ? String(word) : " " + word
            used = used == 0 ? width : used + 1 + width
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

/// On which side the blanks of a padded text stand.
package enum TextAlignment: Hashable, Sendable {
    case leading, center, trailing
}
