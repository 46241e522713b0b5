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
