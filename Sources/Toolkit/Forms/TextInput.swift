import DisplayText
package import Terminal

/// One line of text being edited, with its cursor.
package struct TextInput: Hashable, Sendable {
    package private(set) var characters: [Character]
    /// Index of the character the cursor stands on; `characters.count` at the end.
    package private(set) var cursor: Int
    /// Bytes of UTF-8 at most.
    package let limit: Int

    package init(_ text: String = "", limit: Int = 4096) {
        characters = Array(text.filter(TypedText.accepts))
        cursor = characters.count
        self.limit = limit
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
        /// The key is none of ours.
        case ignored
        /// The text stayed as it was; the cursor may have moved.
        case moved
        case edited
    }

    /// Edits: arrows, Home, End, Ctrl-A E B F, Alt-B F and Ctrl-arrows by word, Backspace, Del, Ctrl-H D, Ctrl-U to the
    /// start, Ctrl-K to the end, Ctrl-W and Alt-Backspace the word before, Alt-D the word after.
    package mutating func handle(_ key: Key) -> Outcome {
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

    /// Puts pasted text in at the cursor.
    package mutating func paste(_ text: String, truncated: Bool = false) -> TypedText.Verdict {
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
