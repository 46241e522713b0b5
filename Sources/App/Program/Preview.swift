import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// All about the selected row, beside the panes or the table: the token with its timeline, the session of the cluster, or
/// the message.
struct Preview {
    private let program: ProgramState

    init(_ program: ProgramState) { self.program = program }

    func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let (title, rows) = content
        Pane.draw([(Pane(title), area)], on: &grid, theme: theme)
        DetailView(rows).draw(scroll: Scroll(), in: area.inset(by: 1), on: &grid, theme: theme)
    }

    private var content: (title: SafeText, rows: [DetailRow]) {
        if program.isOnTokens {
            guard let token = program.paneToken else { return ("Token", []) }
            let detail = TokenDetail(token.id)
            return (detail.title(in: program), detail.rows(in: program) + program.previewTimeline.rows)
        }
        if program.panes.table == nil, program.panes.focus == .activity {
            guard let entry = program.panes.activity.selected(in: program.activity) else { return ("Activity", []) }
            let detail = ActivityDetail(entry)
            return (detail.title(in: program), detail.rows(in: program))
        }
        guard let profile = program.selectedProfile else { return ("Cluster", []) }
        let session = SessionDetail(profile)
        return (session.title(in: program), session.rows(in: program))
    }
}
