import DisplayText
import Moments
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A token or a secret key in clear, for at most 20 seconds.
struct RevealLayer {
    let revealed: RevealedToken
    let state: AppState

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let columns = min(screen.columns, 100)
        // The one place that puts a token on the screen, on an explicit key.
        let lines = Self.broken(revealed.token.expose(), columns: columns - 4)
        let frame = screen.centred(Size(rows: lines.count + 4, columns: columns))
        grid.fill(frame)
        let left = DurationText.countdown(milliseconds: revealed.until.milliseconds(since: state.now))
        let inner = Pane(
            "The \(revealed.what), in clear", info: TextRun("hidden in \(left)", .warning), isFocused: true
        )
        .draw(in: frame, on: &grid, theme: theme)
        for (row, line) in lines.enumerated() {
            grid.line(line, row: row, in: inner, indent: 1, style: theme[.text])
        }
        grid.line(
            "Whoever sees it can use it; a recorded terminal keeps it. Any key hides it.", row: inner.rows - 1,
            in: inner, indent: 1, style: theme[.dim])
    }

    /// A token has no blanks to break at.
    private static func broken(_ text: String, columns: Int) -> [SafeText] {
        var lines: [SafeText] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            lines.append(SafeText(outside: String(rest.prefix(columns))))
            rest = rest.dropFirst(columns)
        }
        return lines
    }
}
