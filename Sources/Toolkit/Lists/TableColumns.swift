package import DisplayText

/// One column of a table.
package struct TableColumn: Hashable, Sendable {
    /// How wide a column is.
    package enum Width: Hashable, Sendable {
        case fixed(Int)
        /// Gets a share of the remaining width, never less than `minimum`.
        case flexible(minimum: Int, share: Int = 1)

        var least: Int {
            switch self {
            case .fixed(let columns): max(1, columns)
            case .flexible(let minimum, _): max(1, minimum)
            }
        }
    }

    package let title: SafeText
    package let width: Width
    package let alignment: TextAlignment
    /// On a narrow screen the column with the highest number is left out first; 0 is never left out.
    package let priority: Int

    package init(_ title: SafeText, _ width: Width, alignment: TextAlignment = .leading, priority: Int = 0) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.priority = priority
    }
}

/// Where the columns of a table stand.
enum TableLayout {
    /// Blank columns between two columns.
    static let gap = 2

    /// Returns the width of each column; nil for those left out.
    ///
    /// - Parameter available: columns of the screen for all of them, gaps with them.
    static func widths(_ columns: [TableColumn], available: Int) -> [Int?] {
        var kept = Array(columns.indices)
        func least() -> Int {
            kept.reduce(0) { $0 + columns[$1].width.least } + gap * max(0, kept.count - 1)
        }
        while least() > available,
            // The rightmost of equals goes first.
            let last = kept.max(by: { (columns[$0].priority, $0) < (columns[$1].priority, $1) }),
            columns[last].priority > 0
        {
            kept.removeAll { $0 == last }
        }
        var widths = [Int?](repeating: nil, count: columns.count)
        for index in kept { widths[index] = columns[index].width.least }
        share(max(0, available - least()), among: kept, of: columns, into: &widths)
        return widths
    }

    private static func share(_ spare: Int, among kept: [Int], of columns: [TableColumn], into widths: inout [Int?]) {
        var spare = spare
        var shares = kept.reduce(0) { $0 + share(of: columns[$1]) }
        for index in kept where share(of: columns[index]) > 0 {
            let part = spare * share(of: columns[index]) / shares
            widths[index] = (widths[index] ?? 0) + part
            spare -= part
            shares -= share(of: columns[index])
        }
    }

    private static func share(of column: TableColumn) -> Int {
        if case .flexible(_, let share) = column.width { max(0, share) } else { 0 }
    }
}

extension TextAlignment {
    /// Blank columns before a text of `columns` in a field of `width`.
    func indent(_ columns: Int, in width: Int) -> Int {
        switch self {
        case .leading: 0
        case .center: max(0, (width - columns) / 2)
        case .trailing: max(0, width - columns)
        }
    }
}

/// By which column a list is sorted, and in which direction.
package struct SortOrder: Hashable, Sendable {
    /// Index of the column.
    package var column: Int
    package var descending: Bool

    package init(column: Int, descending: Bool = false) {
        self.column = column
        self.descending = descending
    }

    /// The order by the next column, ascending; after the last comes the first.
    package func next(of columns: Int) -> SortOrder {
        SortOrder(column: columns > 0 ? (column + 1) % columns : 0)
    }

    /// The same column in reverse order.
    package var reversed: SortOrder { SortOrder(column: column, descending: !descending) }

    /// Indices of `count` rows in this order. Rows that are equal stay as they were, in either direction, so that a
    /// refresh does not shuffle them.
    ///
    /// - Parameter less: whether the first row comes before the second in ascending order of this column.
    package func indices(of count: Int, less: (Int, Int) -> Bool) -> [Int] {
        (0..<count).sorted { left, right in
            if descending ? less(right, left) : less(left, right) { return true }
            if descending ? less(left, right) : less(right, left) { return false }
            return left < right
        }
    }
}
