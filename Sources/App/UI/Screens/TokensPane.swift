import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// The tokens of the selected cluster that Tessera knows of. No generation lists tokens: the list is the journal's.
struct TokensPane {
    let state: AppState

    private static let columns = TokenColumn.all.filter { $0.pane != nil }

    private static let tableColumns = columns.map { column in
        let priority = column.pane?.priority ?? 0
        return switch column.pane?.width {
        case .fixed(let width)?: TableColumn(column.title, .fixed(width), priority: priority)
        case .flexible(let minimum, let share)?:
            TableColumn(column.title, .flexible(minimum: minimum, share: share), priority: priority)
        case nil: TableColumn(column.title, .fixed(0), priority: priority)
        }
    }

    var frame: Pane {
        let tokens = state.tokens
        var info: SafeText = ""
        if tokens.isLoaded {
            info = tokens.rows.count == tokens.total ? "\(tokens.total)" : "\(tokens.rows.count) of \(tokens.total)"
            if !tokens.marks.isEmpty { info = "\(tokens.marks.count) marked, \(info)" }
        }
        // With one pane in sight at a time, nothing else says whose tokens these are.
        let profile = state.size.isStacked ? state.profile : nil
        var badges = profile?.isProduction == true ? [TextRun("PRODUCTION", .production)] : []
        if let notice = state.profile.flatMap({ state.clockNotice(of: $0) }) {
            badges.append(TextRun(notice, .warning))
        }
        if let damage = tokens.list?.damage, !damage.isEmpty {
            let count = tokens.list?.records(of: state.profile).count(where: \.isInDoubt) ?? 0
            badges.append(TextRun("journal damaged, \(count) in doubt", .danger))
        }
        return Pane(
            profile.map { "Tokens: \($0.name)" } ?? "Tokens", badges: badges, info: TextRun(info, .dim),
            isFocused: state.focus == .tokens)
    }

    func draw(
        _ list: ListState<TokenRecord.ID>, filter: FilterLine, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        let (top, body) = area.splitting(topRows: filter.isShown ? 1 : 0)
        if filter.isShown {
            filter.draw(
                shown: state.tokens.rows.count, total: state.tokens.total, in: top, on: &grid, theme: theme)
        }
        let sort = Self.columns.firstIndex(of: state.tokens.sort.column).map {
            SortOrder(column: $0, descending: state.tokens.sort.isDescending)
        }
        Table(
            Self.tableColumns, sort: sort, isFocused: state.focus == .tokens && !filter.isEditing,
            hasMarks: true
        ).draw(rows, state: list, notice: notice, in: body, on: &grid, theme: theme)
    }

    private var rows: TableRows<TokenRecord.ID> {
        let tokens = state.tokens
        return TableRows(count: tokens.rows.count, id: { tokens.row($0)?.id ?? "" }) { index in
            guard let record = tokens.row(index) else { return [] }
            let token = ListedToken(record, in: tokens.list ?? TokenList(), at: state.now)
            return Self.columns.map { column in column.pane.map { TextRun($0.cell(token)) } ?? TextRun("") }
        }
    }

    private var notice: ListNotice? {
        let tokens = state.tokens
        if let error = tokens.error {
            return .failed(error.sentence, next: error.hints.first ?? "Mend the file, then start again.")
        }
        if !tokens.isLoaded { return .loading("Reading the journal ...") }
        if tokens.total == 0 {
            guard let profile = state.profile else {
                return .empty("No cluster is selected.", next: "a adds a profile.")
            }
            return .empty(
                "No token of \(profile.name) is known here. Clusters do not list tokens; this is Tessera's own record.",
                next: "n issues a token, i imports one made elsewhere.")
        }
        if tokens.rows.isEmpty { return .empty("No token matches the filter.", next: "Esc clears it.") }
        return nil
    }
}
