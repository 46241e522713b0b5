package import DisplayText
package import Terminal

/// One line of a detail view before wrapping.
package enum DetailRow: Hashable, Sendable {
    case heading(SafeText)
    /// A label and its value; a long value goes on below itself.
    case value(SafeText, TextRun)
    /// Text over the whole width.
    case text(TextRun)
    case blank
}

extension DetailRow {
    /// As one line of a text: `label: value`.
    package var line: SafeText {
        switch self {
        case .heading(let text): text
        case .value(let label, let run): label.string.isEmpty ? "  \(run.text)" : "\(label): \(run.text)"
        case .text(let run): run.text
        case .blank: ""
        }
    }
}

/// Everything about one thing: labels and values, scrolled when they do not fit.
package struct DetailView: Hashable, Sendable {
    private let rows: [DetailRow]
    /// Labels wider than this are cut, and values begin behind it at the latest.
    private static let widestLabel = 20

    package init(_ rows: [DetailRow]) { self.rows = rows }

    /// Lines the view has at a width; the `count` that `Scroll.move` asks for.
    package func lineCount(width: Int, glyphs: GlyphSet = .unicode) -> Int { lines(width: width, glyphs).count }

    /// Draws the lines in sight.
    package func draw(scroll: Scroll, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let lines = lines(width: area.columns, grid.glyphs)
        let first = scroll.first(count: lines.count, height: area.rows)
        for row in 0..<max(0, min(area.rows, lines.count - first)) {
            let line = lines[first + row]
            if let label = line.label { grid.line(label, row: row, in: area, indent: 1, style: theme[.dim]) }
            grid.line(line.run.text, row: row, in: area, indent: line.indent, style: theme[line.run.role])
        }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: area.top, column: area.right - 1), in: area, style: theme[.dim])
        }
        if first + area.rows < lines.count {
            grid.write(
                .arrowDown, at: Position(row: area.bottom - 1, column: area.right - 1), in: area, style: theme[.dim])
        }
    }

    private struct Line {
        var label: SafeText?
        var indent: Int
        var run: TextRun
    }

    /// A text that begins with blanks goes on further in, so that the beginnings stand out.
    private func lines(of run: TextRun, width: Int, _ glyphs: GlyphSet) -> [Line] {
        let text = glyphs.shown(run.text)
        let lead = text.string.prefix { $0 == " " }.count
        guard lead > 0, text.columns > width else {
            return text.wrapped(to: width).map { Line(indent: 1, run: TextRun($0, run.role)) }
        }
        let body = SafeText(outside: String(text.string.dropFirst(lead)), limit: .max)
        return body.wrapped(to: max(1, width - lead - 2)).enumerated().map { index, line in
            Line(indent: 1 + lead + (index == 0 ? 0 : 2), run: TextRun(line, run.role))
        }
    }

    private func lines(width: Int, _ glyphs: GlyphSet) -> [Line] {
        let widest =
            rows.map { row in
                if case .value(let label, _) = row { glyphs.shown(label).columns } else { 0 }
            }.max() ?? 0
        let label = min(widest, Self.widestLabel, max(4, width / 3))
        let indent = label + 3
        return rows.flatMap { row -> [Line] in
            switch row {
            case .blank: return [Line(indent: 0, run: TextRun(""))]
            case .heading(let text): return [Line(indent: 1, run: TextRun(text, .heading))]
            case .text(let run): return lines(of: run, width: max(1, width - 2), glyphs)
            case .value(let name, let run):
                let wrapped = glyphs.shown(run.text).wrapped(to: max(1, width - indent - 1))
                return wrapped.enumerated().map { index, text in
                    Line(
                        label: index == 0 ? glyphs.cut(name, to: label) : nil, indent: indent,
                        run: TextRun(text, run.role))
                }
            }
        }
    }
}
