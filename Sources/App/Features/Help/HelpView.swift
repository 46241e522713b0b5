import DisplayText
import Terminal
import Toolkit

/// Every key, by the one table: those of the place where it was asked for first.
struct HelpView: Feature {
    /// Where it was asked for.
    private let here: Place
    /// What is typed there beside the keys of the table.
    private let typed: [HelpScreen.Entry]
    private var scroll = Scroll()
    private var filter = FilterLine()

    /// What the keys are for.
    private enum Place: Equatable {
        case layer(KeyLayer)
        /// A group of the keys that work on the panes.
        case group(SafeText)
    }

    init(_ program: ProgramState) {
        if let top = program.top {
            here = .layer(type(of: top).layer)
            typed = type(of: top).typedKeys
        } else {
            here = .group(program.panes.helpGroup)
            typed = []
        }
    }

    static let layer: KeyLayer = "help"
    static let group: SafeText = "In the help"
    static let keys: [KeyRow<Self>] =
        [
            key("Esc q", .cancel, "close", "Close", hint: 0) { view, program in
                guard view.filter.isShown else { return program.closeTop() }
                view.filter.clear()
                return []
            },
            key("/", .filter, "search", "Search the keys", hint: 1) { view, _ in
                view.filter.open()
                return []
            },
        ] + closingByEnter + moving()

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        switch filter.handle(typing) {
        case .ignored: return nil
        case .changed, .cleared: scroll = Scroll()
        case .handled, .closed: break
        }
        return []
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let inner = program.stage.inset(by: 1)
        let rows = inner.rows - (filter.isShown ? 1 : 0)
        scroll.move(move, count: screen(in: program).lineCount(width: inner.columns), height: rows)
    }

    private func screen(in program: ProgramState, by filter: Filter? = nil) -> HelpScreen {
        let all = program.keymap.bindings
        let here =
            switch here {
            case .layer(let layer): all.filter { $0.layer == layer }
            case .group(let group): all.filter { $0.group == group && $0.layer == .panes }
            }
        return HelpScreen(all, here: here, typed: typed, filter: filter ?? Filter(self.filter.text))
    }

    func hints(in program: ProgramState) -> [Hint] {
        filter.isEditing
            ? [Hint(keys: "Enter", label: "keep"), Hint(keys: "Esc", label: "clear")]
            : usableHints(in: program) + pageHint(in: program)
    }

    /// Where there is more than fits.
    private func pageHint(in program: ProgramState) -> [Hint] {
        let inner = program.stage.inset(by: 1)
        guard screen(in: program).lineCount(width: inner.columns) > inner.rows - (filter.isShown ? 1 : 0) else {
            return []
        }
        return [Hint(keys: program.key(.pageDown, in: Self.layer), label: "page down", priority: 2)]
    }

    func plain(in program: ProgramState) -> PlainText {
        PlainText(title: "Help", lines: program.keymap.bindings.map { "\($0.allKeysText)  \($0.help)" })
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.clear(stage, on: stage)
        let inner = Pane("Help", isFocused: true).draw(in: stage, on: &grid, theme: theme)
        let screen = screen(in: program)
        let body = filter.draw(
            above: inner, shown: screen.entryCount,
            total: self.screen(in: program, by: Filter("")).entryCount, on: &grid, theme: theme)
        if screen.entryCount == 0 { ListNotice.noMatch("key").draw(in: body, on: &grid, theme: theme) }
        screen.draw(scroll: scroll, in: body, on: &grid, theme: theme)
    }
}

extension Panes {
    /// The keys that matter most where the focus is.
    fileprivate var helpGroup: SafeText {
        switch (table, focus) {
        case (.tokens, _), (nil, .tokens): "Tokens"
        case (.clusters, _), (nil, .clusters): "Profiles"
        case (nil, .session): "Sessions"
        case (nil, .activity): "View"
        }
    }
}

extension ProgramState {
    mutating func openHelp() -> [Effect] { open(HelpView(self)) }
}
