import DisplayText
import Terminal

/// What must be written, found by comparing two grids of 200x50.
enum GridDiffs: Subject {
    static let name = "diff"

    static func measure(with recorder: Recorder) async {
        let old = grid("prod-eu  tsadmin  full  ")
        // Built anew, so that no storage is shared: that would be noticed and cost nothing.
        var equal = grid("prod-eu  tsadmin  full  ")
        await recorder.row("diff: nothing changed", repeats: 200) {
            for _ in 0..<200 { keep(GridDiff(from: old, to: equal)) }
        }
        for column in 0..<old.size.columns { equal[10, column].style.attributes = .reverse }
        for column in 0..<old.size.columns { equal[11, column].style.attributes = .reverse }
        await recorder.row("diff: two rows changed", repeats: 200) {
            for _ in 0..<200 { keep(GridDiff(from: old, to: equal)) }
        }
        let other = grid("another text in each row ")
        await recorder.row("diff: everything changed", repeats: 200) {
            for _ in 0..<200 { keep(GridDiff(from: old, to: other)) }
        }
        let wide = grid("日本語のクラスタ ")
        await recorder.row("diff: from wide characters", repeats: 200) {
            for _ in 0..<200 { keep(GridDiff(from: wide, to: old)) }
        }
    }

    private static func grid(_ text: String) -> CellGrid {
        var grid = CellGrid(Size(rows: 50, columns: 200))
        let line = SafeText(outside: String(repeating: text, count: 12))
        for row in 0..<50 { grid.write(line, at: Position(row: row, column: 0)) }
        return grid
    }
}
