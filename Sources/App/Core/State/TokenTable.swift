import Moments
package import Operations
package import Storage
import ThoughtSpotSessions

/// The token list of the selected profile: what the journal knows, filtered and sorted.
///
/// The rows shown are kept as indices and computed only when records, profile, filter or order change, so that moving
/// the cursor costs the same with ten tokens and with a hundred thousand.
package struct TokenTable: Hashable, Sendable {
    /// Absent until the journal has been read.
    package private(set) var list: TokenList?
    /// The tokens that carry a session which is open right now.
    package private(set) var inUseIDs: Set<TokenRecord.ID> = []
    /// Why the journal could not be read.
    package var error: Message?
    /// As typed; see ``ListFilter``.
    package private(set) var filterText = ""
    /// The filter line has the keys.
    package var isFiltering = false
    package private(set) var sort = TokenSort()
    /// The selected token, by identity; stays on its token over refresh, sorting and filtering.
    package internal(set) var selection: TokenRecord.ID?
    package internal(set) var marks: Set<TokenRecord.ID> = []
    /// Indices into `records` of the rows shown, in their order.
    package private(set) var rows: [Int] = []
    /// Where the selected token stands among `rows`.
    package private(set) var position = 0
    /// How many tokens the selected profile has, shown or not: the m of "n of m".
    package private(set) var total = 0

    /// When order and standings were judged last.
    private var judgedAt = Instant(milliseconds: 0)
    /// When the next token ends and the order changes.
    private(set) var nextEnd: Instant?

    /// The address of the selected profile: tokens belong to it, whatever the profile is called.
    private var origin: String?
    private var order: [String: [Int]] = [:]
    private var searchTexts: [ListFilter.SearchText] = []
    private var places: [TokenRecord.ID: Int] = [:]

    package init() {}

    package var records: [TokenRecord] { list?.records ?? [] }

    /// Credentials that were refused lately, as the journal tells it.
    package var lockouts: LockoutCount { list?.lockouts ?? LockoutCount() }
    package var isLoaded: Bool { list != nil }
    package var heldIDs: Set<TokenRecord.ID> { list?.heldIDs ?? [] }

    package subscript(id: TokenRecord.ID) -> TokenRecord? {
        guard let place = places[id], let list else { return nil }
        return list.records[place]
    }

    /// The selected token, when it is shown.
    package var selected: TokenRecord? { rows.isEmpty ? nil : list?.records[rows[position]] }

    /// The token of a row shown.
    package func row(_ index: Int) -> TokenRecord? {
        rows.indices.contains(index) ? list?.records[rows[index]] : nil
    }

    /// Whether this run holds the token itself.
    package func isHeld(_ id: TokenRecord.ID) -> Bool { list?.heldIDs.contains(id) ?? false }

    /// The marked tokens, in the order of the journal; the selected one when none is marked.
    package var targets: [TokenRecord] {
        if marks.isEmpty { return selected.map { [$0] } ?? [] }
        return marks.compactMap { places[$0] }.sorted().map { records[$0] }
    }
}

extension TokenTable {
    /// Takes the journal's list.
    mutating func take(_ list: TokenList, inUse: Set<TokenRecord.ID>, at now: Instant) {
        inUseIDs = inUse
        self.list = list
        error = nil
        places = [:]
        places.reserveCapacity(list.records.count)
        for (index, record) in list.records.enumerated() { places[record.id] = index }
        searchTexts = []
        marks = marks.filter { places[$0] != nil }
        sortRecords(at: now)
    }

    /// Profiles have other names or addresses by now; the journal says nothing new.
    mutating func useNames(of profiles: [Profile]) {
        list?.useNames(of: profiles)
        searchTexts = []
        filterRecords()
    }

    /// Shows the tokens of another cluster. Marks stay on tokens that can be seen, so they are taken away.
    mutating func show(_ origin: String?) {
        guard origin != self.origin else { return }
        self.origin = origin
        marks = []
        selection = nil
        position = 0
        filterRecords()
    }

    mutating func setFilter(_ text: String) {
        guard text != filterText else { return }
        filterText = text
        filterRecords()
    }

    mutating func setSort(_ sort: TokenSort, at now: Instant) {
        self.sort = sort
        sortRecords(at: now)
    }

    /// Time has passed: tokens that have ended meanwhile move down.
    mutating func pass(to now: Instant) {
        if let nextEnd, nextEnd <= now { sortRecords(at: now) }
    }

    mutating func select(row index: Int) {
        guard let record = row(index) else { return }
        position = index
        selection = record.id
    }

    mutating func select(_ id: TokenRecord.ID) {
        if let index = rows.firstIndex(where: { records[$0].id == id }) { select(row: index) }
    }

    /// Marks the selected row, or takes its mark away.
    mutating func toggleMark() {
        guard let id = selected?.id else { return }
        if marks.remove(id) == nil { marks.insert(id) }
    }

    /// Marks all rows shown, or takes the marks of all of them away.
    mutating func toggleAllMarks() {
        let shown = Set(rows.map { records[$0].id })
        if shown.isSubset(of: marks) { marks.subtract(shown) } else { marks.formUnion(shown) }
    }

    private mutating func sortRecords(at now: Instant) {
        let records = records
        judgedAt = now
        searchTexts = []
        order = [:]
        let clocks = list?.clocks ?? ServerClocks()
        nextEnd = records.compactMap { record in
            TokenStanding.remaining(of: record, at: now, clocks: clocks).flatMap { left in
                left > 0 ? Instant(milliseconds: now.milliseconds &+ left) : nil
            }
        }.min()
        for index in sort.indices(of: list ?? TokenList(), at: now) {
            order[records[index].origin, default: []].append(index)
        }
        filterRecords()
    }

    private mutating func filterRecords() {
        let all = origin.flatMap { order[$0] } ?? []
        total = all.count
        let filter = ListFilter(filterText, columns: TokenColumn.filterable.map(\.id))
        // Folding a long list costs time that nobody spends who does not filter.
        if !filter.isEmpty, searchTexts.isEmpty, let list {
            searchTexts = records.map { record in
                let token = ListedToken(record, in: list, at: judgedAt)
                return ListFilter.SearchText(cells: TokenColumn.filterable.map { $0.filterText?(token) ?? "" })
            }
        }
        rows = filter.isEmpty ? all : all.filter { filter.matches(searchTexts[$0]) }
        findSelection()
    }

    /// The selection stays on its token; when that is gone, on its neighbour.
    private mutating func findSelection() {
        guard !rows.isEmpty, let list else {
            position = 0
            return
        }
        if let selection, let place = places[selection], let index = rows.firstIndex(of: place) {
            position = index
        } else {
            position = min(position, rows.count - 1)
            selection = list.records[rows[position]].id
        }
    }
}
