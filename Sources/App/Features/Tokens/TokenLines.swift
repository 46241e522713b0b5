import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How the pane of tokens is read.
extension TokensPane {
    func plain(in program: ProgramState) -> PlainText {
        let marked: SafeText = list.marks.isEmpty ? "" : ", \(list.marks.count) marked"
        let counted: SafeText = rows.count == total ? "\(total)" : "\(rows.count) of \(total)"
        let whose: SafeText =
            reach == .allClusters ? "Tokens of all clusters" : "Tokens of \(program.profile?.name ?? "no cluster")"
        var lines: [SafeText] = filter.isShown ? ["filter: \(filter.text)"] : []
        if let damage = frame(in: program).badges.last(where: { $0.role == .danger }) { lines.append(damage.text) }
        let ids = rows.indices
        var text = PlainText(
            "\(whose): \(counted)\(marked)", lines: lines,
            rows: PlainRows(
                count: ids.count, id: { record($0, in: program.tokens)?.id ?? "" },
                text: { index in record(index, in: program.tokens).map { row(of: $0, program) } ?? "" },
                command: .open), notice: notice(program))
        if ids.count > 1, list.marks.isEmpty {
            text.steps = [
                PlainStep(label: "Validate several tokens", ofRows: .validate),
                PlainStep(label: "Revoke several tokens and verify", ofRows: .revoke),
            ]
        }
        return text
    }

    /// The columns of the pane; what a bar or an alone-standing word would leave open is said.
    private func row(of record: TokenRecord, _ program: ProgramState) -> SafeText {
        let token = ListedToken(record, in: program.listedTokens, at: program.now)
        let cells = program.settings.columns(ofAllClusters: reach == .allClusters).map { column -> SafeText in
            if column == .remaining { return TokenWords(record: record, program: program).statusInWords }
            guard case .text(let text, _)? = column.pane?.cell(token), text != "-", !text.isEmpty else { return "" }
            return ["age", "held", "label"].contains(column.id) ? "\(column.title) \(text)" : text
        }
        let mark: SafeText = list.marks.contains(record.id) ? "marked" : ""
        return SafeText(cells: [mark] + cells)
    }
}
