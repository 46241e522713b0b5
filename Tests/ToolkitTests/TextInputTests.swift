import DisplayText
import Terminal
import Testing
import Toolkit

struct TextInputTests {
    /// The text with `|` where the cursor stands.
    static func shown(_ input: TextInput) -> String {
        String(input.characters[..<input.cursor]) + "|" + String(input.characters[input.cursor...])
    }

    static func input(_ text: String, cursor: Int) -> TextInput {
        var input = TextInput(text)
        while input.cursor > cursor { _ = input.handle(Key(.left)) }
        return input
    }

    @Test(arguments: [
        (Key.character("x"), "ab cdx| ef"), (Key(.left), "ab c|d ef"), (Key(.right), "ab cd |ef"),
        (Key(.home), "|ab cd ef"), (.control("a"), "|ab cd ef"), (Key(.end), "ab cd ef|"),
        (.control("e"), "ab cd ef|"), (Key(.backspace), "ab c| ef"), (.control("h"), "ab c| ef"),
        (Key(.delete), "ab cd|ef"), (.control("d"), "ab cd|ef"), (.control("u"), "| ef"), (.control("k"), "ab cd|"),
        (.control("w"), "ab | ef"), (Key(.backspace, alternate: true), "ab | ef"),
        (Key(.character("b"), alternate: true), "ab |cd ef"), (Key(.left, control: true), "ab |cd ef"),
        (Key(.character("f"), alternate: true), "ab cd ef|"), (Key(.right, control: true), "ab cd ef|"),
        (Key(.character("d"), alternate: true), "ab cd|"), (.control("b"), "ab c|d ef"), (.control("f"), "ab cd |ef"),
        (.character("é"), "ab cdé| ef"), (.character("\u{1}"), "ab cd| ef"), (Key(.function(3)), "ab cd| ef"),
    ])
    func edits(key: Key, expected: String) {
        var input = Self.input("ab cd ef", cursor: 5)
        _ = input.handle(key)
        #expect(Self.shown(input) == expected)
    }

    @Test(arguments: [
        (Key.character("x"), "x|"), (Key(.backspace), "|"), (Key(.delete), "|"), (.control("u"), "|"),
        (Key(.left), "ann|a"), (Key(.end), "anna|"), (Key(.tab), "anna|"),
    ])
    func whatIsOfferedIsReplacedOrTaken(key: Key, expected: String) {
        var input = TextInput("anna", isOffered: true)
        _ = input.handle(key)
        #expect(Self.shown(input) == expected)
        #expect(input.isOffered == (key == Key(.tab)))
        // From then on it is a text like any other.
        _ = input.handle(Key(.end))
        _ = input.handle(.character("y"))
        #expect(Self.shown(input) == expected.filter { $0 != "|" } + "y|")
    }

    @Test func aPasteReplacesWhatIsOffered() {
        var input = TextInput("anna", isOffered: true)
        _ = input.paste("bob")
        #expect(Self.shown(input) == "bob|")
        #expect(!TextInput("", isOffered: true).isOffered)
    }

    @Test func keysItHasNoUseForAreIgnored() {
        var input = TextInput("a")
        for key in [Key(.tab), Key(.enter), Key(.escape), .control("l"), Key(.up), Key(.pageDown)] {
            #expect(input.handle(key) == .ignored)
        }
        #expect(input.handle(Key(.left)) == .moved)
        #expect(input.handle(Key(.backspace)) == .moved)
        #expect(input.handle(.character("b")) == .edited)
    }

    @Test func aCombiningMarkJoinsTheCharacterBefore() {
        var input = TextInput("e")
        _ = input.handle(.character("\u{301}"))
        #expect(input.text == "e\u{301}")
        #expect((input.characters.count, input.cursor) == (1, 1))
        #expect(input.paste("\u{302}x") == .taken(lineBreaksRemoved: 0))
        #expect((input.characters.count, input.cursor) == (2, 2))
    }

    @Test func theLimitHolds() {
        var input = TextInput("abc", limit: 4)
        #expect(input.handle(.character("é")) == .moved)
        #expect(input.paste("de") == .tooLong(limit: 4))
        #expect(input.text == "abc")
        #expect(input.paste("d") == .taken(lineBreaksRemoved: 0))
    }

    @Test(arguments: [
        0, 7, 8, 9, 15, 23, 24, 25, 26,
    ])
    func longTextScrollsWithTheCursor(cursor: Int) {
        let input = Self.input("abcdefghijklmnopqrstuvwxyz", cursor: cursor)
        var grid = CellGrid(Size(rows: 1, columns: 10), glyphs: .ascii)
        input.draw(in: grid.area, on: &grid, isFocused: true, theme: .mono)
        let text = GridText(grid).text
        let under = grid.cursor.map { grid[$0.row, $0.column].content }
        if cursor < 26 {
            #expect(under == .scalar(input.characters[cursor].unicodeScalars.first ?? "?"), "\(text)")
        } else {
            #expect(under == .scalar(" "), "\(text)")
        }
        #expect(text.hasPrefix("<") == (cursor > 8))
        #expect(text.contains(">") == (cursor < 24), "\(text)")
    }

    @Test func whatCannotBeShownIsDrawnAsItsMark() {
        var input = TextInput()
        _ = input.paste("a\u{202E}b")
        expectPicture(1, 14, is: "a<U+202E>b") { grid in
            input.draw(in: grid.area, on: &grid, isFocused: true, theme: .mono)
            #expect(grid.cursor == Position(row: 0, column: 10))
        }
    }
}
