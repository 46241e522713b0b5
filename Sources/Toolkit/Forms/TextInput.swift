import DisplayText
package import Terminal

/// One line of text being edited, with its cursor.
package struct TextInput: Hashable, Sendable {
    package private(set) var characters: [Character]
    /// Index of the character the cursor stands on; `characters.count` at the end.
    package private(set) var cursor: Int
    /// Bytes of UTF-8 at most.
    package let limit: Int
    /// Whether the text is there to be taken or replaced as a whole; a key that moves takes it.
    package private(set) var isOffered: Bool

    /// - Parameter isOffered: the first character that is typed takes the place of all of the text.
    package init(_ text: String = "", limit: Int = 4096, isOffered: Bool = false) {
        characters = Array(text.filter(TypedText.accepts))
        cursor = characters.count
        self.limit = limit
        self.isOffered = isOffered && !characters.isEmpty
    }

    /// The text as typed.
    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }

    /// Replaces the text and puts the cursor at its end.
    package mutating func replace(with text: String) {
        self = TextInput(text, limit: limit)
    }

    /// What a key did.
    package enum Outcome: Hashable, Sendable {
        /// The field does not handle the key.
        case ignored
        /// The text stayed as it was; the cursor may have moved.
        case moved
        case edited
    }

    /// Edits: arrows, Home, End, Ctrl-A E B F, Alt-B F and Ctrl-arrows by word, Backspace, Del, Ctrl-H D, Ctrl-U to the
    /// start, Ctrl-K to the end, Ctrl-W and Alt-Backspace the word before, Alt-D the word after.
    package mutating func handle(_ key: Key) -> Outcome {
        let isReplaced = isOffered && Self.replaces(key)
        if isReplaced { replace(with: "") }
        let outcome = edit(with: key)
        if outcome != .ignored { isOffered = false }
        return isReplaced ? .edited : outcome
    }

    /// Whether a key puts something in the place of a text that is offered, or nothing.
    private static func replaces(_ key: Key) -> Bool {
        switch (key.code, key.control, key.alternate) {
        case (.character(let character), false, false): TypedText.accepts(character)
        case (.backspace, _, _), (.delete, _, _): true
        default: false
        }
    }

    private mutating func edit(with key: Key) -> Outcome {
        if let target = destination(of: key) {
            cursor = target
            return .moved
        }
        switch (key.code, key.control, key.alternate) {
        case (.backspace, false, false), (.character("h"), true, false): return remove(max(0, cursor - 1)..<cursor)
        case (.delete, false, false), (.character("d"), true, false):
            return remove(cursor..<min(characters.count, cursor + 1))
        case (.character("u"), true, false): return remove(0..<cursor)
        case (.character("k"), true, false): return remove(cursor..<characters.count)
        case (.character("w"), true, false), (.backspace, false, true), (.backspace, true, false):
            return remove(wordStart..<cursor)
        case (.character("d"), false, true), (.delete, true, false): return remove(cursor..<wordEnd)
        case (.character(let character), false, false): return insert(character)
        default: return .ignored
        }
    }

    /// Inserts pasted text at the cursor.
    package mutating func paste(_ text: String, truncated: Bool = false) -> TypedText.Verdict {
        if isOffered { replace(with: "") }
        let (clean, verdict) = TypedText.clean(
            text, room: limit - self.text.utf8.count, limit: limit, truncated: truncated)
        if let clean {
            // A combining mark at the start of the paste joins the character before it: let `String` decide.
            let before = String(characters[..<cursor]) + clean
            let after = characters[cursor...]
            characters = Array(before) + after
            cursor = before.count
        }
        return verdict
    }

    private mutating func insert(_ character: Character) -> Outcome {
        guard TypedText.accepts(character), text.utf8.count + character.utf8.count <= limit else { return .moved }
        let before = String(characters[..<cursor]) + String(character)
        characters = Array(before) + characters[cursor...]
        cursor = before.count
        return .edited
    }

    private mutating func remove(_ range: Range<Int>) -> Outcome {
        guard !range.isEmpty else { return .moved }
        characters.removeSubrange(range)
        cursor = range.lowerBound
        return .edited
    }

    private func destination(of key: Key) -> Int? {
        switch (key.code, key.control, key.alternate) {
        case (.left, false, false), (.character("b"), true, false): max(0, cursor - 1)
        case (.right, false, false), (.character("f"), true, false): min(characters.count, cursor + 1)
        case (.home, _, _), (.character("a"), true, false): 0
        case (.end, _, _), (.character("e"), true, false): characters.count
        case (.left, _, _), (.character("b"), false, true): wordStart
        case (.right, _, _), (.character("f"), false, true): wordEnd
        default: nil
        }
    }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !isWord(place - 1) { place -= 1 }
        while place > 0, isWord(place - 1) { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < characters.count, !isWord(place) { place += 1 }
        while place < characters.count, isWord(place) { place += 1 }
        return place
    }

    private func isWord(_ index: Int) -> Bool { characters[index].isLetter || characters[index].isNumber }
}

extension TextInput {
    /// Draws the field over one row, scrolled so that the cursor is in sight, with marks where text goes on.
    ///
    /// - Parameter isFocused: shows the cursor and puts it into the grid.
    package func draw(in area: Area, on grid: inout CellGrid, isFocused: Bool, theme: Theme) {
        guard !area.isEmpty else { return }
        let style = theme[isFocused ? .focusedField : .field]
        let textStyle = isOffered && isFocused ? theme[.selection] : style
        let row = Area(row: area.top, column: area.left, rows: 1, columns: area.columns)
        grid.fill(row, style: style)
        // What cannot be shown as it is (a bidi control, say) has the width of its mark.
        let shown = characters.map { grid.shown(SafeText(outside: String($0))) }
        let widths = shown.map(\.columns)
        let first = firstShown(widths, room: row.columns, isFocused: isFocused)
        var column = first > 0 ? 1 : 0
        if first > 0 { grid.write(.arrowLeft, at: row.origin, style: theme[.dim]) }
        var cursorColumn = column
        for index in first..<characters.count {
            if index == cursor { cursorColumn = column }
            let isLast = index == characters.count - 1
            guard column + widths[index] <= row.columns - (isLast ? 0 : 1) else {
                grid.write(.arrowRight, at: Position(row: row.top, column: row.right - 1), style: theme[.dim])
                break
            }
            grid.line(shown[index], row: 0, in: row, indent: column, style: textStyle)
            column += widths[index]
        }
        if cursor == characters.count { cursorColumn = column }
        if isFocused {
            grid.cursor = Position(row: row.top, column: row.left + min(cursorColumn, row.columns - 1))
        }
    }

    /// The first character in sight: the start as long as the cursor fits with it, else as many before the cursor as
    /// fit, with a column on each side for the marks.
    private func firstShown(_ widths: [Int], room: Int, isFocused: Bool) -> Int {
        guard isFocused else { return 0 }
        let atCursor = cursor < widths.count ? widths[cursor] : 1
        let more = cursor < widths.count - 1 ? 1 : 0
        if widths[..<cursor].reduce(0, +) + atCursor + more <= room { return 0 }
        var first = cursor
        var used = 1 + atCursor + more
        while first > 0, used + widths[first - 1] <= room {
            first -= 1
            used += widths[first]
        }
        return first
    }
}

/// What may enter a field.
///
/// Text is checked character by character: line breaks of a paste are left out and counted; any other control character
/// refuses the whole paste, because half a secret is worse than none.
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
