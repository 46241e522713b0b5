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
    }

    /// The widths once columns that are wider than their cells have given to those whose cells are cut. Without such a cell
    /// every column stays where it is.
    static func balanced(_ widths: [Int?], for needs: [Need]) -> [Int?] {
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
        return widths
    }
}
