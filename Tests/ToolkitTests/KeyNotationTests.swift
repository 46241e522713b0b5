import Terminal
import Testing
import Toolkit

struct KeyNotationTests {
    static let table: [(String, Key)] = [
        ("g", .character("g")), ("G", .character("G")), ("?", .character("?")), ("-", .character("-")),
        ("Space", .character(" ")), ("Enter", Key(.enter)), ("Esc", Key(.escape)), ("Tab", Key(.tab)),
        ("Shift-Tab", Key(.backTab)), ("PgUp", Key(.pageUp)), ("PgDn", Key(.pageDown)), ("Home", Key(.home)),
        ("Ctrl-L", .control("l")), ("Ctrl--", .control("-")), ("Alt-b", Key(.character("b"), alternate: true)),
        ("Ctrl-Alt-X", Key(.character("x"), control: true, alternate: true)), ("F5", Key(.function(5))),
        ("Ctrl-Left", Key(.left, control: true)), ("Alt-Enter", Key(.enter, alternate: true)), ("é", .character("é")),
    ]

    @Test(arguments: table)
    func printsAndReadsBack(text: String, key: Key) {
        #expect(KeyNotation.text(key) == text)
        #expect(KeyNotation.key(text) == key)
    }

    @Test(arguments: [
        ("ctrl-l", Key.control("l")), ("C-l", .control("l")), ("escape", Key(.escape)), ("RETURN", Key(.enter)),
        ("pagedown", Key(.pageDown)), ("f12", Key(.function(12))), ("shift-tab", Key(.backTab)),
        ("M-x", Key(.character("x"), alternate: true)),
    ])
    func readsOtherSpellings(text: String, key: Key) {
        #expect(KeyNotation.key(text) == key)
    }

    @Test(arguments: ["", " ", "Ctrl-", "gg", "F0", "F25", "Shift-x", "Hyper-x", "\u{1B}", "Ctrl-Ctrl", "Nope"])
    func refusesWhatIsNoKey(text: String) {
        #expect(KeyNotation.key(text) == nil)
    }
}
