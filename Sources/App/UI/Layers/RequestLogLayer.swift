import DisplayText
import HTTPExchange
import Terminal
import Toolkit

/// The last requests, redacted.
struct RequestLogLayer {
    let selection: Int?
    let state: AppState

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = screen
        grid.fill(frame)
        let requests = state.activity.requests
        let inner = Pane("Requests", info: TextRun("\(requests.count)", .dim), isFocused: true)
            .draw(in: frame, on: &grid, theme: theme)
        var list = ListState<Int>()
        let selected = requests.firstIndex { $0.id == selection } ?? requests.count - 1
        list.select(selected, count: requests.count, height: inner.rows - 1) { requests[$0].id }
        let notice = requests.isEmpty ? ListNotice.empty("No request has been sent.", next: "F5 asks a cluster.") : nil
        Table([
            TableColumn("Time", .fixed(8)), TableColumn("Method", .fixed(6), priority: 2),
            TableColumn("Cluster", .flexible(minimum: 10), priority: 3),
            TableColumn("Path", .flexible(minimum: 20, share: 4)), TableColumn("End", .fixed(15)),
            TableColumn("Took", .fixed(8), alignment: .trailing, priority: 1),
            TableColumn("Try", .fixed(3), alignment: .trailing, priority: 4),
        ]).draw(
            TableRows(count: requests.count, id: { requests[$0].id }) { cells(requests[$0]) }, state: list,
            notice: notice, in: inner, on: &grid, theme: theme)
    }

    private func cells(_ entry: ActivityLog.Entry) -> [TextRun] {
        guard case .request(let record) = entry.content else { return [] }
        let end: TextRun =
            switch record.ending {
            case .status(let status): TextRun("\(status)", status >= 400 ? .warning : .success)
            case .failed(let code): TextRun(RequestWording.words(for: code), .danger)
            }
        return [
            TextRun(InstantWording(state: state).clock(entry.at), .dim), TextRun("\(record.method)"),
            TextRun(ActivityWording.place(entry, in: state) ?? "", .dim), TextRun("\(record.path)"), end,
            TextRun(DurationText.elapsed(milliseconds: Int64(record.duration))), TextRun("\(record.attempt)", .dim),
        ]
    }
}
