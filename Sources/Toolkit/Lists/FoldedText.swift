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
    package func contains(_ needle: FoldedText) -> Bool { bytes[...].holds(needle.bytes) }

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

    /// Whether one cell holds the text in one piece. A text holds no zero, so it is never found across two cells.
    func contains(_ needle: FoldedText) -> Bool { bytes[...].holds(needle.bytes) }

    func contains(_ needle: FoldedText, inColumn index: Int) -> Bool { cell(index).holds(needle.bytes) }

    /// Whether one cell holds the letters of the text in their order.
    func holdsInOrder(_ needle: FoldedText) -> Bool {
        let needle = needle.bytes
        guard !needle.isEmpty else { return true }
        var found = 0
        for byte in bytes {
            if byte == 0 {
                found = 0
            } else if byte == needle[found] {
                found += 1
                if found == needle.count { return true }
            }
        }
        return false
    }

    private func cell(_ index: Int) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        for _ in 0..<index { rest = rest[((rest.firstIndex(of: 0) ?? rest.endIndex - 1) + 1)...] }
        return rest[...(rest.firstIndex(of: 0) ?? rest.endIndex - 1)]
    }
}

extension ArraySlice<UInt8> {
    /// Whether `needle` stands somewhere in one piece.
    fileprivate func holds(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard count >= needle.count else { return false }
        return (startIndex...(endIndex - needle.count)).contains { start in
            self[start] == first && self[start..<start + needle.count].elementsEqual(needle)
        }
    }
}
