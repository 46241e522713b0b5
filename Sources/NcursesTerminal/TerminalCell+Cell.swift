import CTerminal
import Terminal

extension TerminalCell {
    /// What curses is to put for a cell.
    /// - Parameter glyphs: `.ascii` replaces what the locale cannot encode by one-column signs.
    init(_ cell: Cell, _ glyphs: GlyphSet) {
        self.init()
        foreground = cell.style.foreground.rawValue
        background = cell.style.background.rawValue
        attributes = cell.style.attributes.rawValue
        switch cell.content {
        case .scalar(let scalar):
            columns = 1
            scalars.0 = Self.value(scalar, glyphs)
        case .cluster(let text, let width):
            columns = UInt8(clamping: width)
            if glyphs == .ascii {
                // One sign alone; curses fills a wide cell with two.
                scalars.0 = 0xFFFD
                return
            }
            var rest = text.unicodeScalars.makeIterator()
            scalars.0 = rest.next()?.value ?? 0x20
            scalars.1 = rest.next()?.value ?? 0
            scalars.2 = rest.next()?.value ?? 0
            scalars.3 = rest.next()?.value ?? 0
            scalars.4 = rest.next()?.value ?? 0
        case .continuation:
            columns = 0
        }
    }

    private static func value(_ scalar: Unicode.Scalar, _ glyphs: GlyphSet) -> UInt32 {
        if glyphs == .unicode || scalar.isASCII { return scalar.value }
        return (GlyphSet.standIn(for: scalar) ?? "?").value
    }
}
