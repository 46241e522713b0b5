package import Terminal

extension Area {
    /// An area of at most `size` in the middle of this one; never larger than this one.
    package func centred(_ size: Size) -> Area {
        let rows = min(size.rows, self.rows)
        let columns = min(size.columns, self.columns)
        return Area(
            row: top + (self.rows - rows) / 2, column: left + (self.columns - columns) / 2, rows: rows,
            columns: columns)
    }
}
