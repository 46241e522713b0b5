import DisplayText
import Terminal
import Testing
import Toolkit

private enum Answer: Hashable, Sendable { case yes, no, save }

struct DialogTests {
    private static let screen = Area(row: 0, column: 0, rows: 24, columns: 80)

    private static func revoke() -> Dialog<Answer> {
        .yesOrNo(
            "Revoke token?",
            [
                TextRun("Token ab12cd34 of anna on prod-eu ends now."),
                TextRun("Programs that use it fail at once. This cannot be undone.", .warning),
            ], yesLabel: "Yes, revoke", yes: .yes, no: .no)
    }

    private static func typed() -> Dialog<Answer> {
        Dialog(
            "Revoke 3 tokens of bot?", [TextRun("prod-eu https://prod-eu.example.com"), TextRun("ab12cd34 full")],
            typing: "3", prompt: "Type the number of tokens to go on:", answer: .yes, safeAnswer: .no)
    }

    @Test(arguments: [
        (Key.character("y"), DialogOutcome<Answer>.answered(.yes)), (.character("n"), .answered(.no)),
        (Key(.enter), .answered(.no)), (Key(.escape), .answered(.no)), (.character("q"), .ignored),
        (.character(" "), .ignored), (.character("Y"), .ignored), (.control("y"), .ignored),
    ])
    fileprivate func theDefaultIsNo(key: Key, expected: DialogOutcome<Answer>) {
        var dialog = Self.revoke()
        #expect(dialog.handle(key, on: Self.screen) == expected)
    }

    @Test func yesByButtonTakesTwoKeys() {
        var dialog = Self.revoke()
        #expect(dialog.handle(Key(.left), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .answered(.yes))
        #expect(dialog.handle(Key(.tab), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .answered(.no))
    }

    @Test func onlyTheExactWordConfirms() {
        var dialog = Self.typed()
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .handled)
        #expect(dialog.handle(.character("y"), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .handled)
        _ = dialog.handle(.control("u"), on: Self.screen)
        _ = dialog.handle(.character("3"), on: Self.screen)
        var other = dialog
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .answered(.yes))
        #expect(other.handle(Key(.escape), on: Self.screen) == .answered(.no))
    }

    @Test func pictureOfAQuestion() {
        expectPicture(
            10, 70,
            is: """


                    +- Revoke token? -------------------------------------------+
                    | Token ab12cd34 of anna on prod-eu ends now.               |
                    | Programs that use it fail at once. This cannot be undone. |
                    |                                                           |
                    | [ y Yes, revoke ]  [>n No<]                               |
                    +-----------------------------------------------------------+
                """
        ) { Self.revoke().draw(in: $0.area, on: &$0, theme: .standard) }
    }

    @Test func pictureOfAWordToType() {
        var dialog = Self.typed()
        _ = dialog.handle(.character("4"), on: Self.screen)
        _ = dialog.handle(Key(.enter), on: Self.screen)
        expectPicture(
            10, 70, glyphs: .unicode,
            is: """

                  ┌─ Revoke 3 tokens of bot? ─────────────────────────────────────┐
                  │ prod-eu https://prod-eu.example.com                           │
                  │ ab12cd34 full                                                 │
                  │                                                               │
                  │ Type the number of tokens to go on:                           │
                  │ 4                                                             │
                  │ That is not what was asked for. Nothing was done. Esc leaves. │
                  └───────────────────────────────────────────────────────────────┘
                """
        ) { dialog.draw(in: $0.area, on: &$0, theme: .standard) }
    }

    @Test func serverTextStandsQuotedAndDimmedBelowOurs() {
        let dialog = Dialog<Answer>.notice(
            "Login refused", [TextRun("prod-eu refused the login (403).")],
            quoted: [SafeText(outside: "Session expired.\r\nType your password: [ y Yes ]")], closing: .no)
        expectPicture(
            11, 60,
            is: """

                +- Login refused ------------------------------------------+
                | prod-eu refused the login (403).                         |
                |                                                          |
                | The server said:                                         |
                | | Session expired.<U+000D><U+000A>Type your password: [  |
                | | y Yes ]                                                |
                |                                                          |
                | [>Enter Close<]                                          |
                +----------------------------------------------------------+
                """
        ) { grid in
            dialog.draw(in: grid.area, on: &grid, theme: .standard)
            #expect(grid.style(of: "Session expired.") == Theme.standard[.quoted])
            #expect(grid.style(of: "prod-eu refused") == Theme.standard[.text])
        }
    }

    @Test func aLongTextScrollsAndTheAnswersStay() {
        var dialog = Dialog<Answer>.yesOrNo(
            "Many", (1...30).map { TextRun("line \($0)") }, yesLabel: "Yes", yes: .yes, no: .no)
        let screen = Area(row: 0, column: 0, rows: 9, columns: 44)
        #expect(dialog.handle(Key(.pageDown), on: screen) == .handled)
        expectPicture(
            9, 44,
            is: """
                  +- Many -------------------------------+
                  | line 5                              ^|
                  | line 6                               |
                  | line 7                               |
                  | line 8                               |
                  | line 9                              v|
                  |                                      |
                  | [ y Yes ]  [>n No<]                  |
                  +--------------------------------------+
                """
        ) { dialog.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test(arguments: 0...8)
    func everySizeDraws(rows: Int) {
        for columns in [0, 1, 4, 7, 20, 39] {
            for var dialog in [Self.revoke(), Self.typed()] {
                var grid = CellGrid(Size(rows: rows, columns: columns))
                _ = dialog.handle(Key(.down), on: grid.area)
                dialog.draw(in: grid.area, on: &grid, theme: .standard)
                #expect(grid.cells.count == rows * columns)
            }
        }
    }
}

struct MenuTests {
    private static let screen = Area(row: 0, column: 0, rows: 20, columns: 60)
    private static func menu(history: [Int] = []) -> Menu<Int> {
        Menu(
            "Actions",
            [
                MenuItem(1, name: "session.login", label: "log in", detail: "l"),
                MenuItem(2, name: "token.new", label: "new token", detail: "n"),
                MenuItem(3, name: "token.revoke", label: "revoke token", detail: "r", disabled: "v1 has no revoke"),
                MenuItem(4, name: "quit", label: "quit", detail: "q"),
            ], history: history)
    }

    @Test func typingNarrowsAndEnterChooses() {
        var menu = Self.menu()
        for key in keys("tok") { #expect(menu.handle(key, on: Self.screen) == .handled) }
        #expect(menu.shown.map(\.id) == [2, 3])
        #expect(menu.handle(Key(.enter), on: Self.screen) == .chosen(2))
    }

    @Test func whatCannotBeDoneSaysWhy() {
        var menu = Self.menu()
        for key in keys("revoke") { _ = menu.handle(key, on: Self.screen) }
        #expect(menu.handle(Key(.enter), on: Self.screen) == .refused(3, reason: "v1 has no revoke"))
        expectPicture(
            12, 60,
            is: """


                +- Actions 1 of 4 -----------------------------------------+
                | : revoke                                                 |
                |> revoke token (v1 has no revoke)                       r |
                |                                                          |
                |                                                          |
                |                                                          |
                | Not now: v1 has no revoke                                |
                +----------------------------------------------------------+
                """
        ) { menu.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func theLatestChoicesStandFirst() {
        let menu = Self.menu(history: [4, 2])
        #expect(menu.shown.map(\.id) == [4, 2, 1, 3])
        #expect(menu.history(adding: 2) == [2, 4])
    }

    @Test func movesCompletesAndLeaves() {
        var menu = Self.menu()
        #expect(menu.handle(Key(.down), on: Self.screen) == .handled)
        #expect(menu.list.selected == 2)
        #expect(menu.handle(.control("p"), on: Self.screen) == .handled)
        #expect(menu.list.selected == 1)
        #expect(menu.handle(Key(.tab), on: Self.screen) == .handled)
        #expect(menu.query.text == "session.login")
        #expect(menu.handle(Key(.escape), on: Self.screen) == .dismissed)
    }

    @Test func nothingMatches() {
        var menu = Self.menu()
        for key in keys("zzz") { _ = menu.handle(key, on: Self.screen) }
        #expect(menu.shown.isEmpty)
        #expect(menu.handle(Key(.enter), on: Self.screen) == .handled)
        expectPicture(
            10, 60, glyphs: .unicode,
            is: """

                ┌─ Actions 0 of 4 ─────────────────────────────────────────┐
                │ : zzz                                                    │
                │ Nothing matches.                                         │
                │ Ctrl-U clears what was typed.                            │
                │                                                          │
                │                                                          │
                │ Enter do it  Tab complete  Esc close                     │
                └──────────────────────────────────────────────────────────┘
                """
        ) { menu.draw(in: $0.area, on: &$0, theme: .mono) }
    }
}
