import AppCore
import DisplayText
import Operations
import Terminal
import Toolkit

/// A form in its frame: what it is about, the fields, and the request that will be sent.
struct FormLayer {
    let draft: FormDraft

    func draw(_ editor: FormEditor, in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let hasSide = !draft.preview.isEmpty && screen.columns >= 130
        // A frame a little narrower than the screen would leave scraps of what lies below at both edges.
        let columns = screen.columns <= 84 ? screen.columns : hasSide ? 130 : 78
        let inside = columns - 4
        let formColumns = hasSide ? inside * 6 / 10 : inside
        let facts = about + serverWords
        let formRows = editor.form.height(width: formColumns, on: grid)
        let preview = hasSide ? 0 : previewRows(left: screen.rows - 2 - facts.count - 1 - formRows)
        let rows = min(screen.rows, 2 + facts.count + 1 + formRows + preview)
        let frame = screen.centred(Size(rows: rows, columns: columns))
        grid.fill(frame)
        var inner = Pane(draft.title, isFocused: true).draw(in: frame, on: &grid, theme: theme)
        inner = Area(row: inner.top, column: inner.left + 1, rows: inner.rows, columns: inner.columns - 2)
        let (top, rest) = inner.splitting(topRows: min(facts.count + 1, max(0, inner.rows - 6)))
        for (row, fact) in facts.enumerated() {
            grid.line(fact.text, row: row, in: top, style: theme[fact.role])
        }
        let (body, foot) = rest.splitting(topRows: rest.rows - preview)
        let (left, right) = body.splitting(leftColumns: formColumns)
        editor.form.draw(in: left, on: &grid, theme: theme)
        let side =
            hasSide ? Area(row: right.top, column: right.left + 2, rows: right.rows, columns: right.columns - 2) : foot
        if hasSide || preview > 0 { drawPreview(in: side, on: &grid, theme: theme) }
    }

    private var about: [TextRun] {
        draft.facts.map { TextRun($0, $0 == "PRODUCTION" ? .production : .dim) }
    }

    /// The server's own words, set apart from ours.
    private var serverWords: [TextRun] {
        var words: [TextRun] = []
        if let quoted = draft.error?.quoted { words.append(TextRun("the server said: \(quoted)", .quoted)) }
        if let incident = draft.error?.incident { words.append(TextRun("incident \(incident)", .dim)) }
        return words
    }

    private func previewRows(left: Int) -> Int {
        let wanted = draft.preview.isEmpty ? 0 : draft.preview.count + 1
        return wanted <= left ? wanted : 0
    }

    private func drawPreview(in area: Area, on grid: inout CellGrid, theme: Theme) {
        grid.line("What will be sent:", row: 0, in: area, style: theme[.heading])
        for (row, line) in draft.preview.enumerated() {
            grid.line(line, row: row + 1, in: area, style: theme[.dim])
        }
    }
}
