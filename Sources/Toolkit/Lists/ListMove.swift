package import Terminal

/// A step through a list or a long text.
package enum ListMove: Hashable, Sendable, CaseIterable {
    case up, down, pageUp, pageDown, halfPageUp, halfPageDown, first, last

    /// The step a key means, with arrows and with the keys of vi; absent when it means none.
    package init?(_ key: Key) {
        switch (key.code, key.control, key.alternate) {
        case (.up, false, false), (.character("k"), false, false): self = .up
        case (.down, false, false), (.character("j"), false, false): self = .down
        case (.pageUp, false, false): self = .pageUp
        case (.pageDown, false, false): self = .pageDown
        case (.character("u"), true, false): self = .halfPageUp
        case (.character("d"), true, false): self = .halfPageDown
        case (.home, false, false), (.character("g"), false, false): self = .first
        case (.end, false, false), (.character("G"), false, false): self = .last
        default: return nil
        }
    }

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
            }
        return min(max(0, target), max(0, count - 1))
    }
}

/// Which part of a long text is in sight.
package struct Scroll: Hashable, Sendable {
    /// The first line in sight.
    package private(set) var top: Int

    /// - Parameter top: the first line in sight, 0 or more; a number past the end shows the end.
    package init(top: Int = 0) { self.top = max(0, top) }

    /// The first line to draw when `count` lines are seen through `height` rows; never leaves blank rows below the end.
    package func first(count: Int, height: Int) -> Int { min(top, max(0, count - height)) }

    /// Moves the window; tells whether anything changed.
    @discardableResult
    package mutating func move(_ move: ListMove, count: Int, height: Int) -> Bool {
        let before = first(count: count, height: height)
        let reach = max(0, count - height)
        top = move.destination(from: before, count: reach + 1, height: height)
        return top != before
    }
}
