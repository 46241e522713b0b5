/// What a person typed to narrow a long list, by the rules of the toolkit's lists: words are combined with "and"; a
/// plain word matches when its letters stand in a cell in that order; `column:value` and words after `!` want the value
/// in one piece.
package struct ListFilter: Hashable, Sendable {
    /// The cells of one row, folded once, in the order of the filter's columns, each with a zero behind it.
    struct SearchText: Hashable, Sendable {
        let bytes: [UInt8]

        init(cells: [String]) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(cells.reduce(cells.count) { $0 + $1.utf8.count })
            for cell in cells {
                bytes += cell.lowercased().utf8.lazy.filter { $0 != 0 }
                bytes.append(0)
            }
            self.bytes = bytes
        }

        /// One cell, with its zero.
        func cell(_ index: Int) -> ArraySlice<UInt8> {
            var rest = bytes[...]
            for _ in 0..<index { rest = rest[((rest.firstIndex(of: 0) ?? rest.endIndex - 1) + 1)...] }
            return rest[...(rest.firstIndex(of: 0) ?? rest.endIndex - 1)]
        }
    }

    private struct Term: Hashable, Sendable {
        let isInverted: Bool
        let column: Int?
        let needle: [UInt8]
    }

    private let terms: [Term]

    /// - Parameter columns: the names that may stand before a colon.
    package init(_ text: String, columns: [String]) {
        terms = text.split(separator: " ").compactMap { word in
            var rest = word
            let isInverted = rest.first == "!"
            if isInverted { rest = rest.dropFirst() }
            var column: Int?
            if let colon = rest.firstIndex(of: ":"), colon > rest.startIndex {
                let name = rest[..<colon].lowercased()
                let close = columns.indices.filter { columns[$0].hasPrefix(name) }
                if close.count == 1 { column = close[0] }
                if column != nil { rest = rest[rest.index(after: colon)...] }
            }
            // "user:" while still typing narrows nothing yet.
            guard !rest.isEmpty else { return nil }
            return Term(isInverted: isInverted, column: column, needle: Array(rest.lowercased().utf8))
        }
    }

    package var isEmpty: Bool { terms.isEmpty }

    func matches(_ text: SearchText) -> Bool {
        terms.allSatisfy { term in
            let found =
                if let column = term.column {
                    Self.contains(term.needle, in: text.cell(column))
                } else if term.isInverted {
                    Self.contains(term.needle, in: text.bytes[...])
                } else {
                    Self.standsInOrder(term.needle, in: text.bytes)
                }
            return found != term.isInverted
        }
    }

    /// A needle holds no zero, so it is never found across two cells.
    private static func contains(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= needle.count else { return false }
        return (bytes.startIndex...(bytes.endIndex - needle.count)).contains { start in
            bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
        }
    }

    private static func standsInOrder(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
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
}
