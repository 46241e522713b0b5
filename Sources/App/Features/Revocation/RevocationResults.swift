import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of each token that is being revoked, and of the sessions of a user: one row an item, its verdict beside
/// it.
struct RevocationResults: Feature {
    /// What was agreed to. What is left of it can be begun again without being asked again.
    private enum Agreed: Hashable {
        case tokens(RevokeTokens)
        /// On one cluster.
        case user(EndUser)

        var tokens: [RevocationTarget] {
            switch self {
            case .tokens(let work): work.confirmed.targets
            case .user(let work): work.confirmed.parts.flatMap(\.tokens)
            }
        }

        /// Whose sessions end.
        var sessions: ForceLogoutTarget? {
            guard case .user(let work) = self else { return nil }
            return work.confirmed.parts.first { $0.acts.contains(.logOut) }?.target
        }

        var count: Int { tokens.count + (sessions == nil ? 0 : 1) }
    }

    /// The sessions of a user, and what became of them once it is told.
    private struct Sessions: Hashable {
        let target: ForceLogoutTarget
        var item: ForceLogoutItem?
        var verdict: ForceLogoutItem.Verdict? { item?.verdict }
    }

    private struct Row: Hashable {
        let target: RevocationTarget
        var item: RevocationItem?
        var verdict: RevocationItem.Verdict? { item?.verdict }
    }

    private let agreed: Agreed

    /// Stands above the tokens.
    private var sessions: Sessions?
    private var rows: [Row]
    private(set) var isRunning = true
    private var list = ListState<Int>()

    init(of work: RevokeTokens) { self.init(.tokens(work)) }

    /// - Parameter work: on one cluster.
    init(of work: EndUser) { self.init(.user(work)) }

    private init(_ agreed: Agreed) {
        self.agreed = agreed
        rows = agreed.tokens.map { Row(target: $0) }
        sessions = agreed.sessions.map { Sessions(target: $0) }
        list.select(0, count: count, height: count) { $0 }
    }

    static let layer: KeyLayer = "results"
    static let group: SafeText = "In the results of a revocation"
    static let keys: [KeyRow<Self>] =
        [
            stoppingFirst("Stop; again: cancel; or close"),
            // There is no more to open behind a verdict: Enter closes, as the view says.
            key("Enter", .open, "close", "Open the line, or close the view") { view, program in
                view.isRunning ? [] : program.closeTop()
            },
            key(
                "r", .retry, "retry", "Retry what failed or was not attempted", hint: 1,
                unless: { view, program in view.reasonAgainstRetrying(in: program) },
                act: { view, program in view.retry(in: &program) }),
            key(
                "w", .report, "save report", "Write a report with verdicts and evidence", hint: 2,
                unless: { view, program in view.isRunning ? program.waitForVerdicts : nil },
                act: { view, program in program.openReport(on: view) }),
            cancelling("Stop; again: cancel"),
        ] + moving() + incident() + helping()

    var leavesMessageLine: Bool { true }

    /// All rows, that of the sessions included.
    private var count: Int { rows.count + (sessions == nil ? 0 : 1) }

    /// The tokens it is about.
    var tokens: [TokenRecord.ID] { rows.map(\.target.tokenID) }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.revocation]) }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: count, height: program.listRows) { $0 }
    }
}

/// Verdicts as they fall.
extension RevocationResults {
    mutating func receive(_ item: RevocationItem) {
        let index = rows.firstIndex {
            $0.target.fingerprint == item.fingerprint && $0.target.profile.id == item.profile.id
        }
        if let index { rows[index].item = item }
    }

    mutating func receive(_ item: ForceLogoutItem) { sessions?.item = item }

    mutating func end() { isRunning = false }

    private func reasonAgainstRetrying(in program: ProgramState) -> SafeText? {
        program.reasonAgainstRetrying(isRunning: isRunning, isLeft: left != nil)
    }

    /// What failed and what was not attempted.
    private var left: Agreed? {
        let tokens = rows.compactMap(\.item)
        switch agreed {
        case .tokens(let work): return work.remaining(after: tokens).map(Agreed.tokens)
        case .user(let work):
            let report = EndUser.Report(sessions: [sessions?.item].compactMap(\.self), tokens: tokens)
            return work.confirmed.remaining(after: report).map {
                .user(EndUser(confirmed: $0, reason: work.reason))
            }
        }
    }

    private mutating func retry(in program: inout ProgramState) -> [Effect] {
        guard let left else { return [.bell] }
        let tokens = Set(left.tokens.map(\.tokenID))
        for index in rows.indices where tokens.contains(rows[index].target.tokenID) { rows[index].item = nil }
        if left.sessions != nil { sessions?.item = nil }
        isRunning = true
        return switch left {
        case .tokens(let work): [program.begin(work)]
        case .user(let work): [program.begin(work)]
        }
    }

    /// What became of each row, one sentence a row.
    var acts: [SafeText] {
        var acts: [SafeText] = []
        if let sessions {
            let verdict = sessions.verdict.map { MessageComposer.text(for: $0) } ?? "not attempted"
            acts.append("\(UserAct.logOut.sentence(on: sessions.target)): \(verdict)")
        }
        return acts
            + rows.map { row in
                let verdict = row.verdict.map { MessageComposer.text(for: $0) } ?? "not attempted"
                let user = SafeText(outside: row.target.user ?? "unknown user", limit: 80)
                return
                    "revocation of \(row.target.fingerprint.text) of \(user) on \(row.target.profile.name): \(verdict)"
            }
    }
}

/// How it looks.
extension RevocationResults {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let left = isRunning ? nil : left.map { program.retryWords($0.count, in: Self.layer) }
        let foot =
            if isRunning {
                TextRun(program.workingWords(in: Self.layer), .accent)
            } else {
                left.map { TextRun($0, .warning) } ?? TextRun("\(program.key(.open, in: Self.layer)) closes.", .dim)
            }
        let done = rows.count { $0.verdict != nil } + (sessions?.verdict == nil ? 0 : 1)
        ResultsTable(
            title: sessions.map { "Logout and revocation of \($0.target.user.text)" } ?? "Revocation",
            counted: "\(done) of \(count) done", count: count,
            foot: foot, words: selectedWords, columns: columns.table(in: ResultsTable.columns(in: stage)),
            cells: { row($0).cells(in: program) }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private var columns: ResultColumns {
        var columns = ResultColumns(sessions == nil ? "Token" : "Item", hasUser: true)
        if let sessions {
            columns.fit("\(sessions.target.profile.name)")
            if let item = sessions.item { columns.fit(MessageComposer.text(for: item.verdict), item.evidence) }
        }
        for row in rows {
            columns.fit("\(row.target.profile.name)")
            if let item = row.item { columns.fit(MessageComposer.text(for: item.verdict), item.evidence) }
        }
        return columns
    }

    private func row(_ index: Int) -> ResultRow {
        if let sessions, index == 0 {
            return ResultRow(
                sessions.target.profile, item: "all sessions",
                user: "\(sessions.target.user.text)",
                result: sessions.verdict.map { TextRun($0) } ?? pending("logging out"),
                evidence: sessions.item?.evidence, took: sessions.item?.took)
        }
        let row = rows[tokenIndex(index)]
        return ResultRow(
            row.target.profile, item: "\(row.target.fingerprint.text)",
            user: "\(row.target.user ?? "unknown")",
            result: row.verdict.map { TextRun($0) } ?? pending(tokenIndex(index) == indexInWork ? "revoking" : nil),
            evidence: row.item?.evidence, took: row.item?.took)
    }

    private func tokenIndex(_ index: Int) -> Int { sessions == nil ? index : index - 1 }

    /// The token that is being revoked: one after the other, the sessions of their user first.
    private var indexInWork: Int? {
        if let sessions, sessions.verdict == nil { return nil }
        return rows.firstIndex { $0.verdict == nil }
    }

    /// - Parameter work: what is being done with it, where it does not wait.
    private func pending(_ work: SafeText?) -> TextRun {
        guard isRunning else { return TextRun("not attempted", .dim) }
        return work.map { TextRun($0, .accent) } ?? TextRun("waiting", .dim)
    }

    /// More about the selected row: why it was not done, or the proof.
    private var selectedWords: TextRun? {
        if let reason = reason(at: list.position) { return TextRun(reason, .warning) }
        return row(list.position).evidence.map { TextRun($0.text, .accent) }
    }

    private func reason(at place: Int) -> SafeText? {
        if let sessions, place == 0 {
            return switch sessions.verdict {
            case .failed(let error), .unknown(let error): MessageComposer.message(for: error).sentence
            default: nil
            }
        }
        let index = tokenIndex(place)
        guard rows.indices.contains(index) else { return nil }
        switch rows[index].verdict {
        case .failed(let error)?, .unknown(let error)?: return MessageComposer.message(for: error).sentence
        case let verdict?: return MessageComposer.explanation(of: verdict, on: rows[index].target.profile)
        case nil: return nil
        }
    }
}

/// How it is read.
extension RevocationResults {
    func plain(in program: ProgramState) -> PlainText {
        let title: SafeText = sessions.map { "Logout and revocation of \($0.target.user.text)" } ?? "Revocation"
        return PlainText(
            title,
            rows: PlainRows(
                count: count, id: { "\($0)" }, text: { row($0).line(in: program) },
                reason: { reason(at: $0) },
                isSettled: { isSettled($0) }), isAboutCluster: false)
    }

    private func isSettled(_ index: Int) -> Bool {
        if let sessions, index == 0 { return sessions.verdict != nil }
        return rows[tokenIndex(index)].verdict != nil
    }
}
