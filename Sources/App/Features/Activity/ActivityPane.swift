import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What was done and what came of it. The newest line is the lowest; requests stand in the request log alone.
struct ActivityPane: FilteredPane {
    /// The selected entry; `nil` means the newest, also when more come.
    private(set) var selection: Int?

    var filter = FilterLine()
    var filterNames: [String] { ["kind", "text"] }

    /// The messages that the filter lets through, oldest first.
    func rows(in log: ActivityLog) -> [ActivityLog.Entry] {
        let filter = Filter(filter.text, columns: filterNames)
        if filter.isEmpty { return log.messages }
        return log.messages.filter { entry in
            guard case .message(let message) = entry.content else { return false }
            return filter.matches(FoldedRow([message.weight.word.string, message.text.string]), inOnePieceFrom: 1)
        }
    }

    func selected(in log: ActivityLog) -> ActivityLog.Entry? {
        let rows = rows(in: log)
        return selection.flatMap { id in rows.first { $0.id == id } } ?? rows.last
    }

    mutating func narrow(in program: inout ProgramState) -> [Effect] { [] }

    private func index(in entries: [ActivityLog.Entry]) -> Int {
        selection.flatMap { id in entries.firstIndex { $0.id == id } } ?? entries.count - 1
    }

    mutating func move(_ move: ListMove, in program: inout ProgramState) {
        let entries = rows(in: program.activity)
        guard !entries.isEmpty else { return }
        let target = move.destination(
            from: index(in: entries), count: entries.count, height: program.rows(of: .activity))
        // On the newest line the selection follows what comes.
        selection = target == entries.count - 1 ? nil : entries[target].id
    }

    func opened(in program: inout ProgramState) -> [Effect] {
        selected(in: program.activity).map { program.open(ActivityDetail($0)) } ?? []
    }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        selected(in: program.activity) == nil ? "nothing has happened yet" : nil
    }

    func copySubject(in program: ProgramState) -> CopySubject? { selected(in: program.activity).map { .entry($0) } }

    func work(in program: ProgramState) -> [WorkID] { Array(program.inFlight.keys) }

    func frame(in program: ProgramState) -> Pane {
        let busy = program.inFlight.values.sorted { $0.stamp < $1.stamp }
        let info: TextRun? = busy.last.map { last in
            let more: SafeText = busy.count > 1 ? " and \(busy.count - 1) more" : ""
            return TextRun("\(last.label)\(program.elapsed(last))\(more)", .accent)
        }
        let badges = program.expiryAlarm.map { [TextRun("all clusters: \($0)", .warning)] } ?? []
        return Pane("Activity", badges: badges, info: info, isFocused: program.panes.focus == .activity)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let entries = rows(in: program.activity)
        let area = filter.draw(
            above: area, shown: entries.count, total: program.activity.messages.count, on: &grid, theme: theme)
        guard !entries.isEmpty else {
            (filter.isShown ? .noMatch("message") : nothing(in: program)).draw(in: area, on: &grid, theme: theme)
            return
        }
        let isFocused = program.panes.focus == .activity
        // Who has gone back in it has gone on to another pane: there the newest line is what counts.
        let selected = isFocused ? index(in: entries) : entries.count - 1
        // The newest message has two rows where it needs them, and all that are free: its end is often its verdict.
        let most = max(MessageLine.mostRows, area.rows - (entries.count - 1))
        let extra =
            area.rows > 2 && selected == entries.count - 1
            ? min(most, rows(of: entries[selected], in: area, grid).count) - 1 : 0
        let first = max(0, min(selected, entries.count + extra - area.rows))
        for row in 0..<min(area.rows, entries.count - first) {
            let isLast = first + row == entries.count - 1
            let isSelected = isFocused && first + row == selected
            let place = Area(
                row: area.top + row, column: area.left, rows: isLast ? 1 + extra : 1, columns: area.columns)
            if isSelected { grid.fill(place, style: theme[.selection]) }
            draw(entries[first + row], isSelected: isSelected, in: place, on: &grid, program, theme)
        }
    }

    /// Before the first message: the checks of the start are no acts of a person, and stand in the request log.
    private func nothing(in program: ProgramState) -> ListNotice {
        .empty(
            "Nothing has happened yet.",
            next: program.profiles.list.isEmpty ? "" : "\(program.key(.requestLog)) shows the requests sent so far.")
    }

    /// Columns before the text of a message: a sign and its time.
    private static let indent = 11

    /// What the row of an entry tells in an area, where it is not cut.
    func told(of entry: ActivityLog.Entry, in area: Area) -> [SafeText] {
        guard case .message(let message) = entry.content else { return [] }
        let text = ActivityWords.run(message).text
        return text.columns <= area.columns - Self.indent ? [text, message.text] : []
    }

    private func rows(of entry: ActivityLog.Entry, in area: Area, _ grid: CellGrid) -> [SafeText] {
        guard case .message(let message) = entry.content else { return [""] }
        return grid.shown(ActivityWords.run(message).text).wrapped(to: max(8, area.columns - Self.indent))
    }

    private func draw(
        _ entry: ActivityLog.Entry, isSelected: Bool, in line: Area, on grid: inout CellGrid, _ program: ProgramState,
        _ theme: Theme
    ) {
        let time = InstantWords(program).clock(entry.at)
        guard case .message(let message) = entry.content else { return }
        let run = ActivityWords.run(message)
        let style: (Role) -> Style = { isSelected ? theme.inSelection($0) : theme[$0] }
        grid.line(isSelected ? ">" : " ", row: 0, in: line, style: style(.text))
        grid.line("\(time)  ", row: 0, in: line, indent: 1, style: style(.dim))
        guard line.rows > 1 else {
            grid.line(run.text, row: 0, in: line, indent: Self.indent, style: style(run.role))
            return
        }
        for (row, text) in rows(of: entry, in: line, grid).fitting(rows: line.rows).enumerated() {
            grid.line(text, row: row, in: line, indent: Self.indent, style: style(run.role))
        }
    }
}

/// One line of the activity in words. The weight is a word as well as a colour.
enum ActivityWords {
    /// The profile a request went to; the host when no profile has that address, or more than one: the request tells
    /// its address only, and a name that is one of two would put one profile's requests to another's account.
    static func place(_ entry: ActivityLog.Entry, in program: ProgramState) -> SafeText? {
        guard case .request(let record) = entry.content else { return nil }
        return profile(entry, in: program).map { "\($0.name)" } ?? "\(record.origin.authority)"
    }

    /// The only profile with the address of a request.
    static func profile(_ entry: ActivityLog.Entry, in program: ProgramState) -> Profile? {
        guard case .request(let record) = entry.content else { return nil }
        let profiles = program.profiles.list.filter { $0.origin == record.origin }
        return profiles.count == 1 ? profiles.first : nil
    }

    static func run(_ message: ActivityMessage) -> TextRun {
        let word = message.weight.word
        return TextRun(word.isEmpty ? message.text : "\(word): \(message.text)", message.weight.role)
    }
}

extension ActivityMessage.Weight {
    /// Empty for what needs none.
    var word: SafeText {
        switch self {
        case .plain: ""
        case .good: "ok"
        case .note: "note"
        case .warning: "warning"
        case .failure: "error"
        }
    }

    var role: Role {
        switch self {
        case .plain: .text
        case .good: .success
        case .note: .accent
        case .warning: .warning
        case .failure: .danger
        }
    }
}

/// One line of the activity in full: a message with what to do next, or a request.
struct ActivityDetail: DetailFeature {
    private let entry: ActivityLog.Entry
    var scroll = Scroll()

    init(_ entry: ActivityLog.Entry) { self.entry = entry }

    static let layer: KeyLayer = "activity detail"
    static let group: SafeText = "In a message or a request"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in
                program.copy(.entry(view.entry))
            }
        ] + moving() + helping()

    func profile(in program: ProgramState) -> Profile? { ActivityWords.profile(entry, in: program) }
    func title(in program: ProgramState) -> SafeText {
        if case .request = entry.content { "Request" } else { "Activity" }
    }

    func rows(in program: ProgramState) -> [DetailRow] {
        let time = DetailRow.value("when", TextRun(InstantWords(program).whole(entry.at)))
        switch entry.content {
        case .message(let message):
            let error = message.message?.onScreen(in: program, shownIn: Self.layer)
            return [time] + (error.map(MessageWords.rows) ?? [.text(ActivityWords.run(message))])
        case .request(let record): return [time] + RequestWords(record: record).rows
        }
    }
}

/// How it is read.
extension ActivityPane {
    func plain(in program: ProgramState) -> PlainText {
        let entries = Array(rows(in: program.activity).reversed())
        let count = entries.count
        return PlainText(
            "Activity, the newest first, \(count)", lines: filter.isShown ? ["filter: \(filter.text)"] : [],
            rows: PlainRows(
                // Its own order is the other way round.
                count: count, id: { "\(entries[$0].id)" }, text: { ActivityWords.line(entries[$0], in: program) },
                place: { count - 1 - $0 }, command: .open),
            notice: entries.isEmpty ? nothing(in: program) : nil)
    }
}

extension ActivityWords {
    /// `22:22:23 ok: logged in to prod-eu`.
    static func line(_ entry: ActivityLog.Entry, in program: ProgramState) -> SafeText {
        guard case .message(let message) = entry.content else { return "" }
        return "\(InstantWords(program).clock(entry.at)) \(run(message).text)"
    }
}
