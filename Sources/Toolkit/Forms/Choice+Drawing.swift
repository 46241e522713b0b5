import DisplayText
package import Terminal

extension Choice {
    /// Draws all options on one row, `(*)` the chosen one and `(-)` those that cannot be chosen; when they do not fit,
    /// the chosen one alone.
    package func draw(in area: Area, on grid: inout CellGrid, isFocused: Bool, theme: Theme) {
        let width = options.reduce(0) { $0 + 4 + grid.shown($1.label).columns + 2 } - 2
        guard width <= area.columns else {
            let label: SafeText = option?.label ?? "none possible"
            let rank = (selected.map { index in options[...index].filter { $0.reason == nil }.count }) ?? 0
            let possible = options.count - unavailable.count
            grid.line(
                "< \(label) >  \(rank) of \(possible)", row: 0, in: area, style: theme[isFocused ? .accent : .text])
            return
        }
        var column = 0
        for (index, option) in options.enumerated() {
            let mark: SafeText = option.reason != nil ? "(-)" : index == selected ? "(*)" : "( )"
            let role: Role =
                option.reason != nil ? .disabled : index == selected && isFocused ? .accent : .text
            column = grid.line("\(mark) \(option.label)", row: 0, in: area, indent: column, style: theme[role]) + 2
        }
    }
}
