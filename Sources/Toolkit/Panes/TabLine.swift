package import DisplayText
package import Terminal

/// The panes as tabs on one line, for screens too small to show them side by side.
package struct TabLine: Hashable, Sendable {
    /// One tab with the key that opens it.
    package struct Tab: Hashable, Sendable {
        package let key: SafeText
        package let title: SafeText

        package init(key: SafeText, title: SafeText) {
            self.key = key
            self.title = title
        }
    }

    package var tabs: [Tab]
    /// Index of the open tab.
    package var selected: Int

    package init(_ tabs: [Tab], selected: Int) {
        self.tabs = tabs
        self.selected = selected
    }

    /// Draws one row. Too narrow for all titles, only the open tab keeps its own.
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard !area.isEmpty else { return }
        let full = tabs.reduce(0) { $0 + $1.key.columns + grid.shown($1.title).columns + 4 }
        let isNarrow = full > area.columns
        var column = 0
        for (index, tab) in tabs.enumerated() {
            let isOpen = index == selected
            // Brackets tell the open tab without colour and without reverse.
            let text: SafeText = isNarrow && !isOpen ? "\(tab.key)" : "\(tab.key) \(tab.title)"
            column = grid.line(
                isOpen ? "[\(text)]" : " \(text) ", row: 0, in: area, indent: column,
                style: theme[isOpen ? .accent : .dim])
            column += 1
        }
    }
}
