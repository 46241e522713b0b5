package import DisplayText
package import Terminal

/// The rows of a list, provided by the caller. Only the rows in sight are asked for.
package struct TableRows<RowID: Hashable & Sendable> {
    package let count: Int
    /// The identity of the row at an index.
    package let id: (Int) -> RowID
    /// The row at an index, which tells its cell of a column. On a narrow screen not all of them are asked for.
    let row: (Int) -> (_ column: Int) -> TextRun

    package init(
        count: Int, id: @escaping (Int) -> RowID, row: @escaping (Int) -> (_ column: Int) -> TextRun
    ) {
        self.count = count
        self.id = id
        self.row = row
    }

    /// Of rows whose cells are made together.
    ///
    /// - Parameter cells: of the row at an index, from the first column on; those that are missing are empty.
    package init(count: Int, id: @escaping (Int) -> RowID, cells: @escaping (Int) -> [TextRun]) {
        self.init(count: count, id: id) { index in
            let cells = cells(index)
            return { cells.indices.contains($0) ? cells[$0] : TextRun("") }
        }
    }
}

/// What stands in a list instead of rows.
package struct ListNotice: Hashable, Sendable {
    package let text: SafeText
    let role: Role
    /// What to do next; shown below.
    package let next: SafeText?
    /// Whether a filter leaves nothing.
    package private(set) var isOfFilter = false

    package init(text: SafeText, role: Role, next: SafeText?) {
        self.text = text
        self.role = role
        self.next = next
    }

    /// There is nothing to show, and no error.
    package static func empty(_ text: SafeText, next: SafeText) -> ListNotice {
        ListNotice(text: text, role: .text, next: next)
    }

    /// A filter leaves nothing.
    package static func noMatch(_ what: SafeText) -> ListNotice {
        var notice = ListNotice.empty("No \(what) matches the filter.", next: "Esc clears it.")
        notice.isOfFilter = true
        return notice
    }

    /// The rows are being loaded.
    package static func loading(_ text: SafeText) -> ListNotice { ListNotice(text: text, role: .dim, next: nil) }

    /// The rows could not be loaded.
    package static func failed(_ text: SafeText, next: SafeText) -> ListNotice {
        ListNotice(text: text, role: .danger, next: next)
    }

    /// Draws the lines from the top of an area.
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard area.columns > 2 else { return }
        var row = 0
        for line in grid.shown(text).wrapped(to: area.columns - 2) {
            grid.line(line, row: row, in: area, indent: 1, style: theme[role])
            row += 1
        }
        guard let next else { return }
        for line in grid.shown(next).wrapped(to: area.columns - 2) {
            grid.line(line, row: row, in: area, indent: 1, style: theme[.dim])
            row += 1
        }
    }
}

/// A table: a head line, then the rows in sight. The state is the caller's; this is how it looks.
package struct Table: Hashable, Sendable {
    private let columns: [TableColumn]
    /// Shown by an arrow in the head line.
    private let sort: SortOrder?
    private let isFocused: Bool
    /// Makes room between the marks and the first cell; a narrow list does without.
    private let hasMarks: Bool
    /// A head line with the titles of the columns.
    private let hasHead: Bool

    package init(
        _ columns: [TableColumn], sort: SortOrder? = nil, isFocused: Bool = true, hasMarks: Bool = false,
        hasHead: Bool = true
    ) {
        self.columns = columns
        self.sort = sort
        self.isFocused = isFocused
        self.hasMarks = hasMarks
        self.hasHead = hasHead
    }

    /// Draws the table.
    ///
    /// - Parameter notice: stands below the rows, or in their place when there are none.
    package func draw<RowID>(
        _ rows: TableRows<RowID>, state: ListState<RowID>, notice: ListNotice? = nil, in area: Area,
        on grid: inout CellGrid, theme: Theme
    ) {
        let body = area.splitting(topRows: hasHead ? 1 : 0).rest
        let (first, cells, widths) = inSight(rows, state: state, in: area, glyphs: grid.glyphs)
        let shown = cells.count
        if hasHead { drawHead(widths, gutter: gutter, in: area, on: &grid, theme: theme) }
        for row in 0..<shown {
            let id = rows.id(first + row)
            let look = RowLook(isSelected: id == state.selected, isMarked: state.marks.contains(id))
            let line = Area(row: body.top + row, column: body.left, rows: 1, columns: body.columns)
            grid.offer(.row(offset: first + row - state.position), in: line)
            drawRow(cells[row], look, widths, gutter: gutter, in: line, on: &grid, theme: theme)
        }
        drawScrollMarks(first: first, shown: shown, count: rows.count, in: body, on: &grid, theme: theme)
        notice?.draw(in: body.splitting(topRows: shown).rest, on: &grid, theme: theme)
    }

    /// Columns before the first cell.
    private var gutter: Int { hasMarks ? 3 : 2 }

    /// The rows in sight from the first one on, and how wide the columns are for them.
    private func inSight<RowID>(
        _ rows: TableRows<RowID>, state: ListState<RowID>, in area: Area, glyphs: GlyphSet
    ) -> (first: Int, cells: [[TextRun]], widths: [Int?]) {
        // The last column of the area is the scroll mark's.
        let available = area.columns - gutter - 1
        let widths = TableLayout.widths(columns, available: available, spread: TableLayout.widestSpread)
        let height = area.splitting(topRows: hasHead ? 1 : 0).rest.rows
        let first = state.firstVisible(count: rows.count, height: height)
        let cells = (0..<max(0, min(height, rows.count - first))).map { row in
            let cell = rows.row(first + row)
            return widths.indices.map { widths[$0] == nil ? TextRun("") : cell($0) }
        }
        let needs = self.needs(of: cells, widths, glyphs)
        return (first, cells, TableLayout.balanced(widths, for: needs, available: available))
    }

    /// The cells of the selected row that stand whole in an area: those of no column that is left out, and none that is cut.
    package func wholeCells<RowID>(
        _ rows: TableRows<RowID>, state: ListState<RowID>, in area: Area, glyphs: GlyphSet
    ) -> [SafeText] {
        let (first, cells, widths) = inSight(rows, state: state, in: area, glyphs: glyphs)
        guard let row = cells.indices.first(where: { rows.id(first + $0) == state.selected }) else { return [] }
        return zip(cells[row], widths).compactMap { cell, width in
            width.map { glyphs.shown(cell.text).columns <= $0 } ?? false ? cell.text : nil
        }
    }

    private func needs(of rows: [[TextRun]], _ widths: [Int?], _ glyphs: GlyphSet) -> [TableLayout.Need] {
        columns.indices.map { index in
            let column = columns[index]
            let arrow = sort?.column == index ? 2 : 0
            let title = hasHead ? glyphs.shown(column.title).columns + arrow : 0
            var need = TableLayout.Need(
                cell: 0, title: title, grows: column.isFlexible && !column.isWhole,
                widens: column.isFlexible || column.isWhole)
            guard let width = widths[index] else { return need }
            for cells in rows {
                let beyond = room(for: index, of: cells, widths) - width
                need.cell = max(need.cell, glyphs.shown(cells[index].text).columns - beyond)
            }
            return need
        }
    }

    private func drawHead(_ widths: [Int?], gutter: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        var column = gutter
        for (index, width) in widths.enumerated() {
            guard let width else { continue }
            grid.offer(
                .column(columns[index].title.string),
                in: Area(row: area.top, column: area.left + column, rows: 1, columns: width))
            var title = grid.glyphs.cut(columns[index].title, to: width)
            if let sort, sort.column == index {
                let arrow = grid.glyphs.text(sort.descending ? .arrowDown : .arrowUp)
                // The arrow is never cut; the title is.
                title =
                    title.columns + 2 <= width
                    ? "\(title) \(arrow)" : "\(grid.glyphs.cut(title, to: max(0, width - 1)))\(arrow)"
            }
            grid.line(
                title.padded(to: width, alignment: columns[index].alignment), row: 0, in: area, indent: column,
                style: theme[.columnTitle])
            column += width + TableLayout.gap
        }
    }

    private struct RowLook {
        let isSelected: Bool
        let isMarked: Bool
    }

    private func drawRow(
        _ cells: [TextRun], _ look: RowLook, _ widths: [Int?], gutter: Int, in line: Area, on grid: inout CellGrid,
        theme: Theme
    ) {
        let bar: Style? = look.isSelected ? theme[isFocused ? .selection : .restingSelection] : nil
        if let bar, isFocused { grid.fill(line, style: bar) }
        // The signs say what colour says too: nothing is lost without colour.
        if look.isSelected { grid.line(">", row: 0, in: line, style: bar ?? .plain) }
        if look.isMarked {
            grid.line("*", row: 0, in: line, indent: 1, style: bar ?? theme[.marked])
        }
        var column = gutter
        let widths = self.widths(widths, for: cells, on: grid)
        for (index, width) in widths.enumerated() {
            guard let width else { continue }
            let cell = cells[index]
            let role = look.isMarked && cell.role == .text ? .marked : cell.role
            let text =
                columns[index].keepsEnd
                ? grid.glyphs.cutBeginning(cell.text, to: width)
                : grid.glyphs.cut(cell.text, to: room(for: index, of: cells, widths))
            let indent = column + columns[index].alignment.indent(text.columns, in: width)
            grid.line(
                text, row: 0, in: line, indent: indent,
                style: look.isSelected && !cell.isPicture
                    ? theme.inSelection(role, isFocused: isFocused) : theme[role])
            column += width + TableLayout.gap
        }
    }

    /// The widths in one row: a cell that must be whole takes what it lacks from those before it, the nearest first.
    private func widths(_ widths: [Int?], for cells: [TextRun], on grid: CellGrid) -> [Int?] {
        var widths = widths
        for index in widths.indices where columns[index].isWhole {
            guard let width = widths[index] else { continue }
            let lack = grid.shown(cells[index].text).columns - room(for: index, of: cells, widths)
            var given = 0
            for previous in (0..<index).reversed() {
                guard let other = widths[previous] else { continue }
                let part = max(0, min(lack - given, other - 3))
                widths[previous] = other - part
                given += part
            }
            widths[index] = width + given
        }
        return widths
    }

    /// A cell goes on over those behind it that are empty: a sentence that stands for several facts is not cut.
    private func room(for index: Int, of cells: [TextRun], _ widths: [Int?]) -> Int {
        var room = widths[index] ?? 0
        guard columns[index].alignment == .leading else { return room }
        for next in widths.indices.dropFirst(index + 1) {
            guard let width = widths[next] else { continue }
            guard cells[next].text.isEmpty else { break }
            room += TableLayout.gap + width
        }
        return room
    }

    private func drawScrollMarks(
        first: Int, shown: Int, count: Int, in body: Area, on grid: inout CellGrid, theme: Theme
    ) {
        guard shown > 0, body.columns > 4 else { return }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: body.top, column: body.right - 1), in: body, style: theme[.dim])
        }
        if first + shown < count {
            grid.write(
                .arrowDown, at: Position(row: body.bottom - 1, column: body.right - 1), in: body, style: theme[.dim])
        }
    }
}

/// One column of a table.
package struct TableColumn: Hashable, Sendable {
    /// How wide a column is.
    package enum Width: Hashable, Sendable {
        case fixed(Int)
        /// Gets a share of the remaining width, never less than `minimum`.
        case flexible(minimum: Int, share: Int = 1)

        var least: Int {
            switch self {
            case .fixed(let columns): max(1, columns)
            case .flexible(let minimum, _): max(1, minimum)
            }
        }
    }

    var isFlexible: Bool { if case .flexible = width { true } else { false } }

    package let title: SafeText
    package let width: Width
    package let alignment: TextAlignment
    /// On a narrow screen the column with the highest number is left out first; 0 is never left out.
    package let priority: Int
    /// Whether what does not fit is cut at its beginning: the end of a path says more.
    package let keepsEnd: Bool
    /// Whether its cells are not cut: the cells before them in the row give way. A verdict that is cut can be read as
    /// another one.
    package let isWhole: Bool

    package init(
        _ title: SafeText, _ width: Width, alignment: TextAlignment = .leading, priority: Int = 0,
        keepsEnd: Bool = false, isWhole: Bool = false
    ) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.keepsEnd = keepsEnd
        self.isWhole = isWhole
    }
}
