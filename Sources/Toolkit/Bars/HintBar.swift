package import DisplayText
package import Terminal

/// One key and what it does now.
package struct Hint: Hashable, Sendable {
    package let keys: SafeText
    package let label: SafeText
    /// Why it does nothing now; shown beside it.
    package let disabled: SafeText?
    /// 0 is dropped last when the bar gets narrow.
    package let priority: Int

    package init(keys: SafeText, label: SafeText, disabled: SafeText? = nil, priority: Int = 0) {
        self.keys = keys
        self.label = label
        self.disabled = disabled
        self.priority = priority
    }
}

/// The line that says what the keys do.
package enum HintBar {
    /// The hints of the bindings that have a place in the bar and a key to press.
    ///
    /// - Parameter disabled: why an action cannot be done now; nil when it can.
    package static func hints<Action>(
        of bindings: [Binding<Action>], disabled: (Action) -> SafeText? = { _ in nil }
    ) -> [Hint] {
        bindings.compactMap { binding in
            guard let priority = binding.hint, let key = binding.keys.first else { return nil }
            return Hint(
                keys: "\(KeyNotation.text(key))", label: binding.label, disabled: disabled(binding.action),
                priority: priority)
        }
    }

    /// Draws one row. Too narrow for all, first the reasons go, then the hints of least weight, the rightmost first.
    package static func draw(_ hints: [Hint], in area: Area, on grid: inout CellGrid, theme: Theme) {
        var hints = hints
        var showsReasons = true
        func width() -> Int {
            hints.reduce(0) { $0 + columns($1, showsReasons, on: grid) + 2 } - 2
        }
        if width() > area.columns { showsReasons = false }
        while width() > area.columns, hints.count > 1,
            let victim = hints.indices.max(by: { (hints[$0].priority, $0) < (hints[$1].priority, $1) })
        {
            hints.remove(at: victim)
        }
        var column = 0
        for hint in hints {
            let isOff = hint.disabled != nil
            column = grid.line(
                hint.keys, row: 0, in: area, indent: column, style: theme[isOff ? .disabled : .keyHint])
            column = grid.line(
                " \(label(hint, showsReasons))", row: 0, in: area, indent: column,
                style: theme[isOff ? .disabled : .hintLabel])
            column += 2
        }
    }

    private static func label(_ hint: Hint, _ showsReason: Bool) -> SafeText {
        guard let reason = hint.disabled else { return hint.label }
        // Without room for the reason, the sign still says that the key does nothing.
        return showsReason ? "\(hint.label) (\(reason))" : "(\(hint.label))"
    }

    private static func columns(_ hint: Hint, _ showsReason: Bool, on grid: CellGrid) -> Int {
        grid.shown(hint.keys).columns + 1 + grid.shown(label(hint, showsReason)).columns
    }
}
