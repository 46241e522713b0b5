import ASCIIText
package import DisplayText
package import Terminal

/// One line of a menu or of the palette.
package struct MenuItem<ID: Hashable & Sendable>: Hashable, Sendable {
    package let id: ID
    /// What is searched and completed, such as the name of an action.
    package let name: String
    package let label: SafeText
    /// On the right: the key that does the same.
    package let detail: SafeText
    /// Why it is unavailable now; nil when it is available.
    package let disabled: SafeText?
    /// What a filter looks at, folded once: an item outlives many letters.
    let cells: [FoldedText]
    /// The name from each of its words on, as people write it who leave out the blanks: "newtoken" for "new token".
    let joinedNames: [String]

    package init(_ id: ID, name: String, label: SafeText, detail: SafeText = "", disabled: SafeText? = nil) {
        self.id = id
        self.name = name
        self.label = label
        self.detail = detail
        self.disabled = disabled
        cells = [FoldedText(name), FoldedText(label)]
        let words = name.split(separator: " ")
        joinedNames = words.indices.map { Self.joined(words[$0...].joined()) }
    }
}

extension MenuItem {
    fileprivate static func joined(_ text: String) -> String { text.lowercased().filter { $0 != " " } }
}

/// What a key did to a menu.
package enum MenuOutcome<ID: Hashable & Sendable>: Hashable, Sendable {
    case ignored
    case handled
    /// Run this, and close the menu.
    case chosen(ID)
    /// Esc.
    case dismissed
}

/// How an item of a menu fits what was typed.
private struct MenuMatch<ID: Hashable & Sendable> {
    /// Where it stands: first what has such a name, last what only speaks of it.
    enum Place: Int, Comparable {
        case begins, isNamed, speaks

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    let item: MenuItem<ID>
    let index: Int
    let place: Place
    var score: Int

    /// - Parameters:
    ///   - typed: as one of ``MenuItem/joinedNames`` is written.
    ///   - isForced: whether it fits whatever the filter finds.
    init?(_ item: MenuItem<ID>, at index: Int, by filter: Filter, _ typed: String, isForced: Bool) {
        guard let score = filter.score(item.cells, inOnePieceFrom: 1) ?? (isForced ? Int.min : nil) else { return nil }
        (self.item, self.index, self.score) = (item, index, score)
        place =
            item.joinedNames.contains { $0.hasPrefix(typed) }
            ? .begins : filter.score([item.cells[0]]) != nil ? .isNamed : .speaks
    }
}

/// A list of commands or values, narrowed by typing: the palette. Recent choices stand first.
package struct Menu<ID: Hashable & Sendable>: Hashable, Sendable {
    package let title: SafeText
    /// See ``Pane/badges``.
    private let badges: [TextRun]
    /// What is always there.
    package let items: [MenuItem<ID>]
    /// What fits what was typed, whatever a filter finds in it.
    private var more: [MenuItem<ID>] = []
    /// Earlier choices, the latest first.
    package let history: [ID]
    package private(set) var query = TextInput(limit: 256)
    package private(set) var list = ListState<ID>()
    /// The items that match, best first.
    package private(set) var shown: [MenuItem<ID>] = []
    /// Why the item chosen last is unavailable.
    private var refusal: SafeText?
    /// A name that what was typed is near to, where nothing matches it.
    package private(set) var nearest: String?

    /// What Enter does, as one word: `run`, `switch`.
    private let verb: SafeText
    /// What can be typed, where nothing matches.
    private let help: SafeText
    /// Whether what was typed is drawn as a secret is.
    package var isMasked = false

    package init(
        _ title: SafeText, badges: [TextRun] = [], _ items: [MenuItem<ID>], history: [ID] = [], verb: SafeText,
        help: SafeText = ""
    ) {
        self.title = title
        self.badges = badges
        self.verb = verb
        self.help = help
        self.items = items
        self.history = history
        narrow()
    }

    /// Handles a key: typing narrows, Tab completes the name of the selected item, Up, Down, Ctrl-P and Ctrl-N move,
    /// Enter chooses.
    ///
    /// - Parameter screen: the area given to `draw`.
    package mutating func handle(_ key: Key, on screen: Area) -> MenuOutcome<ID> {
        refusal = nil
        switch (key.code, key.control, key.alternate) {
        case (.escape, _, _): return .dismissed
        case (.enter, _, _):
            guard let item = shown.first(where: { $0.id == list.selected }) else { return .handled }
            guard let reason = item.disabled else { return .chosen(item.id) }
            refusal = reason
            return .handled
        case (.tab, _, _):
            guard let name = shown.first(where: { $0.id == list.selected })?.name ?? nearest else { return .handled }
            query.replace(with: name)
            narrow()
            return .handled
        case (.up, _, _), (.character("p"), true, false): return move(.up, on: screen)
        case (.down, _, _), (.character("n"), true, false): return move(.down, on: screen)
        case (.pageUp, _, _): return move(.pageUp, on: screen)
        case (.pageDown, _, _): return move(.pageDown, on: screen)
        default: break
        }
        let outcome = query.handle(key)
        if outcome == .edited { narrow() }
        return outcome == .ignored ? .ignored : .handled
    }

    /// Inserts pasted text as if it were typed; it never chooses.
    package mutating func paste(_ text: String) {
        if case .taken = query.paste(text) { narrow() }
    }

    /// Adds what fits what was typed, in the place of what was added before.
    package mutating func offer(_ more: [MenuItem<ID>]) {
        guard more != self.more else { return }
        self.more = more
        narrow()
    }

    /// Moves the selection.
    @discardableResult
    package mutating func move(_ move: ListMove, on screen: Area) -> MenuOutcome<ID> {
        let ids = shown.map(\.id)
        list.move(move, count: ids.count, height: rows(on: screen)) { ids[$0] }
        return .handled
    }

    /// The keys of a menu, for the hint bar.
    package var hints: [Hint] {
        [
            Hint(keys: "Enter", label: verb, priority: 0), Hint(keys: "Tab", label: "complete", priority: 2),
            Hint(keys: "Up/Down", label: "choose", priority: 3), Hint(keys: "Esc", label: "close", priority: 1),
        ]
    }

    private mutating func narrow() {
        let (filter, typed) = (Filter(query.text), MenuItem<ID>.joined(query.text))
        let rank = Dictionary(history.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        var found = (items + more).enumerated().compactMap { index, item in
            MenuMatch(item, at: index, by: filter, typed, isForced: index >= items.count)
        }
        // What was added keeps its order.
        let best = found.filter { $0.index >= items.count }.reduce(into: [:]) { best, match in
            best[match.place] = max(best[match.place] ?? match.score, match.score)
        }
        for place in found.indices where found[place].index >= items.count {
            found[place].score = best[found[place].place] ?? found[place].score
        }
        shown = found.sorted {
            if $0.place != $1.place { return $0.place < $1.place }
            if $0.score != $1.score { return $0.score > $1.score }
            let (left, right) = (rank[$0.item.id] ?? Int.max, rank[$1.item.id] ?? Int.max)
            return left != right ? left < right : $0.index < $1.index
        }
        .map(\.item)
        list = ListState()
        list.select(0, count: shown.count, height: 1) { shown[$0].id }
        nearest =
            shown.isEmpty && query.text.utf8.count < 40
            ? SimilarText.nearest(to: query.text, of: items.map(\.name)) : nil
    }

    /// Rows for items on a screen.
    private func rows(on screen: Area) -> Int { max(0, frame(on: screen).rows - 4) }

    /// Where the menu stands: at the top, in the middle of the width. Its size does not follow the typing.
    private func frame(on screen: Area) -> Area {
        let columns = min(screen.columns, 100)
        // A tall screen has room for more than the 16 rows that are always wanted.
        let rows = min(screen.rows, min(items.count, max(16, screen.rows - 8)) + 4)
        return Area(
            row: screen.top + min(2, (screen.rows - rows) / 2), column: screen.left + (screen.columns - columns) / 2,
            rows: rows, columns: columns)
    }

    /// Draws the menu over what is there.
    package func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = frame(on: screen)
        guard frame.rows >= 4, frame.columns > 12 else { return }
        grid.clear(frame, on: screen)
        let count: SafeText = "\(shown.count) of \(items.count + more.count)"
        let inner = Pane(title, badges: badges, info: TextRun(count, .accent), isFocused: true)
            .draw(in: frame, on: &grid, theme: theme)
        grid.line(":", row: 0, in: inner, indent: 1, style: theme[.keyHint])
        let field = Area(row: inner.top, column: inner.left + 3, rows: 1, columns: inner.columns - 4)
        if isMasked {
            TextInput("********").draw(in: field, on: &grid, isFocused: true, theme: theme)
        } else {
            query.draw(in: field, on: &grid, isFocused: true, theme: theme)
        }
        let (body, foot) = inner.splitting(topRows: 1).rest.splitting(topRows: inner.rows - 2)
        drawItems(in: body, on: &grid, theme: theme)
        if let refusal { grid.line("Not now: \(refusal)", row: 0, in: foot, indent: 1, style: theme[.warning]) }
    }

    private func drawItems(in body: Area, on grid: inout CellGrid, theme: Theme) {
        // As wide as the widest of all, so that nothing moves while one types.
        let detail = items.map(\.detail.columns).max() ?? 0
        let table = Table(
            [TableColumn("", .flexible(minimum: 10)), TableColumn("", .fixed(min(14, detail)), alignment: .trailing)],
            hasHead: false)
        let rows = TableRows(count: shown.count, id: { shown[$0].id }) { index in
            let item = shown[index]
            guard let reason = item.disabled else { return [TextRun(item.label), TextRun(item.detail, .keyHint)] }
            return [TextRun("\(item.label) (\(reason))", .disabled), TextRun(item.detail, .disabled)]
        }
        let next: SafeText =
            nearest.map { "Tab completes \(SafeText(outside: $0, limit: 80))." }
            ?? (isMasked || help.isEmpty ? "Ctrl-U clears what was typed." : help)
        let notice =
            shown.isEmpty
            ? ListNotice.empty(
                isMasked ? "Nothing matches; it may be a token, and is not shown." : "Nothing matches.", next: next)
            : nil
        table.draw(rows, state: list, notice: notice, in: body, on: &grid, theme: theme)
    }
}
