import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// All about the selected row, beside the panes or the table: the token with its timeline, the session of the cluster or
/// its profile, or the message.
struct Preview {
    private let program: ProgramState

    init(_ program: ProgramState) { self.program = program }

    func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let (pane, rows) = content
        Pane.draw([(pane, area)], on: &grid, theme: theme)
        DetailView(rows).draw(scroll: Scroll(), in: area.inset(by: 1), on: &grid, theme: theme)
    }

    private var content: (pane: Pane, rows: [DetailRow]) {
        if program.isOnTokens {
            guard let token = program.paneToken else { return (Pane("Token"), nothing("No token selected.")) }
            let detail = TokenDetail(token.id)
            return (detail.pane(in: program, isFocused: false), detail.rows(in: program) + program.previewTimeline.rows)
        }
        if program.panes.table == nil, program.panes.focus == .activity {
            guard let entry = program.panes.activity.selected(in: program.activity) else {
                return (Pane("Activity"), nothing("Nothing has happened yet."))
            }
            let detail = ActivityDetail(entry)
            return (detail.pane(in: program, isFocused: false), detail.rows(in: program))
        }
        guard let profile = program.selectedProfile else { return (Pane("Cluster"), nothing("No clusters yet.")) }
        let session = SessionDetail(profile)
        let rows = session.rows(in: program)
        let cluster = program.clusters[profile]
        if cluster?.session != nil || cluster?.error != nil {
            return (session.pane(in: program, isFocused: false), rows)
        }
        // Without a session the pane of it says the same; what is known is the profile.
        let detail = ProfileDetail(profile)
        return (detail.pane(in: program, isFocused: false), rows + [.blank] + detail.rows(in: program))
    }

    private func nothing(_ text: SafeText) -> [DetailRow] { [.text(TextRun(text, .dim))] }
}
