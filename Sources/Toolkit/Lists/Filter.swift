import DisplayText
package import Terminal

/// What a person typed to narrow a list.
///
/// Words are combined with "and". A plain word matches a cell that holds its letters in that order (fuzzy);
/// `column:value` matches a cell of that column that holds the value in one piece; a leading `!` keeps the rows that do
/// not match, and needs one piece too, because a fuzzy "not" would hide far more than is meant.
package struct Filter: Hashable, Sendable {
    private struct Term: Hashable, Sendable {
        let inverted: Bool
        /// Index of the column; nil for all columns.
        let column: Int?
        let needle: FoldedText

        /// Calls `body` with a look into rows for this word alone.
        ///
        /// - Parameter first: from this cell on a word is found in one piece only.
        func withMatch<Result>(
            inOnePieceFrom first: Int = .max, _ body: ((FoldedCells, FoldedLetters?) -> Bool) -> Result
        ) -> Result {
            let wanted = FoldedLetters(needle.bytes)
            return needle.bytes.withUnsafeBufferPointer { needle in
                body { cells, letters in
                    if let letters, !letters.mayHold(wanted) { return inverted }
                    let found =
                        if let column {
                            cells.holds(needle, inColumn: column)
                        } else {
                            cells.holdsInOrder(needle, inOnePieceFrom: inverted ? 0 : first)
                        }
                    return found != inverted
                }
            }
        }
    }

    private let terms: [Term]

    private init(terms: [Term]) { self.terms = terms }

    /// - Parameter columns: the names that may stand before a colon. A word with another name before its colon is
    ///   searched as it is, so that times and addresses can be found.
    package init(_ text: String, columns: [String] = []) {
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

    /// Whether a word asks for a value of that column, by its index.
    package func asks(forColumn column: Int) -> Bool { terms.contains { $0.column == column } }

    /// Returns what a row that matches another filter must match besides, to match this one, too: after one more letter that
    /// is the word with the letter. Nil where a row may match this filter and not the other.
    package func rest(after other: Filter) -> Filter? {
        guard terms.count >= other.terms.count else { return nil }
        let known = zip(terms, other.terms)
        let isNarrower = known.allSatisfy { mine, theirs in
            guard mine.inverted == theirs.inverted, mine.column == theirs.column else { return false }
            return mine.inverted ? mine.needle == theirs.needle : mine.needle.bytes.starts(with: theirs.needle.bytes)
        }
        guard isNarrower else { return nil }
        return Filter(terms: known.filter { $0 != $1 }.map(\.0) + terms.dropFirst(other.terms.count))
    }

    /// Returns how well a row matches, higher is better; nil when it does not match.
    ///
    /// - Parameters:
    ///   - cells: the row's texts, in the order of the columns.
    ///   - first: from this cell on a word is found in one piece only: its letters would lie scattered over any sentence.
    package func score(_ cells: [FoldedText], inOnePieceFrom first: Int = .max) -> Int? {
        var total = 0
        for term in terms {
            let best = best(of: term, in: cells, inOnePieceFrom: first)
            if term.inverted {
                if best != nil { return nil }
            } else {
                guard let best else { return nil }
                total += best
            }
        }
        return total
    }

    private func best(of term: Term, in cells: [FoldedText], inOnePieceFrom first: Int) -> Int? {
        if let column = term.column {
            return cells.indices.contains(column) && cells[column].contains(term.needle) ? 0 : nil
        }
        var best: Int?
        for (index, cell) in cells.enumerated() {
            if term.inverted || index >= first, !cell.contains(term.needle) { continue }
            let score = term.inverted ? 0 : cell.fuzzyScore(term.needle)
            if let score, score > best ?? Int.min { best = score }
        }
        return best
    }

    /// Whether a row matches.
    ///
    /// - Parameter first: from this cell on a word is found in one piece only, as for ``score(_:inOnePieceFrom:)``.
    package func matches(_ row: FoldedRow, inOnePieceFrom first: Int = .max) -> Bool {
        terms.allSatisfy { term in
            term.withMatch(inOnePieceFrom: first) { isMatch in row.withCells { isMatch($0, nil) } }
        }
    }

    /// The rows that match, of those at `indices` and in their order.
    package func indices(_ indices: [Int], in rows: FoldedRows) -> [Int] {
        // One word after the other: each has few rows left to look at, and its loop has one needle.
        terms.reduce(indices) { left, term in term.withMatch { isMatch in rows.indices(left) { isMatch($0, $1) } } }
    }
}

/// The line in which a list is narrowed as one types: `/ user:anna   4 of 11`.
package struct FilterLine: Hashable, Sendable {
    package private(set) var input = TextInput(limit: 256)
    /// Whether keys go into the line.
    package private(set) var isEditing = false

    /// - Parameter text: what was typed before.
    package init(_ text: String = "") { input.replace(with: text) }

    /// What was typed.
    package var text: String { input.text }
    /// Whether the line needs a row on the screen.
    package var isShown: Bool { isEditing || !input.isEmpty }

    /// What a key did.
    package enum Outcome: Hashable, Sendable {
        case ignored
        case handled
        /// Filter the list again.
        case changed
        /// Enter: the filter remains, keys go to the list again.
        case closed
        /// Esc: the filter is cleared, keys go to the list again.
        case cleared
    }

    /// Lets keys go into the line.
    package mutating func open() { isEditing = true }

    /// Lets keys go to the list again; the filter remains.
    package mutating func close() { isEditing = false }

    /// Clears the filter, as Esc on a filtered list does.
    package mutating func clear() { self = FilterLine() }

    /// Filters by a text that was not typed here.
    package mutating func set(_ text: String) {
        self = FilterLine()
        input.replace(with: text)
    }

    /// Handles a key while the line is open. Up, Down and the page keys are not its own, so the list can be moved
    /// through while typing.
    package mutating func handle(_ key: Key) -> Outcome {
        guard isEditing else { return .ignored }
        switch key.code {
        case .escape:
            clear()
            return .cleared
        case .enter:
            close()
            return .closed
        default:
            switch input.handle(key) {
            case .ignored: return .ignored
            case .moved: return .handled
            case .edited: return .changed
            }
        }
    }

    /// Inserts pasted text while the line is open; line breaks are left out.
    package mutating func paste(_ text: String) -> Outcome {
        guard isEditing, case .taken = input.paste(text) else { return .ignored }
        return .changed
    }

    /// Draws one row.
    ///
    /// - Parameters:
    ///   - shown: rows that match.
    ///   - total: all rows.
    package func draw(shown: Int, total: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard area.columns > 4 else { return }
        let count: SafeText = "\(shown) of \(total)"
        let room = area.columns - 3
        let countWidth = count.columns + 2 < room / 2 ? count.columns + 2 : 0
        grid.line("/", row: 0, in: area, indent: 1, style: theme[.keyHint])
        let field = Area(row: area.top, column: area.left + 3, rows: 1, columns: room - countWidth)
            .intersection(area)
        input.draw(in: field, on: &grid, isFocused: isEditing, theme: theme)
        if countWidth > 0 {
            let role: Role = shown == 0 && total > 0 ? .warning : .accent
            grid.line(count, row: 0, in: area, indent: area.columns - count.columns - 1, style: theme[role])
        }
    }
}

extension FilterLine {
    /// Draws the line where it is shown.
    ///
    /// - Parameter total: how much there is without the filter; asked for only where the line is shown.
    /// - Returns: what is left below it.
    package func draw(
        above area: Area, shown: Int, total: @autoclosure () -> Int, on grid: inout CellGrid, theme: Theme
    ) -> Area {
        let (line, rest) = area.splitting(topRows: isShown ? 1 : 0)
        if isShown { draw(shown: shown, total: total(), in: line, on: &grid, theme: theme) }
        return rest
    }
}
