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
    /// One table of all clusters instead of the panes.
    package internal(set) var isShowingAllClusters = false
    var clusters = ClustersPane()
    var allClusters = AllClustersTable()
    var session = SessionPane()
    var tokens = TokensPane()
    var activity = ActivityPane()

    /// The one place that tells the panes apart.
    subscript(id: PaneID) -> any PaneView {
        switch id {
        case .clusters: clusters
        case .session: session
        case .tokens: tokens
        case .activity: activity
        }
    }

    var focused: any PaneView { self[focus] }
}

extension ProgramState {
    /// One step in the list that has the keys.
    mutating func movePane(_ move: ListMove) -> [Effect] {
        if panes.isShowingAllClusters {
            moveAllClusters(move)
            return []
        }
        switch panes.focus {
        case .clusters: movePane(\.clusters, move)
        case .session: movePane(\.session, move)
        case .tokens: movePane(\.tokens, move)
        case .activity: movePane(\.activity, move)
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
        panes.isShowingAllClusters = false
        panes.tokens.endFiltering()
        return []
    }

    /// - Parameter step: 1 for the next pane, -1 for the one before.
    mutating func focus(next step: Int) -> [Effect] {
        let all = PaneID.allCases
        let place = all.firstIndex(of: panes.focus) ?? 0
        return focus(all[(place + step + all.count) % all.count])
    }

    mutating func toggleAllClusters() -> [Effect] {
        panes.isShowingAllClusters.toggle()
        panes.focus = .clusters
        sortAllClusters()
        return []
    }

    /// Esc on the panes, one step at a time: the filter line, work under the cursor, the filter, the marks, the table of
    /// all clusters, the last message.
    mutating func goBack() -> [Effect] {
        if panes.focus == .tokens, panes.tokens.filter.isEditing {
            clearTokenFilter()
            return []
        }
        let underCursor = workUnderCursor
        if !underCursor.isEmpty { return cancel(underCursor) }
        if panes.focus == .tokens, !panes.tokens.filter.text.isEmpty {
            clearTokenFilter()
        } else if !panes.tokens.list.marks.isEmpty {
            panes.tokens.list.clearMarks()
        } else if panes.isShowingAllClusters {
            panes.isShowingAllClusters = false
        } else {
            activity.latest = nil
        }
        return []
    }

    /// Rows of a list in a pane as it is drawn now; the size of a page.
    func rows(of pane: PaneID) -> Int {
        max(1, (PaneLayout(size, focus: pane).areas[pane]?.rows ?? 10) - 3)
    }
}
