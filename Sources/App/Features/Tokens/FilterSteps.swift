import Toolkit

/// What a filter leaves of a list that does not change while it is typed: the next letter looks only at what the letters
/// before it have left, and one that is taken back finds its rows again.
struct FilterSteps: Hashable, Sendable {
    private struct Step: Hashable {
        let filter: Filter
        let rows: [Int]
    }

    /// Each one narrows the one before it.
    private var steps: [Step] = []
    private let limit: Int

    /// - Parameter limit: rows that are kept for all steps together, beside those of the last one; 8 bytes each.
    init(limit: Int = 400_000) { self.limit = limit }

    /// The rows of a list that match, in its order.
    ///
    /// - Parameters:
    ///   - list: the same one as for the steps before.
    ///   - texts: what the filter looks at, the same as well.
    mutating func rows(_ filter: Filter, of list: [Int], in texts: FoldedRows) -> [Int] {
        var rest: Filter?
        while let last = steps.last {
            rest = filter.rest(after: last.filter)
            if rest != nil { break }
            steps.removeLast()
        }
        let known = steps.last?.rows ?? list
        let wanted = rest ?? filter
        var rows = wanted.isEmpty ? known : wanted.indices(known, in: texts)
        // The first letters of a word often leave everything: then both have one memory.
        if rows.count == known.count { rows = known }
        if steps.last?.filter != filter { steps.append(Step(filter: filter, rows: rows)) }
        var kept = steps.dropLast().reduce(0) { $0 + $1.rows.count }
        while kept > limit {
            kept -= steps.first?.rows.count ?? 0
            steps.removeFirst()
        }
        return rows
    }
}
