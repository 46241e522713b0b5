import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of each of several logins with one secret. Closing it leaves them going.
struct LoginResults: Feature {
    /// How one login ended.
    enum Ending: Hashable {
        case loggedIn(user: String)
        case failed(Message, isUnknown: Bool)
        /// Stopped on its way, before the cluster was asked to log in.
        case cancelled
        /// Not begun, with the reason.
        case notAttempted(SafeText)
    }

    private struct Row: Hashable {
        let profile: Profile
        let user: String?
        var ending: Ending?

        var isToBeTriedAgain: Bool { if case .loggedIn? = ending { false } else { ending != nil } }
    }

    private var rows: [Row] = []
    private var list = ListState<Int>()

    mutating func add(_ profile: Profile, user: String?, notAttempted reason: SafeText?) {
        rows.append(Row(profile: profile, user: user, ending: reason.map(Ending.notAttempted)))
        list.select(0, count: rows.count, height: rows.count) { $0 }
    }

    static let layer: KeyLayer = "login results"
    static let group: SafeText = "In the results of a login"
    static let keys: [KeyRow<Self>] =
        [
            key("Esc q", .cancel, "close", "Close; logins in progress go on", hint: 0) { _, program in
                program.closeTop()
            },
            key(
                "r", .retry, "retry", "Log in again where it failed, with another secret", hint: 1,
                unless: { view, program in view.reasonAgainstRetrying(in: program) },
                act: { view, program in view.retry(in: &program) }),
            cancelling("Cancel the logins in progress"),
        ] + closingByEnter + moving() + helping()

    var leavesMessageLine: Bool { true }

    private var isRunning: Bool { rows.contains { $0.ending == nil } }
    private var failed: [Profile] { rows.filter(\.isToBeTriedAgain).map(\.profile) }

    func workUnderCursor(in program: ProgramState) -> [WorkID] {
        program.underWay(rows.filter { $0.ending == nil }.map { .session($0.profile.id) })
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: rows.count, height: program.listRows) { $0 }
    }

    private func reasonAgainstRetrying(in program: ProgramState) -> SafeText? {
        if isRunning { return "wait for the answers, or cancel with \(program.key(.cancelRequest, in: Self.layer))" }
        return failed.isEmpty ? "every login was accepted" : nil
    }

    private func retry(in program: inout ProgramState) -> [Effect] {
        let profiles = failed.compactMap { program.profiles[$0.id] }
        return program.closeTop() + program.openSharedLogin(to: profiles)
    }

    mutating func receive(_ ending: Ending, of profile: Profile.ID, in program: inout ProgramState) -> [Effect] {
        guard let index = rows.firstIndex(where: { $0.profile.id == profile && $0.ending == nil }) else { return [] }
        rows[index].ending = ending
        guard !isRunning, rows.count > 1 else { return [] }
        let done = rows.count - failed.count
        program.say(
            failed.isEmpty ? .good : .warning,
            failed.isEmpty ? "logged in to \(done) clusters" : "logged in to \(done) of \(rows.count) clusters")
        return []
    }
}

/// How it looks.
extension LoginResults {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        ResultsTable(
            title: "Logins with one secret", counted: counted, count: rows.count,
            foot: isRunning
                ? TextRun("Working ... Esc closes, and the logins go on.", .accent) : TextRun("Esc closes.", .dim),
            words: selectedReason.map { TextRun($0, .warning) },
            columns: Self.columns(in: ResultsTable.columns(in: stage)),
            cells: { cells(rows[$0], program) }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private var counted: SafeText { "\(rows.count { $0.ending != nil }) of \(rows.count) done" }

    /// The results of most logins have the same width: a row with a longer one would move its other cells.
    private static func columns(in width: Int) -> [TableColumn] {
        let (cluster, result) = width < 54 ? (12, 22) : (10, 27)
        return [
            TableColumn("Cluster", .flexible(minimum: cluster)), TableColumn("Env", .fixed(4), priority: 2),
            TableColumn("User", .flexible(minimum: 8), priority: 1),
            TableColumn("Result", .flexible(minimum: result, share: 2), isWhole: true),
        ]
    }

    private func cells(_ row: Row, _ program: ProgramState) -> [TextRun] {
        [
            TextRun("\(row.profile.name)"), row.profile.environment,
            TextRun(SafeText(outside: row.user ?? "-", limit: 80)), result(of: row, in: program),
        ]
    }

    private func result(of row: Row, in program: ProgramState) -> TextRun {
        switch row.ending {
        case .loggedIn(let user)?: TextRun("logged in as \(SafeText(outside: user, limit: 80))", .success)
        case .failed(let message, let isUnknown)?:
            TextRun(isUnknown ? "outcome unknown" : "failed: \(message.shortCause)", .warning)
        case .cancelled?: TextRun("cancelled", .warning)
        case .notAttempted?: TextRun("not attempted", .dim)
        case nil:
            TextRun(
                program.inFlight[.session(row.profile.id)].map { "logging in ...\(program.elapsed($0))" } ?? "waiting",
                .accent)
        }
    }

    /// Why the selected cluster was not logged in to.
    private var selectedReason: SafeText? {
        rows.indices.contains(list.position) ? reason(of: rows[list.position]) : nil
    }

    private func reason(of row: Row) -> SafeText? {
        switch row.ending {
        case .failed(let message, _)?: message.sentence
        case .notAttempted(let reason)?: reason
        case .cancelled?: "cancelled; nothing was changed"
        case .loggedIn?, nil: nil
        }
    }
}

/// How it is read.
extension LoginResults {
    func plain(in program: ProgramState) -> PlainText {
        PlainText(
            "Logins with one secret, \(counted)",
            rows: PlainRows(
                count: rows.count, id: { rows[$0].profile.id }, text: { plainRow(rows[$0], program) },
                reason: { reason(of: rows[$0]) }),
            isAboutCluster: false)
    }

    /// `prod-us, PRODUCTION, failed: wrong credentials`. The messages have told them as they fell.
    private func plainRow(_ row: Row, _ program: ProgramState) -> SafeText {
        let tag = ClusterWords(profile: row.profile, program: program).plainTag
        return SafeText(cells: ["\(row.profile.name)", tag, result(of: row, in: program).text])
    }
}

extension ProgramState {
    /// Tells the results of several logins how one of them ended.
    mutating func endLogin(to profile: Profile.ID, _ ending: LoginResults.Ending) -> [Effect] {
        change(LoginResults.self) { view, program in view.receive(ending, of: profile, in: &program) }
    }
}
