/// Finds the name that a mistyped one was meant to be.
package enum NearestName {
    /// The name that takes the fewest changes of a letter, case aside; the first one of equals. `nil` when none is near: at
    /// most one change in three letters, and two in a short word.
    package static func of(_ text: String, among names: some Sequence<String>) -> String? {
        let typed = Array(text.lowercased())
        var best: (name: String, distance: Int)?
        for name in names {
            let letters = Array(name.lowercased())
            let bound = min(best.map { $0.distance - 1 } ?? .max, max(2, min(typed.count, letters.count) / 3))
            // A word of two letters is near to everything.
            guard abs(typed.count - letters.count) <= bound, min(typed.count, letters.count) > 2 else { continue }
            let distance = distance(typed, letters)
            if distance <= bound { best = (name, distance) }
        }
        return best?.name
    }

    /// Letters to insert, to leave out, to replace or to swap with their neighbour.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var twoAbove: [Int] = []
        var above = Array(0...right.count)
        for row in left.indices {
            var line = [row + 1]
            for column in right.indices {
                let isEqual = left[row] == right[column]
                var cost = min(above[column + 1] + 1, line[column] + 1, above[column] + (isEqual ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, twoAbove[column - 1] + 1)
                }
                line.append(cost)
            }
            twoAbove = above
            above = line
        }
        return above[right.count]
    }
}
