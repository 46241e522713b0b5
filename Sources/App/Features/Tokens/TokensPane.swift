import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The tokens that Tessera knows of, of the selected cluster or of all. No generation lists tokens: the list is the
/// journal's.
///
/// The rows shown are kept as indices and computed only when records, profile, filter or order change, so that moving
/// the cursor costs the same with ten tokens and with a hundred thousand.
struct TokensPane: FilteredPane {
    /// Whose tokens are shown.
    enum Reach: Hashable, Sendable {
        /// Tokens belong to an address, whatever its profile is called; `nil` while no profile is selected.
        case cluster(origin: String?)
        case allClusters
    }

    private(set) var reach: Reach
    var filter: FilterLine
    private(set) var order: TokenOrder
    /// Selection and marks, by identity; the selection stays on its token over refresh, sorting and filtering.
    var list = ListState<TokenRecord.ID>()
    /// Indices into the records of the rows shown, in their order.
    private(set) var rows: [Int] = []
    /// How many tokens could be shown: the m of "n of m".
    private(set) var total = 0

    /// The token to select as soon as the journal knows it.
    private var wanted: TokenRecord.ID?
    /// The filter that ``rows`` were narrowed by.
    private var applied = Filter("")
    /// What it left as it was typed.
    private var steps = FilterSteps()
    /// What the filter looks at, by the index of the record; empty until a filter needs it.
    private var searchRows = FoldedRows()
    /// Which reading of the journal they are about.
    private var searchReading = 0
    /// The order that was asked for while a long list is being put into it.
    private var askedSort: TokenSort?
    /// Nothing is shown until a long list is prepared for the filter: what stands there could be acted on.
    private(set) var isPreparing = false

    init(_ reach: Reach = .cluster(origin: nil), order: TokenSort = TokenSort(), filter: String = "") {
        self.reach = reach
        self.order = TokenOrder(order)
        self.filter = FilterLine(filter)
    }

    /// The order that it has, or is being put into.
    var sort: TokenSort { askedSort ?? order.sort }

    var columns: TokenColumns { reach == .allClusters ? .ofAllClusters : .ofOneCluster }

    /// The selected token, when it is shown.
    func selected(in tokens: KnownTokens) -> TokenRecord? {
        rows.isEmpty ? nil : list.selected.flatMap { tokens[$0] }
    }

    /// The marked tokens that are shown: what a filter hides is not acted on.
    func marksInSight(of tokens: KnownTokens, at now: Instant) -> Set<TokenRecord.ID> {
        guard !list.marks.isEmpty, !isPreparing, let known = tokens.list else { return [] }
        let isWhole = journalReach(of: applied) == .everything
        let places = list.marks.compactMap { tokens.place(of: $0) }
            .filter { isWhole || known.mayMatter(tokens.records[$0], at: now) }
        let shown = applied.isEmpty ? places : applied.indices(places, in: searchRows)
        return Set(shown.map { tokens.records[$0].id })
    }

    /// The token of a row shown.
    func record(_ row: Int, in tokens: KnownTokens) -> TokenRecord? {
        rows.indices.contains(row) ? tokens.records[rows[row]] : nil
    }
}

/// Following what it shows.
extension TokensPane {
    mutating func show(_ origin: String?, _ tokens: KnownTokens, height: Int) {
        guard reach != .cluster(origin: origin) else { return }
        reach = .cluster(origin: origin)
        list = ListState()
        narrow(tokens, height: height)
    }

    /// The journal has been read.
    ///
    /// - Parameter other: a list that has followed it; what is the same there is not computed again.
    mutating func follow(_ tokens: KnownTokens, like other: TokensPane? = nil, at now: Instant, height: Int) {
        list.keepMarks { tokens.place(of: $0) != nil }
        if searchReading != tokens.reading { searchRows = FoldedRows() }
        if let other, other.order.sort == order.sort {
            if order.judgedAt != other.order.judgedAt { searchRows = FoldedRows() }
            order = other.order
            narrow(tokens, height: height)
        } else {
            arrange(tokens, by: order.sort, at: now, height: height)
        }
    }

    /// Time has passed: tokens that have expired meanwhile move down.
    mutating func pass(to now: Instant, _ tokens: KnownTokens, height: Int) {
        guard let nextEnd = order.nextEnd, nextEnd <= now, let list = tokens.list else { return }
        let expired = order.pass(to: now, list)
        if isPreparing { return }
        if !searchRows.isEmpty { for index in expired { searchRows.replace(index, with: searchRow(index, in: list)) } }
        narrow(tokens, height: height)
    }

    mutating func setOrder(_ sort: TokenSort, _ tokens: KnownTokens, at now: Instant, height: Int) {
        askedSort = nil
        arrange(tokens, by: sort, at: now, height: height)
    }

    /// Asks for an order that is made in the background.
    mutating func ask(for sort: TokenSort) { askedSort = sort }

    /// What was made in the background.
    mutating func take(_ arranged: ArrangeTokens.Arranged, _ tokens: KnownTokens, height: Int) {
        list.keepMarks { tokens.place(of: $0) != nil }
        order = arranged.order
        if askedSort == order.sort { askedSort = nil }
        (searchRows, searchReading) = (arranged.searchRows, tokens.reading)
        narrow(tokens, height: height)
    }

    /// Selects a token, now or as soon as it is there.
    mutating func select(_ id: TokenRecord.ID, _ tokens: KnownTokens, height: Int) {
        wanted = id
        place(tokens, height: height)
    }

    private mutating func arrange(_ tokens: KnownTokens, by sort: TokenSort, at now: Instant, height: Int) {
        searchRows = FoldedRows()
        order.arrange(tokens.list ?? TokenList(), by: sort, at: now)
        narrow(tokens, height: height)
    }

    /// How far back the journal must be read: with `state:` in the filter, tokens that ended long ago too.
    var journalReach: JournalReach { journalReach(of: Filter(filter.text, columns: columns.filterNames)) }

    private func journalReach(of filter: Filter) -> JournalReach {
        let state = columns.filterNames.firstIndex(of: "state")
        return state.map { filter.asks(forColumn: $0) } ?? false ? .everything : .current
    }

    /// Whether there are tokens that ended long ago, shown or not.
    var hasOlder: Bool { places(.everything).count != places(.current).count }

    private func places(_ journal: JournalReach) -> [Int] {
        let places = journal == .everything ? order.whole : order.current
        return switch reach {
        case .allClusters: places.all
        case .cluster(let origin): places[origin]
        }
    }

    /// - Parameter isTyping: whether nothing but the filter has changed.
    private mutating func narrow(_ tokens: KnownTokens, isTyping: Bool = false, height: Int) {
        if needsPreparation(tokens) { return waitForPreparation() }
        let filter = Filter(filter.text, columns: columns.filterNames)
        let all = places(journalReach(of: filter))
        if !isTyping || filter.isEmpty || journalReach(of: filter) != journalReach(of: applied) {
            steps = FilterSteps()
        }
        total = all.count
        applied = filter
        isPreparing = false
        if filter.isEmpty {
            rows = all
        } else {
            // Folding a long list costs time that only a filter is worth.
            if searchRows.isEmpty, let list = tokens.list {
                searchRows = FoldTokens.rows(of: list, columns, at: order.judgedAt)
                searchReading = tokens.reading
            }
            rows = steps.rows(filter, of: all, in: searchRows)
        }
        place(tokens, height: height)
    }

    private func searchRow(_ index: Int, in list: TokenList) -> FoldedRow {
        FoldTokens.row(index, in: list, columns, at: order.judgedAt)
    }

    /// The filter is about to be typed.
    func prepareFilter(in program: inout ProgramState) -> [Effect] {
        guard searchRows.isEmpty, program.tokens.isLong else { return [] }
        return program.beginToFold(for: self)
    }

    /// What was prepared, unless a token has expired meanwhile.
    mutating func receive(_ prepared: FoldedRows, judgedAt: Instant, _ tokens: KnownTokens, height: Int) {
        guard searchRows.isEmpty, judgedAt == order.judgedAt else { return }
        (searchRows, searchReading) = (prepared, tokens.reading)
        if isPreparing { narrow(tokens, height: height) }
    }

    private func needsPreparation(_ tokens: KnownTokens) -> Bool {
        searchRows.isEmpty && tokens.isLong
            && !Filter(filter.text, columns: columns.filterNames).isEmpty
    }

    private mutating func waitForPreparation() {
        (rows, steps) = ([], FilterSteps())
        isPreparing = true
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
    var filterNames: [String] { columns.filterNames }

    func reasonAgainstFiltering(in program: ProgramState) -> SafeText? {
        program.tokens.isLoaded ? nil : "the journal is still being read"
    }

    mutating func narrow(in program: inout ProgramState) -> [Effect] {
        narrow(program.tokens, isTyping: true, height: program.rows(of: self))
        guard journalReach == .everything, program.tokens.list?.isWhole == false else { return [] }
        // The reading asks the panes how far back it must go.
        program.panes.put(self)
        return program.readJournalAgain()
    }

    mutating func setFilter(_ text: String, in program: inout ProgramState) -> [Effect] {
        filter.set(text)
        return narrow(in: &program)
    }

    mutating func toggleAllMarks(_ tokens: KnownTokens) {
        let records = tokens.records
        list.toggleMarks(shown: rows.lazy.map { records[$0].id })
    }

    mutating func move(_ move: ListMove, in program: inout ProgramState) {
        wanted = nil
        let records = program.tokens.records
        list.move(move, count: rows.count, height: program.rows(of: self)) { records[rows[$0]].id }
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
