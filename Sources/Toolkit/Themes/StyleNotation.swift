package import Terminal

/// The written form of a look, as in the settings and the manual: `bright-red bold`, `black on yellow`, `dim`, `plain`.
package enum StyleNotation {
    /// The colours by their names, `default` for the terminal's own.
    private static let colors: [(name: String, color: Color)] = [
        ("default", .standard), ("black", .black), ("red", .red), ("green", .green), ("yellow", .yellow),
        ("blue", .blue), ("magenta", .magenta), ("cyan", .cyan), ("white", .white), ("bright-black", .brightBlack),
        ("bright-red", .brightRed), ("bright-green", .brightGreen), ("bright-yellow", .brightYellow),
        ("bright-blue", .brightBlue), ("bright-magenta", .brightMagenta), ("bright-cyan", .brightCyan),
        ("bright-white", .brightWhite),
    ]
    private static let attributes: [(name: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ]

    /// Every word that a look may have.
    package static let words = colors.map(\.name) + attributes.map(\.name) + ["on", "plain"]

    /// The written form of a look.
    package static func text(_ style: Style) -> String {
        var words: [String] = []
        if style.foreground != .standard { words.append(name(of: style.foreground)) }
        words += attributes.filter { style.attributes.contains($0.attribute) }.map(\.name)
        if style.background != .standard { words += ["on", name(of: style.background)] }
        return words.isEmpty ? "plain" : words.joined(separator: " ")
    }

    /// Why a text is no look.
    package enum Malformed: Error, Hashable, Sendable {
        case empty
        case unknown(word: String)
        /// `on` stands at the end, or before what is no colour.
        case noBackground
        /// A second colour of the text or of what is behind it.
        case secondColor(word: String)
    }

    /// The look of a text: a colour, attributes, and a colour behind them after `on`, in any order.
    package static func style(_ text: String) throws(Malformed) -> Style {
        let words = text.split(separator: " ").map { $0.lowercased() }
        guard !words.isEmpty else { throw .empty }
        if words == ["plain"] { return .plain }
        var style = Style.plain
        var (hasForeground, hasBackground) = (false, false)
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "on" {
                guard let next = rest.popFirst(), let color = color(next) else { throw .noBackground }
                if hasBackground { throw .secondColor(word: next) }
                style.background = color
                hasBackground = true
            } else if let color = color(word) {
                if hasForeground { throw .secondColor(word: word) }
                style.foreground = color
                hasForeground = true
            } else if let attribute = attributes.first(where: { $0.name == word })?.attribute {
                style.attributes.insert(attribute)
            } else {
                throw .unknown(word: word)
            }
        }
        return style
    }

    private static func color(_ name: String) -> Color? { colors.first { $0.name == name }?.color }

    private static func name(of color: Color) -> String { colors.first { $0.color == color }?.name ?? "default" }
}
