/// A place in a grid. Row 0 is the top, column 0 the left.
package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// An extent in cells; never negative.
package struct Size: Hashable, Sendable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }
}

/// A rectangle of cells.
package struct Area: Hashable, Sendable {
    package var origin: Position
    package var size: Size

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        origin = Position(row: row, column: column)
        size = Size(rows: rows, columns: columns)
    }

    package init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    package var top: Int { origin.row }
    package var left: Int { origin.column }
    package var rows: Int { size.rows }
    package var columns: Int { size.columns }
    /// The first row below.
    package var bottom: Int { origin.row + size.rows }
    /// The first column to the right.
    package var right: Int { origin.column + size.columns }
    package var isEmpty: Bool { size.rows == 0 || size.columns == 0 }

    /// Whether a place lies inside.
    package func contains(_ position: Position) -> Bool {
        position.row >= top && position.row < bottom && position.column >= left && position.column < right
    }

    /// The area without `cells` on every side; empty when there is no room.
    package func inset(by cells: Int) -> Area {
        Area(row: top + cells, column: left + cells, rows: rows - 2 * cells, columns: columns - 2 * cells)
    }

    /// The part that lies in both.
    package func intersection(_ other: Area) -> Area {
        let row = max(top, other.top)
        let column = max(left, other.left)
        return Area(
            row: row, column: column, rows: min(bottom, other.bottom) - row, columns: min(right, other.right) - column)
    }

    /// The area cut in two after `rows` rows from the top.
    package func splitting(topRows rows: Int) -> (top: Area, rest: Area) {
        let cut = min(max(0, rows), self.rows)
        return (
            Area(row: top, column: left, rows: cut, columns: columns),
            Area(row: top + cut, column: left, rows: self.rows - cut, columns: columns)
        )
    }

    /// The area cut in two after `columns` columns from the left.
    package func splitting(leftColumns columns: Int) -> (left: Area, rest: Area) {
        let cut = min(max(0, columns), self.columns)
        return (
            Area(row: top, column: left, rows: rows, columns: cut),
            Area(row: top, column: left + cut, rows: rows, columns: self.columns - cut)
        )
    }
}
