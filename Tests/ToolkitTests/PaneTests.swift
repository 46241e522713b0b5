import DisplayText
import Terminal
import Testing
import Toolkit

struct PaneTests {
    /// Words that a box cuts go as far as the next frame, and so does a text that it touches; rows of a list stay.
    @Test func `no half of a word stands beside a box`() {
        expectPicture(
            9, 44, glyphs: .unicode,
            is: """
                ┌ Clusters ──────────┬ Session ────────────┐
                │  prod-eu   in 59m  │                     │
                │  prod-us   in 29m  │                     │
                │          ┌────────────────────┐          │
                │          │ Log out of it?     │          │
                │          │                    │──────────┤
                │          └────────────────────┘          │
                │  kiosk     in 19m  │   8a12bc  5m 59s    │
                └────────────────────┴─────────────────────┘
                """
        ) { grid in
            let (left, right) = grid.area.splitting(leftColumns: 21)
            let clusters = Area(row: 0, column: 0, rows: 9, columns: left.columns + 1)
            let session = Area(row: 0, column: right.left, rows: 6, columns: right.columns)
            let tokens = Area(row: 5, column: right.left, rows: 4, columns: right.columns)
            Pane.draw(
                [(Pane("Clusters"), clusters), (Pane("Session"), session), (Pane("Tokens"), tokens)], on: &grid,
                theme: .mono)
            let rows: [SafeText] = [
                "  prod-eu   in 59m", "  prod-us   in 29m", "  staging   in 59m", "  lab-old", "  onprem-sw out",
                "  partners  out", "  kiosk     in 19m",
            ]
            for (row, text) in rows.enumerated() {
                grid.line(text, row: row, in: clusters.inset(by: 1), style: .plain)
            }
            for (row, text) in ["logged in as tsadmin", "until 09:52:50, and", "then no more"].enumerated() {
                grid.line(SafeText(outside: text), row: row, in: session.inset(by: 1), style: .plain)
            }
            grid.keepTogether(session.inset(by: 1))
            grid.line("   7c00de  59m 54s", row: 0, in: tokens.inset(by: 1), style: .plain)
            grid.line("   8a12bc  5m 59s", row: 1, in: tokens.inset(by: 1), style: .plain)
            let box = grid.area.centred(Size(rows: 4, columns: 22))
            let lower = Area(row: box.top + 1, column: box.left, rows: box.rows, columns: box.columns)
            grid.clear(lower, on: grid.area)
            grid.box(lower)
            grid.line("Log out of it?", row: 1, in: lower, indent: 2, style: .plain)
        }
    }

    /// What lay below a view that takes the whole screen takes nothing of that view with it.
    @Test func `a box over a whole view leaves the sentences of the view above it`() {
        expectPicture(
            4, 30,
            is: """
                +----------------------------+
                |from the first to the second|
                |   +-------------------+    |
                +---+-------------------+----+
                """
        ) { grid in
            let half = Area(row: 0, column: 15, rows: 4, columns: 15)
            Pane.draw([(Pane(""), half)], on: &grid, theme: .mono)
            grid.keepTogether(half.inset(by: 1))
            grid.clear(grid.area, on: grid.area)
            Pane.draw([(Pane(""), grid.area)], on: &grid, theme: .mono)
            grid.line("from the first to the second", row: 0, in: grid.area.inset(by: 1), style: .plain)
            let box = Area(row: 2, column: 4, rows: 2, columns: 21)
            grid.clear(box, on: grid.area)
            Pane.draw([(Pane(""), box)], on: &grid, theme: .mono)
        }
    }

    /// Of two boxes the upper one clears what is beside it in the lower one, and nothing of the frames below both.
    @Test func `a box over a box clears as far as the lower one reaches`() {
        let words: SafeText = "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        expectPicture(
            5, 28,
            is: """
                +------------+-------------+
                |  +--------------------+  |
                |  |    +---------+     |  |
                |  +--------------------+  |
                +------------+-------------+
                """
        ) { grid in
            let halves = [
                Area(row: 0, column: 0, rows: 5, columns: 14), Area(row: 0, column: 13, rows: 5, columns: 15),
            ]
            Pane.draw(halves.map { (Pane(""), $0) }, on: &grid, theme: .mono)
            for half in halves {
                for row in 0..<3 { grid.line(words, row: row, in: half.inset(by: 1), style: .plain) }
            }
            let lower = Area(row: 1, column: 3, rows: 3, columns: 22)
            grid.clear(lower, on: grid.area)
            grid.box(lower)
            grid.line(words, row: 0, in: lower.inset(by: 1), style: .plain)
            let upper = Area(row: 2, column: 8, rows: 1, columns: 11)
            grid.clear(upper, on: grid.area)
            grid.line("+---------+", row: 0, in: upper, style: .plain)
        }
    }

    @Test func titleBadgeAndInfo() {
        expectPicture(
            3, 44, glyphs: .unicode,
            is: """
                ┌ Session: prod-eu PROD ───────── 12 s ago ┐
                │                                          │
                └──────────────────────────────────────────┘
                """
        ) { grid in
            Pane(
                "Session: prod-eu", badges: [TextRun("PROD", .production)], info: TextRun("12 s ago", .dim),
                isFocused: true
            ).draw(in: grid.area, on: &grid, theme: .standard)
        }
    }

    /// A pane without a row shows the focus by its frame alone, and not every terminal can draw that dim.
    @Test(arguments: Theme.all.map(\.name))
    func `the title of the focused pane looks different in every theme`(name: String) throws {
        let theme = try #require(Theme.named(name))
        let styles = [true, false].map { isFocused in
            var grid = CellGrid(Size(rows: 3, columns: 30))
            Pane("Tokens", isFocused: isFocused).draw(in: grid.area, on: &grid, theme: theme)
            return grid.style(of: "Tokens")
        }
        #expect(styles[0] != styles[1])
    }

    @Test func narrowFirstTheInfoGoesThenTheTitleIsCutTheBadgeStays() {
        expectPicture(
            2, 26,
            is: """
                + Session: prod-eu PROD -+
                +------------------------+
                """
        ) { grid in
            Pane("Session: prod-eu", badges: [TextRun("PROD", .production)], info: TextRun("12 s ago", .dim))
                .draw(in: grid.area, on: &grid, theme: .mono)
        }
        expectPicture(
            2, 16,
            is: """
                + Sessio~ PROD +
                +--------------+
                """
        ) { grid in
            Pane("Session: prod-eu", badges: [TextRun("PROD", .production)], info: TextRun("12 s ago", .dim))
                .draw(in: grid.area, on: &grid, theme: .mono)
        }
    }

    @Test(arguments: [GlyphSet.unicode, .ascii])
    func sharedEdgesAreJoined(glyphs: GlyphSet) {
        let unicode = """
            ┌ One ─────┬ Two ────────────┐
            │          │                 │
            │          │                 │
            │          ├ Three ─ 4 of 11 ┤
            │          │                 │
            │          │                 │
            └──────────┴─────────────────┘
            """
        let ascii = """
            + One -----+ Two ------------+
            |          |                 |
            |          |                 |
            |          + Three - 4 of 11 +
            |          |                 |
            |          |                 |
            +----------+-----------------+
            """
        expectPicture(7, 30, glyphs: glyphs, is: glyphs == .unicode ? unicode : ascii) { grid in
            Pane.draw(
                [
                    (Pane("One", isFocused: true), Area(row: 0, column: 0, rows: 7, columns: 12)),
                    (Pane("Two"), Area(row: 0, column: 11, rows: 4, columns: 19)),
                    (Pane("Three", info: TextRun("4 of 11")), Area(row: 3, column: 11, rows: 4, columns: 19)),
                ], on: &grid, theme: .mono)
        }
    }

    @Test func theFocusedFrameShowsWhole() {
        var grid = CellGrid(Size(rows: 7, columns: 30))
        Pane.draw(
            [
                (Pane("One", isFocused: true), Area(row: 0, column: 0, rows: 7, columns: 12)),
                (Pane("Two"), Area(row: 0, column: 11, rows: 7, columns: 19)),
            ], on: &grid, theme: .standard)
        for row in 0..<7 { #expect(grid[row, 11].style == Theme.standard[.focusedBorder]) }
        #expect(grid[3, 29].style == Theme.standard[.border])
    }

    @Test func tabs() {
        let tabs = TabLine(
            [("1", "Clusters"), ("2", "Session"), ("3", "Tokens"), ("4", "Activity")].map {
                TabLine.Tab(key: "\($0)", title: "\($1)")
            }, selected: 2)
        expectPicture(1, 60, is: " 1 Clusters   2 Session  [3 Tokens]  4 Activity") {
            tabs.draw(in: $0.area, on: &$0, theme: .mono)
        }
        expectPicture(1, 30, is: " 1   2  [3 Tokens]  4") { tabs.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func tooSmall() {
        #expect(TooSmall.applies(to: Size(rows: 9, columns: 200)))
        #expect(TooSmall.applies(to: Size(rows: 50, columns: 39)))
        #expect(!TooSmall.applies(to: Size(rows: 10, columns: 40)))
        expectPicture(
            5, 20,
            is: """
                Too small: 20x5.
                Enlarge the terminal
                to 40x10.
                """
        ) { TooSmall.draw(on: &$0, theme: .mono) }
        var cell = CellGrid(Size(rows: 1, columns: 1))
        TooSmall.draw(on: &cell, theme: .mono)
        #expect(cell[0, 0].content == .scalar("T"))
    }

    @Test func anAreaInTheMiddle() {
        let screen = Area(row: 2, column: 4, rows: 10, columns: 40)
        #expect(screen.centred(Size(rows: 4, columns: 20)) == Area(row: 5, column: 14, rows: 4, columns: 20))
        #expect(screen.centred(Size(rows: 99, columns: 99)) == screen)
    }
}
