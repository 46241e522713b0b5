import ASCIIText
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
        let facts = about + changes + serverWords
        let formRows = editor.form.height(width: formColumns, on: grid)
        let below = hasSide ? [] : preview(width: inside, left: screen.rows - 2 - facts.count - 1, formRows, on: grid)
        let rows = min(screen.rows, 2 + facts.count + 1 + formRows + below.count)
        let frame = screen.centred(Size(rows: rows, columns: columns))
        grid.fill(frame)
        var inner = Pane(draft.title, isFocused: true).draw(in: frame, on: &grid, theme: theme)
        inner = Area(row: inner.top, column: inner.left + 1, rows: inner.rows, columns: inner.columns - 2)
        let (top, rest) = inner.splitting(topRows: min(facts.count + 1, max(0, inner.rows - 6)))
        for (row, fact) in facts.enumerated() {
            grid.line(fact.text, row: row, in: top, style: theme[fact.role])
        }
        let (body, foot) = rest.splitting(topRows: rest.rows - below.count)
        let (left, right) = body.splitting(leftColumns: formColumns)
        editor.form.draw(in: left, on: &grid, theme: theme)
        let side = Area(row: right.top, column: right.left + 2, rows: right.rows, columns: right.columns - 2)
        let sent = hasSide ? wrapped(fullPreview, to: side.columns, on: grid) : below
        for (row, line) in sent.enumerated() {
            grid.line(line.text, row: row, in: hasSide ? side : foot, style: theme[line.role])
        }
    }

    private var about: [TextRun] {
        draft.facts.map { TextRun($0, $0 == "PRODUCTION" ? .production : .dim) }
    }

    /// What another program wrote about the profile since the form was opened.
    private var changes: [TextRun] {
        guard let conflict = draft.conflict else { return [] }
        return conflict.lines.map { TextRun($0, .warning) }
    }

    /// The server's own words, set apart from ours.
    private var serverWords: [TextRun] {
        var words: [TextRun] = []
        if let quoted = draft.error?.quoted { words.append(TextRun("the server said: \(quoted)", .quoted)) }
        if let incident = draft.error?.incident { words.append(TextRun("incident \(incident)", .dim)) }
        return words
    }

    /// Every field of the request on a line of its own.
    private var fullPreview: [TextRun] {
        draft.preview.isEmpty
            ? [] : [TextRun("What will be sent:", .heading)] + draft.preview.map { TextRun($0, .dim) }
    }

    /// Long values go on below, a little further in than their names.
    private func wrapped(_ lines: [TextRun], to width: Int, on grid: CellGrid) -> [TextRun] {
        lines.flatMap { line in
            grid.shown(line.text).wrapped(to: max(8, width - 4)).enumerated().map { row, text in
                TextRun(row == 0 ? text : "    \(text)", line.role)
            }
        }
    }

    /// Rows that the fields keep, whatever the preview wants: the focused one with what is said about it.
    private static let leastFormRows = 9

    /// The request below the fields: in full where there is room, else run together, so that it can always be read; the
    /// fields then scroll.
    private func preview(width: Int, left: Int, _ formRows: Int, on grid: CellGrid) -> [TextRun] {
        let full = fullPreview
        guard let head = draft.preview.first, full.count > left - formRows else { return full }
        let fields = draft.preview.dropFirst().map { SafeText(outside: $0.string.trimmingBlanks()) }
        var lines = [TextRun("Sends \(head)", .heading)]
        if let first = fields.first {
            let text = fields.dropFirst().reduce(first) { "\($0), \($1)" }
            lines += grid.shown(text).wrapped(to: max(8, width - 2)).map { TextRun("  \($0)", .dim) }
        }
        return Array(lines.prefix(max(0, left - Self.leastFormRows)))
    }
}
