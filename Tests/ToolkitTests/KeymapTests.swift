import DisplayText
import Terminal
import Testing
import Toolkit

private enum Act: Hashable, Sendable { case up, revoke, reveal, quit, help, find }

extension KeyLayer {
    fileprivate static let tokens: KeyLayer = "tokens"
    fileprivate static let list: KeyLayer = "list"
}

struct KeymapTests {
    private static func row(
        _ keys: [Key], _ action: Act, _ name: String, _ layer: KeyLayer = .global, hint: Int? = nil
    ) -> Binding<Act> {
        Binding(
            keys, action, name: name, label: "\(name)", help: "Does \(name).", group: "All", layer: layer, hint: hint)
    }

    private static let table = [
        row([.character("q"), .control("c")], .quit, "quit"),
        row([.character("?")], .help, "help"),
        row([.character("k"), Key(.up)], .up, "up", .list),
        row([.character("r")], .revoke, "token revoke", .tokens),
        row([.character("?")], .find, "find", .tokens),
    ]

    @Test func asksTheFocusedLayerFirstAndTheGlobalOneLast() throws {
        let keymap = try Keymap(Self.table)
        #expect(keymap.action(for: .character("?"), in: [.tokens, .list]) == .find)
        #expect(keymap.action(for: .character("?"), in: [.list]) == .help)
        #expect(keymap.action(for: Key(.up), in: [.tokens, .list]) == .up)
        #expect(keymap.action(for: .character("r"), in: [.list]) == nil)
        #expect(keymap.action(for: .control("c"), in: []) == .quit)
        #expect(keymap.bindings(in: [.tokens]).map(\.name) == ["token revoke", "find", "quit", "help"])
    }

    @Test func aConflictNamesBoth() throws {
        let error = #expect(throws: KeymapError.self) {
            try Keymap(Self.table + [Self.row([.character("r")], .reveal, "token reveal", .tokens)])
        }
        #expect(
            error == .conflict(key: .character("r"), layer: .tokens, first: "token revoke", second: "token reveal"))
        #expect(
            error?.message.string
                == "The key r is bound to both token revoke and token reveal in the layer tokens. "
                + "Give one of them another key.")
    }

    @Test func sameActionTwiceIsNoConflict() throws {
        let keymap = try Keymap(Self.table + [Self.row([.character("r")], .revoke, "token revoke", .tokens)])
        #expect(keymap.action(for: .character("r"), in: [.tokens]) == .revoke)
    }

    @Test func keysInWords() {
        #expect(Self.table[2].keyText == "k/Up")
        #expect(Self.table[0].allKeysText == "q Ctrl-C")
    }
}

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
