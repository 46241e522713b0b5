/// A colour as terminals know it: the person's own palette, never an absolute value.
package enum Color: UInt8, Hashable, Sendable, CaseIterable {
    /// The terminal's own foreground or background.
    case standard
    case black, red, green, yellow, blue, magenta, cyan, white
    case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
}

/// How a cell looks.
package struct Style: Hashable, Sendable {
    /// Renditions that combine.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Without the general one of sets, which looks for its own conformances at the start of each run.
        package init(arrayLiteral elements: Attributes...) {
            rawValue = elements.reduce(0) { $0 | $1.rawValue }
        }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own look.
    package static let plain = Style()

    /// Whether a blank in this look differs from one in the terminal's own.
    package var showsOnBlanks: Bool {
        background != .standard || !attributes.isDisjoint(with: [.underline, .reverse])
    }
}

/// One column of one row.
package struct Cell: Hashable, Sendable {
    /// What stands in a cell.
    package enum Content: Hashable, Sendable {
        /// One scalar, one column wide. Almost every cell is one of these, so this case does not allocate.
        case scalar(Unicode.Scalar)
        /// A grapheme of several scalars, or one that is two columns wide; `columns` is 1 or 2.
        case cluster(String, columns: Int)
        /// The right half of the wide grapheme to the left.
        case continuation
    }

    package var content: Content
    package var style: Style

    package init(_ content: Content, _ style: Style = .plain) {
        self.content = content
        self.style = style
    }

    /// A blank in the terminal's own look.
    package static let blank = Cell(.scalar(" "))
}
