import App
import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// Drawing the screen with 100,000 tokens, and the whole way of a cursor key but the terminal itself.
enum Screens: Subject {
    static let name = "draw"

    private static func cursorKeys(_ title: String, on state: inout ProgramState, with recorder: Recorder) async {
        var shown = Screen.draw(state, theme: .standard)
        await recorder.row(title, repeats: 50) {
            for step in 0..<50 {
                keep(update(&state, .command(step % 20 < 10 ? .moveDown : .moveUp)))
                let next = Screen.draw(state, theme: .standard)
                keep(GridDiff(from: shown, to: next))
                shown = next
            }
        }
    }

    static func measure(with recorder: Recorder) async {
        for (columns, rows) in [(80, 24), (120, 44), (200, 50)] {
            var state = StateMaterial.state(tokens: 100_000, columns: columns, rows: rows)
            let size = "\(columns)x\(rows)"
            await recorder.row("draw: the panes, \(size)", repeats: 50) {
                for _ in 0..<50 { keep(Screen.draw(state, theme: .standard)) }
            }
            await cursorKeys("draw: a cursor key with update and diff, \(size)", on: &state, with: recorder)
            keep(update(&state, .command(.showAllClusters)))
            keep(update(&state, .command(.showAllClusters)))
            await cursorKeys("draw: a cursor key in all tokens, \(size)", on: &state, with: recorder)
            keep(update(&state, .command(.cancel)))
            keep(update(&state, .command(.focusTokens)))
            keep(update(&state, .command(.open)))
            await recorder.row("draw: the inspector over them, \(size)", repeats: 50) {
                for _ in 0..<50 { keep(Screen.draw(state, theme: .standard)) }
            }
        }
    }
}

/// `update` for what a person does most, with more tokens than anybody has.
enum TokenUpdates: Subject {
    static let name = "update"

    static func measure(with recorder: Recorder) async {
        for count in [100, 100_000] {
            var state = StateMaterial.state(tokens: count)
            let size = count == 100 ? "100" : "100,000"
            await recorder.row("update: cursor key, \(size) tokens", repeats: 1_000) {
                for step in 0..<1_000 { keep(update(&state, .command(step % 20 < 10 ? .moveDown : .moveUp))) }
            }
            await recorder.row("update: tick, \(size) tokens", repeats: 1_000) {
                for _ in 0..<1_000 { keep(update(&state, .tick)) }
            }
        }
        var state = StateMaterial.state(tokens: 100_000)
        await recorder.row("update: last and first row, 100,000 tokens", repeats: 1_000) {
            for step in 0..<1_000 { keep(update(&state, .command(step % 2 == 0 ? .moveLast : .moveFirst))) }
        }
        await recorder.row("update: mark a row, 100,000 tokens", repeats: 100) {
            for _ in 0..<100 { keep(update(&state, .command(.mark))) }
        }
        await recorder.row("update: reverse the order, 100,000 tokens, with what the background does") {
            StateMaterial.perform(.command(.sortReverse), on: &state)
        }
        let records = TokenMaterial.records(100_000)
        await recorder.row("update: take a new list, 100,000 tokens") {
            StateMaterial.take(records, into: &state)
        }
    }
}

/// The filter line, letter by letter.
enum FilterTyping: Subject {
    static let name = "filter"

    static func measure(with recorder: Recorder) async {
        let clear = Key(.character("u"), control: true)
        var state = StateMaterial.state(tokens: 100_000)
        StateMaterial.perform(.command(.filter), on: &state)
        for text in ["a", "ann", "user:anna", "user:anna org:sales", "!revoked full nightly", "nothing-like-this"] {
            await recorder.row("filter: set \(text), 100,000 tokens") {
                keep(update(&state, .input(.paste(text, truncated: false))))
                keep(update(&state, .input(.key(clear))))
            }
        }
        keep(update(&state, .command(.cancel)))
        keep(update(&state, .command(.showAllClusters)))
        keep(update(&state, .command(.showAllClusters)))
        StateMaterial.perform(.command(.filter), on: &state)
        let typed = "user:anna org:sales"
        await recorder.row("filter: type \(typed), for each letter", repeats: typed.count) {
            for letter in typed { keep(update(&state, .input(.key(.character(letter))))) }
            keep(update(&state, .input(.key(clear))))
        }
    }
}

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
