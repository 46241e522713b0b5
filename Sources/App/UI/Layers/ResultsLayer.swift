import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of each token that is being revoked: one row an item, its verdict beside it.
struct ResultsLayer {
    let results: RevocationResults

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let rows = results.count
        let frame = screen.centred(Size(rows: min(screen.rows, max(8, rows + 6)), columns: min(screen.columns, 78)))
        grid.fill(frame)
        let done = results.rows.filter { $0.verdict != nil }.count + (results.sessions?.verdict == nil ? 0 : 1)
        let inner = Pane(title, info: TextRun("\(done) of \(rows)", .accent), isFocused: true)
            .draw(in: frame, on: &grid, theme: theme)
        let (body, foot) = inner.splitting(topRows: inner.rows - 2)
        var list = ListState<Int>()
        list.select(results.selection, count: rows, height: body.rows - 1) { $0 }
        Table([
            TableColumn("Token", .fixed(12)), TableColumn("User", .flexible(minimum: 8)),
            TableColumn("Cluster", .flexible(minimum: 8), priority: 1),
            TableColumn("What became of it", .flexible(minimum: 20, share: 2)),
        ]).draw(
            TableRows(count: rows, id: { $0 }) {
                cells($0)
            }, state: list, in: body, on: &grid, theme: theme)
        grid.line(footLine, row: 1, in: foot, indent: 1, style: theme[results.isRunning ? .accent : .dim])
        if let reason = selectedReason { grid.line(reason, row: 0, in: foot, indent: 1, style: theme[.warning]) }
    }

    private var title: SafeText {
        results.sessions.map { "Everything of \($0.target.user.text)" } ?? "Revocation"
    }

    /// The sessions of a user stand above the tokens.
    private func cells(_ index: Int) -> [TextRun] {
        if let sessions = results.sessions, index == 0 {
            return [
                TextRun("all sessions"), TextRun("\(sessions.target.user.text)"),
                TextRun("\(sessions.target.profile.name)"), verdict(sessions.verdict),
            ]
        }
        let row = results.rows[tokenIndex(index)]
        return [
            TextRun("\(row.target.fingerprint.text)"), TextRun("\(row.target.user ?? "unknown")"),
            TextRun("\(row.target.profile.name)"), verdict(row.verdict),
        ]
    }

    private func tokenIndex(_ index: Int) -> Int { results.sessions == nil ? index : index - 1 }

    private func verdict(_ verdict: ForceLogoutItem.Verdict?) -> TextRun {
        guard let verdict else { return TextRun(results.isRunning ? "waiting" : "not attempted", .dim) }
        let text = MessageComposer.text(for: verdict)
        return switch verdict {
        case .accepted: TextRun(text, .success)
        case .unknown, .failed: TextRun(text, .warning)
        case .notAttempted: TextRun(text, .dim)
        }
    }

    private var footLine: SafeText {
        guard results.isRunning else { return "Enter closes." }
        return results.isStopping
            ? "Stopping after the request on its way ..."
            : "Working ... Esc stops; what is on its way gets its verdict."
    }

    private func verdict(_ verdict: RevocationItem.Verdict?) -> TextRun {
        guard let verdict else { return TextRun(results.isRunning ? "waiting" : "not attempted", .dim) }
        let text = MessageComposer.text(for: verdict)
        return switch verdict {
        case .revokedVerified: TextRun(text, .success)
        case .accepted, .alreadyInvalid, .notRecognized: TextRun(text, .warning)
        case .stillValid: TextRun(text, .danger)
        case .unknown, .failed: TextRun(text, .warning)
        case .notAttempted: TextRun(text, .dim)
        }
    }

    /// Why the selected row was not done, in words.
    private var selectedReason: SafeText? {
        if let sessions = results.sessions, results.selection == 0 {
            return switch sessions.verdict {
            case .failed(let error), .unknown(let error): MessageComposer.message(for: error).sentence
            default: nil
            }
        }
        let index = tokenIndex(results.selection)
        guard results.rows.indices.contains(index) else { return nil }
        switch results.rows[index].verdict {
        case .failed(let error)?, .unknown(let error)?: return MessageComposer.message(for: error).sentence
        case let verdict?:
            return MessageComposer.explanation(of: verdict, on: results.rows[index].target.profile)
        case nil: return nil
        }
    }
}
