/// One column of one row.
package struct Cell: Hashable, Sendable {
    /// What stands in a cell.
    package enum Content: Hashable, Sendable {
        /// One scalar, one column wide. Almost every cell is one of these, so this case does not allocate.
        case scalar(Unicode.Scalar)
        /// A grapheme of several scalars, or one that is two columns wide; `columns` is 1 or 2.
        case cluster(String, columns: Int)
        /// The right half of the wide grapheme to the left.
        case continuation
    }

    package var content: Content
    package var style: Style

    package init(_ content: Content, _ style: Style = .plain) {
        self.content = content
        self.style = style
    }

    /// A blank in the terminal's own look.
    package static let blank = Cell(.scalar(" "))
}

/// A picture of the whole screen, as a value. Views write into it; nothing else reaches the terminal.
package struct CellGrid: Hashable, Sendable {
    package let size: Size
    package internal(set) var cells: [Cell]
    /// Where the cursor is shown; hidden when absent.
    package var cursor: Position?
    /// The signs this screen can show. In `.ascii` everything written is turned into its ASCII form.
    package let glyphs: GlyphSet

    package init(_ size: Size, glyphs: GlyphSet = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.rows * size.columns)
    }

    /// The cell at a place inside the grid.
    package subscript(row: Int, column: Int) -> Cell {
        get { cells[row * size.columns + column] }
        set { cells[row * size.columns + column] = newValue }
    }

    package var area: Area { Area(size) }
}
