import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

// How the panes are read.

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

extension AllClustersTable {
    func plain(in program: ProgramState) -> PlainText { program.panes.clusters.plain(in: program) }
}

extension ClusterWords {
    /// `PRODUCTION`, or the team's own word.
    var plainTag: SafeText { profile.isProduction ? "PRODUCTION" : "\(profile.tag ?? "")" }

    /// `prod-eu, PRODUCTION, v2.0, logged in as tsadmin, in ~29m`.
    fileprivate var plainRow: SafeText {
        var cells: [SafeText] = ["\(profile.name)", plainTag, "\(profile.generation.rawValue)"]
        if profile.trust == .insecure { cells.append("INSECURE") }
        if let user = row?.session?.info.userName { cells.append("logged in as \(user)") }
        if profile.isReadOnly { cells.append("read-only") }
        return SafeText(cells: cells + [status.text.string.hasPrefix("in ") ? "ends \(status.text)" : status.text])
    }
}

extension SessionPane {
    /// The cluster: who is logged in there, and everything that can be done with it.
    func plain(in program: ProgramState) -> PlainText {
        guard let profile = program.profile else {
            return PlainText(title: "No cluster selected")
        }
        let words = ClusterWords(profile: profile, program: program)
        var lines: [SafeText]
        if let session = words.row?.session {
            lines = words.sessionLines(session).map { $0.map(\.text).joined().spoken }
            if let error = words.row?.error { lines = MessageWords.rows(error).map(\.line) + lines }
        } else if let error = words.row?.error, program.inFlight[.session(profile.id)] == nil {
            lines = MessageWords.rows(error).map(\.line)
        } else {
            lines = absence(words, program).lines
        }
        let tag = words.plainTag
        let production: SafeText = tag.isEmpty ? "" : ", \(tag)"
        let insecure: SafeText = profile.trust == .insecure ? ", INSECURE: skips certificate verification" : ""
        let readOnly: SafeText = profile.isReadOnly ? ", read-only" : ""
        let notice: SafeText = program.clockNotice(of: profile).map { ", \($0)" } ?? ""
        return PlainText(
            title:
                """
                \(profile.name)\(production), \(profile.origin.description), \
                \(profile.generation.rawValue)\(insecure)\(readOnly)\(notice)
                """,
            lines: lines,
            steps: [
                PlainStep(
                    label: "Tokens: \(program.panes.tokens.total)", words: ["tokens"],
                    actions: [.command(.focusTokens)])
            ])
    }
}

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

extension ActivityPane {
    func plain(in program: ProgramState) -> PlainText {
        let entries = Array(rows(in: program.activity).reversed())
        let count = entries.count
        return PlainText(
            "Activity, the newest first, \(count)", lines: filter.isShown ? ["filter: \(filter.text)"] : [],
            rows: PlainRows(
                // Its own order is the other way round.
                count: count, id: { "\(entries[$0].id)" }, text: { ActivityWords.line(entries[$0], in: program) },
                place: { count - 1 - $0 }, command: .open),
            notice: entries.isEmpty ? .empty("Nothing has happened yet.", next: "") : nil)
    }
}

extension ActivityWords {
    /// `22:22:23 ok: logged in to prod-eu`.
    static func line(_ entry: ActivityLog.Entry, in program: ProgramState) -> SafeText {
        guard case .message(let message) = entry.content else { return "" }
        return "\(InstantWords(program).clock(entry.at)) \(run(message).text)"
    }
}
