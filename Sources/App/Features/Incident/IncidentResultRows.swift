import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// How the results of an incident look: a row for each logout, token and cluster, and the proof of the selected one.
extension IncidentResults {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let role: Role = isRunning ? .accent : report.isComplete ? .success : .warning
        ResultsTable(
            title: "Revoke \(SafeText(outside: report.user.text, limit: 40)) everywhere", done: counts.done,
            total: counts.all, count: subjects.count, foot: TextRun(footLine(program), role),
            words: selectedWords.map { TextRun($0, .accent) }, columns: Self.columns, width: 110,
            cells: { cells(subjects[$0], program) }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private static let columns = [
        TableColumn("Cluster", .flexible(minimum: 8)), TableColumn("Item", .fixed(12)),
        TableColumn("Result", .flexible(minimum: 22, share: 2)), TableColumn("Time", .fixed(8), priority: 2),
        TableColumn("Proof", .flexible(minimum: 12, share: 2), priority: 3),
        TableColumn("Duration", .fixed(8), alignment: .trailing, priority: 1),
    ]

    func cells(_ subject: Subject, _ program: ProgramState) -> [TextRun] {
        switch subject {
        case .act(let act, let target):
            let item = item(act, target)
            return cells(
                "\(target.profile.name)", act.words,
                item.map { TextRun($0.verdict) } ?? pending, item?.evidence, item?.took, program)
        case .token(let target):
            let item = item(target)
            return cells(
                "\(target.profile.name)", "\(target.fingerprint.text)", item.map { TextRun($0.verdict) } ?? pending,
                item?.evidence, item?.took, program)
        case .account(let target):
            let item = account(target)
            return cells(
                "\(target.profile.name)", "deactivation", item.map { TextRun($0) } ?? pending, item?.evidence,
                item?.took, program)
        case .unstored(let record):
            return cells(
                SafeText(outside: record.profileName, limit: 64), "\(record.fingerprint.text)",
                unstored(at: record.origin), nil, nil, program)
        case .issued(let profile, let event):
            let time = event.at.map { InstantText.timeOfDay($0.milliseconds, offset: program.localOffset, zone: false) }
            return cells(
                "\(profile.name)", "of \(time ?? "?")", unstored(at: profile.origin.description), nil, nil, program)
        case .leftOut(let left):
            return cells("\(left.profile.name)", "sessions", TextRun(left.reason, .warning), nil, nil, program)
        }
    }

    private func cells(
        _ cluster: SafeText, _ item: SafeText, _ result: TextRun, _ evidence: Evidence?, _ took: Int64?,
        _ program: ProgramState
    ) -> [TextRun] {
        let time = evidence?.serverTime.map {
            InstantText.timeOfDay($0.milliseconds, offset: program.localOffset, zone: false)
        }
        return [
            TextRun(cluster), TextRun(item), result, TextRun(time ?? "", .dim),
            TextRun(evidence?.shortText ?? "", .dim),
            TextRun(took.map { DurationText.elapsed(milliseconds: $0) } ?? "", .dim),
        ]
    }

    private var pending: TextRun { TextRun(isRunning ? "waiting" : "not attempted", .dim) }

    private func unstored(at origin: String) -> TextRun {
        let end = report.unstoredEnd(at: origin)
        return isRunning && end == .notEnded ? TextRun("waiting", .dim) : TextRun(end.text, .warning)
    }

    /// More about the selected row, in words: why it was not done, or the proof.
    var selectedWords: SafeText? {
        guard subjects.indices.contains(list.position) else { return nil }
        switch subjects[list.position] {
        case .act(let act, let target):
            let item = item(act, target)
            return item?.error.map { MessageComposer.message(for: $0).sentence } ?? item?.evidence?.text
        case .token(let target):
            guard let item = item(target) else { return nil }
            return item.error.map { MessageComposer.message(for: $0).sentence }
                ?? MessageComposer.explanation(of: item.verdict, on: item.profile) ?? item.evidence?.text
        case .account(let target):
            let item = account(target)
            if item?.verdict == .notAttempted, !isRunning {
                return "The account is deactivated only after the logout and the revocations above."
            }
            return item?.verdict.error.map { MessageComposer.message(for: $0).sentence } ?? item?.evidence?.text
        case .unstored: return "The token itself is not stored here, so it cannot be validated."
        case .issued(_, let event):
            return "Issued from \(event.address), not by Tessera; only the audit log knows it."
        case .leftOut: return "Nothing was done here: sessions and tokens may still be valid."
        }
    }
}

extension Evidence {
    /// `validate 401/10097`: for a narrow column.
    fileprivate var shortText: SafeText {
        let name = SafeText(outside: String(path.split(separator: "/").last ?? ""), limit: 20)
        guard let status else { return "\(name) no answer" }
        return serverCode.map { "\(name) \(status)/\($0)" } ?? "\(name) \(status)"
    }
}
