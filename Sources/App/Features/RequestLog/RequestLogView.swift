import DisplayText
import HTTPExchange
import Operations
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The last requests, redacted.
struct RequestLogView: Feature {
    private var list = ListState<Int>()

    /// Begins at the newest request.
    init(_ program: ProgramState) {
        let requests = program.activity.requests
        list.select(requests.count - 1, count: requests.count, height: Self.height(program)) { requests[$0].id }
    }

    static let layer: KeyLayer = "request log"
    static let keys: [KeyRow<Self>] =
        closing + [
            key("Enter", .open, "open", "Open the line, or close the view") { view, program in
                view.selected(in: program).map { program.open(ActivityDetail($0)) } ?? []
            },
            key(
                "y", .copy, "copy", "Copy what is shown", hint: 1,
                unless: { view, program in view.selected(in: program) == nil ? "nothing is selected" : nil },
                act: { view, program in program.copy(view.selected(in: program).map { .entry($0) }) }),
        ] + moving() + helping()

    var leavesMessageLine: Bool { true }

    private func selected(in program: ProgramState) -> ActivityLog.Entry? {
        list.selected.flatMap { program.activity[id: $0] }
    }

    private static func height(_ program: ProgramState) -> Int { max(1, program.stage.rows - 3) }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let requests = program.activity.requests
        list.refresh(count: requests.count, height: Self.height(program)) { requests[$0].id }
        list.move(move, count: requests.count, height: Self.height(program)) { requests[$0].id }
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.fill(stage)
        let requests = program.activity.requests
        let inner = Pane("Requests", info: TextRun("\(requests.count)", .dim), isFocused: true)
            .draw(in: stage, on: &grid, theme: theme)
        var list = list
        list.refresh(count: requests.count, height: inner.rows - 1) { requests[$0].id }
        let notice =
            requests.isEmpty
            ? ListNotice.empty("No request has been sent.", next: "\(program.key(.refresh)) checks a cluster.") : nil
        Table([
            TableColumn("Time", .fixed(8)), TableColumn("Method", .fixed(6), priority: 2),
            TableColumn("Cluster", .flexible(minimum: 10), priority: 1),
            TableColumn("Path", .flexible(minimum: 16, share: 4), keepsEnd: true), TableColumn("Status", .fixed(15)),
            TableColumn("Duration", .fixed(8), alignment: .trailing, priority: 3),
            TableColumn("Try", .fixed(3), alignment: .trailing, priority: 4),
        ]).draw(
            TableRows(count: requests.count, id: { requests[$0].id }) { Self.cells(requests[$0], program) },
            state: list, notice: notice, in: inner, on: &grid, theme: theme)
    }

    private static func cells(_ entry: ActivityLog.Entry, _ program: ProgramState) -> [TextRun] {
        guard case .request(let record) = entry.content else { return [] }
        let end: TextRun =
            switch record.ending {
            case .status(let status): TextRun("\(status)", status >= 400 ? .warning : .success)
            case .failed(let code): TextRun(RequestWords.words(for: code), .danger)
            }
        return [
            TextRun(InstantWords(program).clock(entry.at), .dim), TextRun("\(record.method)"),
            TextRun(ActivityWords.place(entry, in: program) ?? "", .dim), TextRun("\(record.path)"), end,
            TextRun(DurationText.elapsed(milliseconds: Int64(record.duration))), TextRun("\(record.attempt)", .dim),
        ]
    }
}
