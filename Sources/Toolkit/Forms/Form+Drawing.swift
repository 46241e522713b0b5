package import DisplayText
package import Terminal

extension Form {
    /// Draws the form: the fields with what is wrong below each, what is said about the whole form, the help of the focused
    /// field, and in the last row the buttons. When the area is too low, the fields scroll with the focus.
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) {
        grid.cursor = nil
        guard area.columns > 8, area.rows > 0 else { return }
        let lines = lines(width: area.columns, on: grid)
        let rows = rows(in: area, on: grid)
        let (body, below) = area.splitting(topRows: rows.body)
        drawFields(lines, in: body, on: &grid, theme: theme)
        // Of the rows that are left over, one parts the fields from what is said about them.
        let part = rows.isWhole ? 0 : max(0, min(1, below.rows - rows.told - rows.foot - rows.pressed))
        let message = messageLines(width: area.columns, on: grid)
        let help = footLines(width: area.columns, on: grid).dropFirst(1 - rows.gap)
        draw(message.fitting(rows: rows.told - rows.gap), row: part + rows.gap, in: below, on: &grid, theme: theme)
        draw(help.fitting(rows: rows.foot), row: part + rows.told, in: below, on: &grid, theme: theme)
        guard rows.pressed > 0 else { return }
        let used = drawButtons(row: below.rows - 1, in: below, on: &grid, theme: theme)
        // Which fields are in sight, and the key that brings the others, where there is room for it.
        let place = placeWords(lines, height: body.rows).first { $0.columns + used <= below.columns - 1 }
        guard let place else { return }
        grid.line(
            place, row: below.rows - 1, in: below, indent: below.columns - 1 - place.columns, style: theme[.dim])
    }

    /// How many rows each part has: the fields, what is said about the form, the help and the buttons.
    private struct Rows {
        let isWhole: Bool
        /// Blank lines are for a form that has room.
        var gap: Int { isWhole ? 1 : 0 }
        let body, told, foot, pressed: Int
    }

    private func rows(in area: Area, on grid: CellGrid) -> Rows {
        let count = lines(width: area.columns, on: grid).count
        let message = messageLines(width: area.columns, on: grid)
        let isWhole = height(width: area.columns, on: grid) <= area.rows
        let gap = isWhole ? 1 : 0
        let help = footLines(width: area.columns, on: grid).dropFirst(1 - gap)
        let pressed = buttons.isEmpty || area.rows < 3 ? 0 : 1 + gap
        // Four rows remain for scrolling; a form of fewer lines does not need them.
        var left = max(0, area.rows - pressed - min(4, count))
        let told = message.isEmpty ? 0 : min(message.count + gap, left)
        left -= told
        let foot = isWhole ? footHeight(width: area.columns, on: grid) : min(help.count, left)
        return Rows(
            isWhole: isWhole, body: min(count, area.rows - pressed - told - foot), told: told, foot: foot,
            pressed: pressed)
    }

    /// `fields 11-18 of 19 (Tab)`, then what is shorter; none where all fields are in sight.
    private func placeWords(_ lines: [Line], height: Int) -> [SafeText] {
        let first = firstLine(of: lines, height: height)
        let before = lines[..<first].count(where: \.isField)
        let inSight = lines[first...].prefix(height).count(where: \.isField)
        let all = lines.count(where: \.isField)
        guard inSight > 0, inSight < all else { return [] }
        let last: SafeText = inSight == 1 ? "" : "-\(before + inSight)"
        let place: SafeText = "\(before + 1)\(last) of \(all)"
        return ["fields \(place) (Tab)", place]
    }

    private func drawFields(_ lines: [Line], in body: Area, on grid: inout CellGrid, theme: Theme) {
        let first = firstLine(of: lines, height: body.rows)
        for row in 0..<max(0, min(body.rows, lines.count - first)) {
            draw(lines[first + row], row: row, in: body, on: &grid, theme: theme)
        }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: body.top, column: body.right - 1), style: theme[.dim])
        }
        if first + body.rows < lines.count {
            grid.write(.arrowDown, at: Position(row: body.bottom - 1, column: body.right - 1), style: theme[.dim])
        }
    }

    /// Draws what is said about the form or a field, from a row on.
    private func draw(
        _ runs: [TextRun], row first: Int, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        for (row, run) in runs.enumerated() where !run.text.isEmpty {
            grid.line(run.text, row: first + row, in: area, indent: 2, style: theme[run.role])
        }
    }

    /// Returns the rows the form needs at a width, to make a frame for it.
    package func height(width: Int, on grid: CellGrid) -> Int {
        let message = messageLines(width: width, on: grid)
        return lines(width: width, on: grid).count + (message.isEmpty ? 0 : 1 + message.count)
            + (buttons.isEmpty ? 0 : 2) + footHeight(width: width, on: grid)
    }

    /// What is wrong with the first field that is wrong, where none of those that are wrong is in sight.
    package func problemOutOfSight(in area: Area, on grid: CellGrid) -> SafeText? {
        let lines = lines(width: area.columns, on: grid)
        let height = rows(in: area, on: grid).body
        let first = firstLine(of: lines, height: height)
        let isInSight = lines[first...].prefix(height).contains { line in
            if case .remark(_, let index) = line { fields[index].error != nil } else { false }
        }
        let wrong = fields.lazy.filter { !$0.isHidden }.compactMap { field in
            field.error.map { SafeText("\(field.label): \($0)") }
        }.first
        return isInSight ? nil : wrong
    }

    /// The rows with nothing said about what is filled in.
    package func restingHeight(width: Int, on grid: CellGrid) -> Int {
        fields.count { !$0.isHidden } + (buttons.isEmpty ? 0 : 2) + footHeight(width: width, on: grid)
    }

    /// The keys of a form, for the hint bar.
    ///
    /// - Parameter keys: those with which the program presses the first button; nil for none.
    package func hints(sentBy keys: SafeText?) -> [Hint] {
        let first = keys.map { [Hint(keys: $0, label: buttons.first?.label.inSentence ?? "done", priority: 0)] } ?? []
        let choosing: [Hint] =
            focused.flatMap { field($0)?.isChoice } ?? false
            ? [Hint(keys: "Left/Right", label: "choose", priority: 1)] : []
        return choosing + [
            Hint(keys: "Tab", label: "next", priority: 2),
            Hint(keys: "Shift-Tab", label: "back", priority: 3),
        ] + first + [Hint(keys: "Esc", label: "cancel", priority: 1)]
    }
}

/// Layout: what stands on each row.
extension Form {
    /// One that scrolls.
    enum Line: Hashable {
        case field(Int)
        case remark(TextRun, of: Int)

        var isField: Bool { if case .field = self { true } else { false } }
    }

    /// Columns of the labels with the focus mark before and a blank after.
    private func labelWidth(_ width: Int, on grid: CellGrid) -> Int {
        let shown = fields.filter { !$0.isHidden }
        let widest = shown.map { grid.shown($0.label).columns + ($0.isRequired ? 2 : 0) }.max() ?? 0
        return min(widest, max(6, width * 2 / 5)) + 4
    }

    private func lines(width: Int, on grid: CellGrid) -> [Line] {
        let indent = labelWidth(width, on: grid)
        var lines: [Line] = []
        for (index, field) in fields.enumerated() where !field.isHidden {
            lines.append(.field(index))
            var remarks: [TextRun] = []
            if let error = field.error { remarks.append(TextRun("! \(error)", .danger)) }
            if let note = field.note { remarks.append(TextRun(note, .dim)) }
            for remark in remarks {
                for text in grid.shown(remark.text).wrapped(to: max(8, width - indent - 1)) {
                    lines.append(.remark(TextRun(text, remark.role), of: index))
                }
            }
        }
        return lines
    }

    private func messageLines(width: Int, on grid: CellGrid) -> [TextRun] {
        guard let message else { return [] }
        return grid.shown(message.text).wrapped(to: max(8, width - 3)).map { TextRun($0, message.role) }
    }

    private func footLines(width: Int, on grid: CellGrid) -> [TextRun] {
        guard focus < fields.count else { return [] }
        return footLines(of: fields[focus], width: width, on: grid)
    }

    private func footLines(of field: FormField<ID>, width: Int, on grid: CellGrid) -> [TextRun] {
        var lines = [TextRun("", .dim)]
        var words = [field.help]
        if case .choice(let choice) = field.content, let unavailable = choice.unavailable { words.append(unavailable) }
        let text = words.filter { !$0.isEmpty }.joined(separator: " ")
        if !text.isEmpty { lines += grid.shown(text).wrapped(to: width - 3).map { TextRun($0, .dim) } }
        return lines
    }

    /// The same for every focus, so that nothing jumps.
    private func footHeight(width: Int, on grid: CellGrid) -> Int {
        let most =
            fields.filter { !$0.isHidden }
            .map { footLines(of: $0, width: width, on: grid).count }.max() ?? 0
        return most > 1 ? most : 0
    }

    private func firstLine(of lines: [Line], height: Int) -> Int {
        guard lines.count > height else { return 0 }
        if focus >= fields.count { return lines.count - height }
        let own = lines.indices.filter { line in
            switch lines[line] {
            case .field(let index), .remark(_, let index): index == focus
            }
        }
        guard let start = own.first, let end = own.last else { return 0 }
        // One row more shows that there is something below.
        let first = min(max(0, end + 2 - height), lines.count - height)
        return min(first, start)
    }
}

/// One row.
extension Form {
    private func draw(_ line: Line, row: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        switch line {
        case .remark(let run, _):
            grid.line(
                run.text, row: row, in: area, indent: labelWidth(area.columns, on: grid), style: theme[run.role])
        case .field(let index): drawField(index, row: row, in: area, on: &grid, theme: theme)
        }
    }

    private func drawField(_ index: Int, row: Int, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let field = fields[index]
        let isFocused = index == focus
        let indent = labelWidth(area.columns, on: grid)
        if isFocused { grid.line(">", row: row, in: area, style: theme[.accent]) }
        let label: SafeText = field.isRequired && field.disabled == nil ? "\(field.label) *" : field.label
        let style = theme[field.disabled != nil ? .disabled : isFocused ? .heading : .text]
        grid.line(grid.glyphs.cut(label, to: indent - 3), row: row, in: area, indent: 2, style: style)
        let room = Area(row: area.top + row, column: area.left + indent, rows: 1, columns: area.columns - indent - 1)
            .intersection(area)
        if let reason = field.disabled {
            grid.line("- (\(reason))", row: 0, in: room, style: theme[.disabled])
            return
        }
        switch field.content {
        case .text(let input, _) where field.isMasked:
            drawMask(input.isEmpty, isFocused, in: room, on: &grid, theme: theme)
        case .text(let input, let placeholder):
            let box = room.splitting(leftColumns: 64).left
            input.draw(in: box, on: &grid, isFocused: isFocused, theme: theme)
            if input.isEmpty { grid.line(placeholder, row: 0, in: box, style: theme[.placeholder]) }
        case .secret(let secret): drawMask(secret.isEmpty, isFocused, in: room, on: &grid, theme: theme)
        case .choice(let choice): choice.draw(in: room, on: &grid, isFocused: isFocused, theme: theme)
        case .toggle(let isOn):
            let end = grid.line(
                isOn ? "[x] yes" : "[ ] no", row: 0, in: room, style: theme[isFocused ? .accent : .text])
            // The help of the field with the focus stands below all of them.
            guard !isFocused, end + 2 + grid.shown(field.help).columns <= room.columns else { return }
            grid.line(field.help, row: 0, in: room, indent: max(end, 7) + 2, style: theme[.dim])
        }
    }

    private func drawMask(
        _ isEmpty: Bool, _ isFocused: Bool, in room: Area, on grid: inout CellGrid, theme: Theme
    ) {
        let box = room.splitting(leftColumns: SecretBuffer.maskLength + 1).left
        let style = theme[isFocused ? .focusedField : .field]
        grid.fill(box, style: style)
        let mask: SafeText = isEmpty ? "" : "********"
        grid.line(mask, row: 0, in: box, style: style)
        if isFocused, !box.isEmpty {
            grid.cursor = Position(row: box.top, column: min(box.left + mask.columns, box.right - 1))
        }
    }

    /// - Returns: the column behind them, with a gap.
    private func drawButtons(row: Int, in area: Area, on grid: inout CellGrid, theme: Theme) -> Int {
        let full = buttons.indices.reduce(2) { $0 + grid.shown(buttonText($1, withReason: true)).columns + 2 } - 2
        var column = 2
        for (index, button) in buttons.enumerated() {
            let isFocused = focus == fields.count + index
            let role: Role = button.disabled != nil ? .disabled : isFocused ? .selection : .text
            let text = buttonText(index, withReason: full <= area.columns)
            column = grid.line(text, row: row, in: area, indent: column, style: theme[role]) + 2
        }
        return column
    }

    /// Round brackets mark a button that cannot be pressed, also without colour.
    private func buttonText(_ index: Int, withReason: Bool) -> SafeText {
        let button = buttons[index]
        if let reason = button.disabled {
            return withReason ? "( \(button.label): \(reason) )" : "( \(button.label) )"
        }
        return focus == fields.count + index ? "[>\(button.label)<]" : "[ \(button.label) ]"
    }
}

extension SafeText {
    /// The label of a button as a hint says it: `log in`.
    fileprivate var inSentence: SafeText { SafeText(outside: string.prefix(1).lowercased() + string.dropFirst()) }
}
