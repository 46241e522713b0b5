import DisplayText
import HTTPExchange
import Storage
import Terminal
import Toolkit

/// What the program did: requests, and messages that stay. The newest line is the lowest.
struct ActivityPane {
    let state: AppState

    var frame: Pane {
        let busy = state.inFlight.values.sorted { $0.stamp < $1.stamp }
        let info: TextRun? = busy.last.map { last in
            let more: SafeText = busy.count > 1 ? " and \(busy.count - 1) more" : ""
            return TextRun("\(last.label)\(more)", .accent)
        }
        return Pane("Activity", info: info, isFocused: state.focus == .activity)
    }

    func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        let entries = state.activity.entries
        guard !entries.isEmpty else {
            ListNotice.empty("Nothing has happened yet.", next: "").draw(in: area, on: &grid, theme: theme)
            return
        }
        let selected = state.activity.selection.flatMap(state.activity.index(of:)) ?? entries.count - 1
        let first = max(0, min(selected, entries.count - area.rows))
        let isFocused = state.focus == .activity
        for row in 0..<min(area.rows, entries.count - first) {
            let entry = entries[first + row]
            let isSelected = isFocused && first + row == selected
            let line = Area(row: area.top + row, column: area.left, rows: 1, columns: area.columns)
            if isSelected { grid.fill(line, style: theme[.selection]) }
            draw(entry, isSelected: isSelected, in: line, on: &grid, theme: theme)
        }
    }

    private func draw(
        _ entry: ActivityLog.Entry, isSelected: Bool, in line: Area, on grid: inout CellGrid, theme: Theme
    ) {
        let time = InstantWording(state: state).clock(entry.at)
        let run = ActivityWording.run(entry)
        let place = ActivityWording.place(entry, in: state)
        let style: (Role) -> Style = { isSelected ? theme[.selection] : theme[$0] }
        var column = grid.line(isSelected ? ">" : " ", row: 0, in: line, style: style(.text))
        column = grid.line("\(time)  ", row: 0, in: line, indent: column, style: style(.dim))
        if let place {
            // A host is told whole: cut, two of them are one.
            let isHost = ActivityWording.profile(entry, in: state) == nil
            let width = isHost ? min(max(10, place.columns), 32) : 10
            column = grid.line(place.padded(to: width), row: 0, in: line, indent: column, style: style(.accent)) + 1
        }
        grid.line(run.text, row: 0, in: line, indent: column, style: style(run.role))
    }
}

/// One line of the activity in words. The weight is a word as well as a colour.
enum ActivityWording {
    static func run(_ entry: ActivityLog.Entry) -> TextRun {
        switch entry.content {
        case .request(let record): TextRun(RequestWording(record: record).summary, isFailure(record) ? .warning : .text)
        case .message(let message): run(message)
        }
    }

    /// The profile a request went to; the host when no profile has that address, or more than one: the request tells
    /// its address only, and a name that is one of two would put one profile's requests to another's account.
    static func place(_ entry: ActivityLog.Entry, in state: AppState) -> SafeText? {
        guard case .request(let record) = entry.content else { return nil }
        return profile(entry, in: state).map { "\($0.name)" } ?? "\(record.origin.authority)"
    }

    /// The only profile with the address of a request.
    static func profile(_ entry: ActivityLog.Entry, in state: AppState) -> Profile? {
        guard case .request(let record) = entry.content else { return nil }
        let profiles = state.profiles.list.filter { $0.origin == record.origin }
        return profiles.count == 1 ? profiles.first : nil
    }

    private static func isFailure(_ record: ExchangeRecord) -> Bool {
        if case .status(let status) = record.ending { status >= 400 } else { true }
    }

    static func run(_ message: ActivityMessage) -> TextRun {
        switch message.weight {
        case .plain: TextRun(message.text)
        case .good: TextRun("ok: \(message.text)", .success)
        case .warning: TextRun("note: \(message.text)", .warning)
        case .failure: TextRun("error: \(message.text)", .danger)
        }
    }
}
