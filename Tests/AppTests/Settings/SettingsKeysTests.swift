import DisplayText
import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// Keys of the file: what they may be, what conflicts, and that the way out stays.
struct SettingsKeysTests {
    private func loaded(_ keys: String) throws -> LoadedSettings {
        LoadedSettings(try SettingsDocument(Array("{\"keys\": {\(keys)}}".utf8), file: "/tmp/settings.json"))
    }

    private func sentences(_ keys: String) throws -> [String] { try loaded(keys).problems.map(\.sentence.string) }

    @Test func `keys are changed, exchanged and taken away`() throws {
        let loaded = try loaded(
            #""token revoke": ["v"], "token validate": ["r", "F8"], "token reveal": [], "token import": "N""#)
        #expect(loaded.problems == [])
        let keymap = loaded.settings.keymap
        #expect(keymap.action(for: .character("v"), in: [.panes]) == .revoke)
        #expect(keymap.action(for: .character("r"), in: [.panes]) == .validate)
        #expect(keymap.action(for: Key(.function(8)), in: [.panes]) == .validate)
        #expect(keymap.action(for: .character("p"), in: [.panes]) == nil)
        #expect(keymap.action(for: .character("N"), in: [.panes]) == .importToken)
        #expect(keymap.bindings.count == KeyTable.bindings.count)
    }

    @Test func `a command is changed wherever it works`() throws {
        let keymap = try loaded(#""move down": ["Ctrl-N", "Down"]"#).settings.keymap
        for layer in [.panes, HelpView.layer, AuditLogView.layer] {
            #expect(keymap.action(for: .control("n"), in: [layer]) == .moveDown)
            #expect(keymap.action(for: .character("j"), in: [layer]) == nil)
        }
    }

    @Test(arguments: [
        (
            #""token revoke": ["v"]"#,
            #"line 1, column 11: keys."token revoke": v is bound to both token validate and token revoke; "#
                + "give one of them another key"
        ),
        (
            #""token revoke": ["b"], "token reveal": ["b"]"#,
            #"line 1, column 34: keys."token reveal": b is bound to both token revoke and token reveal; "#
                + "give one of them another key"
        ),
        (
            #""redraw": ["Ctrl-R"]"#,
            "line 1, column 11: keys.redraw: Ctrl-R is bound to both redraw and refresh; "
                + "give one of them another key"
        ),
        (
            #""token revok": ["Ctrl-R"]"#,
            #"line 1, column 11: keys."token revok": there is no command token revok; did you mean token revoke?"#
        ),
        (
            #""revoke-token": ["Ctrl-R"]"#,
            #"line 1, column 11: keys."revoke-token": there is no command revoke-token; did you mean token revoke?"#
        ),
        (
            #""revoke": ["Ctrl-R"]"#,
            "line 1, column 11: keys.revoke: there is no command revoke; "
                + "did you mean token revoke, user revoke, user revoke everywhere?"
        ),
        (
            #""token revoke": ["Strg-R"]"#,
            #"line 1, column 28: keys."token revoke": Strg-R is not a key; "#
                + "write keys like g, G, Ctrl-L, Alt-b, Shift-Tab, PgUp, Space or F5"
        ),
        (
            #""token revoke": 7"#,
            #"line 1, column 27: keys."token revoke": it is not a list of keys; write ["Ctrl-R", "F8"], or [] for none"#
        ),
        (#""quit": []"#, "line 1, column 19: keys.quit: quit keeps a key; name one"),
        (
            #""cancel": ["q"]"#,
            #"line 1, column 21: keys.cancel: cancel keeps Esc; add "Esc" to the list: "#
                + "it is the way back from everything"
        ),
        (#""quit": ["Esc"]"#, "line 1, column 19: keys.quit: Esc always leads back; choose another key"),
        (#""token revoke": ["Ctrl-C"]"#, #"line 1, column 28: keys."token revoke": Ctrl-C always interrupts"#),
        (
            #""token revoke": ["Ctrl-I"]"#,
            #"line 1, column 28: keys."token revoke": a terminal sends the same for Ctrl-I and Tab; write Tab"#
        ),
        (
            #""form submit": ["s"]"#,
            #"line 1, column 26: keys."form submit": s is typed as text where form submit works; "#
                + "choose a key with Ctrl or Alt, or F1 to F24"
        ),
        (
            #""redraw": ["y"]"#,
            "line 1, column 21: keys.redraw: y is typed as text where redraw works; "
                + "choose a key with Ctrl or Alt, or F1 to F24"
        ),
    ])
    func `a mistake is told, and the keys stay as they come`(keys: String, sentence: String) throws {
        #expect(try sentences(keys) == [sentence])
        #expect(try loaded(keys).settings.keymap == KeyTable.keymap)
    }

    @Test func `a conflict costs the two commands, and the others count`() throws {
        let loaded = try loaded(#""token revoke": ["b"], "token reveal": ["b"], "token import": ["N"], "copy": ["i"]"#)
        #expect(loaded.problems.count == 1)
        let keymap = loaded.settings.keymap
        #expect(keymap.action(for: .character("r"), in: [.panes]) == .revoke)
        #expect(keymap.action(for: .character("p"), in: [.panes]) == .reveal)
        #expect(keymap.action(for: .character("N"), in: [.panes]) == .importToken)
        #expect(keymap.action(for: .character("i"), in: [.panes]) == .copy)
    }

    /// Mended one by one, the file would be wrong again each time.
    @Test func `a conflict hides no other of the same key or command`() throws {
        let keys = #""token revoke": ["b", "F9"], "token reveal": ["b"], "token import": ["b", "F9"]"#
        let problems = try loaded(keys).problems.map(\.what.string)
        #expect(
            problems.sorted() == [
                "F9 is bound to both token import and token revoke",
                "b is bound to both token import and token revoke", "b is bound to both token revoke and token reveal",
            ])
    }

    /// What is dropped for a conflict may bring another one.
    @Test func `dropping goes on until there is no conflict`() throws {
        let loaded = try loaded(#""token import": ["b"], "copy": ["b"], "token reveal": ["i"], "token revoke": ["y"]"#)
        #expect(loaded.problems.count == 3)
        #expect(loaded.settings.keymap == KeyTable.keymap)
        #expect(loaded.settings.ownKeys.isEmpty)
    }

    /// Any command with any few keys: whatever the file says, there is a way out of everything, and no key means two things.
    @Test(arguments: 0..<40)
    func `the way out stays`(seed: Int) throws {
        let keys = ["q", "Esc", "Ctrl-C", "Enter", "Tab", "j", "x", "F1", "?", "Ctrl-L", "Space"]
        let commands = Command.allCases.map(\.rawValue)
        let members = (0..<6).map { index in
            let number = seed &* 7_919 &+ index &* 104_729
            let chosen = (0..<(number % 3)).map { keys[(number / 7 + $0 * 5) % keys.count] }
            return "\"\(commands[(number / 3 + index * 11) % commands.count])\": "
                + "[\(chosen.map { "\"\($0)\"" }.joined(separator: ","))]"
        }
        let unique = Dictionary(members.map { (String($0.split(separator: ":")[0]), $0) }) { first, _ in first }
        let keymap = try loaded(unique.values.sorted().joined(separator: ", ")).settings.keymap
        for layer in Set(KeyTable.bindings.filter { $0.action == .cancel }.map(\.layer)) {
            #expect(keymap.action(for: Key(.escape), in: [layer]) == .cancel)
        }
        #expect(keymap.bindings.contains { $0.action == .quit && !$0.keys.isEmpty })
        #expect((try? Keymap(keymap.bindings)) != nil)
    }
}
