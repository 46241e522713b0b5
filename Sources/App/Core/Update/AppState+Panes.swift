import DisplayText
import HTTPExchange
import Operations
import Storage

/// Moving about.
extension AppState {
    /// Whether the filter line has the keys.
    var isFilteringTokens: Bool { layers.isEmpty && focus == .tokens && tokens.isFiltering }

    mutating func changePane(_ command: AppCommand) -> [Effect] {
        hideRevealed()
        let panes = PaneID.allCases
        let place = panes.firstIndex(of: focus) ?? 0
        switch command {
        case .nextPane: focus = panes[(place + 1) % panes.count]
        case .previousPane: focus = panes[(place + panes.count - 1) % panes.count]
        case .focusClusters: focus = .clusters
        case .focusSession: focus = .session
        case .focusTokens: focus = .tokens
        case .focusActivity: focus = .activity
        default:
            screen = screen == .allClusters ? .panes : .allClusters
            focus = .clusters
            refreshAllClusters()
            return []
        }
        screen = .panes
        tokens.isFiltering = false
        return []
    }

    /// One step, or a page, in whatever has the keys.
    mutating func move(_ movement: Movement) -> [Effect] {
        hideRevealed()
        if !layers.isEmpty {
            moveInLayer(movement)
            return []
        }
        switch focus {
        case .clusters: moveInClusters(movement)
        case .tokens:
            let height = pageRows[.tokens] ?? 10
            tokens.select(
                row: movement.destination(from: tokens.position, count: tokens.rows.count, height: height))
        case .activity: moveInActivity(movement)
        case .session: break
        }
        return []
    }

    private mutating func moveInClusters(_ movement: Movement) {
        let ids = screen == .allClusters ? allClusters.rows : profiles.list.map(\.id)
        guard !ids.isEmpty else { return }
        let place = ids.firstIndex { $0 == selectedProfile } ?? 0
        let target = movement.destination(from: place, count: ids.count, height: pageRows[.clusters] ?? 10)
        _ = select(ids[target])
    }

    private mutating func moveInActivity(_ movement: Movement) {
        let entries = activity.entries
        guard !entries.isEmpty else { return }
        let place = activity.selection.flatMap(activity.index(of:)) ?? entries.count - 1
        let target = movement.destination(from: place, count: entries.count, height: pageRows[.activity] ?? 5)
        // On the newest line the selection follows what comes.
        activity.selection = target == entries.count - 1 ? nil : entries[target].id
    }

    private mutating func moveInLayer(_ movement: Movement) {
        let top = layers.count - 1
        let height = max(1, size.rows - 6)
        // How long a text is, only the screen knows; it never shows blank lines below the end.
        let longText = 10_000
        switch layers[top] {
        case .help(let first):
            layers[top] = .help(top: movement.destination(from: first, count: longText, height: height))
        case .doctor(var examination):
            examination.top = movement.destination(from: examination.top, count: longText, height: height)
            layers[top] = .doctor(examination)
        case .inspector(var inspector):
            inspector.top = movement.destination(from: inspector.top, count: longText, height: height)
            layers[top] = .inspector(inspector)
        case .requestLog(let selection):
            let requests = activity.requests
            guard !requests.isEmpty else { return }
            let place = requests.firstIndex { $0.id == selection } ?? requests.count - 1
            let target = movement.destination(from: place, count: requests.count, height: height)
            layers[top] = .requestLog(selection: requests[target].id)
        case .keys(var view):
            view.selection = movement.destination(from: view.selection, count: view.rows.count, height: height)
            layers[top] = .keys(view)
        case .auditLog:
            let target = movement.destination(
                from: audit.position, count: audit.rows.count, height: max(1, size.rows - 7))
            audit.select(row: target)
        case .results(var results):
            results.selection = movement.destination(
                from: results.selection, count: results.count, height: height)
            layers[top] = .results(results)
        default: break
        }
    }

    mutating func select(_ id: Profile.ID) -> [Effect] {
        guard profiles[id] != nil, id != selectedProfile else { return [] }
        hideRevealed()
        selectedProfile = id
        tokens.show(profiles[id]?.origin.description)
        return []
    }

    mutating func selectToken(_ id: TokenRecord.ID) -> [Effect] {
        hideRevealed()
        tokens.select(id)
        return []
    }

    /// Enter: the detail of what is selected.
    mutating func open() -> [Effect] {
        switch focus {
        case .clusters: selectedProfile.map { push(.inspector(Inspector(.profile($0)))) } ?? []
        case .session: selectedProfile.map { push(.inspector(Inspector(.session($0)))) } ?? []
        case .tokens: tokens.selected.map { inspect($0) } ?? []
        case .activity: activity.selectedEntry.map { push(.inspector(Inspector(.activity($0.id)))) } ?? []
        }
    }

    /// Esc on a pane, one step at a time: the filter line, a request under the cursor, the filter, the marks, the table
    /// of all clusters, the last message.
    mutating func goBack() -> [Effect] {
        if revealed != nil {
            hideRevealed()
            return []
        }
        if isFilteringTokens {
            tokens.isFiltering = false
            tokens.setFilter("")
            return []
        }
        let underCursor = requestsUnderCursor
        if !underCursor.isEmpty { return cancel(underCursor) }
        if focus == .tokens, !tokens.filterText.isEmpty {
            tokens.setFilter("")
        } else if !tokens.marks.isEmpty {
            tokens.marks = []
        } else if screen == .allClusters {
            screen = .panes
        } else {
            activity.latest = nil
        }
        return []
    }

    mutating func resize(_ size: ScreenSize) -> [Effect] {
        self.size = size
        return []
    }

    mutating func layOut(_ pane: PaneID, rows: Int) -> [Effect] {
        pageRows[pane] = max(1, rows)
        return []
    }

    /// A token in clear goes as soon as anything else happens.
    mutating func hideRevealed() { revealed = nil }

    mutating func refreshAllClusters() {
        var table = allClusters
        table.refresh(from: self)
        allClusters = table
    }
}

/// Narrowing, sorting and marking.
extension AppState {
    mutating func beginFilter() -> [Effect] {
        screen = .panes
        focus = .tokens
        tokens.isFiltering = true
        return []
    }

    mutating func setFilter(_ text: String) -> [Effect] {
        if topLayer == .auditLog { audit.setFilter(text) } else { tokens.setFilter(text) }
        return []
    }

    /// Enter in the filter line: the filter stays, the list has the keys again.
    mutating func endFilter() -> [Effect] {
        tokens.isFiltering = false
        return []
    }

    mutating func sort(_ command: AppCommand) -> [Effect] {
        if screen == .allClusters {
            let columns = AllClustersTable.Column.allCases
            if command == .sortReverse {
                allClusters.isDescending.toggle()
            } else {
                let place = columns.firstIndex(of: allClusters.column) ?? 0
                allClusters.column = columns[(place + 1) % columns.count]
                allClusters.isDescending = false
            }
            refreshAllClusters()
        } else {
            tokens.setSort(command == .sortReverse ? tokens.sort.reversed : tokens.sort.next, at: now)
        }
        return []
    }

    mutating func mark(_ command: AppCommand) -> [Effect] {
        if command == .markAll {
            tokens.toggleAllMarks()
            say(.plain, tokens.marks.isEmpty ? "no token is marked" : "\(tokens.marks.count) tokens are marked")
            return []
        }
        tokens.toggleMark()
        return move(.down)
    }
}
