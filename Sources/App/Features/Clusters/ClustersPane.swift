import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The clusters: one row for each profile.
struct ClustersPane: FilteredPane {
    /// Which rows are in sight, and the marked ones; the selected one is the program's.
    var list = ListState<Profile.ID>()
    var filter = FilterLine()
    var filterNames: [String] { ClusterFilter.names }

    /// How long its words may be: names of clusters are not cut for them.
    private struct Room {
        let generation: GenerationWords
        let isStatusShort: Bool

        init(in columns: Int, names: @autoclosure () -> Int) {
            // The names of generations, then the state, are what is told shorter; the rest are marks, the environment and
            // gaps.
            let (generation, rest) = (GenerationWords(isShort: false).columns, 3 + 4 + 3 * 2)
            let (short, whole) = (ClusterWords.statusWidth(isShort: true), ClusterWords.statusWidth(isShort: false))
            var left = columns - rest - generation - ClustersPane.leastName
            left = left < short ? left : left - max(0, min(20, names()) - ClustersPane.leastName)
            self.generation = GenerationWords(isShort: left < short)
            isStatusShort = left < whole
        }

        var columns: [TableColumn] {
            [
                TableColumn("Name", .flexible(minimum: ClustersPane.leastName, share: 2)),
                generation.column(priority: 2),
                TableColumn("Env", .flexible(minimum: 4, share: generation.isShort ? 0 : 1), priority: 1),
                TableColumn("State", .fixed(ClusterWords.statusWidth(isShort: isStatusShort)), isWhole: true),
            ]
        }
    }

    private static let leastName = 9

    mutating func move(_ move: ListMove, in program: inout ProgramState) {
        let ids = shown(in: program)
        let height = program.rows(of: .clusters)
        list = list.placed(among: ids, program.selectedProfile, height: height)
        list.move(move, count: ids.count, height: height) { ids[$0] }
        if let selected = list.selected { program.select(selected) }
    }

    func shown(in program: ProgramState) -> [Profile.ID] {
        ClusterFilter.rows(program.profiles.list.map(\.id), by: filter, in: program)
    }

    mutating func narrow(in program: inout ProgramState) -> [Effect] {
        program.selectShown(shown(in: program))
        return []
    }

    /// Into its tokens.
    func opened(in program: inout ProgramState) -> [Effect] { program.focus(.tokens) }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        program.profile == nil ? program.noProfile : nil
    }

    func copySubject(in program: ProgramState) -> CopySubject? { program.profile.map { .address(of: $0) } }

    func work(in program: ProgramState) -> [WorkID] {
        program.selectedProfile.map(WorkID.ofCluster) ?? []
    }

    func frame(in program: ProgramState) -> Pane {
        let busy = program.profiles.list.filter { program.isChecking($0.id) }.count
        let shown = shown(in: program)
        return Pane(
            "Clusters", badges: program.isReadOnly ? [TextRun("READ-ONLY", .warning)] : [],
            count: busy > 0
                ? "checking \(busy)" : CountWords.clusters.text(shown.count, of: program.profiles.list.count),
            marked: list.marked(among: shown), isFocused: program.panes.focus == .clusters)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let profiles = shown(in: program).compactMap { program.profiles[$0] }
        let area = filter.draw(
            above: area, shown: profiles.count, total: program.profiles.list.count, on: &grid, theme: theme)
        let room = Room(in: area.columns, names: profiles.reduce(0) { max($0, SafeText("\($1.name)").columns) })
        let hasHead = area.rows > 8
        let list = list.placed(
            among: profiles.map(\.id), program.selectedProfile, height: hasHead ? area.rows - 1 : area.rows)
        let rows = TableRows(count: profiles.count, id: { profiles[$0].id }) { index in
            let words = ClusterWords(profile: profiles[index], program: program)
            // The word for production stays; the session pane has both.
            let isInsecure = words.profile.trust == .insecure && !words.profile.isProduction
            let tag = isInsecure ? TextRun("INSE", .danger) : words.profile.environment
            return [
                TextRun("\(profiles[index].name)"), room.generation.text(profiles[index].generation), tag,
                words.short(words.status, isShort: room.isStatusShort),
            ]
        }
        Table(
            room.columns, isFocused: program.panes.focus == .clusters && !filter.isEditing, hasHead: hasHead
        )
        .draw(
            rows, state: list, notice: notice(program, shown: profiles.count), in: area, on: &grid,
            theme: theme)
    }

    func notice(_ program: ProgramState, shown: Int) -> ListNotice? {
        let profiles = program.profiles
        if let error = profiles.error {
            let next = error.onScreen(in: program).hints.first
            return .failed(error.sentence, next: next ?? "Fix the file, then start again.")
        }
        if let reason = profiles.readOnlyReason, !profiles.unusable.isEmpty {
            let names = profiles.unusable.map(\.string).joined(separator: ", ")
            return ListNotice(
                text: "not unique, not usable: \(SafeText(outside: names))", role: .warning, next: reason.sentence)
        }
        if let warning = profiles.warnings.first { return ListNotice(text: warning, role: .warning, next: nil) }
        guard profiles.list.isEmpty else { return shown == 0 ? .noMatch("cluster") : nil }
        let key = program.key(.addProfile)
        return .empty(
            "No clusters yet.",
            next: """
                \(key) adds the first profile, \(program.key(.palette))\(Command.importProfiles.rawValue) imports profiles \
                from a file. `tessera demo` shows the program at work.
                """)
    }
}

extension Panes {
    /// Whether the keys are on a list of clusters.
    var isOnClusters: Bool { table == .clusters || table == nil && focus == .clusters }

    /// The list of clusters that has the keys: the table of all clusters while that is shown.
    var clusterList: ListState<Profile.ID> {
        get { table == .clusters ? allClusters.list : clusters.list }
        set { if table == .clusters { allClusters.list = newValue } else { clusters.list = newValue } }
    }
}

/// Marking clusters: a login means all marked ones.
extension ProgramState {
    /// In their order; none unless the keys are on a list of clusters.
    var markedClusters: [Profile] {
        guard panes.isOnClusters else { return [] }
        let marks = panes.clusterList.marks
        if marks.isEmpty { return [] }
        // What a filter hides is not acted on.
        let shown = marks.intersection(clustersInSight)
        return profiles.list.filter { shown.contains($0.id) }
    }

    private var clustersInSight: [Profile.ID] {
        panes.table == .clusters ? panes.allClusters.shown(in: self) : panes.clusters.shown(in: self)
    }

    mutating func markCluster() -> [Effect] {
        let ids = clustersInSight
        panes.clusterList = panes.clusterList.placed(among: ids, selectedProfile, height: rows(of: .clusters))
        panes.clusterList.toggleMark()
        return movePane(.down)
    }

    mutating func markAllClusters() -> [Effect] {
        panes.clusterList.toggleMarks(shown: clustersInSight)
        say(.plain, wordsOfMarks)
        return []
    }

    private var wordsOfMarks: SafeText {
        let marked = markedClusters
        let count = marked.count
        if count == 0 { return "no cluster marked" }
        let clusters: SafeText = count == 1 ? "1 cluster" : "\(count) clusters"
        return switch countOfLogins(to: marked) {
        case 0: "\(clusters) marked"
        case count: "\(clusters) marked; \(key(.logIn)) logs in to \(count == 1 ? "it" : "them")"
        case let open: "\(clusters) marked; \(key(.logIn)) logs in to \(open) of them"
        }
    }

    /// Marks of profiles that are gone go, too.
    mutating func keepClusterMarks() {
        let known = Set(profiles.list.map(\.id))
        panes.clusters.list.keepMarks { known.contains($0) }
        panes.allClusters.list.keepMarks { known.contains($0) }
    }
}

extension ProgramState {
    var noProfile: SafeText {
        isOnTokenWithoutProfile
            ? "no profile has the address of this token; add one (\(key(.addProfile)))"
            : "no profile yet; add one (\(key(.addProfile)))"
    }

    var reasonAgainstWalking: SafeText? {
        if profiles.list.isEmpty { return noProfile }
        return profiles.list.count == 1 ? "there is no other cluster" : nil
    }

    var reasonAgainstGoingBack: SafeText? {
        lastProfile.flatMap { profiles[$0] } == nil ? "no cluster was selected before" : nil
    }

    /// Goes on in the order in sight, and from the last cluster to the first.
    mutating func walkClusters(by step: Int) -> [Effect] {
        let all = panes.isShowingAllClusters ? panes.allClusters.shown(in: self) : profiles.list.map(\.id)
        guard !all.isEmpty else { return [] }
        let place = all.firstIndex { $0 == selectedProfile } ?? 0
        return goTo(all[(place + step + all.count) % all.count])
    }

    mutating func goToLastCluster() -> [Effect] { lastProfile.map { goTo($0) } ?? [] }

    /// Selects a cluster and shows it. The table of all tokens stands on a token, and gives way.
    mutating func goTo(_ profile: Profile.ID) -> [Effect] {
        if panes.table == .tokens { show(nil) }
        select(profile)
        return []
    }
}

extension WorkID {
    static let profiles = WorkID("profiles")
    static func check(_ profile: Profile.ID) -> WorkID { WorkID("check", profile) }
    /// What may be under way for a cluster and its session.
    static func ofCluster(_ profile: Profile.ID) -> [WorkID] { [.check(profile), .session(profile)] }
}

extension ListProfiles: UseCase {
    var id: WorkID { .profiles }
    var label: SafeText { "reading the profiles" }

    func receive(_ answer: ProfileList, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.profiles.error = program.say(error)
        return []
    }
}

extension CheckCluster: UseCase {
    var id: WorkID { .check(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "checking \(profile.name)" }

    func receive(_ answer: ClusterStatus, in program: inout ProgramState) -> [Effect] { program.receive(answer) }
}

/// How it is read.
extension ClustersPane {
    func plain(in program: ProgramState) -> PlainText {
        let ids = shown(in: program)
        let readOnly: SafeText = program.isReadOnly ? ", read-only mode" : ""
        let marked: SafeText = list.marks.isEmpty ? "" : ", \(list.marks.count) marked"
        var text = PlainText(
            "Clusters, \(ids.count)\(marked)\(readOnly)",
            lines: (filter.isShown ? ["filter: \(filter.text)"] : []) + (program.expiryAlarm.map { [$0] } ?? []),
            rows: PlainRows(
                count: ids.count, id: { ids[$0] },
                text: { index in
                    program.profiles[ids[index]].map { profile in
                        let row = ClusterWords(profile: profile, program: program).plainRow
                        return list.marks.contains(profile.id) ? "marked, \(row)" : row
                    } ?? ""
                }, command: .focusSession), notice: notice(program, shown: ids.count))
        // The table of all clusters stands before it.
        let table = Action.command(.showAllClusters)
        text.steps = [PlainStep(label: "Tokens of all clusters", actions: [table, table])]
        // With marks, the login of the table of keys means the marked ones.
        if ids.count > 1, list.marks.isEmpty {
            text.steps.append(
                PlainStep(
                    label: "Log in to several clusters with one secret",
                    words: PlainWords.answers(.logIn, in: program), ofRows: .logIn))
        }
        return text
    }
}
