import Terminal

/// Where the panes stand on a screen of a size. Panes beside each other share an edge.
struct PaneLayout: Hashable, Sendable {
    /// The panes in sight.
    let areas: [PaneID: Area]
    /// One pane at a time, with tabs above.
    let isStacked: Bool
    /// The row of tabs; empty unless stacked.
    let tabs: Area
    /// The row for the last message; empty where the activity is in sight.
    let message: Area
    /// The last row.
    let hints: Area
    /// What the panes have for themselves, for the table of all clusters.
    let body: Area

    /// Below 100 columns or 24 rows the panes stack, one at a time.
    static func isStacked(_ size: Size) -> Bool { size.columns < 100 || size.rows < 24 }

    /// - Parameter isShowingTable: whether the table of all clusters stands in the place of the panes.
    init(_ size: Size, focus: PaneID, isShowingTable: Bool = false) {
        let screen = Area(size)
        let (above, hints) = screen.splitting(topRows: size.rows - 1)
        self.hints = hints
        isStacked = Self.isStacked(size)
        if isStacked {
            let (tabs, rest) = above.splitting(topRows: 1)
            let (body, message) = rest.splitting(topRows: rest.rows - 1)
            self.tabs = tabs
            self.message = message
            self.body = body
            areas = [focus: body]
        } else {
            tabs = Area(row: 0, column: 0, rows: 0, columns: 0)
            (body, message) = above.splitting(topRows: isShowingTable ? above.rows - 1 : above.rows)
            areas = Self.sideBySide(above)
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
