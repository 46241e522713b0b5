package import DisplayText
package import Terminal

/// One of the answers to a question.
package struct DialogAnswer<Answer: Hashable & Sendable>: Hashable, Sendable {
    /// The key that gives it at once.
    package let key: Key
    package let label: SafeText
    package let answer: Answer

    package init(_ key: Key, _ label: SafeText, _ answer: Answer) {
        self.key = key
        self.label = label
        self.answer = answer
    }
}

/// What a key did to a dialog.
package enum DialogOutcome<Answer: Hashable & Sendable>: Hashable, Sendable {
    /// The key means nothing here. A dialog is modal: do not look for the key elsewhere.
    case ignored
    case handled
    /// The question is answered; close the dialog.
    case answered(Answer)
    /// This was typed to confirm. The caller judges it, and refuses it with ``Dialog/refuse(_:)``.
    case entered(String)
}

/// A question in a frame over everything else. Only our own words reach its lines.
///
/// The safe answer is always the default: Enter, Esc and anything unclear give it. Flush the terminal's input when a
/// dialog opens, so that nothing typed before answers it.
package struct Dialog<Answer: Hashable & Sendable>: Hashable, Sendable {
    /// How the question is answered.
    package enum Kind: Hashable, Sendable {
        /// By a key or a button. `selected` begins at the safe answer.
        case buttons([DialogAnswer<Answer>], selected: Int)
        /// By typing a word: the count of what will be changed, or the name of where.
        case typed(TextInput, prompt: SafeText)
    }

    package let title: SafeText
    package let lines: [TextRun]
    /// The look of the frame and title: `.danger` before anything that cannot be undone.
    package let role: Role
    /// Stays in sight above a text that has to be scrolled: where the answer has its effect.
    package var heading: TextRun?
    package private(set) var kind: Kind
    /// What Esc gives.
    package let safeAnswer: Answer
    /// Whether a key or a button answers it, and not a typed word.
    package var isButtons: Bool { if case .buttons = kind { true } else { false } }
    private var scroll = Scroll()
    /// Why what was typed is not accepted.
    package private(set) var refusal: SafeText?

    /// A question with buttons.
    ///
    /// - Parameters:
    ///   - answers: at least one; of several with the same answer as `safeAnswer` the first is the default.
    ///   - safeAnswer: the answer that changes nothing.
    package init(
        _ title: SafeText, _ lines: [TextRun], role: Role = .heading,
        answers: [DialogAnswer<Answer>], safeAnswer: Answer
    ) {
        self.title = title
        self.lines = lines
        self.role = role
        self.safeAnswer = safeAnswer
        kind = .buttons(answers, selected: answers.firstIndex { $0.answer == safeAnswer } ?? 0)
    }

    /// A question answered by typing a word.
    ///
    /// - Parameter prompt: what to type, such as "Type prod-eu to confirm:".
    package init(
        _ title: SafeText, _ lines: [TextRun], role: Role = .danger, prompt: SafeText, safeAnswer: Answer
    ) {
        self.title = title
        self.lines = lines
        self.role = role
        self.safeAnswer = safeAnswer
        kind = .typed(TextInput(limit: 256), prompt: prompt)
    }

    /// Handles a key. Up, Down and the page keys scroll a text that does not fit; with buttons, Left, Right and Tab choose
    /// one and Enter presses it.
    ///
    /// - Parameters:
    ///   - screen: the area given to `draw`, for scrolling.
    ///   - glyphs: those of the grid given to `draw`.
    package mutating func handle(
        _ key: Key, on screen: Area, glyphs: GlyphSet = .unicode
    ) -> DialogOutcome<Answer> {
        if key == Key(.escape) { return .answered(safeAnswer) }
        if let move = scrollMove(key) {
            let (count, height) = textExtent(on: screen, glyphs)
            return scroll.move(move, count: count, height: height) ? .handled : .ignored
        }
        switch kind {
        case .buttons(let answers, let selected): return choose(key, among: answers, selected)
        case .typed(var input, let prompt):
            if key == Key(.enter) { return .entered(input.text) }
            let outcome = input.handle(key)
            kind = .typed(input, prompt: prompt)
            if outcome == .edited { refusal = nil }
            return outcome == .ignored ? .ignored : .handled
        }
    }

    /// Shows why what was typed is not accepted, and clears it; the question stays open.
    package mutating func refuse(_ reason: SafeText) {
        refusal = reason
        if case .typed(var input, let prompt) = kind {
            input.replace(with: "")
            kind = .typed(input, prompt: prompt)
        }
    }

    /// Copies what was chosen in an earlier version of this question: the selected button, by its answer, and the scroll.
    package mutating func takeOver(from other: Dialog) {
        scroll = other.scroll
        guard case .buttons(let answers, _) = kind, case .buttons(let before, let selected) = other.kind,
            before.indices.contains(selected),
            let index = answers.firstIndex(where: { $0.answer == before[selected].answer })
        else { return }
        kind = .buttons(answers, selected: index)
    }

    private mutating func choose(
        _ key: Key, among answers: [DialogAnswer<Answer>], _ selected: Int
    ) -> DialogOutcome<Answer> {
        if let direct = answers.first(where: { $0.key == key }) { return .answered(direct.answer) }
        guard answers.indices.contains(selected) else { return .ignored }
        switch key.code {
        case .enter: return .answered(answers[selected].answer)
        case .right, .tab:
            kind = .buttons(answers, selected: (selected + 1) % answers.count)
            return .handled
        case .left, .backTab:
            kind = .buttons(answers, selected: (selected + answers.count - 1) % answers.count)
            return .handled
        default: return .ignored
        }
    }

    private func scrollMove(_ key: Key) -> ListMove? {
        switch key.code {
        case .up: .up
        case .down: .down
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        default: nil
        }
    }
}

extension Dialog {
    /// A message to be read and closed.
    package static func notice(
        _ title: SafeText, _ lines: [TextRun], role: Role = .heading, closing: Answer
    ) -> Dialog {
        Dialog(
            title, lines, role: role,
            answers: [DialogAnswer(Key(.enter), "Close", closing)], safeAnswer: closing)
    }

    /// A question whose yes is the key `y` and whose default is no.
    package static func yesOrNo(
        _ title: SafeText, _ lines: [TextRun], role: Role = .danger, yesLabel: SafeText,
        noLabel: SafeText = "No", yes: Answer, no: Answer
    ) -> Dialog {
        Dialog(
            title, lines, role: role,
            answers: [
                DialogAnswer(.character("y"), yesLabel, yes), DialogAnswer(.character("n"), noLabel, no),
            ], safeAnswer: no)
    }
}

extension Dialog {
    /// Where the dialog stands on a screen: in the middle, as wide as its words need, 76 columns at most. Where a refusal
    /// needs more rows than the keys in its place, it gets taller downward.
    package func frame(on screen: Area, glyphs: GlyphSet = .unicode) -> Area {
        let columns = frameColumns(on: screen, glyphs)
        let rows = textRows(width: columns - 4, glyphs).count + answerRows(width: columns - 4, glyphs) + 2
        return screen.centred(
            Size(rows: rows, columns: columns),
            resting: rows - max(0, refusalRows(width: columns - 4, glyphs).count - 1))
    }

    /// Draws the dialog over what is there.
    package func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = frame(on: screen, glyphs: grid.glyphs)
        grid.cursor = nil
        guard frame.rows > 2, frame.columns > 4 else { return }
        grid.clear(frame, on: screen)
        grid.box(frame, title: title, style: theme[role == .danger ? .danger : .focusedBorder], titleStyle: theme[role])
        let inner = frame.inset(by: 1)
        let (text, answers) = inner.splitting(
            topRows: max(0, inner.rows - answerRows(width: inner.columns - 2, grid.glyphs)))
        drawText(in: text, on: &grid, theme: theme)
        drawAnswers(in: answers, on: &grid, theme: theme)
    }

    /// Lines of the text, and rows there are for them.
    private func textExtent(on screen: Area, _ glyphs: GlyphSet) -> (count: Int, height: Int) {
        let frame = frame(on: screen, glyphs: glyphs)
        let count = textRows(width: frame.columns - 4, glyphs).count
        let rows = max(0, frame.rows - 2 - answerRows(width: frame.columns - 4, glyphs))
        return (count, rows - headingRows(count: count, rows: rows))
    }

    /// Rows of the heading, where a text of `count` lines does not fit into `rows`.
    private func headingRows(count: Int, rows: Int) -> Int { heading != nil && count > rows && rows > 1 ? 1 : 0 }

    private func frameColumns(on screen: Area, _ glyphs: GlyphSet) -> Int {
        let own = lines.map { glyphs.shown($0.text).columns } + [title.columns + 2, answerColumns]
        return min(screen.columns, Self.widest, max(40, (own.max() ?? 0) + 4))
    }

    private var answerColumns: Int {
        switch kind {
        case .buttons(let answers, _): answers.reduce(0) { $0 + buttonText($1, isSelected: false).columns + 2 }
        case .typed(_, let prompt): max(prompt.columns, Self.keys.columns)
        }
    }

    private static var keys: SafeText { "Enter confirm   Esc cancel" }

    private func answerRows(width: Int, _ glyphs: GlyphSet) -> Int {
        switch kind {
        case .buttons(let answers, _): 1 + buttonRows(answers, width: width).count
        case .typed(_, let prompt):
            2 + glyphs.shown(prompt).wrapped(to: max(1, width)).count + max(1, refusalRows(width: width, glyphs).count)
        }
    }

    /// Why what was typed is not accepted; empty while nothing is said against it.
    private func refusalRows(width: Int, _ glyphs: GlyphSet) -> [SafeText] {
        refusal.map { glyphs.shown($0).wrapped(to: max(1, width)) } ?? []
    }

    private func textRows(width: Int, _ glyphs: GlyphSet) -> [TextRun] {
        lines.flatMap { line in
            glyphs.shown(line.text).wrapped(to: max(1, width)).map { TextRun($0, line.role) }
        }
    }

    /// The indices of the buttons, row by row.
    private func buttonRows(_ answers: [DialogAnswer<Answer>], width: Int) -> [[Int]] {
        var rows: [[Int]] = [[]]
        var used = 0
        for (index, answer) in answers.enumerated() {
            let columns = buttonText(answer, isSelected: false).columns + 2
            if used > 0, used + columns - 2 > width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(index)
            used += columns
        }
        return rows
    }

    private func drawText(in whole: Area, on grid: inout CellGrid, theme: Theme) {
        let rows = textRows(width: whole.columns - 2, grid.glyphs)
        let (head, area) = whole.splitting(topRows: headingRows(count: rows.count, rows: whole.rows))
        if !head.isEmpty, let heading {
            grid.line(heading.text, row: 0, in: head, indent: 1, style: theme[heading.role])
        }
        let first = scroll.first(count: rows.count, height: area.rows)
        for row in 0..<max(0, min(area.rows, rows.count - first)) {
            let run = rows[first + row]
            grid.line(run.text, row: row, in: area, indent: 1, style: theme[run.role])
        }
        if first > 0 {
            grid.write(.arrowUp, at: Position(row: area.top, column: area.right - 1), style: theme[.accent])
        }
        if first + area.rows < rows.count {
            grid.write(.arrowDown, at: Position(row: area.bottom - 1, column: area.right - 1), style: theme[.accent])
        }
    }

    private func buttonText(_ answer: DialogAnswer<Answer>, isSelected: Bool) -> SafeText {
        let key = KeyNotation.text(answer.key)
        return isSelected ? "[>\(key) \(answer.label)<]" : "[ \(key) \(answer.label) ]"
    }

    private func drawAnswers(in area: Area, on grid: inout CellGrid, theme: Theme) {
        switch kind {
        case .buttons(let answers, let selected):
            let rows = buttonRows(answers, width: area.columns - 2)
            for (row, indices) in rows.enumerated() {
                var column = 1
                for index in indices {
                    let isSelected = index == selected
                    column =
                        grid.line(
                            buttonText(answers[index], isSelected: isSelected), row: area.rows - rows.count + row,
                            in: area, indent: column, style: theme[isSelected ? .selection : .text]) + 2
                }
            }
        case .typed(let input, let prompt):
            let lines = grid.shown(prompt).wrapped(to: area.columns - 2)
            for (row, line) in lines.enumerated() {
                grid.line(line, row: 1 + row, in: area, indent: 1, style: theme[role])
            }
            let field = Area(
                row: area.top + 1 + lines.count, column: area.left + 1, rows: 1, columns: area.columns - 2)
            input.draw(in: field.intersection(area), on: &grid, isFocused: true, theme: theme)
            let refused = refusalRows(width: area.columns - 2, grid.glyphs)
            for (row, line) in (refused.isEmpty ? [Self.keys] : refused).enumerated() {
                grid.line(
                    line, row: 2 + lines.count + row, in: area, indent: 1,
                    style: theme[refused.isEmpty ? .dim : .warning])
            }
        }
    }
}
