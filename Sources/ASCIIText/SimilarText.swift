/// Words that are nearly the same: for people who mistyped one.
package enum SimilarText {
    /// How many bytes have to be added, dropped or replaced to make one of the other; the case of letters does not count.
    package static func edits(_ left: String, _ right: String) -> Int {
        let a = Array(left.lowercased().utf8)
        let b = Array(right.lowercased().utf8)
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let substitution = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }

    /// Whether at most two edits lie between them.
    package static func isSimilar(_ left: String, _ right: String) -> Bool {
        right.utf8.count <= 64 && left.utf8.count <= 256 && edits(left, right) <= 2
    }

    /// The word of `known` that is meant most likely: the one with the fewest edits, when those are few for its length,
    /// or the only one that begins with `word`. Nil when none is near.
    package static func nearest(to word: String, of known: [String]) -> String? {
        guard !word.isEmpty, word.utf8.count <= 64 else { return nil }
        let folded = word.lowercased()
        let beginning = known.filter { $0.lowercased().hasPrefix(folded) }
        if beginning.count == 1 { return beginning[0] }
        let measured = known.map { (word: $0, edits: edits(word, $0)) }
        guard let best = measured.min(by: { $0.edits < $1.edits }) else { return nil }
        // Two letters in each other's place are two edits.
        let length = min(word.utf8.count, best.word.utf8.count)
        return best.edits <= (length <= 3 ? 1 : length <= 8 ? 2 : 3) ? best.word : nil
    }
}
