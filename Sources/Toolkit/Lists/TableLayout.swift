/// Where the columns of a table stand.
enum TableLayout {
    /// Blank columns between two columns.
    static let gap = 2

    /// Over so many columns of the screen a table spreads what no column needs: cells that stand further apart are hard to
    /// follow as one row.
    static let widestSpread = 108

    /// Returns the width of each column; nil for those left out.
    ///
    /// - Parameters:
    ///   - available: columns of the screen for all of them, gaps with them.
    ///   - spread: how many of these they take together, where they need no more.
    static func widths(_ columns: [TableColumn], available: Int, spread: Int = .max) -> [Int?] {
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
        share(max(0, min(available, spread) - least()), among: kept, of: columns, into: &widths)
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

extension TableLayout {
    /// What one column needs for the rows in sight.
    struct Need: Hashable {
        /// Columns of its widest cell.
        var cell: Int
        /// Columns that its title keeps.
        var title: Int
        /// Whether it takes what others leave: a column of a fixed width does not, and a cell that must be whole takes it in
        /// its own row.
        var grows: Bool
        /// Whether it takes what is blank behind the last column.
        var widens = false
    }

    /// The widths once columns that are wider than their cells have given to those whose cells are cut, and what is blank
    /// behind the last one has been given to those that need still more. Without such a cell every column stays where it
    /// is.
    ///
    /// - Parameter available: columns of the screen for all of them, gaps with them.
    static func balanced(_ widths: [Int?], for needs: [Need], available: Int = 0) -> [Int?] {
        var widths = widths
        for taker in widths.indices where needs[taker].grows {
            guard let width = widths[taker] else { continue }
            var lack = needs[taker].cell - width
            // Those behind it first: what stands before it stays in its place.
            for giver in Array(widths.indices[(taker + 1)...]) + widths.indices[..<taker].reversed() where lack > 0 {
                guard let other = widths[giver] else { continue }
                let part = min(lack, max(0, other - max(needs[giver].cell, needs[giver].title)))
                widths[giver] = other - part
                widths[taker] = (widths[taker] ?? 0) + part
                lack -= part
            }
        }
        let kept = widths.compactMap(\.self)
        var blank = available - kept.reduce(0, +) - gap * max(0, kept.count - 1)
        for taker in widths.indices where needs[taker].widens {
            guard blank > 0, let width = widths[taker] else { continue }
            let part = min(blank, max(0, needs[taker].cell - width))
            widths[taker] = width + part
            blank -= part
        }
        return widths
    }
}
