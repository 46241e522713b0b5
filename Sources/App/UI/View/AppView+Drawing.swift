import DisplayText
import Storage
package import Terminal
import Toolkit

/// Drawing.
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
        case .keys(let view): KeysLayer(view: view, state: state).draw(in: stage, on: &grid, theme: theme)
        case .doctor(let examination):
            DoctorLayer(examination: examination).draw(in: stage, on: &grid, theme: theme)
        case .inspector(let inspector):
            InspectorLayer(inspector: inspector, state: state).draw(in: stage, on: &grid, theme: theme)
        case .requestLog(let selection):
            RequestLogLayer(selection: selection, state: state).draw(in: stage, on: &grid, theme: theme)
        case .auditLog:
            AuditLogLayer(state: state).draw(&auditLog, filter: auditFilter, in: stage, on: &grid, theme: theme)
        case .help(let top):
            grid.fill(stage)
            let inner = Pane("Help", isFocused: true).draw(in: stage, on: &grid, theme: theme)
            HelpScreen(keymap.bindings).draw(scroll: Scroll(top: top), in: inner, on: &grid, theme: theme)
        case .palette: palette?.draw(in: stage, on: &grid, theme: theme)
        case .orgPicker(let picker):
            if let menu = orgs?.menu {
                menu.draw(in: stage, on: &grid, theme: theme)
            } else {
                OrgPickerLayer(picker: picker).draw(in: stage, on: &grid, theme: theme)
            }
        case .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning, .discardQuestion,
            .question:
            if let question, question.layer == layer { question.dialog.draw(in: stage, on: &grid, theme: theme) }
        }
    }

    private static let filterHints = [
        Hint(keys: "Enter", label: "keep the filter"), Hint(keys: "Esc", label: "clear it"),
        Hint(keys: "Up/Down", label: "move"),
    ]

    private func hints(_ state: AppState) -> [Hint] {
        switch state.topLayer {
        case .form:
            let test = keymap.bindings.first { $0.layer == .form && $0.action == .test }
            return (editor?.form.hints ?? [])
                + (test.map { [Hint(keys: "\($0.keyText)", label: $0.label, priority: 4)] } ?? [])
        case .palette, .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning,
            .discardQuestion, .question:
            return []
        case .keys:
            return HintBar.hints(of: keymap.bindings(in: [.keys])) { availability(of: $0, in: state).reason }
        case .auditLog where auditFilter.isEditing: return Self.filterHints
        case .orgPicker where orgs != nil: return []
        case .orgPicker, .results, .doctor, .inspector, .requestLog, .auditLog, .help:
            return HintBar.hints(
                of: keymap.bindings(in: [.view]).filter { availability(of: $0.action, in: state).isEnabled })
        case nil where filter.isEditing: return Self.filterHints
        case nil:
            return HintBar.hints(of: keymap.bindings(in: [.panes])) { availability(of: $0, in: state).reason }
        }
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
