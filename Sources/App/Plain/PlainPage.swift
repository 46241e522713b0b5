import DisplayText
import Terminal
import Toolkit

/// What is printed at one place, and what the answers to it mean. Numbers mean what they meant when it was printed.
struct PlainPage {
    struct Choice {
        let text: SafeText
        /// What means it beside its number; the first one is said.
        let words: [String]
        /// A name that means it too, for the help.
        var name: SafeText = ""
        let actions: [Action]
        /// A capital letter that means it too.
        var capital: Character?
        /// What is done with several rows, which are asked for first.
        var ofRows: Command?

        /// `Log in to the selected cluster (l)`.
        var line: SafeText {
            let capital: SafeText = capital.map { " or \(SafeText(outside: String($0)))" } ?? ""
            return words.first.map { "\(text) (\(SafeText(outside: $0))\(capital))" } ?? text
        }
    }

    /// A row that was printed.
    struct Row {
        let id: String
        let index: Int
    }

    let place: PlainPlace
    let text: PlainText
    /// How many rows there are, printed or not; the actions are numbered after them.
    let rowCount: Int
    let rows: [Row]
    let choices: [Choice]
    /// Which of the choices an empty line takes.
    let usual: Int?
    /// Commands that cannot be used now, and why.
    let obstacles: [(words: [String], label: SafeText, reason: SafeText)]
    let lines: [SafeText]
    let prompt: SafeText
    /// Asks for several rows.
    let rowsPrompt: SafeText

    /// Rows of a list that are printed at a time.
    static let rowsAtATime = 20

    /// - Parameters:
    ///   - first: the first row to print.
    ///   - isNew: whether nothing of this place has been printed yet.
    init(of program: ProgramState, from first: Int = 0, isNew: Bool = true) {
        place = program.plainPlace
        text = program.plainText
        let commands = program.plainCommands
        obstacles = commands.filter { $0.binding.action != .filter }.compactMap { command in
            command.reason.map {
                (PlainWords.answers(command.binding), PlainWords.help(command.binding, in: program), $0)
            }
        }
        var lines: [SafeText] = []
        var printed: [Row] = []
        var count = 0
        if case .row(let list) = text.asks {
            count = list.count
            let start = min(max(0, first), max(0, count - 1))
            for index in start..<min(count, start + Self.rowsAtATime) {
                printed.append(Row(id: list.id(index), index: index))
                lines.append("\(index + 1). \(list.line(index))")
            }
            if count > printed.count {
                lines.append("\(start + 1) to \(start + printed.count) of \(count); + goes on, a number chooses any.")
            }
            if list.command == nil, !list.chooses, let selected = list.selected, selected < count {
                let isPrinted = printed.contains { $0.index == selected }
                lines.append("Selected: \(selected + 1)\(isPrinted ? "" : ". \(list.text(selected))")")
            }
        }
        rows = printed
        rowCount = count
        var choices = text.steps.map { Choice(text: $0.label, words: $0.words, actions: $0.actions, ofRows: $0.ofRows) }
        var asksByForm = false
        switch text.asks {
        case .action, .row:
            // A filter is typed behind a stroke.
            choices += commands.filter { $0.reason == nil && $0.binding.action != .filter }.map { command in
                Choice(
                    text: PlainWords.help(command.binding, in: program), words: PlainWords.answers(command.binding),
                    name: SafeText(outside: command.binding.name), actions: [.command(command.binding.action)],
                    capital: PlainWords.capital(command.binding))
            }
        case .form(let form):
            asksByForm = form.field != nil
            if form.field == nil { choices += Self.choices(of: form) }
        case .line, .question: break
        }
        self.choices = choices
        usual = text.usual.flatMap { word in choices.firstIndex { $0.words.first == word.string } }
        lines += choices.enumerated().map { "\(count + $0 + 1). \($1.line)" }
        var head = isNew || !asksByForm ? [text.title] + text.lines : []
        if isNew, case .form(let form) = text.asks, form.asksForSecretAlone { head += form.linesBesideSecret }
        self.lines = head + Self.lines(of: text) + lines
        prompt = Self.prompt(of: text, choices: count + choices.count, usual: usual.map { count + $0 + 1 }, program)
        rowsPrompt =
            "\(Self.place(of: text, program))Numbers up to \(count), such as 1 \(count) or 1-\(count), or all: "
    }

    /// What sends the form, tests it, or goes back to a field.
    private static func choices(of form: PlainForm) -> [Choice] {
        let buttons = form.buttons.enumerated().map { index, button in
            let reason: SafeText = button.reason.map { " (\($0))" } ?? ""
            return Choice(
                text: "\(button.label)\(reason)", words: [],
                actions: [.move(.row(form.fields.count + index)), .input(.key(Key(.enter)))])
        }
        return buttons
            + form.summary.map { Choice(text: "Change \($0.text)", words: [], actions: [.move(.row($0.place))]) }
    }

    private static func lines(of text: PlainText) -> [SafeText] {
        switch text.asks {
        case .action, .row: []
        case .line(let line): (line.problem.map { [$0] } ?? []) + (line.help.isEmpty ? [] : [line.help])
        case .form(let form):
            form.field?.lines
                ?? (form.message.map { [$0] } ?? [])
                + (form.preview.isEmpty ? [] : ["What will be sent:"] + form.preview)
        case .question(let question): question.lines
        }
    }

    /// `[prod-eu PRODUCTION] `: the cluster that an answer is about.
    private static func place(of text: PlainText, _ program: ProgramState) -> SafeText {
        let cluster = program.plainCluster(of: text)
        return cluster.isEmpty ? "" : "[\(cluster)] "
    }

    private static func prompt(
        of text: PlainText, choices: Int, usual: Int?, _ program: ProgramState
    ) -> SafeText {
        let place = place(of: text, program)
        switch text.asks {
        case .action, .row:
            var first = 1
            if case .row(let list) = text.asks, list.isOnlyTold { first += list.count }
            if first > choices { return "\(place)An empty line goes back: " }
            let numbers: SafeText = first == choices ? "\(first)" : "\(first) to \(choices)"
            let back: SafeText = program.plainWayBack == nil ? "" : ", b back"
            let usual: SafeText = usual.map { " [\($0)]" } ?? ""
            return "\(place)Choose \(numbers)\(usual)\(back), q quit, ? help: "
        case .line(let line):
            let value: SafeText = line.value.isEmpty ? "" : " [\(line.value)]"
            return "\(place)\(line.label)\(value)\(line.label.string.hasSuffix(":") ? "" : ":") "
        case .form(let form):
            return form.field.map { "\(place)\($0.prompt)" } ?? "\(place)Choose 1 to \(choices), b leave, ? help: "
        case .question(let question): return "\(place)\(question.prompt)"
        }
    }
}

extension PlainQuestion {
    fileprivate var lines: [SafeText] {
        var lines: [SafeText] = []
        if case .letters(let letters, _) = kind { lines += letters.map { "\($0.letter): \($0.label)" } }
        if let refusal { lines.append(refusal) }
        return lines
    }

    fileprivate var prompt: SafeText {
        switch kind {
        case .word(let prompt): return "\(prompt) "
        case .notice: return "An empty line goes back: "
        case .letters(let letters, let safe):
            return "Type \(letters.map(\.letter).joined(separator: ", ")) [\(safe)]: "
        }
    }
}
