import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

extension Panes {
    /// The list of tokens that has the keys: of all clusters while that table is shown, else of the selected one.
    var tokenList: TokensPane {
        get { table == .tokens ? allTokens : tokens }
        set { if table == .tokens { allTokens = newValue } else { tokens = newValue } }
    }

    /// How far back the journal must be read for what the lists ask for.
    var journalReach: JournalReach {
        [tokens, allTokens].contains { $0.journalReach == .everything } ? .everything : .current
    }
}

extension ProgramState {
    /// Rows of a list of tokens as it is drawn now.
    func rows(of list: TokensPane) -> Int { list.reach == .allClusters ? tableRows : rows(of: .tokens) }

    /// Whether a list of tokens is on the screen.
    func isInSight(_ list: TokensPane) -> Bool {
        if list.reach == .allClusters { return panes.table == .tokens }
        return panes.table == nil && layout.areas[.tokens] != nil
    }

    /// The journal has been read. The table of all clusters follows when it is looked at.
    ///
    /// - Parameter arranged: what was made of a long list in the background.
    mutating func followTokens(_ arranged: ArrangeTokens.Answer? = nil) {
        if let arranged {
            panes.tokens.take(arranged.cluster, tokens, height: rows(of: .tokens))
            return panes.allTokens.take(arranged.all, tokens, height: tableRows)
        }
        panes.tokens.follow(tokens, at: now, height: rows(of: .tokens))
        if panes.table == .tokens { followAllTokens() }
    }

    /// The table opens on a token of the selected cluster, where there is one: what acts on a cluster still means it.
    mutating func openAllTokens() {
        followAllTokens()
        // Not `profile`: the row on which the table opened may be of an address that has none.
        let profile = selectedProfile.flatMap { profiles[$0] }
        guard let origin = profile?.origin.description, panes.allTokens.selected(in: tokens)?.origin != origin,
            let first = panes.allTokens.rows.first(where: { tokens.records[$0].origin == origin })
        else { return }
        panes.allTokens.select(tokens.records[first].id, tokens, height: tableRows)
    }

    mutating func followAllTokens() {
        panes.allTokens.follow(tokens, like: panes.tokens, at: now, height: tableRows)
    }

    mutating func passTokens() {
        panes.tokens.pass(to: now, tokens, height: rows(of: .tokens))
        if panes.table == .tokens { panes.allTokens.pass(to: now, tokens, height: tableRows) }
    }

    /// What acts on a cluster acts on that of the selected row.
    mutating func selectClusterOfToken() {
        guard panes.table == .tokens, let record = panes.allTokens.selected(in: tokens),
            let profile = profile(of: record), profile.id != selectedProfile
        else { return }
        select(profile.id)
    }

    /// Whether the row under the cursor is of an address that no profile has: what acts on a cluster has none then.
    var isOnTokenWithoutProfile: Bool {
        guard panes.table == .tokens, let record = panes.allTokens.selected(in: tokens) else { return false }
        // Nearly always it is of the selected cluster: this is asked many times for one picture.
        let isOfSelected = selectedProfile.flatMap { profiles[$0] }?.origin.description == record.origin
        return !isOfSelected && profile(of: record) == nil
    }

    /// Puts the selection of the lists on a token, now or as soon as the journal tells it.
    mutating func selectToken(_ id: TokenRecord.ID) {
        panes.tokens.select(id, tokens, height: rows(of: .tokens))
        if panes.table == .tokens { panes.allTokens.select(id, tokens, height: tableRows) }
    }
}

/// The table of all tokens, shown for something that was named.
extension ProgramState {
    mutating func showTokens(of user: String) -> [Effect] {
        show(.tokens)
        return filterAllTokens(by: "user:\(user)")
    }

    /// - Returns: whether the token is there, and selected now.
    mutating func goTo(token: TokenRecord.ID) -> Bool {
        show(.tokens)
        panes.allTokens.list.clearMarks()
        _ = filterAllTokens(by: "")
        selectToken(token)
        selectClusterOfToken()
        if paneToken?.id == token { return true }
        say(.note, "the token is no longer in the list")
        return false
    }

    private mutating func filterAllTokens(by text: String) -> [Effect] {
        var pane = panes.allTokens
        let effects = pane.setFilter(text, in: &self)
        panes.allTokens = pane
        return effects
    }
}

extension ProgramState {
    /// How many tokens of all clusters expire soon: `3 tokens expire within 24h`; `nil` when none does.
    var expiryAlarm: SafeText? {
        guard let alarm = settings.expiryAlarm else { return nil }
        let count = panes.tokens.order.count(endingUntil: now.advanced(seconds: Int64(alarm)))
        guard count > 0 else { return nil }
        let time = DurationText.rough(milliseconds: Int64(alarm) * 1_000)
        return "\(count) \(count == 1 ? "token expires" : "tokens expire") within \(time)"
    }
}

/// What the keys do to the list of tokens that has them.
extension ProgramState {
    mutating func sortTokens(_ order: (TokenSort) -> TokenSort) -> [Effect] {
        let sort = order(panes.tokenList.sort)
        guard tokens.isLong else {
            panes.tokenList.setOrder(sort, tokens, at: now, height: rows(of: panes.tokenList))
            return []
        }
        panes.tokenList.ask(for: sort)
        return arrangeAsAsked()
    }

    mutating func markRow() -> [Effect] {
        if panes.isOnClusters { return markCluster() }
        panes.tokenList.list.toggleMark()
        return movePane(.down)
    }

    mutating func markAllRows() -> [Effect] {
        if panes.isOnClusters { return markAllClusters() }
        panes.tokenList.toggleAllMarks(tokens)
        let count = panes.tokenList.list.marks.count
        say(.plain, count == 0 ? "no token marked" : count == 1 ? "1 token marked" : "\(count) tokens marked")
        return []
    }

    mutating func clearMarks() {
        if panes.isOnClusters { panes.clusterList.clearMarks() } else { panes.tokenList.list.clearMarks() }
    }

    var reasonAgainstMarking: SafeText? {
        if panes.isOnClusters { return profiles.list.isEmpty ? noProfile : nil }
        guard isOnTokens else { return "only clusters and tokens can be marked" }
        return panes.tokenList.rows.isEmpty ? "no token here" : nil
    }
}

extension TokensPane {
    /// When a countdown of a token in sight has its next step.
    func ends(in program: ProgramState) -> [Instant] {
        guard program.isInSight(self) else { return [] }
        let last = min(rows.count, list.top + program.rows(of: self) + 3)
        return (min(list.top, last)..<last).compactMap { row in
            guard let record = record(row, in: program.tokens), record.state == .active,
                let left = TokenStanding.remaining(of: record, at: program.now, clocks: program.tokens.clocks)
            else { return nil }
            return Instant(milliseconds: program.now.milliseconds + left)
        }
    }
}
