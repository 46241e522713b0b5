import Terminal

/// Which ways the lines of a frame leave one cell.
private struct Arms: OptionSet {
    let rawValue: UInt8
    static let up = Arms(rawValue: 1)
    static let down = Arms(rawValue: 2)
    static let left = Arms(rawValue: 4)
    static let right = Arms(rawValue: 8)

    private static let glyphs: [(Arms, GlyphSet.Glyph)] = [
        ([.left, .right], .horizontal), ([.up, .down], .vertical), ([.down, .right], .topLeft),
        ([.down, .left], .topRight), ([.up, .right], .bottomLeft), ([.up, .left], .bottomRight),
        ([.up, .down, .right], .teeLeft), ([.up, .down, .left], .teeRight), ([.left, .right, .down], .teeTop),
        ([.left, .right, .up], .teeBottom), ([.up, .down, .left, .right], .cross),
    ]

    /// The arms of what stands in a cell already; none when it is no line.
    ///
    /// All corners look the same in ASCII, so `+` counts as a crossing there; it stays a `+` whatever joins it.
    init(_ content: Cell.Content, _ set: GlyphSet) {
        guard case .scalar(let scalar) = content, scalar != " " else {
            self = []
            return
        }
        let matches = Self.glyphs.filter { set[$0.1] == scalar }
        self = matches.last?.0 ?? []
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    var glyph: GlyphSet.Glyph { Self.glyphs.first { $0.0 == self }?.1 ?? .cross }
}

extension CellGrid {
    /// Draws a frame along the inner edge of an area. Where it runs over another frame the two are joined, so that
    /// panes may share an edge.
    mutating func joinedFrame(_ area: Area, style: Style) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        let (bottom, right) = (area.bottom - 1, area.right - 1)
        for column in area.left...right {
            var arms: Arms = []
            if column > area.left { arms.insert(.left) }
            if column < right { arms.insert(.right) }
            join(arms.union(edge(column, area.left, right, .down)), row: area.top, column: column, style: style)
            join(arms.union(edge(column, area.left, right, .up)), row: bottom, column: column, style: style)
        }
        for row in area.top + 1..<bottom {
            join([.up, .down], row: row, column: area.left, style: style)
            join([.up, .down], row: row, column: right, style: style)
        }
    }

    private func edge(_ column: Int, _ left: Int, _ right: Int, _ arm: Arms) -> Arms {
        column == left || column == right ? arm : []
    }

    private mutating func join(_ arms: Arms, row: Int, column: Int, style: Style) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let all = arms.union(Arms(self[row, column].content, glyphs))
        write(all.glyph, at: Position(row: row, column: column), style: style)
    }
}
