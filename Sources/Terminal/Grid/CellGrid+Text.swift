package import DisplayText

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
    mutating func clearHalves(_ row: Int, _ columns: Range<Int>) {
        let start = row * size.columns
        if cells[start + columns.lowerBound].content == .continuation, columns.lowerBound > 0 {
            cells[start + columns.lowerBound - 1].content = .scalar(" ")
        }
        if columns.upperBound < size.columns, cells[start + columns.upperBound].content == .continuation {
            cells[start + columns.upperBound].content = .scalar(" ")
        }
    }
}
