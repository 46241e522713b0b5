package import DisplayText
package import Terminal

/// One key and what it does now.
package struct Hint: Hashable, Sendable {
    package let keys: SafeText
    package let label: SafeText
    /// Why it is unavailable now; shown beside it.
    package let disabled: SafeText?
    /// 0 is dropped last when the bar gets narrow, ``kept`` never.
    package let priority: Int

    /// For the key that leads to all the others.
    package static let kept = -1

    package init(keys: SafeText, label: SafeText, disabled: SafeText? = nil, priority: Int = 0) {
        self.keys = keys
        self.label = label
        self.disabled = disabled
        self.priority = priority
    }
}

/// The line of keys and what they do.
package enum HintBar {
    /// The hints of the bindings that have a place in the bar and a key to press.
    ///
    /// - Parameter disabled: returns why an action is unavailable now; nil when it is available.
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

    /// Draws one row. When it is too narrow for all, the reasons are left out first, one after the other, then what cannot
    /// be used now, then the hints of lowest priority, from the right. Those that are ``Hint/kept`` stay.
    package static func draw(_ hints: [Hint], in area: Area, on grid: inout CellGrid, theme: Theme) {
        var shown = hints.map { (hint: $0, hasReason: $0.disabled != nil) }
        func width() -> Int {
            shown.reduce(0) { $0 + columns($1.hint, $1.hasReason, on: grid) + 2 } - 2
        }
        func last(where fits: (Int) -> Bool = { _ in true }) -> Int? {
            shown.indices.filter(fits).max { rank(shown[$0].hint, at: $0) < rank(shown[$1].hint, at: $1) }
        }
        while width() > area.columns, let place = last(where: { shown[$0].hasReason }) {
            shown[place].hasReason = false
        }
        while width() > area.columns, shown.count > 1, let place = last(), shown[place].hint.priority > Hint.kept {
            shown.remove(at: place)
        }
        var column = 0
        for (hint, hasReason) in shown {
            let isOff = hint.disabled != nil
            let start = column
            column = grid.line(
                hint.keys, row: 0, in: area, indent: column, style: theme[isOff ? .disabled : .keyHint])
            column = grid.line(
                " \(label(hint, hasReason))", row: 0, in: area, indent: column,
                style: theme[isOff ? .disabled : .hintLabel])
            grid.offer(
                .key(hint.keys.string),
                in: Area(row: area.top, column: area.left + start, rows: 1, columns: column - start))
            column += 2
        }
    }

    /// The greatest goes first.
    private static func rank(_ hint: Hint, at place: Int) -> (off: Int, priority: Int, place: Int) {
        let isOff = hint.disabled != nil && hint.priority > Hint.kept
        return (isOff ? 1 : 0, hint.priority, place)
    }

    private static func label(_ hint: Hint, _ showsReason: Bool) -> SafeText {
        guard let reason = hint.disabled else { return hint.label }
        // Without room for the reason, the brackets still show that the key is unavailable.
        return showsReason ? "\(hint.label) (\(reason))" : "(\(hint.label))"
    }

    private static func columns(_ hint: Hint, _ showsReason: Bool, on grid: CellGrid) -> Int {
        grid.shown(hint.keys).columns + 1 + grid.shown(label(hint, showsReason)).columns
    }
}

/// A message that stays on the screen until another replaces it or the application clears it.
package struct MessageLine: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case information, success, note, warning, failure
    }

    package let kind: Kind
    package let text: SafeText
    /// When it was said; empty says nothing of it.
    private let time: SafeText
    /// Read by now: it no longer calls for the eye.
    private let isOld: Bool

    package init(_ kind: Kind, _ text: SafeText, time: SafeText = "", isOld: Bool = false) {
        self.kind = kind
        self.text = text
        self.time = time
        self.isOld = isOld
    }

    /// Rows that the message needs at a width, ``mostRows`` at most.
    package func height(width: Int, glyphs: GlyphSet) -> Int {
        // Not wrapped for it: this is asked several times for each key.
        whole(glyphs).columns <= Self.least(width) ? 1 : Self.mostRows
    }

    /// The end of a long message is often its verdict.
    package static let mostRows = 2

    /// Draws the message, over several rows where there are some. The kind is a word or a sign too, never a colour alone.
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let rows = rows(width: area.columns, glyphs: grid.glyphs)
        let style = theme[isOld ? .dim : kind == .failure ? .danger : .text]
        for (row, text) in rows.fitting(rows: area.rows).enumerated() {
            grid.line(text, row: row, in: area, style: style)
        }
        grid.line(head, row: 0, in: area, style: theme[.dim])
        grid.line(
            sign.text, row: 0, in: area, indent: grid.shown(head).columns, style: theme[isOld ? .dim : sign.role])
    }

    private var head: SafeText { time.isEmpty ? "" : "\(time) " }

    private var sign: TextRun {
        switch kind {
        case .information: TextRun("")
        case .success: TextRun("ok: ", .success)
        case .note: TextRun("note: ", .accent)
        case .warning: TextRun("warning: ", .warning)
        case .failure: TextRun("error: ", .danger)
        }
    }

    private func rows(width: Int, glyphs: GlyphSet) -> [SafeText] { whole(glyphs).wrapped(to: Self.least(width)) }

    private func whole(_ glyphs: GlyphSet) -> SafeText { glyphs.shown("\(head)\(sign.text)\(text)") }

    private static func least(_ width: Int) -> Int { max(8, width) }
}

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

    private let tabs: [Tab]
    /// Index of the open tab.
    private let selected: Int

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
            let start = column
            let text: SafeText = isNarrow && !isOpen ? "\(tab.key)" : "\(tab.key) \(tab.title)"
            column = grid.line(
                isOpen ? "[\(text)]" : " \(text) ", row: 0, in: area, indent: column,
                style: theme[isOpen ? .accent : .dim])
            grid.offer(
                .tab(index), in: Area(row: area.top, column: area.left + start, rows: 1, columns: column - start))
            column += 1
        }
    }
}

/// A share of a whole as a bar of text: `[█████░░░]`, `[#####...]` where there are no block characters.
package enum ProgressBar {
    /// - Parameters:
    ///   - done: the part that is there; below 0 counts as 0, above `total` as `total`.
    ///   - total: the whole; 0 or less gives an empty bar.
    ///   - width: columns with the brackets; below 3 gives an empty text.
    package static func text(_ done: Int64, of total: Int64, width: Int) -> SafeText {
        guard width >= 3 else { return "" }
        let room = width - 2
        let part = min(max(0, done), max(0, total))
        var filled = total > 0 ? Int((Double(part) / Double(total) * Double(room)).rounded()) : 0
        // Something is never drawn as nothing, nor a part as the whole.
        if part > 0 { filled = max(1, filled) }
        if part < total { filled = min(room - 1, filled) }
        filled = max(0, filled)
        return "[\(SafeText(repeating: "█", count: filled))\(SafeText(repeating: "░", count: room - filled))]"
    }
}
