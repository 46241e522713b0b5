import DisplayText
import Terminal

extension CellGrid {
    /// What a terminal shows of lines that were printed one below the other: it wraps the long ones wherever they reach its
    /// edge, the last rows are in sight, and the cursor stands behind the prompt.
    init(transcript: String, size: Size) {
        let rows = transcript.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var (rows, rest) = ([String](), Substring(line))
            repeat {
                rows.append(String(rest.prefix(size.columns)))
                rest = rest.dropFirst(size.columns)
            } while !rest.isEmpty
            return rows
        }.suffix(size.rows)
        self.init(size)
        for (row, text) in rows.enumerated() {
            write(SafeText(outside: text, limit: .max), at: Position(row: row, column: 0))
        }
        cursor = Position(row: rows.count - 1, column: rows.last?.count ?? 0)
    }
}
