import DisplayText
import Storage
import Terminal
import Toolkit

/// A feature that shows everything about one thing as a long text: labels, values, lines.
protocol DetailFeature: Feature {
    var scroll: Scroll { get set }
    func title(in program: ProgramState) -> SafeText
    /// The profile that it is about, whose tag stands beside the title; `nil` where it is about none.
    func profile(in program: ProgramState) -> Profile?
    /// On the right of the title.
    func info(in program: ProgramState) -> TextRun?
    func rows(in program: ProgramState) -> [DetailRow]
    /// Rows of the frame at least, so that it does not grow while lines come in.
    var leastRows: Int { get }
}

extension DetailFeature {
    var leastRows: Int { 0 }
    var leavesMessageLine: Bool { true }
    func info(in program: ProgramState) -> TextRun? { nil }

    /// A long text never scrolls past its end, so that the way back is as long as the way there.
    mutating func move(_ move: ListMove, in program: ProgramState) {
        let area = frame(on: program.stage, in: program).inset(by: 1)
        let count = DetailView(rows(in: program)).lineCount(width: area.columns, glyphs: program.glyphs)
        scroll.move(move, count: count, height: area.rows)
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let frame = frame(on: stage, in: program)
        grid.clear(frame, on: stage)
        let inner = pane(in: program, isFocused: true).draw(in: frame, on: &grid, theme: theme)
        DetailView(rows(in: program)).draw(scroll: scroll, in: inner, on: &grid, theme: theme)
        grid.keepTogether(inner)
    }

    /// Its frame, here or beside the panes.
    func pane(in program: ProgramState, isFocused: Bool) -> Pane {
        Pane(
            title(in: program), badges: .production(profile(in: program)), info: info(in: program),
            isFocused: isFocused)
    }

    func plain(in program: ProgramState) -> PlainText {
        let info: SafeText = info(in: program).map { ", \($0.text)" } ?? ""
        return PlainText(
            title: "\(title(in: program))\(info)", lines: rows(in: program).map(\.line).filter { !$0.isEmpty })
    }

    /// As tall as the text, where there is room.
    private func frame(on screen: Area, in program: ProgramState) -> Area {
        // A little narrower than the screen would leave torn-off ends of the panes beside it.
        let columns = screen.columns <= 132 ? screen.columns : 120
        let lines = DetailView(rows(in: program)).lineCount(width: columns - 2, glyphs: program.glyphs)
        return screen.centred(Size(rows: min(screen.rows, max(lines + 2, leastRows)), columns: columns))
    }
}

/// What a detail view shows when its thing has gone.
extension [DetailRow] {
    static var gone: [DetailRow] { [.text(TextRun("No longer exists.", .warning))] }
}
