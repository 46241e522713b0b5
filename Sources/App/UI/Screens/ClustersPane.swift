import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The clusters: one row for each profile.
struct ClustersPane {
    let state: AppState

    private static func columns(_ generation: GenerationWording) -> [TableColumn] {
        [
            TableColumn("Name", .flexible(minimum: 9, share: 2)),
            generation.column(priority: 2),
            TableColumn("Env", .flexible(minimum: 4), priority: 1),
            TableColumn("State", .fixed(8)),
        ]
    }

    var frame: Pane {
        let busy = state.profiles.list.filter { state.isChecking($0.id) }.count
        let info = busy > 0 ? TextRun("checking \(busy)", .dim) : TextRun("\(state.profiles.list.count)", .dim)
        let badges = state.isReadOnly ? [TextRun("READ-ONLY", .warning)] : []
        return Pane("Clusters", badges: badges, info: info, isFocused: state.focus == .clusters)
    }

    func draw(_ list: ListState<Profile.ID>, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let generation = GenerationWording(isShort: area.columns < 60)
        Table(Self.columns(generation), isFocused: state.focus == .clusters, hasHead: area.rows > 8)
            .draw(rows(generation), state: list, notice: notice, in: area, on: &grid, theme: theme)
    }

    /// Rows that fit, as the table draws them.
    static func height(in area: Area) -> Int { area.rows > 8 ? area.rows - 1 : area.rows }

    private func rows(_ generation: GenerationWording) -> TableRows<Profile.ID> {
        let profiles = state.profiles.list
        return TableRows(count: profiles.count, id: { profiles[$0].id }) { index in
            let wording = ClusterWording(profile: profiles[index], state: state)
            let tag = wording.profile.trust == .insecure ? TextRun("INSE", .danger) : wording.tag
            return [
                TextRun("\(profiles[index].name)"), generation.text(profiles[index].generation), tag,
                wording.status,
            ]
        }
    }

    private var notice: ListNotice? {
        if let error = state.profiles.error {
            return .failed(error.sentence, next: error.hints.first ?? "Mend the file, then start again.")
        }
        if let reason = state.profiles.readOnlyReason, !state.profiles.unusable.isEmpty {
            let names = state.profiles.unusable.map(\.string).joined(separator: ", ")
            return ListNotice(
                text: "not unique, not usable: \(SafeText(outside: names))", role: .warning, next: reason.sentence)
        }
        if let warning = state.profiles.warnings.first {
            return ListNotice(text: warning, role: .warning, next: nil)
        }
        guard state.profiles.list.isEmpty else { return nil }
        return .empty("No clusters yet.", next: "a adds the first profile. `tessera demo` shows the program at work.")
    }
}
