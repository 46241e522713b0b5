package import DisplayText

/// Text prepared for a search that ignores case.
package struct FoldedText: Hashable, Sendable {
    /// Lower case, as UTF-8.
    let bytes: [UInt8]

    package init(_ text: String) {
        bytes = Array(text.lowercased().utf8)
    }

    package init(_ text: SafeText) { self.init(text.string) }

    /// Whether `needle` stands somewhere in one piece.
    package func contains(_ needle: FoldedText) -> Bool {
        bytes.withUnsafeBufferPointer { $0.holds(needle.bytes, in: 0..<$0.count) }
    }

    /// Returns how well the letters of `needle` stand here in order; nil when they do not.
    ///
    /// Letters in one piece, at the start of the text and at the start of words count more; gaps count less.
    package func fuzzyScore(_ needle: FoldedText) -> Int? {
        guard !needle.bytes.isEmpty else { return 0 }
        var end = 0
        var found = 0
        while end < bytes.count, found < needle.bytes.count {
            if bytes[end] == needle.bytes[found] { found += 1 }
            end += 1
        }
        guard found == needle.bytes.count else { return nil }
        // Back from the end of the first match, which gives the shortest piece that ends there.
        var place = end - 1
        var score = 0
        var following: Int?
        while found > 0 {
            if bytes[place] == needle.bytes[found - 1] {
                found -= 1
                score += 1
                if following == place + 1 { score += 4 }
                if startsWord(place) { score += 3 }
                if place == 0 { score += 2 }
                following = place
            } else {
                score -= 1
            }
            place -= 1
        }
        return score
    }

    private func startsWord(_ place: Int) -> Bool {
        guard place > 0 else { return true }
        switch bytes[place - 1] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: return false
        default: return true
        }
    }
}

/// The cells of one row prepared for searching, in one piece of memory: lists of a hundred thousand rows are filtered
/// while one types.
package struct FoldedRow: Hashable, Sendable {
    /// Lower case, each cell with a zero behind it.
    private let bytes: [UInt8]

    /// - Parameter cells: in the order of the filter's columns.
    package init(_ cells: [String]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cells.reduce(cells.count) { $0 + $1.utf8.count })
        for cell in cells {
            bytes += cell.lowercased().utf8.lazy.filter { $0 != 0 }
            bytes.append(0)
        }
        self.bytes = bytes
    }

    func contains(_ needle: FoldedText, inColumn index: Int) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for _ in 0..<index { start = bytes.cellEnd(from: start) + 1 }
            return start < bytes.count && bytes.holds(needle.bytes, in: start..<bytes.cellEnd(from: start))
        }
    }

    /// Whether one cell holds the letters of the text in their order; from a cell on, in one piece. A text holds no zero,
    /// so it is never found across two cells.
    func holdsInOrder(_ needle: FoldedText, inOnePieceFrom first: Int) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            needle.bytes.withUnsafeBufferPointer { needle in
                guard let initial = needle.first else { return true }
                var (start, cell) = (0, 0)
                while cell < first, start < bytes.count {
                    // The rest of a needle is looked for only where its first letter is: most cells have none.
                    var place = start
                    while bytes[place] != 0, bytes[place] != initial { place += 1 }
                    var found = 0
                    while bytes[place] != 0 {
                        if bytes[place] == needle[found] {
                            found += 1
                            if found == needle.count { return true }
                        }
                        place += 1
                    }
                    (start, cell) = (place + 1, cell + 1)
                }
                return start < bytes.count && bytes.holds(needle, in: start..<bytes.count)
            }
        }
    }
}

/// A list of a hundred thousand rows goes through these loops with each letter: without the checks of a slice for each byte
/// a word in one column takes a quarter less (`tessera-benchmarks filter`).
extension UnsafeBufferPointer<UInt8> {
    /// Where the cell ends that begins at `start`: at its zero.
    fileprivate func cellEnd(from start: Int) -> Int {
        var place = start
        while place < count, self[place] != 0 { place += 1 }
        return place
    }

    /// Whether `needle` stands somewhere in a part in one piece.
    fileprivate func holds(_ needle: some RandomAccessCollection<UInt8>, in part: Range<Int>) -> Bool {
        guard let first = needle.first else { return true }
        let last = part.upperBound - needle.count
        var place = part.lowerBound
        while place <= last {
            if self[place] == first, zip(self[place...], needle).allSatisfy({ $0 == $1 }) { return true }
            place += 1
        }
        return false
    }
}
