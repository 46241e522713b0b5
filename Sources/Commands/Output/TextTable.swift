import DisplayText
import Operations

/// A table for people, aligned by the columns that text takes on a terminal.
struct TextTable {
    struct Column {
        var title: SafeText
        var alignment: TextAlignment = .leading
    }

    let columns: [Column]
    private var rows: [[SafeText]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    init(_ titles: SafeText...) {
        self.init(titles)
    }

    init(_ titles: [SafeText]) {
        self.init(titles.map { Column(title: $0) })
    }

    /// - Parameter cells: one for each column.
    mutating func add(_ cells: SafeText...) { add(cells) }

    /// - Parameter cells: one for each column.
    mutating func add(_ cells: [SafeText]) { rows.append(cells) }

    /// The title line and the rows; nothing at all without rows.
    ///
    /// - Parameter isUTF8: decides how wide a text is in the end.
    func lines(isUTF8: Bool) -> [SafeText] {
        if rows.isEmpty { return [] }
        let table = ([columns.map(\.title)] + rows).map { row in isUTF8 ? row : row.map(\.ascii) }
        let widths = columns.indices.map { index in table.map { $0[index].columns }.max() ?? 0 }
        return table.map { row in
            // Blanks at the end of a line are noise in a pipe.
            let last = row.lastIndex { !$0.isEmpty } ?? 0
            let cells = row[...last].enumerated().map { index, cell in
                index == last && columns[index].alignment == .leading
                    ? cell : cell.padded(to: widths[index], alignment: columns[index].alignment)
            }
            return cells.joined(separator: "  ")
        }
    }
}

/// Names and values, one pair a line, the values aligned.
struct FieldList {
    private var fields: [(name: SafeText, value: SafeText)] = []

    /// A value that is not there leaves no line.
    mutating func add(_ name: SafeText, _ value: SafeText?) {
        if let value, !value.isEmpty { fields.append((name, value)) }
    }

    mutating func add(_ name: SafeText, outside value: String?) {
        add(name, value.map { SafeText(outside: $0, limit: 500) })
    }

    var lines: [SafeText] {
        let width = fields.map(\.name.columns).max() ?? 0
        return fields.map { "\($0.name.padded(to: width))  \($0.value)" }
    }
}

extension ListedToken {
    /// All about it, one field a line.
    var lines: [SafeText] {
        var fields = FieldList()
        for (name, value) in details { fields.add(name, value) }
        return fields.lines
    }
}
