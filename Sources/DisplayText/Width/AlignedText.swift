/// Rows of cells as lines of text, each cell below that of the row before.
package enum AlignedText {
    /// A wider cell moves those behind it in its own line only.
    private static let widest = 30

    /// - Parameters:
    ///   - rows: an empty cell is a blank place; a column that is empty in all rows is left out.
    ///   - gap: blanks between two columns.
    package static func lines(of rows: [[SafeText]], gap: Int = 3) -> [SafeText] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.count > column ? min(widest, $0[column].columns) : 0 }.max() ?? 0
        }
        let between = SafeText(alreadySafe: String(repeating: " ", count: gap))
        return rows.map { row in
            let last = row.lastIndex { !$0.isEmpty } ?? 0
            let shown = row.indices.filter { $0 <= last && widths[$0] > 0 }
            return shown.map { column in
                column == last || row[column].columns > widths[column]
                    ? row[column] : row[column].padded(to: widths[column])
            }.joined(separator: between)
        }
    }
}
