import DisplayText
package import Terminal

extension TextInput {
    /// Draws the field over one row, scrolled so that the cursor is in sight, with marks where text goes on.
    ///
    /// - Parameter isFocused: shows the cursor and puts it into the grid.
    package func draw(in area: Area, on grid: inout CellGrid, isFocused: Bool, theme: Theme) {
        guard !area.isEmpty else { return }
        let style = theme[isFocused ? .focusedField : .field]
        let row = Area(row: area.top, column: area.left, rows: 1, columns: area.columns)
        grid.fill(row, style: style)
        // What cannot be shown as it is (a bidi control, say) takes the width of its mark.
        let shown = characters.map { grid.shown(SafeText(outside: String($0))) }
        let widths = shown.map(\.columns)
        let first = firstShown(widths, room: row.columns, isFocused: isFocused)
        var column = first > 0 ? 1 : 0
        if first > 0 { grid.write(.arrowLeft, at: row.origin, style: theme[.dim]) }
        var cursorColumn = column
        for index in first..<characters.count {
            if index == cursor { cursorColumn = column }
            let isLast = index == characters.count - 1
            guard column + widths[index] <= row.columns - (isLast ? 0 : 1) else {
                grid.write(.arrowRight, at: Position(row: row.top, column: row.right - 1), style: theme[.dim])
                break
            }
            grid.line(shown[index], row: 0, in: row, indent: column, style: style)
            column += widths[index]
        }
        if cursor == characters.count { cursorColumn = column }
        if isFocused {
            grid.cursor = Position(row: row.top, column: row.left + min(cursorColumn, row.columns - 1))
        }
    }

    /// The first character in sight: the start as long as the cursor fits with it, else as many before the cursor as
    /// fit, with a column on each side for the marks.
    private func firstShown(_ widths: [Int], room: Int, isFocused: Bool) -> Int {
        guard isFocused else { return 0 }
        let atCursor = cursor < widths.count ? widths[cursor] : 1
        let more = cursor < widths.count - 1 ? 1 : 0
        if widths[..<cursor].reduce(0, +) + atCursor + more <= room { return 0 }
        var first = cursor
        var used = 1 + atCursor + more
        while first > 0, used + widths[first - 1] <= room {
            first -= 1
            used += widths[first]
        }
        return first
    }
}
