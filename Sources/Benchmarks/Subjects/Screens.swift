import App
import Terminal
import Toolkit

/// Drawing the screen with 100,000 tokens, and the whole way of a cursor key but the terminal itself.
enum Screens: Subject {
    static let name = "draw"

    static func measure(with recorder: Recorder) async {
        for (columns, rows) in [(80, 24), (120, 44), (200, 50)] {
            var state = StateMaterial.state(tokens: 100_000, columns: columns, rows: rows)
            let size = "\(columns)x\(rows)"
            await recorder.row("draw: the panes, \(size)", repeats: 50) {
                for _ in 0..<50 { keep(Screen.draw(state, theme: .standard)) }
            }
            var shown = Screen.draw(state, theme: .standard)
            await recorder.row("draw: a cursor key with update and diff, \(size)", repeats: 50) {
                for step in 0..<50 {
                    keep(update(&state, .command(step % 20 < 10 ? .moveDown : .moveUp)))
                    let next = Screen.draw(state, theme: .standard)
                    keep(GridDiff(from: shown, to: next))
                    shown = next
                }
            }
            keep(update(&state, .command(.open)))
            await recorder.row("draw: the inspector over them, \(size)", repeats: 50) {
                for _ in 0..<50 { keep(Screen.draw(state, theme: .standard)) }
            }
        }
    }
}
