import DisplayText
package import Terminal

/// The line in which a list is narrowed as one types: `/ user:anna   4 of 11`.
package struct FilterLine: Hashable, Sendable {
    package private(set) var input = TextInput(limit: 256)
    /// Whether keys go into the line.
    package private(set) var isEditing = false

    package init() {}

    /// What was typed.
    package var text: String { input.text }
    /// Whether the line needs a row on the screen.
    package var isShown: Bool { isEditing || !input.isEmpty }

    /// What a key did.
    package enum Outcome: Hashable, Sendable {
        case ignored
        case handled
        /// Filter the list again.
        case changed
        /// Enter: the filter stays, keys go to the list again.
        case closed
        /// Esc: the filter is gone, keys go to the list again.
        case cleared
    }

    /// Lets keys go into the line.
    package mutating func open() { isEditing = true }

    /// Takes the filter away, as Esc on a filtered list does.
    package mutating func clear() { self = FilterLine() }

    /// Takes a key while the line is open. Up, Down and the page keys are not its own, so the list can be moved
    /// through while typing.
    package mutating func handle(_ key: Key) -> Outcome {
        guard isEditing else { return .ignored }
        switch key.code {
        case .escape:
            clear()
            return .cleared
        case .enter:
            isEditing = false
            return .closed
        default:
            switch input.handle(key) {
            case .ignored: return .ignored
            case .moved: return .handled
            case .edited: return .changed
            }
        }
    }

    /// Takes pasted text while the line is open; line breaks are left out.
    package mutating func paste(_ text: String) -> Outcome {
        guard isEditing, case .taken = input.paste(text) else { return .ignored }
        return .changed
    }

    /// Draws one row.
    ///
    /// - Parameters:
    ///   - shown: rows that match.
    ///   - total: all rows.
    package func draw(shown: Int, total: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard area.columns > 4 else { return }
        let count: SafeText = "\(shown) of \(total)"
        let room = area.columns - 3
        let countWidth = count.columns + 2 < room / 2 ? count.columns + 2 : 0
        grid.line("/", row: 0, in: area, indent: 1, style: theme[.keyHint])
        let field = Area(row: area.top, column: area.left + 3, rows: 1, columns: room - countWidth)
            .intersection(area)
        input.draw(in: field, on: &grid, isFocused: isEditing, theme: theme)
        if countWidth > 0 {
            let role: Role = shown == 0 && total > 0 ? .warning : .accent
            grid.line(count, row: 0, in: area, indent: area.columns - count.columns - 1, style: theme[role])
        }
    }
}
