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
    /// What it says in lines, where nothing is drawn.
    func plain(in program: ProgramState) -> PlainText
    /// Itself, where `/` narrows its rows.
    var filtered: (any FilteredPane)? { get }
}

extension PaneView {
    var filtered: (any FilteredPane)? { nil }
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
    /// The focused pane alone.
    var isZoomed = false
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

    /// Puts a pane that has changed back to its place.
    mutating func put(_ pane: any PaneView) {
        switch pane {
        case let pane as ClustersPane: clusters = pane
        case let pane as AllClustersTable: allClusters = pane
        case let pane as SessionPane: session = pane
        case let pane as TokensPane:
            if pane.reach == .allClusters { allTokens = pane } else { tokens = pane }
        case let pane as ActivityPane: activity = pane
        default: assertionFailure("a pane without a place")
        }
    }

    /// The keys go to the list itself again; what was typed still narrows it.
    mutating func endFiltering() {
        clusters.filter.close()
        allClusters.filter.close()
        tokens.filter.close()
        allTokens.filter.close()
        activity.filter.close()
    }
}

/// A table over all clusters.
enum WideTable: Hashable, Sendable, CaseIterable {
    case clusters, tokens
}

extension ProgramState {
    /// `z`: the focused pane alone, and back.
    mutating func toggleZoom() -> [Effect] {
        panes.isZoomed.toggle()
        return []
    }

    var reasonAgainstZooming: SafeText? {
        if panes.table != nil { return "a table over all clusters has the whole screen already" }
        return PaneLayout.isStacked(size) ? "one pane at a time fits here already" : nil
    }

    /// One step in the list that has the keys.
    mutating func movePane(_ move: ListMove) -> [Effect] {
        var pane = panes.focused
        pane.move(move, in: &self)
        panes.put(pane)
        return []
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
        panes.endFiltering()
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
        if isFiltering, let effects = clearFilter() { return effects }
        let underCursor = workUnderCursor
        if !underCursor.isEmpty { return cancel(underCursor) }
        if let effects = clearFilter() { return effects }
        if panes.isOnClusters, !panes.clusterList.marks.isEmpty {
            panes.clusterList.clearMarks()
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
        let layout = PaneLayout(size, focus: pane, isZoomed: panes.isZoomed, messageRows: messageRows)
        return max(1, (layout.areas[pane]?.rows ?? 10) - 3)
    }

    /// Rows of a table over all clusters as it is drawn now.
    var tableRows: Int {
        max(1, PaneLayout(size, focus: .clusters, isShowingTable: true, messageRows: messageRows).body.rows - 3)
    }

    /// Where the panes stand now.
    var layout: PaneLayout {
        PaneLayout(
            size, focus: panes.focus, isZoomed: panes.isZoomed, isShowingTable: panes.table != nil,
            messageRows: messageRows,
            isCovered: stack.contains { $0.feature.leavesMessageLine })
    }
}

/// Where the panes stand on a screen of a size. Panes beside each other share an edge.
struct PaneLayout: Hashable, Sendable {
    /// The panes in sight.
    let areas: [PaneID: Area]
    /// All about the selected row, where the screen is wide enough.
    let preview: Area?
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

    /// Below 70 columns or 20 rows the panes stack, one at a time.
    static func isStacked(_ size: Size) -> Bool { size.columns < 70 || size.rows < 20 }
    /// From so many columns on the selected row has a preview.
    static let leastColumnsWithPreview = 140

    /// - Parameters:
    ///   - isZoomed: one pane at a time, however large the screen is.
    ///   - isShowingTable: whether the table of all clusters stands in the place of the panes.
    ///   - messageRows: rows for the last message, where the activity is not in sight.
    ///   - isCovered: whether something over the panes leaves room for the last message only.
    init(
        _ size: Size, focus: PaneID, isZoomed: Bool = false, isShowingTable: Bool = false, messageRows: Int = 1,
        isCovered: Bool = false
    ) {
        let screen = Area(size)
        let (above, hints) = screen.splitting(topRows: size.rows - 1)
        self.hints = hints
        isStacked = Self.isStacked(size) || isZoomed && !isShowingTable
        if isStacked {
            preview = nil
            let (tabs, rest) = above.splitting(topRows: 1)
            let (body, message) = rest.splitting(topRows: rest.rows - messageRows)
            self.tabs = tabs
            self.message = message
            self.body = body
            areas = [focus: body]
        } else {
            tabs = Area(row: 0, column: 0, rows: 0, columns: 0)
            let hasMessage = isShowingTable || isCovered
            let (whole, message) = above.splitting(topRows: above.rows - (hasMessage ? messageRows : 0))
            self.message = message
            (body, preview) = Self.withPreview(whole)
            areas = isShowingTable ? [:] : Self.sideBySide(isCovered ? body : Self.withPreview(above).body)
        }
    }

    private static func withPreview(_ whole: Area) -> (body: Area, preview: Area?) {
        guard whole.columns >= leastColumnsWithPreview else { return (whole, nil) }
        let (body, _) = whole.splitting(leftColumns: max(100, whole.columns - 72))
        let preview = Area(
            row: whole.top, column: body.right - 1, rows: whole.rows, columns: whole.columns - body.columns + 1)
        return (body, preview)
    }

    private static func sideBySide(_ body: Area) -> [PaneID: Area] {
        let activityRows = min(12, max(5, body.rows / 5))
        let (upper, _) = body.splitting(topRows: body.rows - activityRows + 1)
        let activity = Area(
            row: upper.bottom - 1, column: body.left, rows: activityRows, columns: body.columns)
        // The least in which a row shows all its columns; on a narrow screen, all but the generation. More goes to it as soon
        // as the tokens show theirs.
        let clusterColumns = body.columns < 100 ? 33 : min(54, max(40, body.columns - 80))
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
