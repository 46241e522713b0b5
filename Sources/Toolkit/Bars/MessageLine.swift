package import DisplayText
package import Terminal

/// A message that stays on the screen until another takes its place or the application clears it.
package struct MessageLine: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case information, success, warning, failure
    }

    package let kind: Kind
    package let text: SafeText

    package init(_ kind: Kind, _ text: SafeText) {
        self.kind = kind
        self.text = text
    }

    /// Draws one row. The kind is a word or a sign too, never a colour alone.
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let (sign, role): (SafeText, Role) =
            switch kind {
            case .information: ("", .text)
            case .success: ("ok: ", .success)
            case .warning: ("warning: ", .warning)
            case .failure: ("error: ", .danger)
            }
        grid.line(
            [TextRun(sign, role), TextRun(text, kind == .failure ? .danger : .text)], row: 0, in: area, theme: theme)
    }
}
