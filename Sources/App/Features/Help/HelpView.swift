import DisplayText
import Terminal
import Toolkit

/// Every key, by the one table.
struct HelpView: Feature {
    private var scroll = Scroll()

    static let layer: KeyLayer = "help"
    static let keys: [KeyRow<Self>] = closing + closingByEnter + moving()

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let inner = program.stage.inset(by: 1)
        scroll.move(
            move, count: HelpScreen(program.keymap.bindings).lineCount(width: inner.columns), height: inner.rows)
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.fill(stage)
        let inner = Pane("Help", isFocused: true).draw(in: stage, on: &grid, theme: theme)
        HelpScreen(program.keymap.bindings).draw(scroll: scroll, in: inner, on: &grid, theme: theme)
    }
}

extension ProgramState {
    mutating func openHelp() -> [Effect] { open(HelpView()) }
}
