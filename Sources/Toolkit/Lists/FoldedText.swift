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
        bytes.withUnsafeBufferPointer { text in
            needle.bytes.withUnsafeBufferPointer { text.holds($0, in: 0..<text.count) }
        }
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
