import DisplayText
import HTTPExchange
import Operations
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The last requests, redacted.
struct RequestLogView: Feature {
    private var list = ListState<Int>()
    private var filter = FilterLine()

    private static let filterNames = ["method", "cluster", "path", "status"]

    /// Begins at the newest request.
    init(_ program: ProgramState) {
        let requests = program.activity.requests
        list.select(requests.count - 1, count: requests.count, height: Self.height(program)) { requests[$0].id }
    }

    static let layer: KeyLayer = "request log"
    static let group: SafeText = "In the request log"
    static let keys: [KeyRow<Self>] =
        [
            key("Esc q", .cancel, "close", "Close", hint: 0) { view, program in
                guard view.filter.isShown else { return program.closeTop() }
                view.filter.clear()
                return []
            },
            key(
                "/", .filter, "filter", "Filter the requests: fuzzy, column:value, ! inverts", hint: 2,
                unless: { _, program in program.activity.requests.isEmpty ? "no request here" : nil },
                act: { view, _ in
                    view.filter.open()
                    return []
                }),
            key("Enter", .open, "open", "Open the line, or close the view", hint: 1) { view, program in
                view.selected(in: program).map { program.open(ActivityDetail($0)) } ?? []
            },
            key(
                "y", .copy, "copy", "Copy the request as curl, without secrets", hint: 1,
                unless: { view, program in view.selected(in: program) == nil ? "nothing is selected" : nil },
                act: { view, program in program.copy(view.selected(in: program).map { .entry($0) }) }),
        ] + moving() + incident() + helping()

    var leavesMessageLine: Bool { true }

    private func selected(in program: ProgramState) -> ActivityLog.Entry? {
        list.selected.flatMap { program.activity[id: $0] }
    }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        switch filter.handle(typing) {
        case .ignored: return nil
        case .changed, .cleared:
            let requests = shown(in: program)
            list.refresh(count: requests.count, height: Self.height(program)) { requests[$0].id }
        case .handled, .closed: break
        }
        return []
    }

    func hints(in program: ProgramState) -> [Hint] {
        filter.isEditing ? FilterHints.all(Self.filterNames, in: program, layer: Self.layer) : usableHints(in: program)
    }

    /// Those that the filter lets through, oldest first.
    private func shown(in program: ProgramState) -> [ActivityLog.Entry] {
        let filter = Filter(filter.text, columns: Self.filterNames)
        let requests = program.activity.requests
        if filter.isEmpty { return requests }
        return requests.filter { entry in
            guard case .request(let record) = entry.content else { return false }
            return filter.matches(
                FoldedRow([
                    record.method, ActivityWords.place(entry, in: program)?.string ?? "", record.path,
                    Self.end(of: record).text.string,
                ]))
        }
    }

    private static func height(_ program: ProgramState) -> Int { max(1, program.stage.rows - 3) }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let requests = shown(in: program)
        list.refresh(count: requests.count, height: Self.height(program)) { requests[$0].id }
        list.move(move, count: requests.count, height: Self.height(program)) { requests[$0].id }
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.clear(stage, on: stage)
        let all = program.activity.requests.count
        let requests = shown(in: program)
        let inner = Pane(
            "Requests", info: TextRun(CountWords.requests.text(requests.count, of: all), .dim), isFocused: true
        )
        .draw(in: stage, on: &grid, theme: theme)
        let body = filter.draw(above: inner, shown: requests.count, total: all, on: &grid, theme: theme)
        var list = list
        list.refresh(count: requests.count, height: body.rows - 1) { requests[$0].id }
        let notice: ListNotice? =
            all == 0
            ? .empty("No request has been sent.", next: "\(program.key(.refresh)) checks a cluster.")
            : requests.isEmpty ? .noMatch("request") : nil
        Table([
            TableColumn("Time", .fixed(8), priority: 1), TableColumn("Method", .fixed(6), priority: 2),
            TableColumn("Cluster", .flexible(minimum: 10), priority: 1),
            TableColumn("Path", .flexible(minimum: 16, share: 4), keepsEnd: true),
            TableColumn("Status", .fixed(15), isWhole: true),
            TableColumn("Duration", .fixed(8), alignment: .trailing, priority: 3),
            TableColumn("Try", .fixed(3), alignment: .trailing, priority: 4),
        ]).draw(
            TableRows(count: requests.count, id: { requests[$0].id }) { Self.cells(requests[$0], program) },
            state: list, notice: notice, in: body, on: &grid, theme: theme)
    }

    private static func end(of record: ExchangeRecord) -> TextRun {
        switch record.ending {
        case .status(let status): TextRun("\(status)", status >= 400 ? .warning : .success)
        case .failed(let code): TextRun(RequestWords.words(for: code), .danger)
        }
    }

    func plain(in program: ProgramState) -> PlainText {
        let requests = program.activity.requests
        return PlainText(
            "Requests, \(requests.count)",
            rows: PlainRows(
                count: requests.count, id: { "\(requests[$0].id)" },
                text: { SafeText(cells: Self.cells(requests[$0], program)) }, command: .open),
            notice: requests.isEmpty ? .empty("No request has been sent.", next: "") : nil, isAboutCluster: false)
    }

    private static func cells(_ entry: ActivityLog.Entry, _ program: ProgramState) -> [TextRun] {
        guard case .request(let record) = entry.content else { return [] }
        return [
            TextRun(InstantWords(program).clock(entry.at), .dim), TextRun("\(record.method)"),
            TextRun(ActivityWords.place(entry, in: program) ?? "", .dim), TextRun("\(record.path)"),
            Self.end(of: record),
            TextRun(DurationText.elapsed(milliseconds: Int64(record.duration))), TextRun("\(record.attempt)", .dim),
        ]
    }
}
