extension Sequence<String> {
    /// The name that was probably meant: the one with the fewest letters inserted, removed, replaced or swapped. Nil when
    /// none is close: up to 4 letters allow 1 difference, up to 8 letters 2, longer ones 3. Upper and lower case are the
    /// same; of several the first counts.
    package func nearest(to typed: String) -> String? {
        let typed = Array(typed.lowercased())
        let limit = typed.count <= 4 ? 1 : typed.count <= 8 ? 2 : 3
        var best: (name: String, distance: Int)?
        for name in self {
            let letters = Array(name.lowercased())
            guard abs(letters.count - typed.count) <= limit else { continue }
            let distance = letters.distance(from: typed)
            if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }
}

extension [Character] {
    /// How many letters differ; two neighbours in the wrong order are one difference (optimal string alignment).
    fileprivate func distance(from other: Self) -> Int {
        var before: [Int] = []
        var previous = Array<Int>(0...other.count)
        for row in indices {
            var current = [row + 1]
            for column in other.indices {
                let replaced = previous[column] + (self[row] == other[column] ? 0 : 1)
                var least = Swift.min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, self[row] == other[column - 1], self[row - 1] == other[column] {
                    least = Swift.min(least, before[column - 1] + 1)
                }
                current.append(least)
            }
            before = previous
            previous = current
        }
        return previous[other.count]
    }
}
