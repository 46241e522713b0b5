package import DisplayText
package import Terminal

/// A frame with a title on the left of its top line and a word of state on the right: `4 of 11`, an age.
///
/// ```text
/// ┌ Tokens PROD ───────────── 4 of 11 ┐
/// ```
///
/// Panes may share an edge: see `draw(_:on:theme:)`.
package struct Pane: Hashable, Sendable {
    package var title: SafeText
    /// Words beside the title that must be seen, such as the word for production.
    package var badges: [TextRun]
    /// On the right; left out when there is no room.
    package var info: TextRun?
    package var isFocused: Bool

    package init(_ title: SafeText, badges: [TextRun] = [], info: TextRun? = nil, isFocused: Bool = false) {
        self.title = title
        self.badges = badges
        self.info = info
        self.isFocused = isFocused
    }

    /// Draws the frame and says what is left inside.
    @discardableResult
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) -> Area {
        drawFrame(in: area, on: &grid, theme: theme)
        drawTopLine(in: area, on: &grid, theme: theme)
        return area.rows >= 2 && area.columns >= 2 ? area.inset(by: 1) : area
    }

    /// Draws panes that share edges: all frames, the focused one over the others, then all titles, so that no frame
    /// covers the title of a neighbour.
    package static func draw(_ panes: [(pane: Pane, area: Area)], on grid: inout CellGrid, theme: Theme) {
        for (pane, area) in panes where !pane.isFocused { pane.drawFrame(in: area, on: &grid, theme: theme) }
        for (pane, area) in panes where pane.isFocused { pane.drawFrame(in: area, on: &grid, theme: theme) }
        for (pane, area) in panes { pane.drawTopLine(in: area, on: &grid, theme: theme) }
    }

    private func drawFrame(in area: Area, on grid: inout CellGrid, theme: Theme) {
        grid.joinedFrame(area, style: theme[isFocused ? .focusedBorder : .border])
    }

    private func drawTopLine(in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        let top = Area(row: area.top, column: area.left + 1, rows: 1, columns: area.columns - 2)
        let used = drawTitle(in: top, on: &grid, theme: theme)
        if let info, !info.text.isEmpty {
            let text: SafeText = " \(grid.shown(info.text)) "
            let column = top.columns - text.columns
            // One cell of line keeps the two apart.
            if column > used { grid.line(text, row: 0, in: top, indent: column, style: theme[info.role]) }
        }
    }

    private func drawTitle(in top: Area, on grid: inout CellGrid, theme: Theme) -> Int {
        guard !title.isEmpty, top.columns >= 3 else { return 0 }
        let reserved = badges.reduce(0) { $0 + grid.shown($1.text).columns + 1 }
        // A badge may be the word for production: the title gives way first.
        let room = max(1, top.columns - 2 - reserved)
        let style = theme[isFocused ? .focusedBorder : .heading]
        var column = grid.line(" \(grid.glyphs.cut(title, to: room)) ", row: 0, in: top, style: style)
        for badge in badges where column < top.columns {
            column = grid.line(badge.text, row: 0, in: top, indent: column, style: theme[badge.role])
            column = grid.line(" ", row: 0, in: top, indent: column)
        }
        return column
    }
}
