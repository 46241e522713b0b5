import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of each of several tokens that are validated: the same view as that of a revocation.
struct ValidationResults: Feature {
    /// How one validation ended.
    enum Ending: Hashable {
        case verdict(ValidationReport.Verdict, Evidence?)
        case failed(Message, Evidence?)
        /// Stopped on its way: whatever the cluster answered was not read.
        case cancelled

        var evidence: Evidence? {
            switch self {
            case .verdict(_, let evidence), .failed(_, let evidence): evidence
            case .cancelled: nil
            }
        }
    }

    private struct Row: Hashable {
        let token: TokenRecord.ID
        var ending: Ending?
    }

    private var rows: [Row]
    private var list = ListState<Int>()

    init(_ tokens: [TokenRecord.ID]) {
        rows = tokens.map { Row(token: $0) }
        list.select(0, count: rows.count, height: rows.count) { $0 }
    }

    static let layer: KeyLayer = "validation results"
    static let group: SafeText = "In the results of a validation"
    static let keys: [KeyRow<Self>] =
        [
            stoppingFirst("Stop the validation, or close"),
            key(
                "r", .validate, "retry", "Validate again what had no answer", hint: 2,
                unless: { view, program in view.reasonAgainstRetrying(in: program) },
                act: { view, program in view.retry(in: &program) }),
            cancelling("Cancel the request in progress"),
        ] + closingByEnter + moving() + incident() + helping()

    var leavesMessageLine: Bool { true }

    func workUnderCursor(in program: ProgramState) -> [WorkID] {
        program.underWay(rows.filter { $0.ending == nil }.map { .validate($0.token) })
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: rows.count, height: program.listRows) { $0 }
    }

    mutating func receive(_ ending: Ending, of token: TokenRecord.ID) {
        guard let index = rows.firstIndex(where: { $0.token == token }) else { return }
        rows[index].ending = ending
    }

    /// All are begun at once: what is no longer under way and has told nothing was cancelled.
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        for index in rows.indices
        where rows[index].ending == nil && program.inFlight[.validate(rows[index].token)] == nil {
            rows[index].ending = .cancelled
        }
        return []
    }

    private func reasonAgainstRetrying(in program: ProgramState) -> SafeText? {
        if rows.contains(where: { $0.ending == nil }) { return program.waitForVerdicts }
        return unanswered.isEmpty ? "nothing is left to try again" : nil
    }

    private var unanswered: [Int] {
        rows.indices.filter { if case .verdict = rows[$0].ending { false } else { rows[$0].ending != nil } }
    }

    private mutating func retry(in program: inout ProgramState) -> [Effect] {
        let failed = unanswered
        for index in failed { rows[index].ending = nil }
        return program.beginValidating(failed.compactMap { program.tokens[rows[$0].token] })
    }
}

/// How it looks.
extension ValidationResults {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let done = rows.count { $0.ending != nil }
        let isRunning = done < rows.count
        ResultsTable(
            title: "Validation", counted: "\(done) of \(rows.count) done", count: rows.count,
            foot: isRunning
                ? TextRun("Working ... \(program.key(.cancel, in: Self.layer)) stops it.", .accent)
                : TextRun("\(program.key(.open, in: Self.layer)) closes.", .dim),
            words: selectedWords, columns: columns(program).table(in: ResultsTable.columns(in: stage)),
            cells: { result(of: rows[$0], in: program)?.cells(in: program) ?? [Self.gone] }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private func columns(_ program: ProgramState) -> ResultColumns {
        var columns = ResultColumns("Token", hasUser: true)
        for row in rows {
            if let record = program.tokens[row.token] { columns.fit("\(record.profileName)") }
            columns.fit(run(row, program).text, row.ending?.evidence)
        }
        return columns
    }

    private static let gone = TextRun("no longer exists", .warning)

    /// Nil where the token is no longer known.
    private func result(of row: Row, in program: ProgramState) -> ResultRow? {
        guard let record = program.tokens[row.token] else { return nil }
        let evidence = row.ending?.evidence
        return ResultRow(
            record, user: SafeText(outside: record.facts.user ?? "unknown", limit: 80), result: run(row, program),
            evidence: evidence, took: evidence.map { Int64($0.duration) }, in: program)
    }

    private func run(_ row: Row, _ program: ProgramState) -> TextRun {
        switch row.ending {
        case .verdict(let verdict, _)?:
            TextRun(MessageComposer.text(for: verdict), verdict.role)
        case .failed?: TextRun("failed", .warning)
        case .cancelled?: TextRun("cancelled", .warning)
        case nil: TextRun(program.inFlight[.validate(row.token)] == nil ? "waiting" : "checking", .accent)
        }
    }

    /// More about the selected row: why it has no verdict, or the proof.
    private var selectedWords: TextRun? {
        guard rows.indices.contains(list.position) else { return nil }
        let row = rows[list.position]
        return reason(of: row).map { TextRun($0, .warning) }
            ?? row.ending?.evidence.map { TextRun($0.text, .accent) }
    }

    private func reason(of row: Row) -> SafeText? {
        if case .failed(let message, _)? = row.ending { message.sentence } else { nil }
    }
}

/// How it is read.
extension ValidationResults {
    func plain(in program: ProgramState) -> PlainText {
        PlainText(
            "Validation",
            rows: PlainRows(
                count: rows.count, id: { rows[$0].token },
                text: { result(of: rows[$0], in: program)?.line(in: program) ?? Self.gone.text },
                reason: { reason(of: rows[$0]) }, isSettled: { rows[$0].ending != nil }), isAboutCluster: false)
    }
}
