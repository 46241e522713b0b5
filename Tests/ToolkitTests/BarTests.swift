import DisplayText
import Terminal
import Testing
import Toolkit

struct HintBarTests {
    static let hints = [
        Hint(keys: "Enter", label: "inspect", priority: 1), Hint(keys: "n", label: "new", priority: 3),
        Hint(keys: "r", label: "revoke", disabled: "v1 has no revoke", priority: 2),
        Hint(keys: "?", label: "help", priority: 0),
    ]

    @Test func fromWideToNarrow() {
        expectPicture(1, 60, is: "Enter inspect  n new  r revoke (v1 has no revoke)  ? help") {
            HintBar.draw(Self.hints, in: $0.area, on: &$0, theme: .standard)
        }
        expectPicture(1, 42, is: "Enter inspect  n new  r (revoke)  ? help") {
            HintBar.draw(Self.hints, in: $0.area, on: &$0, theme: .standard)
        }
        expectPicture(1, 35, is: "Enter inspect  n new  ? help") {
            HintBar.draw(Self.hints, in: $0.area, on: &$0, theme: .standard)
        }
        expectPicture(1, 12, is: "? help") { HintBar.draw(Self.hints, in: $0.area, on: &$0, theme: .standard) }
        expectPicture(1, 4, is: "? h~") { HintBar.draw(Self.hints, in: $0.area, on: &$0, theme: .standard) }
    }

    @Test func `what can be used stays longer than what cannot`() {
        let hints = [
            Hint(keys: "l", label: "log in", disabled: "already logged in", priority: 1),
            Hint(keys: "a", label: "add", priority: 9),
        ]
        expectPicture(1, 20, is: "l (log in)  a add") {
            HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard)
        }
        expectPicture(1, 12, is: "a add") { HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard) }
    }

    @Test func `the reasons go one after the other, that of the least hint first`() {
        let hints = [
            Hint(keys: "o", label: "log out", disabled: "not logged in", priority: 2),
            Hint(keys: "O", label: "switch Org", disabled: "not logged in; l logs in", priority: 7),
        ]
        expectPicture(1, 45, is: "o log out (not logged in)  O (switch Org)") {
            HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard)
        }
    }

    @Test func theHintOfTheHelpStaysWhereverItStands() {
        let hints = [
            Hint(keys: "Esc", label: "close"), Hint(keys: "?", label: "help", priority: Hint.kept),
            Hint(keys: "p", label: "reveal", priority: 3),
        ]
        expectPicture(1, 30, is: "Esc close  ? help  p reveal") {
            HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard)
        }
        expectPicture(1, 20, is: "Esc close  ? help") { HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard) }
        expectPicture(1, 12, is: "? help") { HintBar.draw(hints, in: $0.area, on: &$0, theme: .standard) }
    }

    @Test func whatCannotBeDoneIsGrey() {
        var grid = CellGrid(Size(rows: 1, columns: 60))
        HintBar.draw(Self.hints, in: grid.area, on: &grid, theme: .standard)
        #expect(grid.style(of: "revoke") == Theme.standard[.disabled])
        #expect(grid.style(of: "Enter") == Theme.standard[.keyHint])
        #expect(grid.style(of: "inspect") == Theme.standard[.hintLabel])
    }

    @Test func comesFromTheBindings() {
        let bindings = [
            Binding([.character("r")], 1, name: "revoke", label: "revoke", help: "", group: "", hint: 2),
            Binding([], 2, name: "unbound", label: "unbound", help: "", group: "", hint: 1),
            Binding([.character("z")], 3, name: "hidden", label: "hidden", help: "", group: ""),
            Binding([.control("l")], 4, name: "redraw", label: "redraw", help: "", group: "", hint: 0),
        ]
        let hints = HintBar.hints(of: bindings) { $0 == 1 ? "read-only" : nil }
        #expect(
            hints == [
                Hint(keys: "r", label: "revoke", disabled: "read-only", priority: 2),
                Hint(keys: "Ctrl-L", label: "redraw", priority: 0),
            ])
    }
}

struct ProgressBarTests {
    @Test(arguments: [
        (0, 100, 10, "[░░░░░░░░]"), (50, 100, 10, "[████░░░░]"), (100, 100, 10, "[████████]"),
        (1, 100_000, 10, "[█░░░░░░░]"), (99_999, 100_000, 10, "[███████░]"), (-5, 100, 10, "[░░░░░░░░]"),
        (500, 100, 10, "[████████]"), (5, 0, 10, "[░░░░░░░░]"), (1, 2, 3, "[░]"), (1, 2, 2, ""), (2, 2, 3, "[█]"),
        (Int64.max, Int64.max, 6, "[████]"),
    ])
    func draws(done: Int64, total: Int64, width: Int, expected: String) {
        #expect(ProgressBar.text(done, of: total, width: width).string == expected)
    }
}

struct MessageTests {
    @Test func theKindIsAWordToo() {
        expectPicture(1, 40, is: "error: no answer") {
            MessageLine(.failure, "no answer").draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(1, 40, is: "ok: logged in") {
            MessageLine(.success, "logged in").draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(1, 40, is: "3 marked") {
            MessageLine(.information, "3 marked").draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(1, 40, is: "note: not logged in") {
            MessageLine(.note, "not logged in").draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(1, 20, is: "warning: the clock ~") {
            MessageLine(.warning, "the clock is 3 h off").draw(in: $0.area, on: &$0, theme: .mono)
        }
    }

    /// The verdict stands at the end.
    @Test func `a long message goes on in a second row and is cut there`() {
        let line = MessageLine(.success, "revocation of 631c99ce0001: revoked (verified)")
        #expect(line.height(width: 60, glyphs: .ascii) == 1)
        #expect(line.height(width: 40, glyphs: .ascii) == 2)
        #expect(line.height(width: 12, glyphs: .ascii) == 2)
        expectPicture(2, 40, is: "ok: revocation of 631c99ce0001: revoked\n(verified)") {
            line.draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(2, 20, is: "ok: revocation of\n631c99ce0001: revok~") {
            line.draw(in: $0.area, on: &$0, theme: .mono)
        }
    }
}

struct DetailViewTests {
    static let view = DetailView([
        .heading("Token ab12cd34"), .value("user", TextRun("anna")),
        .value("GUID", TextRun("59481331-ee53-42be-a548-bd87be6ddd4a", .accent)), .blank,
        .value("a label much too long", TextRun("ends in 12m 04s, at 10:53:11 +01:00 (09:53:11 UTC)")),
        .text(TextRun("Issued by this program.", .dim)),
    ])

    @Test func wide() {
        expectPicture(
            8, 60,
            is: """
                 Token ab12cd34
                 user                  anna
                 GUID                  59481331-ee53-42be-a548-bd87be6ddd4a

                 a label much too lo~  ends in 12m 04s, at 10:53:11 +01:00
                                       (09:53:11 UTC)
                 Issued by this program.
                """
        ) { Self.view.draw(scroll: Scroll(), in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func narrowItWrapsAndScrolls() {
        var scroll = Scroll()
        #expect(Self.view.lineCount(width: 40) == 9)
        scroll.move(.pageDown, count: 9, height: 5)
        expectPicture(
            5, 40,
            is: """
                                                       ^
                 a label much~  ends in 12m 04s, at
                                10:53:11 +01:00
                                (09:53:11 UTC)
                 Issued by this program.
                """
        ) { Self.view.draw(scroll: scroll, in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func `an indented text keeps its columns, and goes on further in`() {
        let view = DetailView([.text(TextRun("  09:52:51  revoked (verified)  401/10097  by tsadmin"))])
        expectPicture(
            2, 45,
            is: """
                   09:52:51  revoked (verified)  401/10097
                     by tsadmin
                """
        ) { view.draw(scroll: Scroll(), in: $0.area, on: &$0, theme: .mono) }
    }
}

struct HelpScreenTests {
    static func binding(_ keys: [Key], _ name: String, _ group: SafeText, layer: KeyLayer = .global) -> Binding<String>
    {
        Binding(keys, name, name: name, label: "\(name)", help: "Does \(name) and says so.", group: group, layer: layer)
    }
    static let bindings = [
        binding([Key(.up), .character("k")], "up", "Moving"), binding([Key(.down), .character("j")], "down", "Moving"),
        binding([.character("r")], "revoke", "Tokens"), binding([.character("r")], "revoke", "Tokens", layer: "other"),
        binding([], "token remove", "Tokens"), binding([.character("q"), .control("c")], "quit", "Program"),
    ]
    static let help = HelpScreen(bindings)

    @Test func oneColumn() {
        expectPicture(
            12, 50,
            is: """
                 Moving
                  Up k           Does up and says so.
                  Down j         Does down and says so.

                 Tokens
                  r              Does revoke and says so.
                  :token remove  Does token remove and says so.

                 Program
                  q Ctrl-C       Does quit and says so.
                """
        ) { Self.help.draw(scroll: Scroll(), in: $0.area, on: &$0, theme: .mono) }
    }

    /// `Does token remove and says so.` holds the letters of `tns` as every long sentence does.
    @Test(arguments: [("remove and", 1), ("tns", 0), ("tkrm", 1), ("ctrl-c", 1), ("clc", 0), ("", 5)])
    func `a search finds a word in a sentence, and letters in a name`(text: String, count: Int) {
        #expect(HelpScreen(Self.bindings, filter: Filter(text)).entryCount == count)
    }

    @Test func `the keys of the place stand once`() {
        let here = Self.bindings.filter { $0.group == "Tokens" && $0.layer == .global }
        #expect(HelpScreen(Self.bindings, here: here).entryCount == 5)
        expectPicture(
            11, 50,
            is: """
                 Here
                  r              Does revoke and says so.
                  :token remove  Does token remove and says so.

                 Moving
                  Up k           Does up and says so.
                  Down j         Does down and says so.

                 Program
                  q Ctrl-C       Does quit and says so.
                """
        ) { HelpScreen(Self.bindings, here: here).draw(scroll: Scroll(), in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func twoColumnsWhenWide() {
        expectPicture(
            8, 110,
            is: """
                 Moving                                                 Tokens
                  Up k           Does up and says so.                    r              Does revoke and says so.
                  Down j         Does down and says so.                  :token remove  Does token remove and says so.

                                                                        Program
                                                                         q Ctrl-C       Does quit and says so.
                """
        ) { Self.help.draw(scroll: Scroll(), in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func scrollsWhenLow() {
        var scroll = Scroll()
        scroll.move(.last, count: Self.help.lineCount(width: 40), height: 4)
        expectPicture(
            4, 40,
            is: """
                                                       ^
                 Program
                  q Ctrl-C       Does quit and says so.
                """
        ) { Self.help.draw(scroll: scroll, in: $0.area, on: &$0, theme: .mono) }
    }
}
