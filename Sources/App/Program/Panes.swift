import DisplayText
import Storage
import Terminal
import Toolkit

/// One of the panes that are always there.
protocol PaneView: Equatable, Sendable {
    /// A step through its rows.
    mutating func move(_ move: ListMove, in program: inout ProgramState)
    /// Enter: the detail of what is selected.
    func opened(in program: inout ProgramState) -> [Effect]
    func reasonAgainstOpening(in program: ProgramState) -> SafeText?
    /// What `y` copies.
    func copySubject(in program: ProgramState) -> CopySubject?
    /// What may be under way for what is selected.
    func work(in program: ProgramState) -> [WorkID]
    func frame(in program: ProgramState) -> Pane
    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme)
}

/// The four panes, by their keys 1 to 4.
package enum PaneID: String, Hashable, Sendable, CaseIterable {
    case clusters, session, tokens, activity

    var title: SafeText {
        switch self {
        case .clusters: "Clusters"
        case .session: "Session"
        case .tokens: "Tokens"
        case .activity: "Activity"
        }
    }
}

/// The panes and which of them has the focus.
package struct Panes: Equatable, Sendable {
    package internal(set) var focus = PaneID.clusters
    /// A table over all clusters instead of the panes.
    var table: WideTable?
    var clusters = ClustersPane()
    var allClusters = AllClustersTable()
    var session = SessionPane()
    var tokens = TokensPane()
    var activity = ActivityPane()
    var allTokens = TokensPane(.allClusters)

    package var isShowingAllClusters: Bool { table == .clusters }

    /// The one place that tells the panes apart.
    subscript(id: PaneID) -> any PaneView {
        switch id {
        case .clusters: clusters
        case .session: session
        case .tokens: tokens
        case .activity: activity
        }
    }

    /// What has the keys.
    var focused: any PaneView {
        switch table {
        case .clusters: allClusters
        case .tokens: allTokens
        case nil: self[focus]
        }
    }
}

/// A table over all clusters.
enum WideTable: Hashable, Sendable, CaseIterable {
    case clusters, tokens
}

extension ProgramState {
    /// One step in the list that has the keys.
    mutating func movePane(_ move: ListMove) -> [Effect] {
        switch (panes.table, panes.focus) {
        case (.clusters, _): movePane(\.allClusters, move)
        case (.tokens, _): movePane(\.allTokens, move)
        case (nil, .clusters): movePane(\.clusters, move)
        case (nil, .session): movePane(\.session, move)
        case (nil, .tokens): movePane(\.tokens, move)
        case (nil, .activity): movePane(\.activity, move)
        }
        return []
    }

    private mutating func movePane<P: PaneView>(_ path: WritableKeyPath<Panes, P>, _ move: ListMove) {
        var pane = panes[keyPath: path]
        pane.move(move, in: &self)
        panes[keyPath: path] = pane
    }

    mutating func focus(_ pane: PaneID) -> [Effect] {
        panes.focus = pane
        show(nil)
        return []
    }

    /// - Parameter step: 1 for the next pane, -1 for the one before.
    mutating func focus(next step: Int) -> [Effect] {
        let all = PaneID.allCases
        let place = all.firstIndex(of: panes.focus) ?? 0
        return focus(all[(place + step + all.count) % all.count])
    }

    /// `0`: the table of all clusters, that of all their tokens, the panes.
    mutating func showNextTable() -> [Effect] {
        switch panes.table {
        case nil:
            panes.focus = .clusters
            show(.clusters)
        case .clusters: show(.tokens)
        case .tokens: show(nil)
        }
        return []
    }

    /// - Parameter table: `nil` for the panes.
    mutating func show(_ table: WideTable?) {
        panes.tokens.endFiltering()
        panes.allTokens.endFiltering()
        guard table != panes.table else { return }
        panes.table = table
        switch table {
        case .clusters: sortAllClusters()
        case .tokens: openAllTokens()
        case nil: break
        }
    }

    /// Esc on the panes, one step at a time: the filter line, work under the cursor, the filter, the marks, the table of
    /// all clusters, the last message.
    mutating func goBack() -> [Effect] {
        if isOnTokens, panes.tokenList.filter.isEditing {
            clearTokenFilter()
            return []
        }
        let underCursor = workUnderCursor
        if !underCursor.isEmpty { return cancel(underCursor) }
        if isOnTokens, !panes.tokenList.filter.text.isEmpty {
            clearTokenFilter()
        } else if !panes.tokenList.list.marks.isEmpty {
            panes.tokenList.list.clearMarks()
        } else if panes.table != nil {
            show(nil)
        } else {
            activity.latest = nil
        }
        return []
    }

    /// Rows of a list in a pane as it is drawn now; the size of a page.
    func rows(of pane: PaneID) -> Int {
        max(1, (PaneLayout(size, focus: pane, messageRows: messageRows).areas[pane]?.rows ?? 10) - 3)
    }

    /// Rows of a table over all clusters as it is drawn now.
    var tableRows: Int {
        max(1, PaneLayout(size, focus: .clusters, isShowingTable: true, messageRows: messageRows).body.rows - 3)
    }

    /// Where the panes stand now.
    var layout: PaneLayout {
        PaneLayout(
            size, focus: panes.focus, isShowingTable: panes.table != nil, messageRows: messageRows,
            isCovered: stack.contains { $0.feature.leavesMessageLine })
    }
}

/// Where the panes stand on a screen of a size. Panes beside each other share an edge.
struct PaneLayout: Hashable, Sendable {
    /// The panes in sight.
    let areas: [PaneID: Area]
    /// One pane at a time, with tabs above.
    let isStacked: Bool
    /// The row of tabs; empty unless stacked.
    let tabs: Area
    /// The rows for the last message; empty where the activity is in sight.
    let message: Area
    /// The last row.
    let hints: Area
    /// What the panes have for themselves, for the table of all clusters.
    let body: Area

    /// Below 100 columns or 24 rows the panes stack, one at a time.
    static func isStacked(_ size: Size) -> Bool { size.columns < 100 || size.rows < 24 }

    /// - Parameters:
    ///   - isShowingTable: whether the table of all clusters stands in the place of the panes.
    ///   - messageRows: rows for the last message, where the activity is not in sight.
    ///   - isCovered: whether something over the panes leaves room for the last message only.
    init(
        _ size: Size, focus: PaneID, isShowingTable: Bool = false, messageRows: Int = 1, isCovered: Bool = false
    ) {
        let screen = Area(size)
        let (above, hints) = screen.splitting(topRows: size.rows - 1)
        self.hints = hints
        isStacked = Self.isStacked(size)
        if isStacked {
            let (tabs, rest) = above.splitting(topRows: 1)
            let (body, message) = rest.splitting(topRows: rest.rows - messageRows)
            self.tabs = tabs
            self.message = message
            self.body = body
            areas = [focus: body]
        } else {
            tabs = Area(row: 0, column: 0, rows: 0, columns: 0)
            let hasMessage = isShowingTable || isCovered
            (body, message) = above.splitting(topRows: above.rows - (hasMessage ? messageRows : 0))
            areas = Self.sideBySide(isCovered ? body : above)
        }
    }

    private static func sideBySide(_ body: Area) -> [PaneID: Area] {
        let activityRows = min(12, max(5, body.rows / 5))
        let (upper, _) = body.splitting(topRows: body.rows - activityRows + 1)
        let activity = Area(
            row: upper.bottom - 1, column: body.left, rows: activityRows, columns: body.columns)
        // The least in which a row shows all its columns.
        let clusterColumns = min(49, max(40, body.columns * 3 / 10))
        let (clusters, _) = upper.splitting(leftColumns: clusterColumns)
        let right = Area(
            row: upper.top, column: clusters.right - 1, rows: upper.rows, columns: upper.columns - clusterColumns + 1)
        let sessionRows = min(9, max(6, right.rows / 4))
        let (session, _) = right.splitting(topRows: sessionRows)
        let tokens = Area(
            row: session.bottom - 1, column: right.left, rows: right.rows - sessionRows + 1, columns: right.columns)
        return [.clusters: clusters, .session: session, .tokens: tokens, .activity: activity]
    }
}
