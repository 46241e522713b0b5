package import DisplayText

/// One column of a table.
package struct TableColumn: Hashable, Sendable {
    /// How much room a column takes.
    package enum Width: Hashable, Sendable {
        case fixed(Int)
        /// Takes a share of what is left over, never less than `minimum`.
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
package enum TableLayout {
    /// Blank columns between two columns.
    package static let gap = 2

    /// The width of each column; absent for those left out.
    ///
    /// - Parameter available: columns of the screen for all of them, gaps with them.
    package static func widths(_ columns: [TableColumn], available: Int) -> [Int?] {
        var kept = Array(columns.indices)
        func least() -> Int {
            kept.reduce(0) { $0 + columns[$1].width.least } + gap * max(0, kept.count - 1)
        }
        while least() > available,
            // The rightmost of equals goes first.
            let victim = kept.max(by: { (columns[$0].priority, $0) < (columns[$1].priority, $1) }),
            columns[victim].priority > 0
        {
            kept.removeAll { $0 == victim }
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
