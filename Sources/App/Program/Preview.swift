import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// What is known of the selected row beyond what the row and the pane of the session tell: the token with its timeline, the
/// session of the cluster and its profile, or the message.
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
            let told = program.panes.tokenList.toldOfSelected(in: listArea, program)
            let rows = detail.rows(in: program).filter { row in
                // The title has the fingerprint.
                if case .value("fingerprint", _) = row { return false }
                return !row.isTold(by: told, labels: ["profile", "user", "Org", "kind", "label"])
            }
            return (detail.pane(in: program, isFocused: false), rows + program.previewTimeline.rows)
        }
        if program.panes.table == nil, program.panes.focus == .activity {
            guard let entry = program.panes.activity.selected(in: program.activity) else {
                return (Pane("Activity"), nothing("Nothing has happened yet."))
            }
            let detail = ActivityDetail(entry)
            let told = program.panes.activity.told(of: entry, in: listArea)
            let rows = detail.rows(in: program).filter { row in
                if case .text(let run) = row { !told.contains(run.text) } else { true }
            }
            return (detail.pane(in: program, isFocused: false), rows)
        }
        guard let id = program.selectedProfile, let profile = program.profiles[id] else {
            return (Pane("Cluster"), nothing("No clusters yet."))
        }
        return cluster(ClusterWords(profile: profile, program: program))
    }

    /// The session, or why there is none, then the profile: of both what is not told beside it.
    private func cluster(_ words: ClusterWords) -> (pane: Pane, rows: [DetailRow]) {
        let (session, detail) = (SessionDetail(words.profile.id), ProfileDetail(words.profile.id))
        let facts = self.facts(words, of: session)
        let isAboutSession = words.row?.session != nil || words.row?.error != nil && !facts.isEmpty
        let pane = isAboutSession ? session.pane(in: program, isFocused: false) : nil
        // The frame of the profile says it.
        let heading: [DetailRow] = pane == nil ? [] : [.heading("Profile")]
        let paragraphs: [[DetailRow]] = [
            facts, heading + words.fieldRows.filter { !$0.isName },
            [.value("Connection", words.security)],
        ]
        return (pane ?? detail.pane(in: program, isFocused: false), paragraphs.inParagraphs)
    }

    private func facts(_ words: ClusterWords, of session: SessionDetail) -> [DetailRow] {
        let rows = session.rows(in: program)
        if program.panes.table == .clusters {
            let told = program.panes.allClusters.toldOfSelected(in: listArea, program)
            return rows.filter { !$0.isTold(by: told, labels: ["user", "Org", "credential", "expires", "release"]) }
        }
        guard let area = program.layout.areas[.session]?.inset(by: 1) else { return rows }
        let pane = program.panes.session
        if words.row?.session != nil {
            let told = pane.told(in: area, program).map { "   \($0.string)   " }
            return rows.filter { row in
                guard case .value(let label, let run) = row else { return true }
                return !told.contains { $0.contains("   \(label.string) \(run.text.string)   ") }
            }
        }
        // The pane has the reason, or where the next step is as short as this.
        return words.row?.error.map { pane.tellsWhole($0, in: area, glyphs: program.glyphs) } ?? true ? [] : rows
    }

    /// Where the list stands whose selected row it is about.
    private var listArea: Area {
        let layout = program.layout
        let area = program.panes.table == nil ? layout.areas[program.panes.focus] : nil
        return (area ?? layout.body).inset(by: 1)
    }

    private func nothing(_ text: SafeText) -> [DetailRow] { [.text(TextRun(text, .dim))] }
}

extension DetailRow {
    /// The name of a profile, which the title of its frame has.
    fileprivate var isName: Bool { if case .value("Name", _) = self { true } else { false } }

    /// Whether one of the cells beside it says the same.
    fileprivate func isTold(by cells: [SafeText], labels: Set<SafeText>) -> Bool {
        guard case .value(let label, let run) = self else { return false }
        return labels.contains(label) && cells.contains(run.text)
    }
}

extension [[DetailRow]] {
    /// One after the other with a blank line between, and none where another stands already.
    fileprivate var inParagraphs: [DetailRow] {
        var lines: [DetailRow] = []
        for row in joined(separator: [.blank]) where row != .blank || lines.last.map({ $0 != .blank }) ?? false {
            lines.append(row)
        }
        return lines
    }
}
