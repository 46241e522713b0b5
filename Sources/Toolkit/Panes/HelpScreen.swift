package import DisplayText
package import Terminal

/// Every binding by group, in columns when the screen is wide. Made from the same table as the keys themselves.
package struct HelpScreen: Hashable, Sendable {
    private enum Line: Hashable, Sendable {
        case group(SafeText)
        case entry(keys: SafeText, help: SafeText)
        case more(SafeText)
        case blank
    }

    /// Keys, and what they do.
    package struct Entry: Hashable, Sendable {
        let keys: SafeText
        let help: SafeText

        package init(keys: SafeText, help: SafeText) {
            self.keys = keys
            self.help = help
        }
    }

    private struct Group: Hashable, Sendable {
        let title: SafeText
        var entries: [Entry]
    }

    private let groups: [Group]
    /// Columns of the keys.
    private let keyWidth: Int
    /// Columns of a column of help at least.
    private static let leastColumn = 50

    /// - Parameters:
    ///   - bindings: in the order to be shown; groups stand where their first binding stands. Bindings without a key are
    ///     named as the palette names them.
    ///   - here: those of the place where the help was asked for; they stand before the others, and not once more among
    ///     them.
    ///   - typed: what else is typed there; it stands below `here`.
    ///   - filter: leaves those that match.
    package init<Action>(
        _ bindings: [Binding<Action>], here: [Binding<Action>] = [], typed: [Entry] = [], filter: Filter = Filter("")
    ) {
        var groups: [Group] = []
        let entry = { (binding: Binding<Action>) in
            Entry(keys: binding.keys.isEmpty ? ":\(binding.name)" : "\(binding.allKeysText)", help: binding.help)
        }
        let all: [(Entry, String, SafeText)] =
            here.map { (entry($0), $0.name, "Here") } + typed.map { ($0, "", "Here") }
            + bindings.map { (entry($0), $0.name, $0.group) }
        let nearest = here.count + typed.count
        for (place, (entry, name, group)) in all.enumerated() {
            // What stands above already is not listed once more.
            if place >= nearest, all[..<nearest].contains(where: { $0.0 == entry }) { continue }
            // As in the palette: a name is found by its letters, a sentence and a key by a piece of them.
            let cells = FoldedRow([name, entry.keys.string, entry.help.string])
            guard filter.matches(cells, inOnePieceFrom: 1) else { continue }
            if let index = groups.firstIndex(where: { $0.title == group }) {
                // The same keys for the same thing in several layers are one line.
                if !groups[index].entries.contains(entry) { groups[index].entries.append(entry) }
            } else {
                groups.append(Group(title: group, entries: [entry]))
            }
        }
        self.groups = groups
        keyWidth = min(18, groups.flatMap(\.entries).map(\.keys.columns).max() ?? 0)
    }

    /// Lines of keys, wherever they stand.
    package var entryCount: Int { groups.reduce(0) { $0 + $1.entries.count } }

    /// Lines the screen has at a width; the `count` that `Scroll.move` asks for.
    package func lineCount(width: Int) -> Int { columns(width: width).map(\.count).max() ?? 0 }

    /// Draws the part in sight.
    package func draw(scroll: Scroll, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let columns = columns(width: area.columns)
        let count = columns.map(\.count).max() ?? 0
        let first = scroll.first(count: count, height: area.rows)
        let width = area.columns / max(1, columns.count)
        for (index, lines) in columns.enumerated() {
            let part = Area(row: area.top, column: area.left + index * width, rows: area.rows, columns: width)
            for row in 0..<max(0, min(area.rows, lines.count - first)) {
                draw(lines[first + row], row: row, in: part, on: &grid, theme: theme)
            }
        }
        if first + area.rows < count {
            grid.write(
                .arrowDown, at: Position(row: area.bottom - 1, column: area.right - 1), in: area, style: theme[.accent])
        }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: area.top, column: area.right - 1), in: area, style: theme[.accent])
        }
    }

    private func draw(_ line: Line, row: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        switch line {
        case .blank: break
        case .group(let title): grid.line(title, row: row, in: area, indent: 1, style: theme[.heading])
        case .more(let help): grid.line(help, row: row, in: area, indent: keyWidth + 4, style: theme[.text])
        case .entry(let keys, let help):
            grid.line(keys, row: row, in: area, indent: 2, style: theme[.keyHint])
            grid.line(help, row: row, in: area, indent: max(keyWidth, keys.columns) + 4, style: theme[.text])
        }
    }

    private func columns(width: Int) -> [[Line]] {
        let count = min(max(1, width / Self.leastColumn), 3)
        let room = max(1, width / count - keyWidth - 5)
        let blocks = groups.map { lines(of: $0, room: room) }
        let total = blocks.reduce(0) { $0 + $1.count }
        // Groups stay whole; a column is full when it holds its share.
        let share = (total + count - 1) / count
        var columns: [[Line]] = [[]]
        for block in blocks {
            let last = columns[columns.count - 1]
            if !last.isEmpty, columns.count < count, last.count + block.count / 2 >= share { columns.append([]) }
            columns[columns.count - 1] += block
        }
        return columns
    }

    private func lines(of group: Group, room: Int) -> [Line] {
        var lines: [Line] = [.group(group.title)]
        for entry in group.entries {
            let own = room - max(0, entry.keys.columns - keyWidth)
            let help = entry.help.wrapped(to: max(10, own))
            lines.append(.entry(keys: entry.keys, help: help[0]))
            lines += help.dropFirst().map { .more($0) }
        }
        return lines + [.blank]
    }
}
