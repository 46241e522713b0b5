/// What a person typed to narrow a list.
///
/// Words are combined with "and". A plain word matches a cell that holds its letters in that order (fuzzy);
/// `column:value` matches a cell of that column that holds the value in one piece; a leading `!` keeps the rows that do
/// not match, and wants one piece too, because a fuzzy "not" would hide far more than anyone means.
package struct Filter: Hashable, Sendable {
    struct Term: Hashable, Sendable {
        let inverted: Bool
        /// Index of the column, or absent for all.
        let column: Int?
        let needle: FoldedText
    }

    /// As typed.
    package let text: String
    let terms: [Term]

    /// - Parameter columns: the names that may stand before a colon. A word with another name before its colon is
    ///   taken as it is, so that times and addresses can be searched.
    package init(_ text: String, columns: [String] = []) {
        self.text = text
        let names = columns.map { $0.lowercased() }
        terms = text.split(separator: " ").compactMap { word in
            var rest = word
            let inverted = rest.first == "!"
            if inverted { rest = rest.dropFirst() }
            var column: Int?
            if let colon = rest.firstIndex(of: ":") {
                let name = rest[..<colon].lowercased()
                column = names.firstIndex(of: name)
                if column == nil, !name.isEmpty {
                    let close = names.indices.filter { names[$0].hasPrefix(name) }
                    if close.count == 1 { column = close[0] }
                }
                if column != nil { rest = rest[rest.index(after: colon)...] }
            }
            // "user:" while still typing narrows nothing yet.
            return rest.isEmpty ? nil : Term(inverted: inverted, column: column, needle: FoldedText(String(rest)))
        }
    }

    /// Whether every row matches.
    package var isEmpty: Bool { terms.isEmpty }

    /// How well a row matches, higher is better; absent when it does not.
    ///
    /// - Parameter cells: the row's texts, in the order of the columns.
    package func score(_ cells: [FoldedText]) -> Int? {
        var total = 0
        for term in terms {
            let best = best(of: term, in: cells)
            if term.inverted {
                if best != nil { return nil }
            } else {
                guard let best else { return nil }
                total += best
            }
        }
        return total
    }

    private func best(of term: Term, in cells: [FoldedText]) -> Int? {
        if let column = term.column {
            return cells.indices.contains(column) && cells[column].contains(term.needle) ? 0 : nil
        }
        var best: Int?
        for cell in cells {
            let score = term.inverted ? (cell.contains(term.needle) ? 0 : nil) : cell.fuzzyScore(term.needle)
            if let score, score > best ?? Int.min { best = score }
        }
        return best
    }

    /// The rows that match, in their own order.
    ///
    /// - Parameter cells: a row's texts, prepared once by the caller, since folding costs more than matching.
    package func matches(count: Int, cells: (Int) -> [FoldedText]) -> [Int] {
        isEmpty ? Array(0..<count) : (0..<count).filter { score(cells($0)) != nil }
    }

    /// Whether every row that matches this filter matches `earlier` too, so that only the rows found by `earlier` need
    /// to be looked at again. True for a letter added at the end of a word that is not inverted, and for a word added.
    package func narrows(_ earlier: Filter) -> Bool {
        guard terms.count >= earlier.terms.count else { return false }
        return zip(terms, earlier.terms).allSatisfy { new, old in
            if new == old { return true }
            return !new.inverted && !old.inverted && new.column == old.column
                && new.needle.bytes.starts(with: old.needle.bytes)
        }
    }
}
