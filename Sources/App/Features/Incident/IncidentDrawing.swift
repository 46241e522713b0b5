import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// How the plan looks: a row a cluster, what stands against it, what is known of the selected one, the confirmation.
extension IncidentView {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let count = incident?.clusters.count ?? 0
        let wanted = incident == nil ? 10 : count + 12 + (wordsOfUnknownUser(in: program) == nil ? 0 : 1)
        // A frame a little lower than the screen would leave scraps of what lies below.
        let rows = stage.rows - wanted < 3 ? stage.rows : wanted
        let frame = stage.centred(Size(rows: rows, columns: min(stage.columns, 100)))
        grid.clear(frame, on: stage)
        let title: SafeText =
            incident.map { "Revoke \(SafeText(outside: $0.user.text, limit: 40).markingMixedScripts) everywhere" }
            ?? "Revoke a user everywhere"
        let leak: SafeText? = leaked.map { "leaked token \($0.text)" }
        let info = [countChosen, leak].compactMap(\.self).joined(separator: ", ")
        let inner = Pane(title, info: TextRun(info, .accent), isFocused: true).draw(in: frame, on: &grid, theme: theme)
        if let incident {
            drawPlan(incident, in: inner, on: &grid, program, theme)
        } else {
            drawName(in: inner, on: &grid, program, theme)
        }
    }

    private func drawName(in area: Area, on grid: inout CellGrid, _ program: ProgramState, _ theme: Theme) {
        drawField(
            "User: ", name, isFocused: true, isHidden: pasted != nil || FindLeakedToken.isToken(in: name.text), row: 0,
            in: area,
            on: &grid,
            theme)
        let help: SafeText = """
            A name or a GUID. Paste a leaked token to revoke it and all other tokens of its user: the journal knows its \
            cluster, and the token is sent to no other. A leaked secret key is rotated: Esc, then \
            \(program.key(.keys)) on its cluster.
            """
        let most = 2
        let lines = grid.shown(help).wrapped(to: max(8, area.columns - 2)).fitting(rows: area.rows - 2 - most)
        for (row, line) in lines.enumerated() {
            grid.line(line, row: 2 + row, in: area, indent: 1, style: theme[.dim])
        }
        drawProblem(in: area, on: &grid, theme, rows: most)
    }

    /// Returns the columns that are left of the row.
    private func drawField(
        _ label: SafeText, _ input: TextInput, isFocused: Bool, isHidden: Bool = false, row: Int, in area: Area,
        on grid: inout CellGrid, _ theme: Theme
    ) {
        let used = grid.line(label, row: row, in: area, indent: 1, style: theme[isFocused ? .heading : .text])
        let field = Area(
            row: area.top + row, column: area.left + used, rows: 1, columns: max(1, area.columns - used - 1))
        guard row < area.rows else { return }
        (isHidden ? TextInput("********") : input).draw(in: field, on: &grid, isFocused: isFocused, theme: theme)
    }

    /// - Parameter rows: that it may have; what does not fit is cut in the last one.
    private func drawProblem(in area: Area, on grid: inout CellGrid, _ theme: Theme, rows most: Int = 1) {
        guard let notice else { return }
        let lines = grid.shown(notice).wrapped(to: max(8, area.columns - 2)).fitting(rows: most)
        for (row, line) in lines.enumerated() {
            grid.line(line, row: area.rows - lines.count + row, in: area, indent: 1, style: theme[.warning])
        }
    }

    private func drawPlan(
        _ incident: IncidentPlan, in whole: Area, on grid: inout CellGrid, _ program: ProgramState, _ theme: Theme
    ) {
        let unknown =
            wordsOfUnknownUser(in: program).map { grid.shown($0).wrapped(to: max(8, whole.columns - 2)) } ?? []
        let (head, area) = whole.splitting(topRows: whole.rows < 8 ? 0 : min(2, unknown.count))
        for (row, line) in unknown.fitting(rows: head.rows).enumerated() {
            grid.line(line, row: row, in: head, indent: 1, style: theme[.warning])
        }
        let isConfirming = focus == .confirmation
        let prompt = prompt(of: incident, in: program)
        let isWide = prompt.columns + 16 <= area.columns
        // What is agreed to is not cut; the field stands below it. On a small screen the rest makes room.
        let promptLines =
            isWide
            ? []
            : grid.shown(prompt).wrapped(to: max(8, area.columns - 2))
                .fitting(rows: max(1, area.rows - (isConfirming ? 2 : 5)))
        let notices =
            area.rows < 12
            ? []
            : [linksLine(in: program), leftOutLine(of: incident)].compactMap(\.self).flatMap {
                grid.shown($0).wrapped(to: max(8, area.columns - 2)).fitting(rows: 2)
            }
        let reasonRows = isConfirming && area.rows < promptLines.count + 5 ? 0 : 1
        // A row that has nothing in it would be one row of the clusters less.
        let promptRows = isWide ? 1 : promptLines.count + (isConfirming ? 1 : 0)
        let footRows = reasonRows + promptRows + (notice == nil ? 0 : 1) + notices.count
        let details = details(in: program).flatMap { run in
            grid.shown(run.text).wrapped(to: max(8, area.columns - 4)).map { TextRun($0, run.role) }
        }
        let room = max(isConfirming ? 0 : 2, area.rows - footRows)
        let detailRows =
            room < 6 ? 0 : min(details.count, max(0, room - min(incident.clusters.count + 1, room * 2 / 3)))
        let (upper, below) = area.splitting(topRows: room)
        let (told, foot) = below.splitting(topRows: notices.count)
        for (row, line) in notices.enumerated() {
            grid.line(line, row: row, in: told, indent: 1, style: theme[.warning])
        }
        let (table, known) = upper.splitting(topRows: room - detailRows)
        let all = incident.clusters
        // Of what is revoked something stands on every screen.
        let isNarrow = area.columns < 64
        Table(
            [
                TableColumn("", .fixed(3)), TableColumn("Cluster", .flexible(minimum: 10)),
                TableColumn("Env", .fixed(4), priority: 1),
                TableColumn("Tokens", isNarrow ? .fixed(6) : .flexible(minimum: 23, share: 0), priority: 2),
                TableColumn("Sessions", .flexible(minimum: 14, share: 8), isWhole: true),
            ], isFocused: focus == .clusters, hasHead: room > 3
        ).draw(
            TableRows(count: all.count, id: { all[$0].id }, cells: { cells(all[$0], isNarrow: isNarrow, program) }),
            state: list, in: table, on: &grid, theme: theme)
        for (row, line) in details.rows(atMost: detailRows).enumerated() {
            grid.line(line.text, row: row, in: known, indent: 2, style: theme[line.role])
        }
        if reasonRows > 0 {
            // Below what is not done it is not the reason for that.
            let label: SafeText = area.columns < 60 ? "Reason: " : "Reason for the journal: "
            drawField(
                label, reason, isFocused: focus == .reason, isHidden: FindLeakedToken.isToken(in: reason.text), row: 0,
                in: foot,
                on: &grid, theme)
        }
        if isWide, isConfirming {
            drawField("\(prompt) ", confirmation.input, isFocused: true, row: reasonRows, in: foot, on: &grid, theme)
        } else if isWide {
            grid.line(prompt, row: reasonRows, in: foot, indent: 1, style: theme[.text])
        } else {
            for (row, line) in promptLines.enumerated() {
                grid.line(
                    line, row: reasonRows + row, in: foot, indent: 1, style: theme[isConfirming ? .heading : .text])
            }
            if isConfirming {
                drawField(
                    "", confirmation.input, isFocused: true, row: reasonRows + promptLines.count, in: foot, on: &grid,
                    theme)
                // Below the next question, which hides the words of this one, what was typed would stand alone.
                grid.keepTogether(
                    Area(
                        row: foot.top + reasonRows, column: foot.left, rows: promptLines.count + 1,
                        columns: foot.columns))
            }
        }
        drawProblem(in: foot, on: &grid, theme)
    }

    /// `Type anna to revoke all tokens of anna and log anna out on 2 clusters:`, or what differs of the two apart.
    ///
    /// Before the field is reached it says what comes first.
    func prompt(of incident: IncidentPlan, in program: ProgramState) -> SafeText {
        guard let plan = chosenPlan else {
            if let words = loggingInWords(in: program) { return "Nothing can be revoked yet: \(words) ..." }
            return switch wayOn(in: program) {
            case .logIn: "Nothing can be revoked yet; \(program.key(.logIn, in: Self.layer)) logs in."
            case .unlock:
                "Nothing can be revoked yet; \(program.key(.unlockVault, in: Self.layer)) unlocks the vault."
            case .none: "Nothing can be revoked."
            }
        }
        let (begin, end): (SafeText, SafeText) =
            switch focus {
            case .clusters where !isReasonGiven: ("After the reason, type", ".")
            case .user, .clusters, .reason: ("\(program.key(.open, in: Self.layer)), then type", ".")
            case .confirmation: ("Type", ":")
            }
        let word = SafeText(outside: plan.consent.expected ?? "y", limit: 40)
        let user = SafeText(outside: incident.user.text, limit: 40)
        let clusters = { (count: Int) -> SafeText in "\(count) \(count == 1 ? "cluster" : "clusters")" }
        let everything = plan.parts.count { $0.acts.contains(.revokeTokens) }
        let single = plan.parts.reduce(0) { $0 + ($1.acts.contains(.revokeTokens) ? 0 : $1.tokens.count) }
        if everything > 0, everything == plan.logOuts, single == 0 {
            return
                "\(begin) \(word) to revoke all tokens of \(user) and log \(user) out on \(clusters(everything))\(end)"
        }
        let more: SafeText = everything > 0 ? "more " : ""
        let tokens: SafeText? = single == 0 ? nil : "\(single) \(more)\(single == 1 ? "token" : "tokens")"
        let all: SafeText? = everything == 0 ? nil : "all tokens of \(user) on \(clusters(everything))"
        let revoked = [all, tokens].compactMap(\.self).joined(separator: " and ")
        let logOut: SafeText? = plan.logOuts == 0 ? nil : "log \(user) out on \(clusters(plan.logOuts))"
        let acts = [revoked.isEmpty ? nil : "revoke \(revoked)", logOut].compactMap(\.self)
        let whole = acts.joined(separator: all == nil ? " and " : ", and ")
        return "\(begin) \(word) to \(acts.isEmpty ? "go on" : whole)\(end)"
    }

    /// Where the links go with which the deactivated accounts can be opened again, and what changes that.
    func linksLine(in program: ProgramState) -> SafeText? {
        guard deactivates, !accounts.isEmpty else { return nil }
        let (here, there): (SafeText, SafeText) = ("into the vault", "into a new file")
        let key = program.key(.linksPlace, in: Self.layer)
        return keepsLinksInVault
            ? "Activation links go \(here) (\(key): \(there))" : "Activation links go \(there) (\(key): \(here))"
    }

    /// What was chosen and cannot be: it is agreed to without those.
    private func leftOutLine(of incident: IncidentPlan) -> SafeText? {
        let left = incident.clusters.filter { clusters.contains($0.id) && !$0.canAct }.map(\.profile)
        guard !left.isEmpty, !chosen.isEmpty else { return nil }
        return "Nothing is done on \(left.fewNames)."
    }
}

extension [TextRun] {
    /// The first rows; the last one says how many more there are.
    fileprivate func rows(atMost most: Int) -> [TextRun] {
        guard count > most, most > 0 else { return self }
        return prefix(most - 1) + [TextRun("and \(count - most + 1) more", .dim)]
    }
}
