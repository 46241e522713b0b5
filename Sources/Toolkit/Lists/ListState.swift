/// What a list keeps between two frames: the selected row by its identity, the part in sight, the marks.
///
/// The selection stays on its row over refresh, sorting and filtering. Moving costs the same with ten rows and with a
/// hundred thousand.
package struct ListState<RowID: Hashable & Sendable>: Hashable, Sendable {
    /// The selected row; nil in an empty list.
    package private(set) var selected: RowID?
    /// Where the selected row was last seen.
    package private(set) var position = 0
    /// The first row in sight.
    package private(set) var top = 0
    /// The rows marked for a bulk action.
    package private(set) var marks: Set<RowID> = []

    package init() {}

    /// Moves the selection.
    ///
    /// - Parameters:
    ///   - count: how many rows there are now.
    ///   - height: how many of them fit on the screen.
    ///   - id: the identity of the row at an index; asked for the reached row only.
    /// - Returns: whether anything changed.
    @discardableResult
    package mutating func move(_ move: ListMove, count: Int, height: Int, id: (Int) -> RowID) -> Bool {
        let before = self
        guard count > 0 else {
            (selected, position, top) = (nil, 0, 0)
            return self != before
        }
        position = move.destination(from: min(position, count - 1), count: count, height: height)
        selected = id(position)
        top = firstVisible(count: count, height: height)
        return selected != before.selected || top != before.top
    }

    /// Puts the selection on a row known by its index.
    package mutating func select(_ index: Int, count: Int, height: Int, id: (Int) -> RowID) {
        guard count > 0 else { return }
        position = min(max(0, index), count - 1)
        selected = id(position)
        top = firstVisible(count: count, height: height)
    }

    /// Call after the rows changed: finds the selected row again, near its old place first. When it no longer
    /// exists, its neighbour is selected. The selected row keeps its distance from the top of the window where that can be.
    package mutating func refresh(count: Int, height: Int, id: (Int) -> RowID) {
        guard count > 0 else {
            (selected, position, top) = (nil, 0, 0)
            return
        }
        let offset = position - top
        if let selected, let found = find(selected, count: count, id: id) {
            position = found
        } else {
            position = min(position, count - 1)
            selected = id(position)
        }
        top = max(0, position - offset)
        top = firstVisible(count: count, height: height)
    }

    private func find(_ row: RowID, count: Int, id: (Int) -> RowID) -> Int? {
        let start = min(position, count - 1)
        for distance in 0..<count {
            let below = start + distance
            let above = start - distance
            if below < count, id(below) == row { return below }
            if above >= 0, id(above) == row { return above }
            if below >= count, above < 0 { break }
        }
        return nil
    }

    /// The first row to draw in a window of `height` rows: the same as before, but always with the selected row in it.
    package func firstVisible(count: Int, height: Int) -> Int {
        guard height > 0 else { return min(position, max(0, count - 1)) }
        let reach = max(0, count - height)
        let kept = min(max(top, position - height + 1), position)
        return min(max(0, kept), reach)
    }
}

extension ListState {
    /// Marks the selected row, or removes its mark.
    package mutating func toggleMark() {
        guard let selected else { return }
        if marks.remove(selected) == nil { marks.insert(selected) }
    }

    /// Marks all of the rows shown, or, when all of them are marked, removes these marks.
    package mutating func toggleMarks(shown: some Sequence<RowID>) {
        let rows = Set(shown)
        if rows.isSubset(of: marks) { marks.subtract(rows) } else { marks.formUnion(rows) }
    }

    /// Removes all marks.
    package mutating func clearMarks() { marks = [] }

    /// Removes the marks of rows that no longer exist.
    package mutating func keepMarks(where exists: (RowID) -> Bool) { marks = marks.filter(exists) }
}

/// A step through a list or a long text.
package enum ListMove: Hashable, Sendable, CaseIterable {
    case up, down, pageUp, pageDown, halfPageUp, halfPageDown, first, last
    /// To a row by its place.
    case row(Int)

    /// Those that begin where the selection is.
    package static let allCases: [ListMove] = [
        .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .first, .last,
    ]

    /// The index reached from `index` in a list of `count` seen through a window of `height` rows.
    package func destination(from index: Int, count: Int, height: Int) -> Int {
        let page = max(1, height)
        let target =
            switch self {
            case .up: index - 1
            case .down: index + 1
            // One row of the old page stays in sight.
            case .pageUp: index - max(1, page - 1)
            case .pageDown: index + max(1, page - 1)
            case .halfPageUp: index - max(1, page / 2)
            case .halfPageDown: index + max(1, page / 2)
            case .first: 0
            case .last: count - 1
            case .row(let row): row
            }
        return min(max(0, target), max(0, count - 1))
    }
}

/// Which part of a long text is in sight.
package struct Scroll: Hashable, Sendable {
    /// The first line in sight.
    package private(set) var top = 0

    package init() {}

    /// The first line to draw when `count` lines are seen through `height` rows; never leaves blank rows below the end.
    package func first(count: Int, height: Int) -> Int { min(top, max(0, count - height)) }

    /// Moves the window; returns whether anything changed.
    @discardableResult
    package mutating func move(_ move: ListMove, count: Int, height: Int) -> Bool {
        let before = first(count: count, height: height)
        let reach = max(0, count - height)
        top = move.destination(from: before, count: reach + 1, height: height)
        return top != before
    }
}
