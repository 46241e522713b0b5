import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Whose session is open on the selected cluster, or why none is.
struct SessionPane: PaneView {
    func move(_ move: ListMove, in program: inout ProgramState) {}

    func opened(in program: inout ProgramState) -> [Effect] {
        program.selectedProfile.map { program.open(SessionDetail($0)) } ?? []
    }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        program.profile == nil ? program.noProfile : nil
    }

    func copySubject(in program: ProgramState) -> CopySubject? {
        program.cluster?.session.map { .text(["\($0.info.userName)"], what: "the user name") }
    }

    func work(in program: ProgramState) -> [WorkID] {
        program.selectedProfile.map(WorkID.ofCluster) ?? []
    }

    func frame(in program: ProgramState) -> Pane {
        let isFocused = program.panes.focus == .session
        guard let profile = program.profile else { return Pane("Session", isFocused: isFocused) }
        var badges = profile.isProduction ? [TextRun("PRODUCTION", .production)] : []
        if profile.trust == .insecure { badges.append(TextRun("INSECURE", .danger)) }
        if let notice = program.clockNotice(of: profile) { badges.append(TextRun(notice, .warning)) }
        if profile.isReadOnly { badges.append(TextRun("read-only", .warning)) }
        return Pane(
            "Session: \(profile.name)", badges: badges,
            info: TextRun(ClusterWords(profile: profile, program: program).age, .dim), isFocused: isFocused)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        guard let profile = program.profile else {
            ListNotice.empty("No cluster selected.", next: "a adds a profile.").draw(in: area, on: &grid, theme: theme)
            return
        }
        let words = ClusterWords(profile: profile, program: program)
        if let session = words.row?.session {
            draw(words, session, in: area, on: &grid, theme: theme)
        } else {
            drawAbsence(words, program, in: area, on: &grid, theme: theme)
        }
    }

    /// Tall enough, all about the session is shown; otherwise the lines that matter.
    private func draw(
        _ words: ClusterWords, _ session: SessionReport, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        if area.rows >= 12 {
            DetailView(words.sessionRows).draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        var lines = words.sessionLines(session)
        if let error = words.row?.error { lines.insert([TextRun(error.sentence, .danger)], at: 0) }
        for (row, line) in lines.enumerated() { grid.line(line, row: row, in: area, indent: 1, theme: theme) }
    }

    private func drawAbsence(
        _ words: ClusterWords, _ program: ProgramState, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        let profile = words.profile
        if let busy = program.inFlight[.session(profile.id)] {
            ListNotice(text: "\(busy.label) ...", role: .accent, next: "Esc cancels.").draw(
                in: area, on: &grid, theme: theme)
            return
        }
        if let error = words.row?.error {
            DetailView(MessageWords.rows(error)).draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        if let logout = words.row?.logout {
            ListNotice(text: logout, role: .text, next: "l logs in again.").draw(in: area, on: &grid, theme: theme)
            return
        }
        if program.isChecking(profile.id), words.row?.status == nil {
            ListNotice.loading("Checking \(profile.origin.description) ...").draw(in: area, on: &grid, theme: theme)
            return
        }
        let user: SafeText = profile.username.map { "l logs in as \($0)." } ?? "l logs in."
        ListNotice.empty("Not logged in to \(profile.name) (\(profile.origin.description)).", next: user).draw(
            in: area, on: &grid, theme: theme)
    }
}
