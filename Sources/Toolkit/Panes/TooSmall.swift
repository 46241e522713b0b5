import DisplayText
package import Terminal

/// What stands on a screen that cannot hold the program.
package enum TooSmall {
    /// The smallest screen on which the program draws itself.
    package static let least = Size(rows: 10, columns: 40)

    /// Whether a screen is too small.
    package static func applies(to size: Size) -> Bool { size.rows < least.rows || size.columns < least.columns }

    /// Draws the message. Works down to a single cell.
    package static func draw(on grid: inout CellGrid, theme: Theme) {
        let area = grid.area
        let text: SafeText = """
            Too small: \(grid.size.columns)x\(grid.size.rows). Make it at least \(least.columns)x\(least.rows). \
            Nothing is lost.
            """
        for (row, line) in text.wrapped(to: area.columns).enumerated() {
            grid.line(line, row: row, in: area, style: theme[.warning])
        }
    }
}
