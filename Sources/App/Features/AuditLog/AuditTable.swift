import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The events of an audit log, as far as it was read: window by window, filtered and sorted.
///
/// As with the tokens, the rows shown are kept as indices, so that moving costs the same with ten events and with a
/// hundred thousand.
struct AuditTable: Equatable, Sendable {
    /// The columns by which it can be sorted.
    private enum Key: String, CaseIterable {
        case time, type, user, org, address
    }

    private static func key(of column: AuditColumn) -> Key? {
        switch column {
        case .time: .time
        case .type: .type
        case .user: .user
        case .org: .org
        case .ip: .address
        case .ours, .text: nil
        }
    }

    /// The names that may stand before a colon.
    static let filterColumns = ["type", "user", "org", "ip", "text", "id"]

    /// The windows that were read, newest first, touching each other.
    private(set) var windows: [AuditWindow] = []
    /// Newest first; more are added at the end.
    private(set) var entries: [AuditEntry] = []
    private(set) var readAt: Instant?
    /// See ``AuditReport/incompleteFrom``.
    private(set) var incompleteFrom: Instant?
    private(set) var neighbour: String?
    /// The Orgs that were asked for.
    private(set) var coverage = AuditCoverage.allOrgs
    /// See ``AuditReport/knownOrgs``.
    private(set) var knownOrgs: [OrgReference] = []
    private(set) var unread = 0
    private(set) var filter = FilterLine()

    /// The newest first, but names from A on.
    private var order = SortOrder(column: 0, descending: true)
    private(set) var list = ListState<Int>()
    /// Indices into `entries` of the rows shown, in their order.
    private(set) var rows: [Int] = []
    private var sorted: [Int] = []
    private var searchRows = FoldedRows()

    var isLoaded: Bool { readAt != nil }
    var selected: AuditEntry? { rows.isEmpty ? nil : list.selected.map { entries[$0] } }
    /// Whether the filter leaves nothing.
    var isEmptied: Bool { rows.isEmpty && !entries.isEmpty }
    var countWords: SafeText {
        CountWords.events.text(rows.count, of: entries.count)
    }
}

/// How the audit log is sorted and filtered, whichever cluster's it is: kept for the next opening, and the next run.
struct AuditMemory: Hashable, Sendable {
    var order: LastScreen.Order?
    var filter = ""
}

extension AuditTable {
    init(_ memory: AuditMemory) {
        filter = FilterLine(memory.filter)
        guard let kept = memory.order, let column = Key.allCases.firstIndex(where: { $0.rawValue == kept.column })
        else { return }
        order = SortOrder(column: column, descending: kept.isDescending)
    }

    var memory: AuditMemory {
        AuditMemory(
            order: LastScreen.Order(column: Key.allCases[order.column].rawValue, isDescending: order.descending),
            filter: filter.text)
    }

    /// Takes a reading: older windows that follow what is there are added, anything else replaces it.
    mutating func receive(_ report: AuditReport) {
        neighbour = report.neighbour
        coverage = report.coverage
        if !report.knownOrgs.isEmpty { knownOrgs = report.knownOrgs }
        if let oldest = windows.last, report.windows.first?.end == oldest.start {
            // Both ends belong to a window: an event on the border is there already.
            let border = Set(entries.lazy.filter { $0.event.at == oldest.start }.map(\.event))
            entries += report.entries.filter { !border.contains($0.event) }
            windows += report.windows
            unread += report.unread
        } else {
            windows = report.windows
            entries = report.entries
            unread = report.unread
            readAt = report.readAt
            incompleteFrom = report.incompleteFrom
            list = ListState()
        }
        searchRows = FoldedRows()
        sort()
    }

    /// By the next column; after the last comes the first.
    mutating func sortByNext() {
        order = order.next(of: Key.allCases.count)
        if order.column == 0 { order.descending = true }
        sort()
    }

    mutating func reverse() {
        order = order.reversed
        sort()
    }

    mutating func sort(byColumn title: String) {
        guard let titled = AuditColumn.allCases.first(where: { $0.table.title.string == title }),
            let key = Self.key(of: titled), let column = Key.allCases.firstIndex(of: key)
        else { return }
        order = column == order.column ? order.reversed : SortOrder(column: column, descending: key == .time)
        sort()
    }

    mutating func beginFiltering() { filter.open() }

    /// Takes the filter away; tells whether there was one.
    mutating func clearFilter() -> Bool {
        guard filter.isShown else { return false }
        filter.clear()
        narrow()
        return true
    }

    /// A key or a paste for the filter line; tells whether it was for it.
    mutating func edit(_ typing: Typing) -> Bool {
        guard filter.isEditing else { return false }
        let outcome = filter.handle(typing)
        if outcome == .changed || outcome == .cleared { narrow() }
        return outcome != .ignored
    }

    mutating func move(_ move: ListMove, height: Int) {
        list.move(move, count: rows.count, height: height) { rows[$0] }
    }

    private mutating func sort() {
        sorted =
            switch Key.allCases[order.column] {
            // The order they came in is the newest first, those without a time included.
            case .time: order.descending ? Array(entries.indices) : entries.indices.reversed()
            case .type: sorted { $0.type ?? "" }
            case .user: sorted { ($0.username ?? $0.userID ?? "").lowercased() }
            case .org: sorted { $0.orgID ?? Int.min }
            case .address: sorted { $0.clientAddress ?? "" }
            }
        narrow()
    }

    private func sorted<Value: Comparable>(by key: (AuditEvent) -> Value) -> [Int] {
        let keys = entries.map { key($0.event) }
        return keys.indices.sorted { left, right in
            if keys[left] == keys[right] { return left < right }
            return (keys[left] < keys[right]) != order.descending
        }
    }

    private mutating func narrow() {
        let filter = Filter(filter.text, columns: Self.filterColumns)
        // Folding a long log costs time that only a filter is worth.
        if !filter.isEmpty, searchRows.isEmpty {
            for entry in entries { searchRows.append(Self.searchRow(entry.event)) }
        }
        rows = filter.indices(sorted, in: searchRows)
        let place = list.selected.flatMap { rows.firstIndex(of: $0) } ?? list.position
        list.select(place, count: rows.count, height: 1) { rows[$0] }
    }

    /// An event's cells, in the order of ``filterColumns``: its type as a person reads it and as it is.
    private static func searchRow(_ event: AuditEvent) -> FoldedRow {
        FoldedRow([
            [event.type, event.knownType?.words.string].compactMap { $0 }.joined(separator: " "),
            event.username ?? event.userID ?? "", event.orgID.map { "\($0)" } ?? "", event.clientAddress ?? "",
            event.words ?? "", event.id ?? "",
        ])
    }
}

/// How it looks.
extension AuditTable {
    func plainRows(words: @escaping (AuditEntry) -> AuditEventWords) -> PlainRows {
        PlainRows(
            count: rows.count, id: { "\(rows[$0])" }, text: { SafeText(cells: words(entries[rows[$0]]).cells) },
            command: .open)
    }

    func draw(
        _ columns: [AuditColumn], in area: Area, on grid: inout CellGrid, notice: ListNotice?, theme: Theme,
        words: @escaping (AuditEntry) -> AuditEventWords
    ) {
        let body = filter.draw(above: area, shown: rows.count, total: entries.count, on: &grid, theme: theme)
        let sort = columns.firstIndex { Self.key(of: $0) == Key.allCases[order.column] }.map {
            SortOrder(column: $0, descending: order.descending)
        }
        let cells = TableRows(count: rows.count, id: { rows[$0] }) { words(entries[rows[$0]]).cells }
        Table(columns.map(\.table), sort: sort, isFocused: !filter.isEditing)
            .draw(cells, state: list, notice: notice, in: body, on: &grid, theme: theme)
    }
}

/// A column of the audit log, in the order in which they stand there. The names are those of `settings.json`.
enum AuditColumn: String, Hashable, Sendable, CaseIterable, Identifiable {
    case time, type, user, org, ip, ours, text

    var id: String { rawValue }

    var table: TableColumn {
        switch self {
        case .time: TableColumn("Time", .fixed(19))
        case .type: TableColumn("Type", .flexible(minimum: 13))
        case .user: TableColumn("User", .flexible(minimum: 10))
        case .org: TableColumn("Org", .flexible(minimum: 11), priority: 3)
        case .ip: TableColumn("IP", .flexible(minimum: 15), priority: 1)
        case .ours: TableColumn("Ours", .fixed(4), priority: 2)
        case .text: TableColumn("Text", .flexible(minimum: 20, share: 3), priority: 4)
        }
    }
}
