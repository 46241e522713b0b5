import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Toolkit

/// Whose session is open on the selected cluster, or why none is.
struct SessionPane {
    let state: AppState

    var frame: Pane {
        guard let profile = state.profile else { return Pane("Session", isFocused: state.focus == .session) }
        let wording = ClusterWording(profile: profile, state: state)
        var badges = profile.isProduction ? [TextRun("PRODUCTION", .production)] : []
        if profile.trust == .insecure { badges.append(TextRun("INSECURE", .danger)) }
        if let notice = state.clockNotice(of: profile) { badges.append(TextRun(notice, .warning)) }
        if profile.isReadOnly { badges.append(TextRun("read-only", .warning)) }
        return Pane(
            "Session: \(profile.name)", badges: badges, info: TextRun(wording.age, .dim),
            isFocused: state.focus == .session)
    }

    func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard let profile = state.profile else {
            ListNotice.empty("No cluster is selected.", next: "a adds a profile.").draw(
                in: area, on: &grid, theme: theme)
            return
        }
        let wording = ClusterWording(profile: profile, state: state)
        if let session = wording.row?.session {
            draw(wording, session, in: area, on: &grid, theme: theme)
        } else {
            drawAbsence(wording, in: area, on: &grid, theme: theme)
        }
    }

    /// Tall enough, all about the session is shown; otherwise the lines that matter.
    private func draw(
        _ wording: ClusterWording, _ session: SessionReport, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        if area.rows >= 12 {
            DetailView(wording.sessionRows).draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        var lines = wording.sessionLines(session)
        if let error = wording.row?.error { lines.insert([TextRun(error.sentence, .danger)], at: 0) }
        for (row, line) in lines.enumerated() { grid.line(line, row: row, in: area, indent: 1, theme: theme) }
    }

    private func drawAbsence(_ wording: ClusterWording, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let profile = wording.profile
        if let busy = state.inFlight[.session(profile.id)] {
            ListNotice(text: "\(busy.label) ...", role: .accent, next: "Esc cancels.").draw(
                in: area, on: &grid, theme: theme)
            return
        }
        if let error = wording.row?.error {
            DetailView(MessageWording.rows(error)).draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        if let logout = wording.row?.logout {
            ListNotice(text: logout, role: .text, next: "l logs in again.").draw(in: area, on: &grid, theme: theme)
            return
        }
        if state.isChecking(profile.id), wording.row?.status == nil {
            ListNotice.loading("Looking whether \(profile.origin.description) answers ...").draw(
                in: area, on: &grid, theme: theme)
            return
        }
        let user: SafeText = profile.username.map { "l logs in as \($0)." } ?? "l logs in."
        ListNotice.empty("Nobody is logged in on \(profile.name) (\(profile.origin.description)).", next: user).draw(
            in: area, on: &grid, theme: theme)
    }
}
