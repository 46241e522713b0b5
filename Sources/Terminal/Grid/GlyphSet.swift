/// The signs we draw with, beside text.
package enum GlyphSet: Hashable, Sendable {
    /// Box drawing and a few symbols, each one column wide.
    case unicode
    /// Printable ASCII alone, for a locale that is not UTF-8.
    case ascii

    /// A sign of our own.
    package enum Glyph: Hashable, Sendable, CaseIterable {
        case horizontal, vertical
        case topLeft, topRight, bottomLeft, bottomRight
        case teeLeft, teeRight, teeTop, teeBottom, cross
        case ellipsis, bullet, selection, check, failure, warning
        case barFull, barEmpty, scrollThumb, scrollTrack
        case arrowUp, arrowDown, arrowLeft, arrowRight
    }

    /// The scalar of a sign; one column wide in every terminal.
    package subscript(glyph: Glyph) -> Unicode.Scalar {
        switch self {
        case .unicode: Self.unicodeScalar(glyph)
        case .ascii: Self.asciiScalar(glyph)
        }
    }

    /// The one-column ASCII sign for a scalar of our own, where there is one.
    package static func standIn(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if let glyph = Glyph.allCases.first(where: { unicodeScalar($0) == scalar }) { return asciiScalar(glyph) }
        switch scalar {
        case "–", "—": return "-"
        case "≈": return "~"
        case "‘", "’": return "'"
        case "“", "”": return "\""
        default: return nil
        }
    }

    private static func unicodeScalar(_ glyph: Glyph) -> Unicode.Scalar {
        switch glyph {
        case .horizontal: "─"
        case .vertical: "│"
        case .topLeft: "┌"
        case .topRight: "┐"
        case .bottomLeft: "└"
        case .bottomRight: "┘"
        case .teeLeft: "├"
        case .teeRight: "┤"
        case .teeTop: "┬"
        case .teeBottom: "┴"
        case .cross: "┼"
        case .ellipsis: "…"
        case .bullet: "·"
        case .selection: "▌"
        case .check: "✓"
        case .failure: "✗"
        case .warning: "▲"
        case .barFull: "█"
        case .barEmpty: "░"
        case .scrollThumb: "┃"
        case .scrollTrack: "╎"
        case .arrowUp: "↑"
        case .arrowDown: "↓"
        case .arrowLeft: "←"
        case .arrowRight: "→"
        }
    }

    private static func asciiScalar(_ glyph: Glyph) -> Unicode.Scalar {
        switch glyph {
        case .horizontal: "-"
        case .vertical, .scrollTrack: "|"
        case .topLeft, .topRight, .bottomLeft, .bottomRight: "+"
        case .teeLeft, .teeRight, .teeTop, .teeBottom, .cross: "+"
        case .ellipsis: "~"
        case .bullet: "-"
        case .selection, .arrowRight: ">"
        case .check: "+"
        case .failure: "x"
        case .warning: "!"
        case .barFull, .scrollThumb: "#"
        case .barEmpty: "."
        case .arrowUp: "^"
        case .arrowDown: "v"
        case .arrowLeft: "<"
        }
    }
}
