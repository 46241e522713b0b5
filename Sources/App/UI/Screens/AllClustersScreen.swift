import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// All clusters in one table; what dies first stands first.
struct AllClustersScreen {
    let state: AppState

    private static func columns(
        _ generation: GenerationWording
    ) -> [(column: TableColumn, sort: AllClustersTable.Column?)] {
        [
            (TableColumn("Name", .flexible(minimum: 9)), .name),
            (generation.column(priority: 1), .generation),
            (TableColumn("Env", .flexible(minimum: 4), priority: 3), nil),
            (TableColumn("Release", .flexible(minimum: 9), priority: 6), .release),
            (TableColumn("Org", .flexible(minimum: 8), priority: 4), .org),
            (TableColumn("User", .flexible(minimum: 7), priority: 2), .user),
            (TableColumn("Via", .fixed(12), priority: 7), .credential),
            (TableColumn("State", .fixed(8)), .state),
            (TableColumn("Time left", .fixed(10), priority: 1), .remaining),
            (TableColumn("TLS", .fixed(10), priority: 2), .tls),
            (TableColumn("As of", .fixed(8), alignment: .trailing, priority: 3), .age),
        ]
    }

    var frame: Pane {
        Pane("All clusters", info: TextRun("\(state.allClusters.rows.count)", .dim), isFocused: true)
    }

    func draw(_ list: ListState<Profile.ID>, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let generation = GenerationWording(isShort: area.columns < 116)
        let columns = Self.columns(generation)
        let sort = columns.firstIndex { $0.sort == state.allClusters.column }.map {
            SortOrder(column: $0, descending: state.allClusters.isDescending)
        }
        let notice =
            state.allClusters.rows.isEmpty
            ? ListNotice.empty("No clusters yet.", next: "a adds the first profile.") : nil
        Table(columns.map(\.column), sort: sort)
            .draw(rows(generation), state: list, notice: notice, in: area, on: &grid, theme: theme)
    }

    private func rows(_ generation: GenerationWording) -> TableRows<Profile.ID> {
        let ids = state.allClusters.rows
        return TableRows(count: ids.count, id: { ids[$0] }) { index in
            guard let profile = state.profiles[ids[index]] else { return [] }
            let wording = ClusterWording(profile: profile, state: state)
            let session = wording.row?.session
            let org = session?.info.currentOrg ?? profile.org
            return [
                TextRun("\(profile.name)"), generation.text(profile.generation), wording.tag,
                TextRun(session?.info.releaseVersion.map { "\($0)" } ?? "-", .dim),
                TextRun(org.map { "\($0.wording)" } ?? "-"),
                TextRun((session?.info.userName ?? profile.username).map { "\($0)" } ?? "-"),
                TextRun(session.map { MessageComposer.text(for: $0.credential) } ?? "-", .dim),
                wording.status,
                TextRun(session.map { MessageComposer.text(for: $0.expiry, at: $0.time(at: state.now)) } ?? "-"),
                wording.security,
                TextRun(wording.row?.checkedAt.map { InstantWording(state: state).clock($0) } ?? "", .dim),
            ]
        }
    }
}
