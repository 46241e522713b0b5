import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of each of several tokens that are validated: the same view as that of a revocation.
struct ValidationResults: Feature {
    private enum Ending: Hashable {
        case verdict(ValidationReport.Verdict)
        case failed(Message)
        /// Stopped on its way: whatever the cluster answered was not read.
        case cancelled
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
        ] + closingByEnter + moving() + helping()

    var leavesMessageLine: Bool { true }

    func workUnderCursor(in program: ProgramState) -> [WorkID] {
        program.underWay(rows.filter { $0.ending == nil }.map { .validate($0.token) })
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: rows.count, height: program.listRows) { $0 }
    }

    /// - Parameters:
    ///   - verdict: `nil` where it failed, or was cancelled.
    ///   - error: `nil` where it was cancelled.
    mutating func receive(_ verdict: ValidationReport.Verdict?, of token: TokenRecord.ID, error: Message?) {
        guard let index = rows.firstIndex(where: { $0.token == token }) else { return }
        rows[index].ending = verdict.map(Ending.verdict) ?? error.map(Ending.failed) ?? .cancelled
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
            title: "Validation", done: done, count: rows.count,
            foot: isRunning
                ? TextRun("Working ... \(program.key(.cancel, in: Self.layer)) stops it.", .accent)
                : TextRun("\(program.key(.open, in: Self.layer)) closes.", .dim),
            words: selectedReason.map { TextRun($0, .warning) },
            cells: { cells(rows[$0], program) }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private func cells(_ row: Row, _ program: ProgramState) -> [TextRun] {
        guard let record = program.tokens[row.token] else { return [TextRun("no longer exists", .warning)] }
        return [
            TextRun("\(record.fingerprint.text)"),
            TextRun(SafeText(outside: record.facts.user ?? "unknown", limit: 80)), TextRun("\(record.profileName)"),
            run(row, program),
        ]
    }

    private func run(_ row: Row, _ program: ProgramState) -> TextRun {
        switch row.ending {
        case .verdict(let verdict)?:
            TextRun(MessageComposer.text(for: verdict), verdict == .valid ? .success : .warning)
        case .failed?: TextRun("failed", .warning)
        case .cancelled?: TextRun("cancelled", .warning)
        case nil: TextRun(program.inFlight[.validate(row.token)] == nil ? "waiting" : "checking", .accent)
        }
    }

    /// Why the selected row has no verdict.
    private var selectedReason: SafeText? {
        rows.indices.contains(list.position) ? reason(of: rows[list.position]) : nil
    }

    private func reason(of row: Row) -> SafeText? {
        if case .failed(let message)? = row.ending { message.sentence } else { nil }
    }
}

/// How it is read.
extension ValidationResults {
    func plain(in program: ProgramState) -> PlainText {
        PlainText(
            "Validation",
            rows: PlainRows(
                count: rows.count, id: { rows[$0].token }, text: { SafeText(cells: cells(rows[$0], program)) },
                reason: { reason(of: rows[$0]) }, isSettled: { rows[$0].ending != nil }), isAboutCluster: false)
    }
}
