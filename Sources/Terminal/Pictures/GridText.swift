/// A grid as plain text, for tests and for reading.
package struct GridText: Equatable, Sendable {
    /// One line a row, blanks at the ends of lines cut off, every line ended by a newline.
    package let text: String
    /// The same rows with a letter for the look of every column, and a line for each letter used. Empty when all of the
    /// grid is plain.
    ///
    /// `.` is plain; other looks get letters in the order of their first use, so an unchanged screen gives the same map.
    package let styles: String

    package init(_ grid: CellGrid) {
        var letters: [Style: Character] = [.plain: "."]
        var legend: [String] = []
        var text = ""
        var map = ""
        for row in 0..<grid.size.rows {
            var line = ""
            var styleLine = ""
            for column in 0..<grid.size.columns {
                let cell = grid[row, column]
                switch cell.content {
                case .scalar(let scalar): line.unicodeScalars.append(scalar)
                case .cluster(let cluster, _): line += cluster
                case .continuation: break
                }
                styleLine.append(Self.letter(for: cell.style, &letters, &legend))
            }
            text += Self.withoutTrailing(" ", line) + "\n"
            map += Self.withoutTrailing(".", styleLine) + "\n"
        }
        self.text = text
        styles = legend.isEmpty ? "" : map + legend.joined(separator: "\n") + "\n"
    }

    /// Text, then the map of styles when there is one: what a snapshot compares.
    package var snapshot: String { styles.isEmpty ? text : text + "--\n" + styles }

    private static func letter(
        for style: Style, _ letters: inout [Style: Character], _ legend: inout [String]
    ) -> Character {
        if let letter = letters[style] { return letter }
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        // More looks than letters share the last sign; no theme comes near.
        let letter = legend.count < alphabet.count ? alphabet[legend.count] : "?"
        letters[style] = letter
        legend.append("\(letter) = \(style.words)")
        return letter
    }

    private static func withoutTrailing(_ blank: Character, _ line: String) -> String {
        var line = Substring(line)
        while line.last == blank { line = line.dropLast() }
        return String(line)
    }
}

extension Style {
    /// The look in words: `bold reverse red on blue`, `plain`.
    package var words: String {
        var words: [String] = []
        if attributes.contains(.bold) { words.append("bold") }
        if attributes.contains(.dim) { words.append("dim") }
        if attributes.contains(.underline) { words.append("underline") }
        if attributes.contains(.reverse) { words.append("reverse") }
        if foreground != .standard { words.append("\(foreground)") }
        if background != .standard { words.append("on \(background)") }
        return words.isEmpty ? "plain" : words.joined(separator: " ")
    }
}
