import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Toolkit

/// How it looks.
extension TokensPane {
    private static func tableColumn(_ column: TokenColumn) -> TableColumn {
        let priority = column.pane?.priority ?? 0
        return switch column.pane?.width {
        // How a token stands is not cut.
        case .fixed(let width)?:
            TableColumn(column.title, .fixed(width), priority: priority, isWhole: column == .remaining)
        case .flexible(let minimum, let share)?:
            TableColumn(column.title, .flexible(minimum: minimum, share: share), priority: priority)
        case nil: TableColumn(column.title, .fixed(0), priority: priority)
        }
    }

    func frame(in program: ProgramState) -> Pane {
        let tokens = program.tokens
        var (title, badges): (SafeText, [TextRun]) = ("All tokens", [])
        if reach == .allClusters, let alarm = program.expiryAlarm { badges.append(TextRun(alarm, .warning)) }
        if case .cluster = reach {
            // With one pane in sight at a time, nothing else says whose tokens these are.
            let profile = program.layout.isStacked ? program.profile : nil
            title = profile.map { "Tokens: \($0.name)" } ?? "Tokens"
            badges += .production(profile)
            if let notice = program.profile.flatMap({ program.clockNotice(of: $0) }) {
                badges.append(TextRun(notice, .warning))
            }
        }
        if let list = tokens.list, !list.damage.isEmpty {
            let touched = reach == .allClusters ? list.records : list.records(of: program.profile)
            badges.append(TextRun("journal damaged, \(touched.count(where: \.isInDoubt)) in doubt", .danger))
        }
        return Pane(
            title, badges: badges, count: tokens.isLoaded ? CountWords.tokens.text(rows.count, of: total) : "",
            marked: tokens.isLoaded ? list.marked(among: marksInSight(of: tokens, at: program.now)) : "",
            isFocused: hasKeys(in: program))
    }

    private func hasKeys(in program: ProgramState) -> Bool {
        reach == .allClusters || program.panes.focus == .tokens
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let body = filter.draw(above: area, shown: rows.count, total: total, on: &grid, theme: theme)
        let (table, rows) = self.table(in: program)
        table.draw(rows, state: list, notice: notice(program), in: body, on: &grid, theme: theme)
    }

    private func table(in program: ProgramState) -> (table: Table, rows: TableRows<TokenRecord.ID>) {
        let list = program.listedTokens
        let columns = program.settings.columns(ofAllClusters: reach == .allClusters)
        // Beside the name of a cluster stands whether it is in production.
        let environment = columns.firstIndex(of: .cluster).map { $0 + 1 }
        var shown = columns.map(Self.tableColumn)
        if let environment { shown.insert(TableColumn("Env", .fixed(4), priority: 1), at: environment) }
        let table = Table(
            shown,
            sort: columns.firstIndex(of: order.sort.column).map { index in
                SortOrder(
                    column: index < environment ?? .max ? index : index + 1, descending: order.sort.isDescending)
            },
            isFocused: hasKeys(in: program) && !filter.isEditing, hasMarks: true)
        let rows = TableRows(
            count: self.rows.count,
            id: { self.rows.indices.contains($0) ? program.tokens.records.id(at: self.rows[$0]) : "" },
            row: { index in
                guard let record = record(index, in: program.tokens) else { return { _ in TextRun("") } }
                let token = ListedToken(record, in: list, at: program.now)
                return { place in
                    if place == environment {
                        return program.profiles.profile(of: record, preferring: nil)?.environment ?? TextRun("")
                    }
                    let column = columns[place > environment ?? .max ? place - 1 : place]
                    return column.pane.map { TextRun($0.cell(token)) } ?? TextRun("")
                }
            })
        return (table, rows)
    }

    /// What the row of the selected token tells in an area, as far as it is not cut.
    func toldOfSelected(in area: Area, _ program: ProgramState) -> [SafeText] {
        let (table, rows) = self.table(in: program)
        let body = area.splitting(topRows: filter.isShown ? 1 : 0).rest
        return table.wholeCells(rows, state: list, in: body, glyphs: program.glyphs)
    }

    func notice(_ program: ProgramState) -> ListNotice? {
        let tokens = program.tokens
        if let error = tokens.error {
            return .failed(error.sentence, next: error.hints.first ?? "Fix the file, then start again.")
        }
        if !tokens.isLoaded { return .loading("Reading the journal ...") }
        if total == 0 {
            if program.profile == nil { return program.noCluster }
            // Without a name: a step through the clusters redraws nothing of it.
            let whose: SafeText = reach == .allClusters ? "" : " of this cluster"
            if hasOlder || tokens.list?.isWhole == false {
                return .empty(
                    "No token\(whose) may be valid, and none ended within the last 30 days.",
                    next: "\(program.key(.filter)) state:expired shows those that expired earlier.")
            }
            return .empty(
                "No token\(whose) is known. Clusters do not list tokens; Tessera's journal has none.",
                next: "\(program.key(.newToken)) issues a token, \(program.key(.importToken)) imports an existing one.")
        }
        if isPreparing { return .loading("Filtering ...") }
        if rows.isEmpty { return .noMatch("token") }
        return nil
    }
}
