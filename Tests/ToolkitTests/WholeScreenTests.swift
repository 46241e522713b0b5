import DisplayText
import Terminal
import Testing
import Toolkit

/// The widgets together, as a screen uses them.
struct WholeScreenTests {
    private static func draw(on grid: inout CellGrid, theme: Theme) {
        let (panes, hints) = grid.area.splitting(topRows: grid.area.rows - 1)
        let left = Area(row: 0, column: 0, rows: panes.rows, columns: 27)
        let session = Area(row: 0, column: 26, rows: 4, columns: panes.columns - 26)
        let tokens = Area(row: 3, column: 26, rows: panes.rows - 3, columns: panes.columns - 26)
        Pane.draw(
            [
                (Pane("Clusters"), left),
                (
                    Pane("Session: prod-eu", badges: [TextRun("PROD", .production)], info: TextRun("2s ago", .dim)),
                    session
                ),
                (Pane("Tokens", info: TextRun("2 of 2", .dim), isFocused: true), tokens),
            ], on: &grid, theme: theme)
        let clusters: [[TextRun]] = [
            [TextRun("prod-eu"), TextRun("PROD", .production), TextRun("12d")],
            [TextRun("lab-old"), TextRun("v1", .dim), TextRun("no net", .danger)],
        ]
        var selected = ListState<Int>()
        selected.select(0, count: 2, height: 5) { $0 }
        Table(
            [TableColumn("", .flexible(minimum: 6)), TableColumn("", .fixed(4)), TableColumn("", .fixed(6))],
            isFocused: false, hasHead: false
        ).draw(
            TableRows(count: 2, id: { $0 }) { clusters[$0] }, state: selected, in: left.inset(by: 1), on: &grid,
            theme: theme)
        DetailView([
            .value("user", TextRun("tsadmin   Org Primary (0)")), .value("ends", TextRun("~12:12 (estimate)")),
        ]).draw(scroll: Scroll(), in: session.inset(by: 1), on: &grid, theme: theme)
        let rows: [[TextRun]] = [
            [TextRun("ab12cd34"), TextRun("anna"), TextRun(ProgressBar.text(5, of: 8, width: 10)), TextRun("12m 04s")],
            [TextRun("9f00e1aa"), TextRun("bot"), TextRun(""), TextRun("expired 2h ago", .warning)],
        ]
        Table(
            [
                TableColumn("id", .fixed(8)), TableColumn("user", .flexible(minimum: 5)),
                TableColumn("", .fixed(10), priority: 1), TableColumn("left", .fixed(14)),
            ], sort: SortOrder(column: 3), hasMarks: true
        ).draw(
            TableRows(count: 2, id: { $0 }) { rows[$0] }, state: selected, in: tokens.inset(by: 1), on: &grid,
            theme: theme)
        HintBar.draw(
            [
                Hint(keys: "Enter", label: "inspect"), Hint(keys: "r", label: "revoke", disabled: "read-only"),
                Hint(keys: "?", label: "help"),
            ], in: hints, on: &grid, theme: theme)
    }

    @Test func panesTablesAndHints() {
        expectPicture(
            11, 80, glyphs: .unicode,
            is: """
                ┌ Clusters ───────────────┬ Session: prod-eu PROD ───────────────────── 2s ago ┐
                │> prod-eu   PROD  12d    │ user  tsadmin   Org Primary (0)                    │
                │  lab-old   v1    no net │ ends  ~12:12 (estimate)                            │
                │                         ├ Tokens ──────────────────────────────────── 2 of 2 ┤
                │                         │   id        user                    left ↑         │
                │                         │>  ab12cd34  anna        [█████░░░]  12m 04s        │
                │                         │   9f00e1aa  bot                     expired 2h ago │
                │                         │                                                    │
                │                         │                                                    │
                └─────────────────────────┴────────────────────────────────────────────────────┘
                Enter inspect  r revoke (read-only)  ? help
                """
        ) { Self.draw(on: &$0, theme: .standard) }
    }

    @Test(arguments: Theme.all)
    func everyThemeShowsTheSameWords(theme: Theme) {
        var grid = CellGrid(Size(rows: 24, columns: 100))
        var plain = grid
        Self.draw(on: &grid, theme: theme)
        Self.draw(on: &plain, theme: Theme(name: "plain", [:]))
        #expect(GridText(grid).text == GridText(plain).text)
        #expect(grid.style(of: "PROD") == theme[.production])
    }

    @Test(arguments: [(1, 1), (3, 27), (10, 40), (50, 200)])
    func drawsAtAnySize(rows: Int, columns: Int) {
        var grid = CellGrid(Size(rows: rows, columns: columns), glyphs: .ascii)
        Self.draw(on: &grid, theme: .mono)
        let isASCII = GridText(grid).text.unicodeScalars.allSatisfy { $0.isASCII }
        #expect(isASCII)
    }
}
