import DisplayText
import Terminal
import Testing
import Toolkit

struct PaneTests {
    @Test(arguments: [(24, "xxxxxxxx                        xxxxxxxx"), (26, "")])
    func `no fragments of what lies below stand beside a box`(columns: Int, middle: String) {
        let line = String(repeating: "x", count: 40)
        expectPicture(3, 40, is: [line, middle, line].joined(separator: "\n")) { grid in
            for row in 0..<3 { grid.line(SafeText(outside: line), row: row, in: grid.area, style: .plain) }
            grid.clear(grid.area.centred(Size(rows: 1, columns: columns)), on: grid.area)
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
