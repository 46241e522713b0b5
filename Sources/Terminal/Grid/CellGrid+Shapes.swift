package import DisplayText

/// Filling, lines, frames and overlays; all clipped to the grid.
extension CellGrid {
    /// Fills an area with blanks, or with one sign.
    package mutating func fill(_ area: Area, with glyph: GlyphSet.Glyph? = nil, style: Style = .plain) {
        let clip = area.intersection(self.area)
        guard !clip.isEmpty else { return }
        let cell = Cell(.scalar(glyph.map { glyphs[$0] } ?? " "), style)
        for row in clip.top..<clip.bottom {
            clearHalves(row, clip.left..<clip.right)
            for column in clip.left..<clip.right {
                cells[row * size.columns + column] = cell
            }
        }
    }

    /// Draws a line to the right.
    package mutating func horizontalLine(
        at position: Position, columns: Int, in area: Area? = nil, style: Style = .plain
    ) {
        let line = Area(row: position.row, column: position.column, rows: 1, columns: columns)
        fill(area.map(line.intersection) ?? line, with: .horizontal, style: style)
    }

    /// Draws a line downward.
    package mutating func verticalLine(at position: Position, rows: Int, in area: Area? = nil, style: Style = .plain) {
        let line = Area(row: position.row, column: position.column, rows: rows, columns: 1)
        fill(area.map(line.intersection) ?? line, with: .vertical, style: style)
    }

    /// Draws a frame along the inner edge of an area, with a title in its top line.
    ///
    /// Areas below 2x2 get none. The title is cut to the room between the corners.
    package mutating func box(
        _ area: Area, title: SafeText? = nil, style: Style = .plain, titleStyle: Style? = nil
    ) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        let (bottom, right) = (area.bottom - 1, area.right - 1)
        horizontalLine(at: Position(row: area.top, column: area.left + 1), columns: area.columns - 2, style: style)
        horizontalLine(at: Position(row: bottom, column: area.left + 1), columns: area.columns - 2, style: style)
        verticalLine(at: Position(row: area.top + 1, column: area.left), rows: area.rows - 2, style: style)
        verticalLine(at: Position(row: area.top + 1, column: right), rows: area.rows - 2, style: style)
        write(.topLeft, at: area.origin, style: style)
        write(.topRight, at: Position(row: area.top, column: right), style: style)
        write(.bottomLeft, at: Position(row: bottom, column: area.left), style: style)
        write(.bottomRight, at: Position(row: bottom, column: right), style: style)
        guard let title, !title.isEmpty, area.columns >= 6 else { return }
        let text: SafeText = " \(title.truncated(to: area.columns - 6)) "
        write(
            text, at: Position(row: area.top, column: area.left + 2),
            in: Area(row: area.top, column: area.left + 2, rows: 1, columns: area.columns - 4),
            style: titleStyle ?? style)
    }

    /// Changes the look of what stands in an area, and not the text.
    package mutating func restyle(_ area: Area, _ change: (Style) -> Style) {
        let clip = area.intersection(self.area)
        guard !clip.isEmpty else { return }
        for row in clip.top..<clip.bottom {
            for column in clip.left..<clip.right {
                let index = row * size.columns + column
                cells[index].style = change(cells[index].style)
            }
        }
    }

    /// Adds attributes and, where given, colours to an area: a selection bar, a dimmed background behind a dialog.
    package mutating func overlay(
        _ area: Area, adding attributes: Style.Attributes = [], foreground: Color? = nil, background: Color? = nil
    ) {
        restyle(area) { style in
            Style(
                foreground: foreground ?? style.foreground, background: background ?? style.background,
                attributes: style.attributes.union(attributes))
        }
    }

    /// Copies another grid's cells to a place, clipped.
    package mutating func draw(_ other: CellGrid, at position: Position) {
        let target = Area(
            row: position.row, column: position.column, rows: other.size.rows, columns: other.size.columns)
        let clip = target.intersection(area)
        guard !clip.isEmpty else { return }
        for row in clip.top..<clip.bottom {
            clearHalves(row, clip.left..<clip.right)
            for column in clip.left..<clip.right {
                self[row, column] = other[row - position.row, column - position.column]
            }
            repairEdges(row, clip.left..<clip.right)
        }
    }

    /// Blanks wide characters of which only one half lies in the columns.
    private mutating func repairEdges(_ row: Int, _ columns: Range<Int>) {
        if self[row, columns.lowerBound].content == .continuation {
            self[row, columns.lowerBound].content = .scalar(" ")
        }
        let last = columns.upperBound - 1
        if case .cluster(_, columns: 2) = self[row, last].content {
            self[row, last].content = .scalar(" ")
        }
    }
}
