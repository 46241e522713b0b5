import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The audit log of a cluster, over the whole screen: what was asked and when, how late it may be, and the events.
struct AuditLogLayer {
    let state: AppState

    private static let columns: [(column: TableColumn, sort: AuditTable.Column?)] = [
        (TableColumn("Time", .fixed(19)), .time),
        (TableColumn("What", .flexible(minimum: 13)), .type),
        (TableColumn("User", .flexible(minimum: 10)), .user),
        (TableColumn("Org", .flexible(minimum: 5), priority: 3), .org),
        (TableColumn("IP", .flexible(minimum: 15), priority: 1), .address),
        (TableColumn("Ours", .fixed(4), priority: 2), nil),
        (TableColumn("Text", .flexible(minimum: 20, share: 3), priority: 4), nil),
    ]

    private var audit: AuditTable { state.audit }
    private var isReading: Bool { audit.profile.map { state.inFlight[.auditLog($0)] != nil } ?? false }

    private var frame: Pane {
        let profile = audit.profile.flatMap { state.profiles[$0] }
        let count: SafeText =
            audit.rows.count == audit.entries.count
            ? "\(audit.entries.count)" : "\(audit.rows.count) of \(audit.entries.count)"
        return Pane(
            "Audit log: \(profile?.name ?? ""), \(audit.coverage.words)",
            badges: profile?.isProduction == true ? [TextRun("PRODUCTION", .production)] : [],
            info: TextRun(audit.isLoaded ? count : "", .dim), isFocused: true)
    }

    /// Rows of the list on a screen; the head lines, the frame and the filter line take the others.
    private static let headLines = 2

    func draw(
        _ list: inout ListState<Int>, filter: FilterLine, in screen: Area, on grid: inout CellGrid, theme: Theme
    ) {
        grid.fill(screen)
        let inner = frame.draw(in: screen, on: &grid, theme: theme)
        let (head, rest) = inner.splitting(topRows: Self.headLines)
        grid.line(windowLine, row: 0, in: head, indent: 1, style: theme[.dim])
        grid.line(stateLine.text, row: 1, in: head, indent: 1, style: theme[stateLine.role])
        let (top, body) = rest.splitting(topRows: filter.isShown ? 1 : 0)
        if filter.isShown {
            filter.draw(shown: audit.rows.count, total: audit.entries.count, in: top, on: &grid, theme: theme)
        }
        if audit.rows.isEmpty {
            list = ListState()
        } else {
            list.select(audit.position, count: audit.rows.count, height: max(1, body.rows - 1)) { audit.rows[$0] }
        }
        let sort = Self.columns.firstIndex { $0.sort == audit.column }.map {
            SortOrder(column: $0, descending: audit.isDescending)
        }
        Table(Self.columns.map(\.column), sort: sort, isFocused: !filter.isEditing)
            .draw(rows, state: list, notice: notice, in: body, on: &grid, theme: theme)
    }

    /// `2026-11-20 09:12:03 +01:00 to 2026-11-21 09:12:03 +01:00, read 09:12:04`.
    private var windowLine: SafeText {
        guard let oldest = audit.windows.last, let newest = audit.windows.first, let readAt = audit.readAt else {
            return "the last 24 hours"
        }
        let wording = InstantWording(state: state)
        let via = audit.neighbour.map { ", by \(SafeText(outside: $0, limit: 40))" as SafeText } ?? ""
        return """
            \(wording.whole(oldest.start)) to \(wording.whole(newest.end)), read \(wording.clock(readAt))\(via)
            """
    }

    /// What a reader must know: a failure first, then what is going on, then how late the log is.
    private var stateLine: TextRun {
        if let error = audit.error, audit.isLoaded { return TextRun(error.sentence, .danger) }
        if isReading { return TextRun("Reading the audit log ... Esc cancels.", .accent) }
        guard audit.isLoaded else { return TextRun("") }
        if audit.unread > 0 {
            return TextRun("\(audit.unread) entries are not as documented: their text is shown. \(lag)", .warning)
        }
        return TextRun(lag, .warning)
    }

    private var lag: SafeText {
        audit.incompleteFrom == nil
            ? "" : "Events of the last \(AuditWindow.lag / 60_000) minutes may still be missing."
    }

    private var notice: ListNotice? {
        if !audit.isLoaded {
            if let error = audit.error {
                return .failed(error.sentence, next: error.hints.first ?? "F5 asks again.")
            }
            return isReading ? .loading("Reading the audit log ...") : .empty("Nothing was read.", next: "F5 reads it.")
        }
        if audit.entries.isEmpty {
            return .empty("No event in this time.", next: "m reads the 24 hours before.")
        }
        if audit.rows.isEmpty { return .empty("No event matches the filter.", next: "Esc clears it.") }
        return nil
    }

    private var rows: TableRows<Int> {
        TableRows(count: audit.rows.count, id: { audit.rows[$0] }) { index in
            guard let entry = audit.row(index) else { return [] }
            let wording = AuditEventWording(entry: entry, state: state)
            return [
                TextRun(wording.time), wording.what, TextRun(wording.user), TextRun(wording.org, .dim),
                TextRun(wording.address, .dim), TextRun(entry.isLikelyOurs ? "yes" : "-", .dim),
                TextRun(SafeText(outside: entry.event.words ?? "", limit: 200), .dim),
            ]
        }
    }
}
