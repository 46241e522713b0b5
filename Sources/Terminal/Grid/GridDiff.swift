/// What must be written so that a screen that shows one grid shows another.
package struct GridDiff: Equatable, Sendable {
    /// Neighbouring columns of one row, all of them to be written.
    package struct Run: Equatable, Sendable {
        package let row: Int
        package let columns: Range<Int>

        package init(row: Int, columns: Range<Int>) {
            self.row = row
            self.columns = columns
        }

        /// The cells to write, from the grid that is to be shown.
        ///
        /// Up to eight blanks behind a character take its look where nobody can see the difference: a change of look
        /// costs more bytes than they do.
        package func cells(of grid: CellGrid) -> [Cell] {
            var cells = columns.map { grid[row, $0] }
            var blanks = 0
            for index in cells.indices.reversed() {
                if cells[index] == .blank {
                    blanks += 1
                    continue
                }
                let style = cells[index].style
                if blanks <= 8, !style.showsOnBlanks {
                    for gap in index + 1..<index + 1 + blanks { cells[gap].style = style }
                }
                blanks = 0
            }
            return cells
        }
    }

    /// From the top, left to right; they do not overlap.
    package let runs: [Run]

    /// Compares two grids.
    ///
    /// Wide characters are never cut: a run reaches from their left to their right half.
    /// - Parameter old: what the screen shows; absent or of another size, everything is written.
    package init(from old: CellGrid?, to new: CellGrid) {
        let columns = new.size.columns
        guard let old, old.size == new.size else {
            runs = columns == 0 ? [] : (0..<new.size.rows).map { Run(row: $0, columns: 0..<columns) }
            return
        }
        var runs: [Run] = []
        new.cells.withUnsafeBufferPointer { newCells in
            old.cells.withUnsafeBufferPointer { oldCells in
                // Grids that share their storage are equal; asking costs nothing.
                if newCells.baseAddress == oldCells.baseAddress { return }
                for row in 0..<new.size.rows {
                    Self.compare(row, columns, oldCells, newCells, &runs)
                }
            }
        }
        self.runs = runs
    }

    /// Whether the two grids look the same.
    package var isEmpty: Bool { runs.isEmpty }

    private static func compare(
        _ row: Int, _ columns: Int, _ old: UnsafeBufferPointer<Cell>, _ new: UnsafeBufferPointer<Cell>,
        _ runs: inout [Run]
    ) {
        let start = row * columns
        var column = 0
        while column < columns {
            if old[start + column] == new[start + column] {
                column += 1
                continue
            }
            var first = column
            while column < columns, old[start + column] != new[start + column] { column += 1 }
            while first > 0, new[start + first].content == .continuation { first -= 1 }
            while column < columns, new[start + column].content == .continuation { column += 1 }
            if let last = runs.last, last.row == row, last.columns.upperBound >= first {
                runs[runs.count - 1] = Run(row: row, columns: last.columns.lowerBound..<column)
            } else {
                runs.append(Run(row: row, columns: first..<column))
            }
        }
    }
}
