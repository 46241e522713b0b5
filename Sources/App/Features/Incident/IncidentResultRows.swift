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
            title: title, counted: counted, count: subjects.count,
            foot: TextRun(footLine(program), role), shortFoot: TextRun(footLine(program, isShort: true), role),
            words: selectedWords(program).map { TextRun($0, .accent) },
            columns: columns.table(in: ResultsTable.columns(in: stage)),
            cells: { row(subjects[$0], program).cells(in: program) }
        ).draw(list, in: stage, on: &grid, theme: theme)
    }

    private var columns: ResultColumns {
        var columns = ResultColumns("Item")
        for profile in profiles { columns.fit("\(profile.name)") }
        for item in report.result.sessions { columns.fit(MessageComposer.text(for: item.verdict), item.evidence) }
        for item in report.result.tokens { columns.fit(MessageComposer.text(for: item.verdict), item.evidence) }
        for item in report.result.deactivations { columns.fit(TextRun(item).text, item.evidence) }
        return columns
    }

    func row(_ subject: Subject, _ program: ProgramState) -> ResultRow {
        switch subject {
        case .act(let act, let target):
            let item = item(act, target)
            return ResultRow(
                target.profile, item: act.words,
                result: item.map { TextRun($0.verdict) } ?? pending(subject),
                evidence: item?.evidence, took: item?.took)
        case .token(let target):
            let item = item(target)
            return ResultRow(
                target.profile, item: "\(target.fingerprint.text)",
                result: item.map { TextRun($0.verdict) } ?? pending(subject), evidence: item?.evidence, took: item?.took
            )
        case .account(let target):
            let item = account(target)
            return ResultRow(
                target.profile, item: "deactivation",
                result: item.map { TextRun($0) } ?? pending(subject), evidence: item?.evidence, took: item?.took)
        case .unstored(let record):
            return ResultRow(
                record, result: unstored(at: record.origin), in: program)
        case .issued(let profile, let event):
            let time = event.at.map { InstantWords(program).short($0) }
            return ResultRow(
                profile, item: "issued \(time ?? "?")",
                result: unstored(at: profile.origin.description))
        case .leftOut(let left):
            return ResultRow(
                left.profile, item: report.item(of: left),
                result: TextRun(left.reason, left.isPrevented ? .warning : .dim))
        }
    }

    /// Where a request was under way that changes something, and no verdict came, its outcome is unknown.
    private func pending(_ subject: Subject) -> TextRun {
        switch (isRunning, inWork[subject]) {
        case (true, let begun?): TextRun(begun.words, .accent)
        case (true, nil): TextRun("waiting", .dim)
        case (false, .validation?), (false, nil): TextRun("not attempted", .dim)
        case (false, .some): TextRun("outcome unknown", .warning)
        }
    }

    private func unstored(at origin: String) -> TextRun {
        let end = report.unstoredEnd(at: origin)
        return isRunning && end == .notEnded ? TextRun("waiting", .dim) : TextRun(end.text, .warning)
    }

    /// More about the selected row, in words: why it was not done, or the proof.
    func selectedWords(_ program: ProgramState) -> SafeText? {
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
            let time = event.at.map { InstantWords(program).near($0) } ?? "at an unknown time"
            return "Issued \(time) from \(event.address), not by Tessera; only the audit log knows it."
        case .leftOut(let left):
            return switch left.why {
            case .doneBefore: "An earlier plan of this incident was done here; the report has its rows."
            case .sameCluster(let other): "The user is logged out there once, by the profile \(other.name)."
            case .notChosen, .prevented: "Nothing was done here: sessions and tokens may still be valid."
            }
        }
    }
}

extension EndUser.Begun {
    fileprivate var words: SafeText {
        switch self {
        case .validation: "checking"
        case .act(.logOut, _): "logging out"
        case .act(.revokeTokens, _), .revocation: "revoking"
        case .deactivation: "deactivating"
        }
    }
}
