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
            prompt: "Type 3 to confirm:", safeAnswer: .no)
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

    @Test func `what it is about stays in sight while the text scrolls`() {
        let lines = (1...9).map { TextRun("line \($0)") }
        let screen = Area(row: 0, column: 0, rows: 9, columns: 40)
        var dialog = Dialog(
            "Revoke 9 tokens?", lines, prompt: "Type prod-eu to confirm:", safeAnswer: Answer.no)
        dialog.heading = TextRun("PRODUCTION prod-eu")
        for _ in 0..<12 {
            var grid = CellGrid(Size(rows: 9, columns: 40))
            dialog.draw(in: screen, on: &grid, theme: .mono)
            #expect(GridText(grid).text.contains("PRODUCTION prod-eu"))
            _ = dialog.handle(Key(.down), on: screen)
        }
        var grid = CellGrid(Size(rows: 9, columns: 40))
        dialog.draw(in: screen, on: &grid, theme: .mono)
        #expect(GridText(grid).text.contains("line 9"))
        // Where all of it fits, the lines say it.
        grid = CellGrid(Size(rows: 24, columns: 80))
        dialog.draw(in: Self.screen, on: &grid, theme: .mono)
        #expect(!GridText(grid).text.contains("PRODUCTION prod-eu"))
    }

    @Test func `buttons that do not fit go on below`() {
        let answers = [("o", "Log out"), ("r", "Revoke"), ("y", "Copy"), ("q", "Quit anyway"), ("n", "Cancel")]
        let dialog = Dialog(
            "Quit?", [TextRun("1 session is open.")],
            answers: answers.map { DialogAnswer(.character(Character($0)), SafeText(outside: $1), $0) },
            safeAnswer: "n")
        var grid = CellGrid(Size(rows: 9, columns: 40))
        dialog.draw(in: grid.area, on: &grid, theme: .mono)
        for (_, label) in answers { #expect(GridText(grid).text.contains(label), "\(label)") }
    }

    @Test func yesByButtonTakesTwoKeys() {
        var dialog = Self.revoke()
        #expect(dialog.handle(Key(.left), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .answered(.yes))
        #expect(dialog.handle(Key(.tab), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .answered(.no))
    }

    @Test func enterHandsOverExactlyWhatWasTyped() {
        var dialog = Self.typed()
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .entered(""))
        #expect(dialog.handle(.character("y"), on: Self.screen) == .handled)
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .entered("y"))
        _ = dialog.handle(.control("u"), on: Self.screen)
        for key in keys(" 3 ") { _ = dialog.handle(key, on: Self.screen) }
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .entered(" 3 "))
        #expect(dialog.handle(Key(.escape), on: Self.screen) == .answered(.no))
    }

    @Test func aRefusalStaysUntilTheTextChanges() {
        var dialog = Self.typed()
        _ = dialog.handle(.character("4"), on: Self.screen)
        dialog.refuse("Does not match. Nothing was changed.")
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .entered(""), "the question stays, with an empty field")
        _ = dialog.handle(Key(.left), on: Self.screen)
        #expect(dialog.refusal == "Does not match. Nothing was changed.")
        _ = dialog.handle(.character("3"), on: Self.screen)
        #expect(dialog.refusal == nil)
    }

    @Test func `a refusal clears what was typed and moves nothing`() {
        var dialog = Self.typed()
        let before = dialog.frame(on: Self.screen)
        for key in keys("abc") { _ = dialog.handle(key, on: Self.screen) }
        dialog.refuse("Does not match prod-eu, the name of the cluster that is asked for. Nothing was changed.")
        let after = dialog.frame(on: Self.screen)
        #expect((after.top, after.left, after.rows) == (before.top, before.left, before.rows + 2))
        #expect(dialog.handle(Key(.enter), on: Self.screen) == .entered(""))
    }

    @Test func aNewerQuestionTakesOverTheChosenButtonByItsAnswer() {
        func question(_ answers: [(Character, Answer)]) -> Dialog<Answer> {
            Dialog(
                "Quit?", (1...30).map { TextRun("line \($0)") },
                answers: answers.map { DialogAnswer(.character($0), "\(String($0))", $1) }, safeAnswer: .no)
        }
        let screen = Area(row: 0, column: 0, rows: 9, columns: 44)
        var old = question([("y", .yes), ("n", .no), ("s", .save)])
        _ = old.handle(Key(.right), on: screen)
        _ = old.handle(Key(.pageDown), on: screen)
        var fresh = question([("s", .save), ("n", .no)])
        fresh.takeOver(from: old)
        #expect(fresh.handle(Key(.enter), on: screen) == .answered(.save))
        #expect(fresh.handle(Key(.up), on: screen) == .handled, "scrolled as before")
        var without = question([("y", .yes), ("n", .no)])
        without.takeOver(from: old)
        #expect(without.handle(Key(.enter), on: screen) == .answered(.no), "an answer that is gone is not chosen")
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
        expectPicture(
            10, 60, glyphs: .unicode,
            is: """

                          ┌─ Revoke 3 tokens of bot? ────────────┐
                          │ prod-eu https://prod-eu.example.com  │
                          │ ab12cd34 full                        │
                          │                                      │
                          │ Type 3 to confirm:                   │
                          │ 4                                    │
                          │ Enter confirm   Esc cancel           │
                          └──────────────────────────────────────┘
                """
        ) { dialog.draw(in: $0.area, on: &$0, theme: .standard) }
        dialog.refuse("Does not match. Nothing was changed.")
        expectPicture(
            10, 60, glyphs: .unicode,
            is: """

                          ┌─ Revoke 3 tokens of bot? ────────────┐
                          │ prod-eu https://prod-eu.example.com  │
                          │ ab12cd34 full                        │
                          │                                      │
                          │ Type 3 to confirm:                   │
                          │                                      │
                          │ Does not match. Nothing was changed. │
                          └──────────────────────────────────────┘
                """
        ) { grid in
            dialog.draw(in: grid.area, on: &grid, theme: .standard)
            #expect(grid.style(of: "Does not match.") == Theme.standard[.warning])
        }
    }

    @Test func pictureOfANotice() {
        let notice = Dialog<Answer>.notice(
            "Login refused", [TextRun("prod-eu refused the login (403).")], closing: .no)
        expectPicture(
            8, 60,
            is: """

                          +- Login refused ----------------------+
                          | prod-eu refused the login (403).     |
                          |                                      |
                          | [>Enter Close<]                      |
                          +--------------------------------------+
                """
        ) { notice.draw(in: $0.area, on: &$0, theme: .standard) }
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
                MenuItem(1, name: "session login", label: "log in", detail: "l"),
                MenuItem(2, name: "token.new", label: "new token", detail: "n"),
                MenuItem(3, name: "token revoke", label: "revoke token", detail: "r", disabled: "v1 has no revoke"),
                MenuItem(4, name: "quit", label: "quit", detail: "q"),
            ], history: history, verb: "run")
    }

    @Test func typingNarrowsAndEnterChooses() {
        var menu = Self.menu()
        for key in keys("tok") { #expect(menu.handle(key, on: Self.screen) == .handled) }
        #expect(menu.shown.map(\.id) == [2, 3])
        #expect(menu.handle(Key(.enter), on: Self.screen) == .chosen(2))
    }

    /// Enter runs what is selected: a command must not come up by letters that lie scattered over its sentence.
    @Test func `a name matches by its letters in order, the words beside it in one piece`() {
        let item = MenuItem(1, name: "quit", label: "quit  Quit; asks if something is unsaved, or left open")
        for (text, isShown) in [
            ("qt", true), ("left", true), ("unsaved quit", true), ("issue", false), ("issue anna", false),
            ("!left", false), ("!anna", true),
        ] {
            var menu = Menu("Actions", [item], verb: "run")
            for key in keys(text) { _ = menu.handle(key, on: Self.screen) }
            #expect(menu.shown.isEmpty != isShown, "\(text)")
        }
    }

    @Test func whatCannotBeDoneSaysWhy() {
        var menu = Self.menu()
        for key in keys("revoke") { _ = menu.handle(key, on: Self.screen) }
        #expect(menu.handle(Key(.enter), on: Self.screen) == .handled)
        expectPicture(
            12, 60,
            is: """


                + Actions ----------------------------------------- 1 of 4 +
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
    }

    @Test func movesCompletesAndLeaves() {
        var menu = Self.menu()
        #expect(menu.handle(Key(.down), on: Self.screen) == .handled)
        #expect(menu.list.selected == 2)
        #expect(menu.handle(.control("p"), on: Self.screen) == .handled)
        #expect(menu.list.selected == 1)
        #expect(menu.handle(Key(.tab), on: Self.screen) == .handled)
        #expect(menu.query.text == "session login")
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

                ┌ Actions ───────────────────────────────────────── 0 of 4 ┐
                │ : zzz                                                    │
                │ Nothing matches.                                         │
                │ Ctrl-U clears what was typed.                            │
                │                                                          │
                │                                                          │
                │                                                          │
                └──────────────────────────────────────────────────────────┘
                """
        ) { menu.draw(in: $0.area, on: &$0, theme: .mono) }
    }
}
