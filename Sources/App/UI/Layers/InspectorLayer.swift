import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// All about one profile, session, token or line of the activity.
struct InspectorLayer {
    let inspector: Inspector
    let state: AppState

    private var title: SafeText {
        switch inspector.subject {
        case .profile(let id): "Profile \(state.profiles[id]?.name ?? "")"
        case .session(let id): "Session: \(state.profiles[id]?.name ?? "")"
        case .token(let id): "Token \(state.tokens[id]?.fingerprint.text ?? "")"
        case .activity: "Activity"
        case .auditEvent: "Audit event"
        }
    }

    var rows: [DetailRow] {
        switch inspector.subject {
        case .profile(let id):
            return state.profiles[id].map { ClusterWording(profile: $0, state: state).profileRows } ?? gone
        case .session(let id):
            guard let profile = state.profiles[id] else { return gone }
            let wording = ClusterWording(profile: profile, state: state)
            if wording.row?.session != nil { return wording.sessionRows }
            if let error = wording.row?.error { return MessageWording.rows(error) }
            return [.text(TextRun("Nobody is logged in on \(profile.name).")), .text(TextRun("l logs in.", .dim))]
        case .token(let id):
            guard let record = state.tokens[id] else { return gone }
            return TokenWording(record: record, state: state).rows + timelineRows(of: record)
        case .activity(let id):
            return state.activity[id: id].map(activityRows) ?? gone
        case .auditEvent(let index):
            guard state.audit.entries.indices.contains(index) else { return gone }
            return AuditEventWording(entry: state.audit.entries[index], state: state).rows
        }
    }

    /// What the journal proves, act by act.
    private func timelineRows(of record: TokenRecord) -> [DetailRow] {
        guard let timeline = state.timeline, timeline.record.id == record.id else {
            return [.blank, .text(TextRun("Reading the timeline ...", .dim))]
        }
        let head = timeline.lines.prefix(1).map { DetailRow.text(TextRun($0, .heading)) }
        return [.blank] + head + timeline.lines.dropFirst().map { .text(TextRun($0)) }
    }

    /// As it goes to the clipboard: one row a line.
    var lines: [SafeText] { rows.map(\.line) }

    private var gone: [DetailRow] { [.text(TextRun("It is not there any more.", .warning))] }

    private func activityRows(_ entry: ActivityLog.Entry) -> [DetailRow] {
        let time = DetailRow.value("when", TextRun(InstantWording(state: state).whole(entry.at)))
        switch entry.content {
        case .message(let message):
            return [time] + (message.message.map(MessageWording.rows) ?? [.text(ActivityWording.run(message))])
        case .request(let record): return [time] + RequestWording(record: record).rows
        }
    }

    /// The area of the text, on a screen: as tall as the text, where there is room.
    func textArea(on screen: Area, glyphs: GlyphSet) -> Area { frame(on: screen, glyphs: glyphs).inset(by: 1) }

    private func frame(on screen: Area, glyphs: GlyphSet) -> Area {
        // A little narrower than the screen would leave torn-off ends of the panes beside it.
        let columns = screen.columns <= 132 ? screen.columns : 120
        let lines = DetailView(rows).lineCount(width: columns - 2, glyphs: glyphs)
        return screen.centred(Size(rows: min(screen.rows, lines + 2), columns: columns))
    }

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = frame(on: screen, glyphs: grid.glyphs)
        grid.fill(frame)
        let inner = Pane(title, isFocused: true).draw(in: frame, on: &grid, theme: theme)
        DetailView(rows).draw(scroll: Scroll(top: inspector.top), in: inner, on: &grid, theme: theme)
    }
}
