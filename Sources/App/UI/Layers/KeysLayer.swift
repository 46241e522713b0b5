import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Where trusted authentication is on, and its keys, masked.
struct KeysLayer {
    let view: KeysView
    let state: AppState

    private var work: InFlight? { state.inFlight[.keys(view.profile.id)] }

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let rows = view.rows
        let columns = min(screen.columns, 100)
        let foot = foot(width: columns - 4, glyphs: grid.glyphs)
        let height = max(rows.count, 4) + foot.count + 4
        let frame = screen.centred(Size(rows: min(screen.rows, height), columns: columns))
        grid.fill(frame)
        let badges = view.profile.isProduction ? [TextRun("PRODUCTION", .production)] : []
        let inner = Pane(
            "Secret keys: \(view.profile.name)", badges: badges, info: TextRun(age, .dim), isFocused: true
        ).draw(in: frame, on: &grid, theme: theme)
        let (body, footArea) = inner.splitting(topRows: max(2, inner.rows - foot.count))
        var list = ListState<Int>()
        if !rows.isEmpty { list.select(view.selection, count: rows.count, height: body.rows - 1) { $0 } }
        Table([
            TableColumn("Place", .fixed(7)), TableColumn("Org", .flexible(minimum: 8, share: 2)),
            TableColumn("State", .fixed(7)), TableColumn("Key", .flexible(minimum: 8)),
        ]).draw(
            TableRows(count: rows.count, id: { $0 }) { cells(rows[$0]) }, state: list, notice: notice, in: body,
            on: &grid, theme: theme)
        for (row, line) in foot.enumerated() {
            grid.line(line.text, row: row, in: footArea, indent: 1, style: theme[line.role])
        }
    }

    private func cells(_ row: KeysView.Row) -> [TextRun] {
        let setting = row.setting
        let org: TextRun =
            switch setting.place {
            case .cluster: TextRun("-", .dim)
            case .org(let org): TextRun("\(org.wording)")
            }
        let role: Role = setting.isOn ? .success : setting.isEnabled == nil ? .warning : .dim
        return [
            TextRun(setting.place == .cluster ? "cluster" : "Org"), org,
            TextRun(MessageComposer.text(for: setting), role),
            row.key.map { TextRun(SafeText(outside: $0.description)) } ?? TextRun("-", .dim),
        ]
    }

    private var age: SafeText {
        if let work { return work.isChange ? "working" : "reading" }
        return view.report.map { "as of \(InstantWording(state: state).clock($0.checkedAt))" } ?? ""
    }

    private var notice: ListNotice? {
        if view.report != nil {
            return view.rows.isEmpty
                ? .empty("\(view.profile.name) tells of no place for trusted authentication.", next: "F5 asks again.")
                : nil
        }
        if let error = view.error {
            return .failed(error.sentence, next: error.hints.first ?? "F5 asks again.")
        }
        if work != nil {
            return .loading("Reading the secret keys of \(view.profile.name) ... Esc stops.")
        }
        return .empty("The keys have not been read.", next: "F5 reads them.")
    }

    /// What matters now, which cluster this is, and what was done to be able to show it.
    private func foot(width: Int, glyphs: GlyphSet) -> [TextRun] {
        var lines: [TextRun] = [TextRun("")]
        func add(_ text: SafeText, _ role: Role, limit: Int = 3) {
            lines += glyphs.shown(text).wrapped(to: max(8, width)).prefix(limit).map { TextRun($0, role) }
        }
        if let alarm = view.alarm {
            add(alarm.sentence, .danger)
            for hint in alarm.hints { add("Next: \(hint)", .text) }
        } else if let work, work.isChange {
            add("\(work.label) ...", .accent)
        } else if let latest = state.activity.latest {
            let role: Role =
                switch latest.weight {
                case .plain: .dim
                case .good: .success
                case .warning: .warning
                case .failure: .danger
                }
            add(latest.text, role, limit: 2)
        }
        add("cluster  \(view.profile.name)   \(view.profile.origin.description)", .text, limit: 1)
        add("Keys come in clear and stand here masked; the journal keeps that they were read.", .dim, limit: 2)
        return lines
    }
}
