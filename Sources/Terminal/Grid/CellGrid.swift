package import DisplayText

/// A picture of the whole screen, as a value. Views write into it; nothing else reaches the terminal.
package struct CellGrid: Hashable, Sendable {
    package let size: Size
    package private(set) var cells: [Cell]
    /// Where the cursor is shown; hidden when absent.
    package var cursor: Position?
    /// The signs this screen can show. In `.ascii` everything written is turned into its ASCII form.
    package let glyphs: GlyphSet

    /// The frames drawn so far.
    package private(set) var frames: [Area] = []
    /// Places of sentences that go on in the next row.
    private var texts: [Area] = []

    /// Where a click means something; nil where nothing asks for that.
    package internal(set) var targets: [ClickTarget]?

    package init(_ size: Size, glyphs: GlyphSet = .unicode, collectsTargets: Bool = false) {
        self.size = size
        self.glyphs = glyphs
        targets = collectsTargets ? [] : nil
        cells = Array(repeating: .blank, count: size.rows * size.columns)
    }

    /// The cell at a place inside the grid.
    package subscript(row: Int, column: Int) -> Cell {
        get { cells[row * size.columns + column] }
        set { cells[row * size.columns + column] = newValue }
    }

    package var area: Area { Area(size) }

    /// An area that is framed by lines which are drawn one by one.
    package mutating func noteFrame(_ area: Area) { frames.append(area) }

    /// Sentences stand in an area, and go on in the next row: a part of them says nothing.
    package mutating func keepTogether(_ area: Area) { texts.append(area) }

    /// Takes the areas that are kept together and that a box touches: what is left of each is to be cleared.
    package mutating func takeTexts(under box: Area) -> [Area] {
        let taken = texts.filter { !$0.intersection(box).isEmpty }
        texts.removeAll { !$0.intersection(box).isEmpty }
        return taken
    }
}

/// Writing text.
extension CellGrid {
    /// Writes a text on one row, clipped to an area.
    ///
    /// Wide characters cut in half by an edge leave a blank. On an `.ascii` grid the ASCII form is written.
    /// - Parameters:
    ///   - position: where the text begins; may lie outside of the area, then only the inside part shows.
    ///   - area: the clip; the whole grid when absent.
    /// - Returns: the columns from `position` to the end of what was written or clipped away on the left.
    @discardableResult
    package mutating func write(
        _ text: SafeText, at position: Position, in area: Area? = nil, style: Style = .plain
    ) -> Int {
        let clip = area.map { $0.intersection(self.area) } ?? self.area
        guard !clip.isEmpty, position.row >= clip.top, position.row < clip.bottom else { return 0 }
        var pen = Pen(row: position.row, column: position.column, clip: clip, style: style)
        for scalar in text.string.unicodeScalars {
            if scalar.value < 0x7F {
                if pen.column >= clip.right { break }
                if pen.column >= clip.left { place(.scalar(scalar), columns: 1, pen) }
                pen.column += 1
            } else if !write(scalar, with: &pen) {
                break
            }
        }
        return pen.column - position.column
    }

    /// Writes one of our signs.
    package mutating func write(
        _ glyph: GlyphSet.Glyph, at position: Position, in area: Area? = nil, style: Style = .plain
    ) {
        let clip = area.map { $0.intersection(self.area) } ?? self.area
        guard clip.contains(position) else { return }
        let pen = Pen(row: position.row, column: position.column, clip: clip, style: style)
        place(.scalar(glyphs[glyph]), columns: 1, pen)
    }

    /// Where a text is being written.
    private struct Pen {
        let row: Int
        var column: Int
        let clip: Area
        let style: Style
    }

    /// Writes one scalar beyond ASCII.
    /// - Returns: false when the right edge is reached.
    private mutating func write(_ scalar: Unicode.Scalar, with pen: inout Pen) -> Bool {
        if glyphs == .ascii {
            let form = GlyphSet.standIn(for: scalar).map(String.init) ?? SafeText(outside: String(scalar)).ascii.string
            for character in form.unicodeScalars where pen.column < pen.clip.right {
                if pen.column >= pen.clip.left { place(.scalar(character), columns: 1, pen) }
                pen.column += 1
            }
            return pen.column < pen.clip.right
        }
        let columns = TextWidth.columns(of: scalar)
        if columns == 0 {
            attach(scalar, pen)
            return true
        }
        guard pen.column + columns <= pen.clip.right else {
            if pen.column < pen.clip.right, pen.column >= pen.clip.left { place(.scalar(" "), columns: 1, pen) }
            return false
        }
        if pen.column >= pen.clip.left {
            let content: Cell.Content = columns == 1 ? .scalar(scalar) : .cluster(String(scalar), columns: 2)
            place(content, columns: columns, pen)
        } else if pen.column + columns > pen.clip.left {
            var edge = pen
            edge.column = pen.clip.left
            place(.scalar(" "), columns: 1, edge)
        }
        pen.column += columns
        return true
    }

    /// Puts a combining mark onto the character just written.
    private mutating func attach(_ mark: Unicode.Scalar, _ pen: Pen) {
        var column = pen.column - 1
        guard column >= pen.clip.left else { return }
        if self[pen.row, column].content == .continuation { column -= 1 }
        guard column >= pen.clip.left else { return }
        switch self[pen.row, column].content {
        case .scalar(let base):
            self[pen.row, column].content = .cluster(String(base) + String(mark), columns: 1)
        case .cluster(let text, let columns):
            self[pen.row, column].content = .cluster(text + String(mark), columns: columns)
        case .continuation:
            break
        }
    }

    private mutating func place(_ content: Cell.Content, columns: Int, _ pen: Pen) {
        let start = pen.row * size.columns + pen.column
        clearHalves(pen.row, pen.column..<pen.column + columns)
        cells[start] = Cell(content, pen.style)
        if columns == 2 { cells[start + 1] = Cell(.continuation, pen.style) }
    }

    /// Blanks the other halves of wide characters that the columns cut through.
    private mutating func clearHalves(_ row: Int, _ columns: Range<Int>) {
        let start = row * size.columns
        if cells[start + columns.lowerBound].content == .continuation, columns.lowerBound > 0 {
            cells[start + columns.lowerBound - 1].content = .scalar(" ")
        }
        if columns.upperBound < size.columns, cells[start + columns.upperBound].content == .continuation {
            cells[start + columns.upperBound].content = .scalar(" ")
        }
    }
}

/// Filling, lines and frames; all clipped to the grid.
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
        frames.append(area)
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
