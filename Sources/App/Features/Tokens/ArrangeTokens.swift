import DisplayText
import Moments
import Operations
import Storage
import Toolkit

/// Puts a long list of tokens in order, and prepares it for the filters that are there, in the background: that takes longer
/// than a key may.
struct ArrangeTokens: Computation {
    /// What one list needs.
    private struct Wish {
        let sort: TokenSort
        /// `nil` where nothing filters it.
        let columns: TokenColumns?

        init(of pane: TokensPane) {
            sort = pane.sort
            columns = pane.filter.text.isEmpty ? nil : pane.columns
        }
    }

    /// What one list gets.
    struct Arranged: Sendable {
        let order: TokenOrder
        /// Empty where nothing filters it.
        let searchRows: FoldedRows
    }

    /// Of one cluster, and of all.
    struct Answer: Sendable {
        let cluster: Arranged
        let all: Arranged
    }

    private let list: TokenList
    /// Whether the list has been read, and is not known yet.
    private let isNew: Bool
    /// Which reading of the journal was known when it began.
    private let reading: Int
    private let cluster: Wish
    private let all: Wish
    private let now: Instant

    /// - Parameter list: what was read; nil for the list that is known, in another order.
    init(_ list: TokenList?, in program: ProgramState) {
        self.list = list ?? program.tokens.list ?? TokenList()
        isNew = list != nil
        reading = program.tokens.reading
        cluster = Wish(of: program.panes.tokens)
        all = Wish(of: program.panes.allTokens)
        now = program.now
    }

    var id: WorkID { .arrangement }
    var label: SafeText { "putting the tokens in order" }

    static func == (left: ArrangeTokens, right: ArrangeTokens) -> Bool {
        (left.reading, left.isNew, left.now) == (right.reading, right.isNew, right.now)
            && (left.cluster.sort, left.all.sort) == (right.cluster.sort, right.all.sort)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(reading)
        hasher.combine(now)
    }

    var answer: Answer {
        let cluster = arranged(for: cluster, nil)
        return Answer(cluster: cluster, all: arranged(for: all, cluster.order))
    }

    /// - Parameter known: an order that has been made already.
    private func arranged(for wish: Wish, _ known: TokenOrder?) -> Arranged {
        var order = TokenOrder(wish.sort)
        if let known, known.sort == wish.sort { order = known } else { order.arrange(list, by: wish.sort, at: now) }
        return Arranged(
            order: order, searchRows: wish.columns.map { FoldTokens.rows(of: list, $0, at: now) } ?? FoldedRows())
    }

    func receive(_ answer: Answer, in program: inout ProgramState) -> [Effect] {
        guard reading == program.tokens.reading else {
            // Another list is known by now, or the same one by other names: what was read since is not in it.
            return (isNew ? program.readJournalAgain() : []) + program.arrangeAsAsked()
        }
        let effects = isNew ? program.receive(list, answer) : []
        if !isNew { program.followTokens(answer) }
        return effects + program.arrangeAsAsked()
    }
}

extension TokenList {
    /// Whether going through all of it takes longer than a key may.
    var isLong: Bool { records.count >= FoldTokens.least }
}

extension ProgramState {
    /// The journal has been read: a long list is put in order first.
    mutating func take(_ list: TokenList) -> [Effect] {
        list.isLong ? [begin(ArrangeTokens(list, in: self))] : receive(list)
    }

    /// Puts a long list into the order that was asked for.
    mutating func arrangeAsAsked() -> [Effect] {
        let lists = [panes.tokens, panes.allTokens]
        guard lists.contains(where: { $0.sort != $0.order.sort }), inFlight[.arrangement] == nil else { return [] }
        return [begin(ArrangeTokens(nil, in: self))]
    }
}
