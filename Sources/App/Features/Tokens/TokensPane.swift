import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The tokens of the selected cluster that Tessera knows of. No generation lists tokens: the list is the journal's.
///
/// The rows shown are kept as indices and computed only when records, profile, filter or order change, so that moving
/// the cursor costs the same with ten tokens and with a hundred thousand.
struct TokensPane: PaneView {
    private(set) var filter = FilterLine()
    private(set) var order = TokenSort()
    /// Selection and marks, by identity; the selection stays on its token over refresh, sorting and filtering.
    var list = ListState<TokenRecord.ID>()
    /// Indices into the records of the rows shown, in their order.
    private(set) var rows: [Int] = []
    /// How many tokens the selected profile has, shown or not: the m of "n of m".
    private(set) var total = 0

    /// The address of the selected profile: tokens belong to it, whatever the profile is called.
    private var origin: String?
    /// The token to select as soon as the journal knows it.
    private var wanted: TokenRecord.ID?
    /// Indices of the records of each address, sorted.
    private var sorted: [String: [Int]] = [:]
    /// Those of them that may still matter: what is shown unless the filter asks for a state.
    private var current: [String: [Int]] = [:]
    private var searchRows: [FoldedRow] = []
    /// When order and standings were judged last, and when the next token expires and the order changes.
    private var judgedAt = Instant(milliseconds: 0)
    private(set) var nextEnd: Instant?

    init(order: TokenSort = TokenSort(), filter: String = "") {
        (self.order, self.filter) = (order, FilterLine(filter))
    }

    /// The selected token, when it is shown.
    func selected(in tokens: KnownTokens) -> TokenRecord? {
        rows.isEmpty ? nil : list.selected.flatMap { tokens[$0] }
    }

    /// The token of a row shown.
    func record(_ row: Int, in tokens: KnownTokens) -> TokenRecord? {
        rows.indices.contains(row) ? tokens.records[rows[row]] : nil
    }
}

/// Following what it shows.
extension TokensPane {
    mutating func show(_ origin: String?, _ tokens: KnownTokens, height: Int) {
        guard origin != self.origin else { return }
        self.origin = origin
        list = ListState()
        narrow(tokens, height: height)
    }

    /// The journal has been read.
    mutating func follow(_ tokens: KnownTokens, at now: Instant, height: Int) {
        list.keepMarks { tokens.place(of: $0) != nil }
        sort(tokens, at: now, height: height)
    }

    /// Time has passed: tokens that have expired meanwhile move down.
    mutating func pass(to now: Instant, _ tokens: KnownTokens) {
        if let nextEnd, nextEnd <= now { sort(tokens, at: now, height: 1) }
    }

    mutating func setOrder(_ order: TokenSort, _ tokens: KnownTokens, at now: Instant, height: Int) {
        self.order = order
        sort(tokens, at: now, height: height)
    }

    /// Selects a token, now or as soon as it is there.
    mutating func select(_ id: TokenRecord.ID, _ tokens: KnownTokens, height: Int) {
        wanted = id
        place(tokens, height: height)
    }

    private mutating func sort(_ tokens: KnownTokens, at now: Instant, height: Int) {
        judgedAt = now
        searchRows = []
        nextEnd = tokens.records.compactMap { record in
            TokenStanding.remaining(of: record, at: now, clocks: tokens.clocks).flatMap { left in
                left > 0 ? Instant(milliseconds: now.milliseconds &+ left) : nil
            }
        }.min()
        sorted = [:]
        current = [:]
        let list = tokens.list ?? TokenList()
        for index in order.indices(of: list, at: now) {
            let record = list.records[index]
            sorted[record.origin, default: []].append(index)
            if list.mayMatter(record, at: now) { current[record.origin, default: []].append(index) }
        }
        narrow(tokens, height: height)
    }

    /// What the filter asks for: with `state:`, tokens that ended long ago too.
    var reach: JournalReach { Self.reach(of: Filter(filter.text, columns: TokenColumn.filterable.map(\.id))) }

    private static func reach(of filter: Filter) -> JournalReach {
        let state = TokenColumn.filterable.firstIndex { $0.id == "state" }
        return state.map { filter.asks(forColumn: $0) } ?? false ? .everything : .current
    }

    /// Whether the selected profile has tokens that ended long ago, shown or not.
    private var hasOlder: Bool { origin.map { sorted[$0]?.count != current[$0]?.count } ?? false }

    private mutating func narrow(_ tokens: KnownTokens, height: Int) {
        let filter = Filter(filter.text, columns: TokenColumn.filterable.map(\.id))
        let all = origin.flatMap { Self.reach(of: filter) == .everything ? sorted[$0] : current[$0] } ?? []
        total = all.count
        // Folding a long list costs time that only a filter is worth.
        if !filter.isEmpty, searchRows.isEmpty, let list = tokens.list {
            searchRows = tokens.records.map { record in
                let token = ListedToken(record, in: list, at: judgedAt)
                return FoldedRow(TokenColumn.filterable.map { $0.filterText?(token) ?? "" })
            }
        }
        rows = filter.isEmpty ? all : all.filter { filter.matches(searchRows[$0]) }
        place(tokens, height: height)
    }

    /// The selection stays on its token; when that is gone, on its neighbour.
    private mutating func place(_ tokens: KnownTokens, height: Int) {
        let records = tokens.records
        guard !rows.isEmpty, !records.isEmpty else { return }
        var index = min(list.position, rows.count - 1)
        let wantedRow = wanted.flatMap { tokens.place(of: $0) }.flatMap { rows.firstIndex(of: $0) }
        if wantedRow != nil { wanted = nil }
        let selectedRow = list.selected.flatMap { tokens.place(of: $0) }.flatMap { rows.firstIndex(of: $0) }
        index = wantedRow ?? selectedRow ?? index
        list.select(index, count: rows.count, height: height) { records[rows[$0]].id }
    }
}

/// Narrowing, marking and moving.
extension TokensPane {
    mutating func beginFiltering() { filter.open() }

    mutating func endFiltering() {
        if filter.isEditing { _ = filter.handle(Key(.enter)) }
    }

    mutating func clearFilter(_ tokens: KnownTokens, height: Int) {
        filter.clear()
        narrow(tokens, height: height)
    }

    /// A key or a paste for the filter line; `nil` when it is open for none, or the key is not for it.
    mutating func edit(_ typing: Typing, _ tokens: KnownTokens, height: Int) -> Bool {
        guard filter.isEditing else { return false }
        let outcome = filter.handle(typing)
        if outcome == .changed || outcome == .cleared { narrow(tokens, height: height) }
        return outcome != .ignored
    }

    mutating func toggleAllMarks(_ tokens: KnownTokens) {
        let records = tokens.records
        list.toggleMarks(shown: rows.lazy.map { records[$0].id })
    }

    mutating func move(_ move: ListMove, in program: inout ProgramState) {
        wanted = nil
        let records = program.tokens.records
        list.move(move, count: rows.count, height: program.rows(of: .tokens)) { records[rows[$0]].id }
    }

    func opened(in program: inout ProgramState) -> [Effect] {
        selected(in: program.tokens).map { program.open(TokenDetail($0.id)) } ?? []
    }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        selected(in: program.tokens) == nil ? program.noToken : nil
    }

    func copySubject(in program: ProgramState) -> CopySubject? { selected(in: program.tokens).map { .token($0) } }

    func work(in program: ProgramState) -> [WorkID] {
        (selected(in: program.tokens).map { [.validate($0.id)] } ?? [])
            + (program.selectedProfile.map { [.issue($0)] } ?? []) + [.revocation]
    }
}

extension ProgramState {
    mutating func editTokenFilter(_ typing: Typing) -> [Effect]? {
        guard panes.tokens.edit(typing, tokens, height: rows(of: .tokens)) else { return nil }
        let isShort = panes.tokens.reach == .everything && tokens.list?.isWhole == false
        return isShort ? readJournalAgain() : []
    }

    mutating func clearTokenFilter() { panes.tokens.clearFilter(tokens, height: rows(of: .tokens)) }

    var reasonAgainstFiltering: SafeText? {
        if panes.isShowingAllClusters { return "only tokens can be filtered (\(key(.focusTokens)))" }
        return tokens.isLoaded ? nil : "the journal is still being read"
    }

    mutating func filterTokens() -> [Effect] {
        let effects = focus(.tokens)
        panes.tokens.beginFiltering()
        return effects
    }

    mutating func sortTokens(_ order: (TokenSort) -> TokenSort) {
        panes.tokens.setOrder(order(panes.tokens.order), tokens, at: now, height: rows(of: .tokens))
    }

    mutating func markToken() -> [Effect] {
        panes.tokens.list.toggleMark()
        return movePane(.down)
    }

    mutating func markAllTokens() -> [Effect] {
        panes.tokens.toggleAllMarks(tokens)
        let count = panes.tokens.list.marks.count
        say(.plain, count == 0 ? "no token marked" : count == 1 ? "1 token marked" : "\(count) tokens marked")
        return []
    }

    var reasonAgainstMarking: SafeText? {
        guard isOnTokens else { return "only tokens can be marked" }
        return panes.tokens.rows.isEmpty ? "no token here" : nil
    }
}

/// How it looks.
extension TokensPane {
    private static func tableColumn(_ column: TokenColumn) -> TableColumn {
        let priority = column.pane?.priority ?? 0
        return switch column.pane?.width {
        case .fixed(let width)?: TableColumn(column.title, .fixed(width), priority: priority)
        case .flexible(let minimum, let share)?:
            TableColumn(column.title, .flexible(minimum: minimum, share: share), priority: priority)
        case nil: TableColumn(column.title, .fixed(0), priority: priority)
        }
    }

    func frame(in program: ProgramState) -> Pane {
        let tokens = program.tokens
        var info: SafeText = ""
        if tokens.isLoaded {
            info = rows.count == total ? "\(total)" : "\(rows.count) of \(total)"
            if !list.marks.isEmpty { info = "\(list.marks.count) marked, \(info)" }
        }
        // With one pane in sight at a time, nothing else says whose tokens these are.
        let profile = PaneLayout.isStacked(program.size) ? program.profile : nil
        var badges = profile?.isProduction == true ? [TextRun("PRODUCTION", .production)] : []
        if let notice = program.profile.flatMap({ program.clockNotice(of: $0) }) {
            badges.append(TextRun(notice, .warning))
        }
        if let damage = tokens.list?.damage, !damage.isEmpty {
            let count = tokens.list?.records(of: program.profile).count(where: \.isInDoubt) ?? 0
            badges.append(TextRun("journal damaged, \(count) in doubt", .danger))
        }
        return Pane(
            profile.map { "Tokens: \($0.name)" } ?? "Tokens", badges: badges, info: TextRun(info, .dim),
            isFocused: program.panes.focus == .tokens)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let (top, body) = area.splitting(topRows: filter.isShown ? 1 : 0)
        if filter.isShown { filter.draw(shown: rows.count, total: total, in: top, on: &grid, theme: theme) }
        let list = program.listedTokens
        let columns = program.settings.tokenColumns
        let cells = TableRows(
            count: rows.count, id: { record($0, in: program.tokens)?.id ?? "" },
            cells: { index in
                guard let record = record(index, in: program.tokens) else { return [] }
                let token = ListedToken(record, in: list, at: program.now)
                return columns.map { column in column.pane.map { TextRun($0.cell(token)) } ?? TextRun("") }
            })
        Table(
            columns.map(Self.tableColumn),
            sort: columns.firstIndex(of: order.column).map {
                SortOrder(column: $0, descending: order.isDescending)
            },
            isFocused: program.panes.focus == .tokens && !filter.isEditing, hasMarks: true
        ).draw(cells, state: self.list, notice: notice(program), in: body, on: &grid, theme: theme)
    }

    private func notice(_ program: ProgramState) -> ListNotice? {
        let tokens = program.tokens
        if let error = tokens.error {
            return .failed(error.sentence, next: error.hints.first ?? "Fix the file, then start again.")
        }
        if !tokens.isLoaded { return .loading("Reading the journal ...") }
        if total == 0 {
            guard let profile = program.profile else {
                return .empty("No cluster selected.", next: "\(program.key(.addProfile)) adds a profile.")
            }
            if hasOlder || tokens.list?.isWhole == false {
                return .empty(
                    "No token of \(profile.name) may be valid or ended within the last 30 days.",
                    next: "\(program.key(.filter)) state:expired shows those that expired earlier.")
            }
            return .empty(
                "No token of \(profile.name) is known here. Clusters do not list tokens; this is Tessera's own record.",
                next: "\(program.key(.newToken)) issues a token, \(program.key(.importToken)) imports an existing one.")
        }
        if rows.isEmpty { return .empty("No token matches the filter.", next: "Esc clears it.") }
        return nil
    }

    /// When a countdown of a token in sight has its next step.
    func ends(in program: ProgramState) -> [Instant] {
        guard let area = PaneLayout(program.size, focus: program.panes.focus).areas[.tokens] else { return [] }
        let last = min(rows.count, list.top + max(1, area.rows))
        return (min(list.top, last)..<last).compactMap { row in
            guard let record = record(row, in: program.tokens), record.state == .active,
                let left = TokenStanding.remaining(of: record, at: program.now, clocks: program.tokens.clocks)
            else { return nil }
            return Instant(milliseconds: program.now.milliseconds + left)
        }
    }
}
