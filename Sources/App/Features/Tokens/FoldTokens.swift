import DisplayText
import Moments
import Operations
import Storage
import Toolkit

/// Prepares a long list of tokens for a filter, in the background: that takes longer than a letter may.
struct FoldTokens: Computation {
    /// Which reading of the journal it is about.
    let reading: Int
    let reach: TokensPane.Reach
    private let list: TokenList
    private let columns: TokenColumns
    /// When standings are judged.
    let judgedAt: Instant

    /// Fewer are prepared by the first letter itself.
    static let least = 2_000

    init(_ tokens: KnownTokens, for pane: TokensPane) {
        reading = tokens.reading
        reach = pane.reach
        list = tokens.list ?? TokenList()
        columns = pane.columns
        judgedAt = pane.order.judgedAt
    }

    var id: WorkID { Self.id(of: reach) }
    var label: SafeText { "preparing the filter" }

    static func == (left: FoldTokens, right: FoldTokens) -> Bool {
        left.reading == right.reading && left.reach == right.reach && left.judgedAt == right.judgedAt
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(reading)
        hasher.combine(reach)
    }

    var answer: FoldedRows { Self.rows(of: list, columns, at: judgedAt) }

    static func id(of reach: TokensPane.Reach) -> WorkID {
        WorkID("fold tokens", reach == .allClusters ? "all" : "cluster")
    }

    static func rows(of list: TokenList, _ columns: TokenColumns, at now: Instant) -> FoldedRows {
        var rows = FoldedRows()
        for index in list.records.indices { rows.append(row(index, in: list, columns, at: now)) }
        return rows
    }

    static func row(_ index: Int, in list: TokenList, _ columns: TokenColumns, at now: Instant) -> FoldedRow {
        let token = ListedToken(list.records[index], in: list, at: now)
        return FoldedRow(columns.filterable.map { $0.filterText?(token) ?? "" })
    }

    func receive(_ answer: FoldedRows, in program: inout ProgramState) -> [Effect] {
        guard reading == program.tokens.reading else { return [] }
        if reach == .allClusters {
            let height = program.tableRows
            program.panes.allTokens.receive(answer, judgedAt: judgedAt, program.tokens, height: height)
        } else {
            let height = program.rows(of: .tokens)
            program.panes.tokens.receive(answer, judgedAt: judgedAt, program.tokens, height: height)
        }
        return []
    }
}

extension ProgramState {
    /// Prepares a list for its filter, unless that is under way.
    mutating func beginToFold(for pane: TokensPane) -> [Effect] {
        inFlight[FoldTokens.id(of: pane.reach)] == nil ? [begin(FoldTokens(tokens, for: pane))] : []
    }

    /// Prepares the lists that wait for it, whatever it was that made them wait.
    mutating func prepareFilters() -> [Effect] {
        [panes.tokens, panes.allTokens].filter(\.isPreparing).flatMap { beginToFold(for: $0) }
    }
}
