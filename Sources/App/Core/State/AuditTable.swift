import DisplayText
package import Moments
package import Operations
package import Storage
package import ThoughtSpotSessions

/// The audit log of one cluster, as far as it was read: window by window, filtered and sorted.
///
/// As with the tokens, the rows shown are kept as indices, so that moving costs the same with ten events and with a
/// hundred thousand.
package struct AuditTable: Hashable, Sendable {
    /// The columns by which it can be sorted.
    package enum Column: String, Hashable, Sendable, CaseIterable {
        case time, type, user, org, address
    }

    /// The names that may stand before a colon.
    package static let filterColumns = ["type", "user", "org", "ip", "text", "id"]

    /// Whose log it is; absent until one was opened.
    package private(set) var profile: Profile.ID?
    /// The windows that were read, newest first, touching each other.
    package private(set) var windows: [AuditWindow] = []
    /// Newest first; more are added at the end.
    package private(set) var entries: [AuditEntry] = []
    package private(set) var readAt: Instant?
    /// See ``AuditReport/incompleteFrom``.
    package private(set) var incompleteFrom: Instant?
    package private(set) var neighbour: String?
    /// The Orgs that were asked for.
    package private(set) var coverage = AuditCoverage.allOrgs
    package private(set) var unread = 0
    /// Why the newest reading failed.
    package internal(set) var error: Message?
    package private(set) var filterText = ""
    /// The filter line has the keys.
    package internal(set) var isFiltering = false
    package private(set) var column = Column.time
    package private(set) var isDescending = true
    /// Indices into `entries` of the rows shown, in their order.
    package private(set) var rows: [Int] = []
    /// Where the selected event stands among `rows`.
    package private(set) var position = 0

    private var order: [Int] = []
    private var searchTexts: [ListFilter.SearchText] = []

    package init() {}

    package var isLoaded: Bool { readAt != nil }

    /// The index of the selected event, when it is shown.
    package var selection: Int? { rows.isEmpty ? nil : rows[position] }

    /// The event of a row shown.
    package func row(_ index: Int) -> AuditEntry? { rows.indices.contains(index) ? entries[rows[index]] : nil }
}

extension AuditTable {
    /// Forgets what was read, and what narrowed it.
    mutating func open(_ profile: Profile.ID) {
        self = AuditTable()
        self.profile = profile
    }

    /// Takes a reading: older windows that follow what is there are added, anything else replaces it.
    mutating func take(_ report: AuditReport) {
        error = nil
        neighbour = report.neighbour
        coverage = report.coverage
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
            position = 0
        }
        searchTexts = []
        sortEntries()
    }

    mutating func setFilter(_ text: String) {
        guard text != filterText else { return }
        filterText = text
        filterRows()
    }

    /// By the next column; after the last comes the first.
    mutating func sortByNext() {
        let all = Column.allCases
        column = all[((all.firstIndex(of: column) ?? 0) + 1) % all.count]
        // The newest first, but names from A on.
        isDescending = column == .time
        sortEntries()
    }

    mutating func reverse() {
        isDescending.toggle()
        sortEntries()
    }

    mutating func select(row index: Int) {
        if rows.indices.contains(index) { position = index }
    }

    private mutating func sortEntries() {
        order =
            switch column {
            // The order they came in is the newest first, those without a time included.
            case .time: isDescending ? Array(entries.indices) : entries.indices.reversed()
            case .type: sorted { $0.type ?? "" }
            case .user: sorted { ($0.username ?? $0.userID ?? "").lowercased() }
            case .org: sorted { $0.orgID ?? Int.min }
            case .address: sorted { $0.clientAddress ?? "" }
            }
        filterRows()
    }

    private func sorted<Key: Comparable>(by key: (AuditEvent) -> Key) -> [Int] {
        let keys = entries.map { key($0.event) }
        return keys.indices.sorted { left, right in
            if keys[left] == keys[right] { return left < right }
            return (keys[left] < keys[right]) != isDescending
        }
    }

    private mutating func filterRows() {
        let selected = selection
        let filter = ListFilter(filterText, columns: Self.filterColumns)
        // Folding a long log costs time that nobody spends who does not filter.
        if !filter.isEmpty, searchTexts.isEmpty { searchTexts = entries.map { ListFilter.SearchText($0.event) } }
        rows = filter.isEmpty ? order : order.filter { filter.matches(searchTexts[$0]) }
        position = selected.flatMap { rows.firstIndex(of: $0) } ?? min(position, max(0, rows.count - 1))
    }
}

extension ListFilter.SearchText {
    /// An event's cells, in the order of ``AuditTable/filterColumns``: its type as a person reads it and as it is.
    init(_ event: AuditEvent) {
        self.init(cells: [
            [event.type, event.knownType?.words.string].compactMap { $0 }.joined(separator: " "),
            event.username ?? event.userID ?? "", event.orgID.map { "\($0)" } ?? "", event.clientAddress ?? "",
            event.words ?? "", event.id ?? "",
        ])
    }
}
