import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// All clusters in one table, instead of the panes; the soonest to expire stands first.
struct AllClustersTable: FilteredPane {
    /// The columns by which it can be sorted, the first one first; named as ``ClusterColumn``.
    private enum Key: String, CaseIterable {
        case remaining, name, generation, release, org, user, credential, state, active, tls, age
    }

    /// By which of the keys.
    private var order = SortOrder(column: 0)
    /// The profiles in their order.
    private(set) var rows: [Profile.ID] = []
    var list = ListState<Profile.ID>()
    var filter = FilterLine()
    var filterNames: [String] { ClusterFilter.names }

    /// In full where all columns are shown then.
    private static func generation(in area: Area) -> GenerationWords {
        GenerationWords(isShort: area.columns < 138)
    }

    /// The order as it is kept for the next run.
    var kept: LastScreen.Order {
        LastScreen.Order(column: Key.allCases[order.column].rawValue, isDescending: order.descending)
    }

    mutating func restore(_ kept: LastScreen.Order?) {
        guard let kept, let column = Key.allCases.firstIndex(where: { $0.rawValue == kept.column }) else { return }
        order = SortOrder(column: column, descending: kept.isDescending)
    }

    /// Whether its order is another one when tokens are.
    var followsTokens: Bool { Key.allCases[order.column] == .active }

    mutating func sortByNext() { order = order.next(of: Key.allCases.count) }
    mutating func reverse() { order = order.reversed }

    mutating func sort(byColumn title: String) {
        let words = GenerationWords(isShort: true)
        guard let titled = ClusterColumn.allCases.first(where: { $0.table(words).title.string == title }),
            let key = Key(rawValue: titled.rawValue), let column = Key.allCases.firstIndex(of: key)
        else { return }
        order = column == order.column ? order.reversed : SortOrder(column: column)
    }

    /// Sorts anew. Equal rows stay in the order of the profiles.
    mutating func sort(_ program: ProgramState) {
        let profiles = program.profiles.list
        let keys = profiles.map { key(of: $0, in: program) }
        rows = order.indices(of: profiles.count) { keys[$0] < keys[$1] }.map { profiles[$0].id }
    }

    mutating func move(_ move: ListMove, in program: inout ProgramState) {
        let height = program.tableRows
        let rows = shown(in: program)
        list = list.placed(among: rows, program.selectedProfile, height: height)
        list.move(move, count: rows.count, height: height) { rows[$0] }
        if let selected = list.selected { program.select(selected) }
    }

    func opened(in program: inout ProgramState) -> [Effect] {
        let clusters = program.panes.clusters
        return clusters.opened(in: &program)
    }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        program.panes.clusters.reasonAgainstOpening(in: program)
    }

    func copySubject(in program: ProgramState) -> CopySubject? { program.panes.clusters.copySubject(in: program) }

    func work(in program: ProgramState) -> [WorkID] { program.panes.clusters.work(in: program) }

    /// Those that the filter lets through.
    func shown(in program: ProgramState) -> [Profile.ID] { ClusterFilter.rows(rows, by: filter, in: program) }

    mutating func narrow(in program: inout ProgramState) -> [Effect] {
        program.selectShown(shown(in: program))
        return []
    }

    private struct SortKey: Comparable {
        var number: Int64 = 0
        var text = ""

        static func < (left: SortKey, right: SortKey) -> Bool {
            left.number == right.number ? left.text < right.text : left.number < right.number
        }
    }

    private func key(of profile: Profile, in program: ProgramState) -> SortKey {
        let row = program.clusters[profile.id]
        let info = row?.session?.info
        switch Key.allCases[order.column] {
        // By one clock, whatever the clusters' clocks say.
        case .remaining: return SortKey(number: row?.session?.remaining(at: Instant(milliseconds: 0)) ?? Int64.max)
        case .name: return SortKey(text: profile.name.lowercased())
        case .generation: return SortKey(text: profile.generation.rawValue)
        case .release: return SortKey(text: info?.releaseVersion ?? "")
        case .org: return SortKey(text: (info?.currentOrg ?? profile.org)?.wording.lowercased() ?? "")
        case .user: return SortKey(text: (info?.userName ?? profile.username ?? "").lowercased())
        case .credential: return SortKey(text: row?.session?.credential.rawValue ?? "")
        case .state: return SortKey(number: Self.rank(row))
        // The most first.
        case .active: return SortKey(number: -Int64(program.activeTokens(on: profile) ?? 0))
        case .tls: return SortKey(number: profile.trust == .insecure ? 0 : 1)
        case .age: return SortKey(number: row?.checkedAt?.milliseconds ?? 0)
        }
    }

    /// What needs attention comes first.
    private static func rank(_ row: ClusterRow?) -> Int64 {
        if row?.session != nil { return 3 }
        return switch row?.status?.state {
        case .failed: 0
        case .sessionEnded: 1
        case .reachable: 2
        case .loggedIn: 3
        case nil: 4
        }
    }
}

extension AllClustersTable {
    func frame(in program: ProgramState) -> Pane {
        let shown = shown(in: program)
        return Pane(
            "All clusters", badges: program.expiryAlarm.map { [TextRun($0, .warning)] } ?? [],
            count: CountWords.clusters.text(shown.count, of: rows.count), marked: list.marked(among: shown),
            isFocused: true)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let generation = Self.generation(in: area)
        let columns = program.settings.clusterColumns
        let sort = columns.firstIndex { $0.rawValue == Key.allCases[order.column].rawValue }.map {
            SortOrder(column: $0, descending: order.descending)
        }
        let shown = shown(in: program)
        let area = filter.draw(above: area, shown: shown.count, total: rows.count, on: &grid, theme: theme)
        let notice: ListNotice? =
            rows.isEmpty
            ? .empty("No clusters yet.", next: "\(program.key(.addProfile)) adds the first profile.")
            : shown.isEmpty ? .noMatch("cluster") : nil
        let list = list.placed(among: shown, program.selectedProfile, height: area.rows - 1)
        Table(columns.map { $0.table(generation) }, sort: sort, isFocused: !filter.isEditing).draw(
            tableRows(shown, generation, program), state: list, notice: notice, in: area, on: &grid, theme: theme)
    }

    /// What the row of the selected cluster tells in an area, as far as it is not cut.
    func toldOfSelected(in area: Area, _ program: ProgramState) -> [SafeText] {
        let (generation, shown) = (Self.generation(in: area), self.shown(in: program))
        let body = area.splitting(topRows: filter.isShown ? 1 : 0).rest
        return Table(program.settings.clusterColumns.map { $0.table(generation) }).wholeCells(
            tableRows(shown, generation, program),
            state: list.placed(among: shown, program.selectedProfile, height: body.rows - 1), in: body,
            glyphs: program.glyphs)
    }

    private func tableRows(
        _ shown: [Profile.ID], _ generation: GenerationWords, _ program: ProgramState
    ) -> TableRows<Profile.ID> {
        TableRows(count: shown.count, id: { shown[$0] }) { index in
            guard let profile = program.profiles[shown[index]] else { return [] }
            let words = ClusterWords(profile: profile, program: program)
            return program.settings.clusterColumns.map { $0.cell(words, generation, in: program) }
        }
    }
}

extension ProgramState {
    /// How many active tokens of its address are known; nil while the journal is being read.
    func activeTokens(on profile: Profile) -> Int? {
        tokens.isLoaded ? panes.tokens.order.active[profile.origin.description] ?? 0 : nil
    }

    mutating func sortAllClusters() {
        var table = panes.allClusters
        table.sort(self)
        panes.allClusters = table
    }
}

/// How it is read.
extension AllClustersTable {
    func plain(in program: ProgramState) -> PlainText { program.panes.clusters.plain(in: program) }
}
