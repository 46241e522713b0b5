import Operations
import Storage

/// What a person typed to narrow the token list, by the rules of the toolkit's lists: words are combined with "and"; a
/// plain word matches when its letters stand in a cell in that order; `column:value` and words after `!` want the value
/// in one piece.
package struct TokenFilter: Hashable, Sendable {
    /// The cells of one token, folded once.
    struct SearchText: Hashable, Sendable {
        /// In the order of ``TokenFilter/columns``.
        let cells: [[UInt8]]

        init(_ record: TokenRecord) {
            let facts = record.facts
            cells = [
                record.fingerprint.text, facts.kind ?? "", facts.user ?? "", facts.org?.wording ?? "",
                TokenFilter.word(for: record.state), facts.label ?? "", facts.objectID ?? "",
            ].map { Array($0.lowercased().utf8) }
        }
    }

    private struct Term: Hashable, Sendable {
        let isInverted: Bool
        let column: Int?
        let needle: [UInt8]
    }

    /// The names that may stand before a colon.
    package static let columns = ["token", "kind", "user", "org", "state", "label", "object"]

    private let terms: [Term]

    package init(_ text: String) {
        terms = text.split(separator: " ").compactMap { word in
            var rest = word
            let isInverted = rest.first == "!"
            if isInverted { rest = rest.dropFirst() }
            var column: Int?
            if let colon = rest.firstIndex(of: ":"), colon > rest.startIndex {
                let name = rest[..<colon].lowercased()
                let close = Self.columns.indices.filter { Self.columns[$0].hasPrefix(name) }
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
                    Self.contains(term.needle, in: text.cells[column])
                } else if term.isInverted {
                    text.cells.contains { Self.contains(term.needle, in: $0) }
                } else {
                    text.cells.contains { Self.standsInOrder(term.needle, in: $0) }
                }
            return found != term.isInverted
        }
    }

    private static func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        guard bytes.count >= needle.count else { return false }
        return (0...(bytes.count - needle.count)).contains { start in
            bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
        }
    }

    private static func standsInOrder(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        var found = 0
        for byte in bytes where byte == needle[found] {
            found += 1
            if found == needle.count { return true }
        }
        return false
    }

    private static func word(for state: TokenRecord.State) -> String {
        switch state {
        case .active: "active"
        case .revoked: "revoked"
        case .revokedVerified: "revoked verified"
        case .stillAlive: "still alive"
        case .dead: "dead"
        case .revocationUnknown: "unknown"
        }
    }
}
