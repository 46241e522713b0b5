import DisplayText
import Operations
import Terminal
import Toolkit

/// A form in its frame: what it is about, the fields, and the request that will be sent.
extension FormFeature {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let hasSide = !preview.isEmpty && stage.columns >= 130
        // A frame a little narrower than the screen would leave scraps of what lies below at both edges.
        let columns = stage.columns <= 84 ? stage.columns : hasSide ? 130 : 78
        let inside = columns - 4
        let formColumns = hasSide ? inside * 6 / 10 : inside
        let head = wrapped(facts + toldLines, to: inside, on: grid)
        let formRows = form.height(width: formColumns, on: grid)
        func request(in rows: Int, _ head: Int, _ formRows: Int) -> [TextRun] {
            hasSide ? [] : preview(width: inside, left: rows - 3 - head, formRows, on: grid)
        }
        // What is said against the form must not move the field it is about.
        let factRows = wrapped(facts, to: inside, on: grid).count
        let restingForm = form.restingHeight(width: formColumns, on: grid)
        let resting = 3 + factRows + restingForm + request(in: stage.rows, factRows, restingForm).count
        // Nor the buttons below it, where there is room for what is likely to come.
        let spare = 3
        let room = stage.centred(Size(rows: stage.rows, columns: columns), resting: resting, spare: spare)
        let below = request(in: room.rows, head.count, formRows)
        let needed = max(head.count + formRows, factRows + restingForm + spare)
        let frame = room.splitting(topRows: min(room.rows, 3 + needed + below.count)).top
        grid.clear(frame, on: stage)
        var inner = Pane(title, isFocused: true).draw(in: frame, on: &grid, theme: theme)
        inner = Area(row: inner.top, column: inner.left + 1, rows: inner.rows, columns: inner.columns - 2)
        let (top, rest) = inner.splitting(topRows: min(head.count + 1, max(0, inner.rows - 6)))
        // Where not all of it fits, the word for production does.
        let isCut = head.count > top.rows
        let lines = isCut ? head.filter { $0.role == .production } + head.filter { $0.role != .production } : head
        for (row, line) in lines.fitting(rows: top.rows).enumerated() {
            grid.line(line.text, row: row, in: top, style: theme[line.role])
        }
        // While a field is filled in, the fields need the rows more; on the buttons all of the request is in sight.
        let isReading = form.focused == .submit || form.focused == .test
        let told = isReading || below.count + formRows <= rest.rows ? below : below.fitting(rows: min(4, below.count))
        let (body, foot) = rest.splitting(topRows: rest.rows - told.count)
        let (left, right) = body.splitting(leftColumns: formColumns)
        // In the row that parts the head from the fields, so that nothing moves.
        if head.count < top.rows, let problem = form.problemOutOfSight(in: left, on: grid) {
            grid.line("! \(problem)", row: head.count, in: top, style: theme[.danger])
        }
        form.draw(in: left, on: &grid, theme: theme)
        let side = Area(row: right.top, column: right.left + 2, rows: right.rows, columns: right.columns - 2)
        let sent = hasSide ? wrapped(fullPreview, to: side.columns - 4, indent: "    ", on: grid) : told
        for (row, line) in sent.enumerated() {
            grid.line(line.text, row: row, in: hasSide ? side : foot, style: theme[line.role])
        }
    }

    /// What another program wrote about the profile meanwhile, and the server's own words, set apart from ours.
    private var toldLines: [TextRun] {
        var lines = (status.conflict?.lines ?? []).map { TextRun($0, .warning) }
        if let quoted = status.error?.quoted { lines.append(TextRun("the server said: \(quoted)", .quoted)) }
        if let incident = status.error?.incident { lines.append(TextRun("incident ID \(incident)", .dim)) }
        return lines
    }

    /// Every field of the request on a line of its own.
    private var fullPreview: [TextRun] {
        preview.isEmpty ? [] : [TextRun("What will be sent:", .heading)] + preview.map { TextRun($0, .dim) }
    }

    /// - Parameter indent: before what goes on below.
    private func wrapped(_ lines: [TextRun], to width: Int, indent: SafeText = "", on grid: CellGrid) -> [TextRun] {
        lines.flatMap { line in
            grid.shown(line.text).wrapped(to: max(8, width)).enumerated().map { row, text in
                TextRun(row == 0 ? text : "\(indent)\(text)", line.role)
            }
        }
    }

    /// The request below the fields: in full where there is room, else run together, so that it can always be read; the
    /// fields then scroll.
    private func preview(width: Int, left: Int, _ formRows: Int, on grid: CellGrid) -> [TextRun] {
        let full = fullPreview
        guard let head = preview.first, full.count > left - formRows else { return full }
        let fields = preview.dropFirst().map(\.withoutIndent).joined(separator: ", ")
        var lines = grid.shown("Sends \(head)").wrapped(to: max(8, width)).map { TextRun($0, .heading) }
        if !fields.isEmpty {
            lines += grid.shown(fields).wrapped(to: max(8, width - 2)).map { TextRun("  \($0)", .dim) }
        }
        // Rows that the fields keep, whatever the preview needs: the focused one with what is said about it.
        let leastFormRows = 9
        return lines.fitting(rows: left - leastFormRows)
    }
}

extension SafeText {
    /// Without the blanks that indent it.
    fileprivate var withoutIndent: SafeText { SafeText(outside: String(string.drop { $0 == " " })) }
}
