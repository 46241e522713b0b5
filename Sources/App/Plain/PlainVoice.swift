import ASCIIText
import DisplayText
import Operations
import Terminal
import Toolkit

/// What was printed so far, and what is therefore to be printed next. Pure: lines in, lines and actions out.
struct PlainVoice {
    /// What is to be printed, and asked.
    struct Speech {
        var lines: [SafeText]
        let prompt: SafeText
        /// Whether the answer is typed unseen.
        let isSecret: Bool
    }

    /// The page that the next answer is about; nil until it is printed.
    private var page: PlainPage?
    /// Whether the page stands there, and only its prompt is missing.
    private var isPrinted = false
    /// The feature whose head was printed.
    private var head: Int?
    private var first = 0
    /// The place that ``first`` is a row of.
    private var listPlace: PlainPlace?
    /// The forms that were shown whole. From then on a field is changed alone, whatever asks for it: a person, what was
    /// wrong with it, or what another program wrote.
    private var wholeForms: Set<Int> = []
    /// The line that the page asks for is to be typed unseen.
    private var hidesLine = false
    /// What is to be done with rows of the page, which are to be named.
    private var actOfRows: Command?
    /// The pages that stand above each other, by how many features are open over the panes.
    private var printedPages: [Int: PlainPage] = [:]
    /// Whether something was told since the last prompt.
    private var hasNews = false
    private var toldMessage = 0
    fileprivate static let hintsTold = 2
    /// What was told of errors since the last page: a form whose sending failed says the same below its fields.
    private var toldErrors = ToldErrors()
    /// The rows with a result that were told, of one opening of a feature, and the lines that stand for them.
    private var toldRows: (feature: Int, rows: Set<String>, lines: Set<SafeText>) = (0, [], [])

    /// Whether a secret is being asked for.
    private(set) var isAskingSecret = false
}

extension PlainVoice {
    /// Messages that have come, and results as they fall.
    mutating func news(of program: ProgramState) -> [SafeText] {
        var lines: [SafeText] = []
        for entry in program.activity.messages where entry.id > toldMessage {
            toldMessage = entry.id
            guard case .message(let message) = entry.content else { continue }
            lines.append(ActivityWords.run(message).text)
            guard let error = message.message?.onScreen(in: program) else { continue }
            toldErrors.add(error)
            lines += error.hints.prefix(Self.hintsTold).map { "next: \($0)" }
        }
        lines += results(of: program)
        hasNews = hasNews || !lines.isEmpty
        return lines
    }

    private mutating func results(of program: ProgramState) -> [SafeText] {
        guard let open = program.stack.last, case .row(let rows) = open.feature.plain(in: program).asks,
            let isSettled = rows.isSettled
        else { return [] }
        if toldRows.feature != open.id { toldRows = (open.id, [], []) }
        // With the number that chooses it on the page.
        let lines = (0..<rows.count).filter { isSettled($0) && toldRows.rows.insert(rows.id($0)).inserted }
            .map { "\($0 + 1). \(rows.text($0))" as SafeText }
        toldRows.lines.formUnion(lines)
        return lines
    }

    /// The page as it is now, or only its prompt where it stands there.
    mutating func speech(of program: ProgramState) -> Speech {
        let place = program.plainPlace
        if listPlace != place { (listPlace, first) = (place, 0) }
        let open = program.stack.last?.id
        var lines: [SafeText] = []
        let shown: PlainPage
        if isPrinted, let page, page.place == place {
            shown = page
        } else {
            shown = PlainPage(of: program, from: first, isNew: head == nil || head != open)
            lines = self.lines(of: shown, openFeatures: program.stack.count)
            // A result that was told when it came is not read out once more.
            if let open, open == toldRows.feature { lines.removeAll(where: toldRows.lines.contains) }
            if case .form = shown.text.asks { lines = lines.compactMap(toldErrors.rest(of:)) }
            toldErrors = ToldErrors()
            (hidesLine, actOfRows) = (false, nil)
        }
        if let open, case .form(let form) = shown.text.asks, form.field == nil { wholeForms.insert(open) }
        (page, head, isPrinted, hasNews) = (shown, open, true, false)
        isAskingSecret = hidesLine || shown.field?.isSecret ?? false
        let prompt: SafeText =
            hidesLine ? "Token, not shown: " : actOfRows == nil ? shown.prompt : shown.rowsPrompt
        return Speech(lines: lines, prompt: prompt, isSecret: isAskingSecret)
    }

    /// Where what came of the last answer was told, and each number means what it meant before, only the lines that have
    /// changed: the page is not read out once more, and `0` prints it.
    private mutating func lines(of page: PlainPage, openFeatures: Int) -> [SafeText] {
        switch page.text.asks {
        case .action, .row: break
        case .form, .line, .question: return page.lines
        }
        defer { printedPages[openFeatures] = page }
        guard hasNews, let printed = printedPages[openFeatures], printed.isNumbered(like: page) else {
            return page.lines
        }
        let told = Set(printed.lines)
        return page.lines.filter { !told.contains($0) }
    }

    /// The page is to be printed again with the next prompt.
    mutating func printPageAgain() {
        (isPrinted, printedPages) = (false, [:])
        toldRows.lines = []
    }

    /// Whether the fields of the form that is asked for were gone through.
    private var isRevising: Bool { head.map(wholeForms.contains) ?? false }

    /// Whether rows are being asked for.
    var isAskingRows: Bool { actOfRows != nil }

    /// - Returns: what the answer does, and what is said in return.
    mutating func answer(_ line: String, in program: ProgramState) -> (actions: [Action], lines: [SafeText]) {
        guard let page, page.place == program.plainPlace else {
            isPrinted = false
            return ([], ["What was asked has changed meanwhile; nothing was done."])
        }
        if isAskingSecret, let fault = fault(of: line, for: page) {
            hidesLine = false
            return ([], [fault])
        }
        if isAskingSecret { return (secret(line, for: page), []) }
        if let command = actOfRows {
            if ["", "b", "q"].contains(line.trimmingBlanks()) {
                actOfRows = nil
                return ([], ["Nothing was chosen."])
            }
            return react(to: page.answer(line, withRowsFor: command, in: program))
        }
        return react(to: page.answer(line, in: program, isRevising: isRevising))
    }

    private mutating func react(to answer: PlainAnswer) -> (actions: [Action], lines: [SafeText]) {
        switch answer {
        case .act(let actions):
            isPrinted = false
            return (actions, [])
        case .remark(let remark, let actions):
            isPrinted = false
            return (actions, [remark])
        case .back(let actions):
            // Who goes back wants to read where that leads.
            printPageAgain()
            return (actions, [])
        case .say(let lines): return ([], lines)
        case .page(let row):
            first = row
            printPageAgain()
            return ([], [])
        case .secret:
            hidesLine = true
            return ([], [])
        case .rows(let command):
            actOfRows = command
            return ([], [])
        }
    }

    private func fault(of text: String, for page: PlainPage) -> SafeText? {
        guard hidesLine, !text.isEmpty, case .line(let asked) = page.text.asks else { return nil }
        return asked.secretFault?(text)
    }

    private mutating func secret(_ text: String, for page: PlainPage) -> [Action] {
        isPrinted = false
        if hidesLine { return PlainPage.typing(text) }
        guard case .form(let form) = page.text.asks else { return [] }
        // Whatever a secret is, it is no command.
        return (try? form.actions(for: text, isRevising: isRevising)) ?? []
    }
}

/// Errors that were told.
private struct ToldErrors {
    private var sentences: [String] = []
    private var hints: [String] = []

    mutating func add(_ error: Operations.Message) {
        sentences.append(error.sentence.string)
        hints += error.hints.prefix(PlainVoice.hintsTold).map { "Next: \($0)" }
    }

    /// What a line says beside that; nil where it says nothing else.
    func rest(of line: SafeText) -> SafeText? {
        if hints.contains(line.string) { return nil }
        for sentence in sentences {
            if [sentence, "error: \(sentence)"].contains(line.string) { return nil }
            if line.string.hasPrefix("\(sentence). ") {
                return rest(of: SafeText(outside: String(line.string.dropFirst(sentence.count + 2)), limit: .max))
            }
        }
        return line
    }
}

extension PlainPage {
    /// Whether each number means the same on both.
    fileprivate func isNumbered(like other: PlainPage) -> Bool {
        place == other.place && rowCount == other.rowCount && rows.map(\.id) == other.rows.map(\.id)
            && choices.map(\.line) == other.choices.map(\.line)
    }

    /// The field of a form that is asked for.
    fileprivate var field: PlainForm.Field? { if case .form(let form) = text.asks { form.field } else { nil } }
}
