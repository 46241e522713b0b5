package import AppCore
import DisplayText
import Storage
package import Terminal
package import Toolkit

/// The screen: draws a state into a grid, and turns keys into actions by what has the focus.
///
/// It owns what no state needs to know: cursors in texts on their way in, which row stands at the top of a window.
@MainActor
package final class AppView {
    private let theme: Theme
    private let glyphs: GlyphSet
    let keymap: Keymap<AppCommand>

    private var clusters = ListState<Profile.ID>()
    private var allClusters = ListState<Profile.ID>()
    private var tokens = ListState<TokenRecord.ID>()
    private var filter = FilterLine()
    private var editor: FormEditor?
    private var question: (layer: Layer, dialog: Dialog<AppCommand>)?
    private var palette: Menu<AppCommand>?
    private var size = Size(rows: 24, columns: 80)

    package init(theme: Theme, glyphs: GlyphSet, keymap: Keymap<AppCommand>? = nil) {
        self.theme = theme
        self.glyphs = glyphs
        self.keymap = keymap ?? KeyTable.keymap
    }
}

// MARK: Drawing

extension AppView {
    /// The picture of a state, as large as the state says that the screen is.
    package func draw(_ state: AppState) -> CellGrid {
        size = Size(rows: state.size.rows, columns: state.size.columns)
        follow(state)
        var grid = CellGrid(size, glyphs: glyphs)
        if TooSmall.applies(to: size) {
            TooSmall.draw(on: &grid, theme: theme)
            return grid
        }
        let layout = PaneLayout(size, focus: state.focus)
        drawPanes(state, layout, on: &grid)
        for layer in state.layers { draw(layer, state, in: layout, on: &grid) }
        if let revealed = state.revealed {
            RevealLayer(revealed: revealed, state: state).draw(in: stage(layout), on: &grid, theme: theme)
        }
        HintBar.draw(hints(state), in: layout.hints, on: &grid, theme: theme)
        return grid
    }

    /// Where layers stand: above the hint line.
    private func stage(_ layout: PaneLayout) -> Area { Area(size).splitting(topRows: layout.hints.top).top }

    private func drawPanes(_ state: AppState, _ layout: PaneLayout, on grid: inout CellGrid) {
        if state.screen == .allClusters {
            let screen = AllClustersScreen(state: state)
            let body = screen.frame.draw(in: layout.body, on: &grid, theme: theme)
            let ids = state.allClusters.rows
            select(&allClusters, ids.firstIndex { $0 == state.selectedProfile }, of: ids.count, height: body.rows - 1) {
                ids[$0]
            }
            screen.draw(allClusters, in: body, on: &grid, theme: theme)
        } else {
            Pane.draw(PaneID.allCases.compactMap { framed($0, state, layout) }, on: &grid, theme: theme)
            for pane in PaneID.allCases {
                if let area = layout.areas[pane] { drawInside(pane, state, in: area.inset(by: 1), on: &grid) }
            }
        }
        guard layout.isStacked else { return }
        let titles: [(SafeText, SafeText)] = [("1", "Clusters"), ("2", "Session"), ("3", "Tokens"), ("4", "Activity")]
        let open = state.screen == .allClusters ? -1 : PaneID.allCases.firstIndex(of: state.focus) ?? 0
        TabLine(titles.map { TabLine.Tab(key: $0.0, title: $0.1) }, selected: open)
            .draw(in: layout.tabs, on: &grid, theme: theme)
        drawMessage(state, in: layout.message, on: &grid)
    }

    private func framed(_ pane: PaneID, _ state: AppState, _ layout: PaneLayout) -> (pane: Pane, area: Area)? {
        guard let area = layout.areas[pane] else { return nil }
        let frame =
            switch pane {
            case .clusters: ClustersPane(state: state).frame
            case .session: SessionPane(state: state).frame
            case .tokens: TokensPane(state: state).frame
            case .activity: ActivityPane(state: state).frame
            }
        return (frame, area)
    }

    private func drawInside(_ pane: PaneID, _ state: AppState, in area: Area, on grid: inout CellGrid) {
        switch pane {
        case .clusters:
            let ids = state.profiles.list
            let selected = state.profiles.index(of: state.selectedProfile)
            select(&clusters, selected, of: ids.count, height: ClustersPane.height(in: area)) { ids[$0].id }
            ClustersPane(state: state).draw(clusters, in: area, on: &grid, theme: theme)
        case .session: SessionPane(state: state).draw(in: area, on: &grid, theme: theme)
        case .tokens:
            drawTokens(state, in: area, on: &grid)
        case .activity: ActivityPane(state: state).draw(in: area, on: &grid, theme: theme)
        }
    }

    private func drawTokens(_ state: AppState, in area: Area, on grid: inout CellGrid) {
        let table = state.tokens
        let height = max(1, area.rows - 1 - (filter.isShown ? 1 : 0))
        let count = table.rows.count
        let id: (Int) -> TokenRecord.ID = { table.row($0)?.id ?? "" }
        select(&tokens, count == 0 ? nil : table.position, of: count, height: height, id: id)
        let inSight = tokens.top..<min(count, tokens.top + height)
        tokens.clearMarks()
        if !table.marks.isEmpty { tokens.toggleMarks(shown: inSight.map(id).filter(table.marks.contains)) }
        TokensPane(state: state).draw(tokens, filter: filter, in: area, on: &grid, theme: theme)
    }

    /// Which row is selected, the state says; where the window stands, the list remembers.
    private func select<ID>(
        _ list: inout ListState<ID>, _ index: Int?, of count: Int, height: Int, id: (Int) -> ID
    ) {
        guard let index, count > 0 else {
            list = ListState()
            return
        }
        list.select(index, count: count, height: height, id: id)
    }

    /// The tokens on the screen now.
    func tokensInSight(_ state: AppState) -> [TokenRecord] {
        let layout = PaneLayout(size, focus: state.focus)
        guard let area = layout.areas[.tokens] else { return [] }
        let last = min(state.tokens.rows.count, tokens.top + max(1, area.rows))
        return (min(tokens.top, last)..<last).compactMap { state.tokens.row($0) }
    }

    private func drawMessage(_ state: AppState, in line: Area, on grid: inout CellGrid) {
        if let busy = state.inFlight.values.filter({ $0.isChange }).max(by: { $0.stamp < $1.stamp }) {
            grid.line("\(busy.label) ... Esc cancels", row: 0, in: line, style: theme[.accent])
        } else if let latest = state.activity.latest {
            MessageLine(latest.weight.kind, latest.text).draw(in: line, on: &grid, theme: theme)
        }
    }

    private func draw(_ layer: Layer, _ state: AppState, in layout: PaneLayout, on grid: inout CellGrid) {
        let stage = stage(layout)
        switch layer {
        case .form(let draft):
            if let editor, editor.serial == draft.serial {
                FormLayer(draft: draft).draw(editor, in: stage, on: &grid, theme: theme)
            }
        case .results(let results): ResultsLayer(results: results).draw(in: stage, on: &grid, theme: theme)
        case .inspector(let inspector):
            InspectorLayer(inspector: inspector, state: state).draw(in: stage, on: &grid, theme: theme)
        case .requestLog(let selection):
            RequestLogLayer(selection: selection, state: state).draw(in: stage, on: &grid, theme: theme)
        case .help(let top):
            grid.fill(stage)
            let inner = Pane("Help", isFocused: true).draw(in: stage, on: &grid, theme: theme)
            HelpScreen(keymap.bindings).draw(scroll: Scroll(top: top), in: inner, on: &grid, theme: theme)
        case .palette: palette?.draw(in: stage, on: &grid, theme: theme)
        case .deletion, .revocation, .supersession, .discardQuestion, .quitQuestion:
            if let question, question.layer == layer { question.dialog.draw(in: stage, on: &grid, theme: theme) }
        }
    }

    private func hints(_ state: AppState) -> [Hint] {
        switch state.topLayer {
        case .form:
            let test = keymap.bindings.first { $0.layer == .form && $0.action == .test }
            return (editor?.form.hints ?? [])
                + (test.map { [Hint(keys: "\($0.keyText)", label: $0.label, priority: 4)] } ?? [])
        case .palette, .deletion, .revocation, .supersession, .discardQuestion, .quitQuestion: return []
        case .results, .inspector, .requestLog, .help:
            return HintBar.hints(
                of: keymap.bindings(in: [.view]).filter { availability(of: $0.action, in: state).isEnabled })
        case nil where filter.isEditing:
            return [
                Hint(keys: "Enter", label: "keep the filter"), Hint(keys: "Esc", label: "clear it"),
                Hint(keys: "Up/Down", label: "move"),
            ]
        case nil:
            return HintBar.hints(of: keymap.bindings(in: [.panes])) { availability(of: $0, in: state).reason }
        }
    }

    /// Keeps the editing in step with the state: opens an editor for a new form, closes it with the form.
    private func follow(_ state: AppState) {
        if state.tokens.filterText != filter.text { filter = FilterLine() }
        if state.tokens.isFiltering, !filter.isEditing { filter.open() }
        if !state.tokens.isFiltering, filter.isEditing { _ = filter.handle(Key(.enter)) }
        let form = state.layers.compactMap { if case .form(let draft) = $0 { draft } else { nil } }.last
        if let form {
            if editor?.serial == form.serial { editor?.follow(form) } else { editor = FormEditor(form) }
        } else {
            editor = nil
        }
        if let layer = state.topLayer, layer.isQuestion {
            if question?.layer != layer { question = Questions.dialog(for: layer, in: state).map { (layer, $0) } }
        } else {
            question = nil
        }
        if case .palette = state.topLayer {
            if palette == nil { palette = makePalette(state) }
        } else {
            palette = nil
        }
    }

    private func makePalette(_ state: AppState) -> Menu<AppCommand> {
        // What can be done is asked of the screen below the palette.
        var below = state
        below.layers.removeLast()
        var seen: Set<AppCommand> = [.palette]
        let items = keymap.bindings.filter { $0.layer != .form && $0.layer != .view }.compactMap {
            binding -> MenuItem<AppCommand>? in
            guard binding.action.isNamed, seen.insert(binding.action).inserted else { return nil }
            let reason = availability(of: binding.action, in: below).reason
            // What it would do matters less than why it cannot be done, and both do not fit.
            return MenuItem(
                binding.action, name: binding.name,
                label: reason == nil ? "\(binding.name)  \(binding.help)" : "\(binding.name)",
                detail: "\(binding.keyText)", disabled: reason)
        }
        return Menu("Command", items, history: state.paletteHistory.reversed().compactMap(AppCommand.init(rawValue:)))
    }
}

// MARK: Keys

extension AppView {
    /// What an input means now. An empty answer means that only the picture changed.
    package func actions(for event: InputEvent, in state: AppState) -> [AppAction] {
        follow(state)
        switch event {
        case .resize(let size): return actions(forSize: size)
        case .hangUp: return [.terminate]
        case .paste(let text, let truncated): return paste(text, truncated: truncated, in: state)
        case .key(let key): return actions(for: key, in: state)
        }
    }

    /// What a new size means to the state: the size itself, and the rows of a page of each list.
    package func actions(forSize size: Size) -> [AppAction] {
        let pages = PaneID.allCases.compactMap { pane in
            PaneLayout(size, focus: pane).areas[pane].map { AppAction.laidOut(pane, rows: max(1, $0.rows - 3)) }
        }
        return [.resized(ScreenSize(columns: size.columns, rows: size.rows))] + pages
    }

    /// A paste is data: into a field, or nowhere.
    private func paste(_ text: String, truncated: Bool, in state: AppState) -> [AppAction] {
        switch state.topLayer {
        case .form: return editor?.actions(forPaste: text, truncated: truncated) ?? []
        case .palette:
            palette?.paste(text)
            return []
        case nil where filter.isEditing:
            return filter.paste(text) == .changed ? [.setFilter(filter.text)] : []
        default: return []
        }
    }

    private func actions(for key: Key, in state: AppState) -> [AppAction] {
        if state.revealed != nil { return [.command(.cancel)] }
        switch state.topLayer {
        case .form:
            if let actions = editor?.actions(for: key) { return actions }
            return command(for: key, in: [.form])
        case .deletion, .revocation, .supersession, .discardQuestion, .quitQuestion: return answer(key)
        case .palette: return choose(key)
        case .inspector, .results, .requestLog, .help: return keysInView(key, state)
        case nil:
            return filter.isEditing ? narrow(key) : command(for: key, in: [.panes])
        }
    }

    private func command(for key: Key, in layers: [KeyLayer]) -> [AppAction] {
        keymap.action(for: key, in: layers).map { [.command($0)] } ?? []
    }

    private func answer(_ key: Key) -> [AppAction] {
        guard let layer = question?.layer, var dialog = question?.dialog else { return [] }
        let outcome = dialog.handle(key, on: Area(size), glyphs: glyphs)
        question = (layer, dialog)
        guard case .answered(let answer) = outcome else { return [] }
        return Questions.actions(for: answer, to: layer)
    }

    private func choose(_ key: Key) -> [AppAction] {
        switch palette?.handle(key, on: Area(size)) {
        case .chosen(let command): return [.runFromPalette(command)]
        case .dismissed: return [.command(.cancel)]
        case .ignored, .handled, .refused, nil: return []
        }
    }

    private func narrow(_ key: Key) -> [AppAction] {
        switch filter.handle(key) {
        case .changed: return [.setFilter(filter.text)]
        case .closed: return [.command(.submit)]
        case .cleared: return [.command(.cancel)]
        case .handled: return []
        case .ignored: return command(for: key, in: [.panes])
        }
    }

    /// A long text never scrolls past its end, so that the way back is as long as the way there.
    private func keysInView(_ key: Key, _ state: AppState) -> [AppAction] {
        guard let command = keymap.action(for: key, in: [.view]) else { return [] }
        // There is no more to open behind a verdict: Enter closes, as the view says.
        if case .results = state.topLayer, command == .open { return [.command(.submit)] }
        let stage = Area(size).splitting(topRows: size.rows - 1).top
        let text: (top: Int, count: Int, height: Int)? =
            switch state.topLayer {
            case .help(let top):
                (top, HelpScreen(keymap.bindings).lineCount(width: stage.columns - 2), stage.rows - 2)
            case .inspector(let inspector):
                InspectorLayer.extent(of: inspector, in: state, on: stage, glyphs: glyphs)
            default: nil
            }
        let goesDown = [AppCommand.moveDown, .pageDown, .halfPageDown, .moveLast].contains(command)
        if let text, goesDown, text.top >= text.count - text.height { return [] }
        return [.command(command)]
    }
}

extension InspectorLayer {
    fileprivate static func extent(
        of inspector: Inspector, in state: AppState, on stage: Area, glyphs: GlyphSet
    ) -> (top: Int, count: Int, height: Int) {
        let layer = InspectorLayer(inspector: inspector, state: state)
        let area = layer.textArea(on: stage, glyphs: glyphs)
        let view = DetailView(layer.rows)
        return (inspector.top, view.lineCount(width: area.columns, glyphs: glyphs), area.rows)
    }
}

extension ActivityMessage.Weight {
    fileprivate var kind: MessageLine.Kind {
        switch self {
        case .plain: .information
        case .good: .success
        case .warning: .warning
        case .failure: .failure
        }
    }
}

extension AppCommand {
    /// Whether calling it by name makes sense: moving by name does not.
    fileprivate var isNamed: Bool { !rawValue.hasPrefix("move.") && self != .cancel }
}
