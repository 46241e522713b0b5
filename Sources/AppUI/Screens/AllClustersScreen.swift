import AppCore
import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// All clusters in one table; what dies first stands first.
struct AllClustersScreen {
    let state: AppState

    static let columns: [(column: TableColumn, sort: AllClustersTable.Column?)] = [
        (TableColumn("Name", .flexible(minimum: 10)), .name),
        (TableColumn("Gen", .fixed(5), priority: 5), .generation),
        (TableColumn("Env", .flexible(minimum: 5), priority: 3), nil),
        (TableColumn("Release", .flexible(minimum: 9), priority: 6), .release),
        (TableColumn("Org", .flexible(minimum: 8), priority: 4), .org),
        (TableColumn("User", .flexible(minimum: 8), priority: 2), .user),
        (TableColumn("Via", .fixed(12), priority: 7), .credential),
        (TableColumn("State", .fixed(10)), .state),
        (TableColumn("Time left", .fixed(12), priority: 1), .remaining),
        (TableColumn("TLS", .fixed(10), priority: 1), .tls),
        (TableColumn("As of", .fixed(8), alignment: .trailing, priority: 3), .age),
    ]

    var frame: Pane {
        Pane("All clusters", info: TextRun("\(state.allClusters.rows.count)", .dim), isFocused: true)
    }

    func draw(_ list: ListState<Profile.ID>, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let sort = Self.columns.firstIndex { $0.sort == state.allClusters.column }.map {
            SortOrder(column: $0, descending: state.allClusters.isDescending)
        }
        let notice =
            state.allClusters.rows.isEmpty
            ? ListNotice.empty("No clusters yet.", next: "a adds the first profile.") : nil
        Table(Self.columns.map(\.column), sort: sort)
            .draw(rows, state: list, notice: notice, in: area, on: &grid, theme: theme)
    }

    private var rows: TableRows<Profile.ID> {
        let ids = state.allClusters.rows
        return TableRows(count: ids.count, id: { ids[$0] }) { index in
            guard let profile = state.profiles[ids[index]] else { return [] }
            let wording = ClusterWording(profile: profile, state: state)
            let session = wording.row?.session
            let org = session?.info.currentOrg ?? profile.org
            return [
                TextRun("\(profile.name)"), TextRun("\(profile.generation.rawValue)", .dim), wording.tag,
                TextRun(session?.info.releaseVersion.map { "\($0)" } ?? "-", .dim),
                TextRun(org.map { "\($0.wording)" } ?? "-"),
                TextRun((session?.info.userName ?? profile.username).map { "\($0)" } ?? "-"),
                TextRun(session.map { MessageComposer.text(for: $0.credential) } ?? "-", .dim),
                wording.status,
                TextRun(session.map { MessageComposer.text(for: $0.expiry, at: state.now) } ?? "-"),
                wording.security,
                TextRun(wording.row?.checkedAt.map { InstantWording(state: state).clock($0) } ?? "", .dim),
            ]
        }
    }
}
