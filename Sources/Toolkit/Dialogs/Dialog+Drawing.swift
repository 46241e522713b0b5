import DisplayText
package import Terminal

extension Dialog {
    /// Where the dialog stands on a screen: in the middle, as wide as its words need, 76 columns at most.
    package func frame(on screen: Area, glyphs: GlyphSet = .unicode) -> Area {
        let columns = frameColumns(on: screen, glyphs)
        let rows = min(
            screen.rows, textRows(width: columns - 4, glyphs).count + answerRows(width: columns - 4, glyphs) + 2)
        return Area(
            row: screen.top + (screen.rows - rows) / 2, column: screen.left + (screen.columns - columns) / 2,
            rows: rows, columns: columns)
    }

    /// Draws the dialog over what is there.
    package func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = frame(on: screen, glyphs: grid.glyphs)
        grid.cursor = nil
        guard frame.rows > 2, frame.columns > 4 else { return }
        grid.fill(frame)
        grid.box(frame, title: title, style: theme[role == .danger ? .danger : .focusedBorder], titleStyle: theme[role])
        let inner = frame.inset(by: 1)
        let (text, answers) = inner.splitting(
            topRows: max(0, inner.rows - answerRows(width: inner.columns - 2, grid.glyphs)))
        drawText(in: text, on: &grid, theme: theme)
        drawAnswers(in: answers, on: &grid, theme: theme)
    }

    /// Lines of the text, and rows there are for them.
    func textExtent(on screen: Area, _ glyphs: GlyphSet) -> (count: Int, height: Int) {
        let frame = frame(on: screen, glyphs: glyphs)
        return (
            textRows(width: frame.columns - 4, glyphs).count,
            max(0, frame.rows - 2 - answerRows(width: frame.columns - 4, glyphs))
        )
    }

    private func frameColumns(on screen: Area, _ glyphs: GlyphSet) -> Int {
        let own =
            lines.map { glyphs.shown($0.text).columns } + quoted.map { glyphs.shown($0).columns + 2 } + [
                title.columns + 2, answerColumns,
            ]
        return min(screen.columns, min(76, max(40, (own.max() ?? 0) + 4)))
    }

    private var answerColumns: Int {
        switch kind {
        case .buttons(let answers, _): answers.reduce(0) { $0 + buttonText($1, isSelected: false).columns + 2 }
        case .typed(_, _, let prompt, _): max(prompt.columns, Self.refusal.columns)
        }
    }

    private static var refusal: SafeText { "That is not what was asked for. Nothing was done. Esc leaves." }

    private func answerRows(width: Int, _ glyphs: GlyphSet) -> Int {
        switch kind {
        case .buttons: 2
        case .typed(_, _, let prompt, _): 3 + glyphs.shown(prompt).wrapped(to: width).count
        }
    }

    private func textRows(width: Int, _ glyphs: GlyphSet) -> [TextRun] {
        var rows: [TextRun] = []
        for line in lines {
            rows += glyphs.shown(line.text).wrapped(to: max(1, width)).map { TextRun($0, line.role) }
        }
        guard !quoted.isEmpty else { return rows }
        rows.append(TextRun("", .text))
        rows.append(TextRun("The server said:", .dim))
        for line in quoted {
            rows += glyphs.shown(line).wrapped(to: max(1, width - 2)).map { TextRun("| \($0)", .quoted) }
        }
        return rows
    }

    private func drawText(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let rows = textRows(width: area.columns - 2, grid.glyphs)
        let first = scroll.first(count: rows.count, height: area.rows)
        for row in 0..<max(0, min(area.rows, rows.count - first)) {
            let run = rows[first + row]
            grid.line(run.text, row: row, in: area, indent: 1, style: theme[run.role])
        }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: area.top, column: area.right - 1), style: theme[.accent])
        }
        if first + area.rows < rows.count {
            grid.write(.arrowDown, at: Position(row: area.bottom - 1, column: area.right - 1), style: theme[.accent])
        }
    }

    private func buttonText(_ answer: DialogAnswer<Answer>, isSelected: Bool) -> SafeText {
        let key = KeyNotation.text(answer.key)
        return isSelected ? "[>\(key) \(answer.label)<]" : "[ \(key) \(answer.label) ]"
    }

    private func drawAnswers(in area: Area, on grid: inout CellGrid, theme: Theme) {
        switch kind {
        case .buttons(let answers, let selected):
            var column = 1
            for (index, answer) in answers.enumerated() {
                let isSelected = index == selected
                column =
                    grid.line(
                        buttonText(answer, isSelected: isSelected), row: area.rows - 1, in: area, indent: column,
                        style: theme[isSelected ? .selection : .text]) + 2
            }
        case .typed(let input, _, let prompt, _):
            let lines = grid.shown(prompt).wrapped(to: area.columns - 2)
            for (row, line) in lines.enumerated() {
                grid.line(line, row: 1 + row, in: area, indent: 1, style: theme[role])
            }
            let field = Area(
                row: area.top + 1 + lines.count, column: area.left + 1, rows: 1, columns: area.columns - 2)
            input.draw(in: field.intersection(area), on: &grid, isFocused: true, theme: theme)
            let hint: TextRun =
                isRefused
                ? TextRun(Self.refusal, .warning)
                : TextRun("Enter confirms, Esc leaves without doing anything.", .dim)
            grid.line(hint.text, row: 2 + lines.count, in: area, indent: 1, style: theme[hint.role])
        }
    }
}
