package import DisplayText
package import Terminal

/// A stretch of text with one meaning.
package struct TextRun: Hashable, Sendable {
    package var text: SafeText
    package var role: Role
    /// Whether it is a picture made of characters, which looks the same in the selected row: filled would look empty there.
    package var isPicture: Bool

    package init(_ text: SafeText, _ role: Role = .text, isPicture: Bool = false) {
        self.text = text
        self.role = role
        self.isPicture = isPicture
    }
}

extension Collection<TextRun> {
    /// The first rows; what does not fit goes on in the last of them, in its look, where it is cut with an ellipsis.
    package func fitting(rows: Int) -> [TextRun] {
        zip(self, map(\.text).fitting(rows: rows)).map { TextRun($1, $0.role) }
    }
}

extension GlyphSet {
    /// The form of a text that a grid with these signs will show.
    package func shown(_ text: SafeText) -> SafeText { self == .ascii ? text.ascii : text }

    /// One sign as text.
    package func text(_ glyph: Glyph) -> SafeText { SafeText(outside: String(self[glyph])) }

    /// The text as this grid shows it, cut to `columns` with an ellipsis of one column.
    package func cut(_ text: SafeText, to columns: Int) -> SafeText {
        shown(text).truncated(to: columns, ellipsis: ellipsis)
    }

    /// The same, with the end of the text; a path begins at one of its parts then.
    package func cutBeginning(_ text: SafeText, to columns: Int) -> SafeText {
        let end = shown(text).truncatedAtBeginning(to: columns, ellipsis: ellipsis)
        guard end != shown(text), let part = end.string.firstIndex(of: "/") else { return end }
        return "\(ellipsis)\(SafeText(outside: String(end.string[part...])))"
    }

    private var ellipsis: SafeText { self == .ascii ? "~" : "…" }
}

/// Whole lines of text in the words of the toolkit: rows of an area, roles of a theme.
extension CellGrid {
    /// The form of a text this grid will show, to be measured and cut before it is written.
    package func shown(_ text: SafeText) -> SafeText { glyphs.shown(text) }

    /// Writes one row of an area, cut to its width with an ellipsis.
    ///
    /// - Parameters:
    ///   - row: counted from the top of the area; rows outside of it are left out.
    ///   - indent: blank columns before the text.
    /// - Returns: the columns used, the indent with them.
    @discardableResult
    package mutating func line(
        _ text: SafeText, row: Int, in area: Area, indent: Int = 0, style: Style = .plain
    ) -> Int {
        guard row >= 0, row < area.rows, indent < area.columns else { return min(indent, area.columns) }
        let cut = glyphs.cut(text, to: area.columns - indent)
        return indent
            + write(cut, at: Position(row: area.top + row, column: area.left + indent), in: area, style: style)
    }

    /// Writes runs one after the other on one row of an area; the first that does not fit is cut, the rest left out.
    ///
    /// - Returns: the columns used, the indent with them.
    @discardableResult
    package mutating func line(
        _ runs: [TextRun], row: Int, in area: Area, indent: Int = 0, theme: Theme
    ) -> Int {
        var column = indent
        for run in runs where column < area.columns {
            column = line(run.text, row: row, in: area, indent: column, style: theme[run.role])
        }
        return column
    }
}
