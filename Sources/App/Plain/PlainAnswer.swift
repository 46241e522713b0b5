import ASCIIText
import DisplayText
import Terminal
import Toolkit

/// What a line that was typed means at the page it answers.
enum PlainAnswer {
    case act([Action])
    /// The same, with a word about the answer itself.
    case remark(SafeText, then: [Action])
    /// What was opened is left, or another pane is gone to.
    case back([Action])
    /// Only words in return; the prompt follows again.
    case say([SafeText])
    /// The page once more, from a row on.
    case page(from: Int)
    /// A secret is to be typed unseen, for the view that asked for a line.
    case secret
    /// The rows are to be named with which this is done.
    case rows(Command)
}

extension PlainPage {
    /// - Parameters:
    ///   - isRevising: whether a single field of a form is changed.
    func answer(_ typed: String, in program: ProgramState, isRevising: Bool = false) -> PlainAnswer {
        let line = typed.trimmingBlanks()
        switch text.asks {
        case .question(let question):
            if line == "?" { return .say(Self.questionHelp) }
            return question.actions(for: line).map { .act($0) } ?? .say([noSuch(line)])
        case .form(let form):
            if form.field == nil { return choose(line, in: program) }
            return fill(form, line, isRevising: isRevising)
        case .line(let asked): return fill(asked, line)
        case .action, .row: return choose(line, in: program)
        }
    }

    private func fill(_ form: PlainForm, _ line: String, isRevising: Bool) -> PlainAnswer {
        switch line {
        case "?": return .say(Self.fieldHelp)
        case "b": return .act([.escape])
        case "q": return .act([.interrupt])
        default: break
        }
        do throws(PlainForm.NoAnswer) {
            return .act(try form.actions(for: Self.unescaped(line), isRevising: isRevising))
        } catch {
            return .say([error.text])
        }
    }

    private func fill(_ asked: PlainLine, _ line: String) -> PlainAnswer {
        if line == "?" { return .say(Self.fieldHelp) }
        if let word = asked.secretWord, line.lowercased() == word { return .secret }
        if line.isEmpty, !asked.isWord, !asked.value.isEmpty { return .act([.input(.key(Key(.enter)))]) }
        if line.isEmpty, !asked.canBeEmpty { return .act([.escape]) }
        if !asked.isWord {
            if line == "b" { return .act([.escape]) }
            if line == "q" { return .act([.interrupt]) }
        }
        let text = asked.isWord ? line : Self.unescaped(line)
        guard let word = asked.secretWord, asked.secretFault?(text) == nil else { return .act(Self.typing(text)) }
        // The terminal has shown it while it was typed.
        let advice: SafeText = """
            The token was typed in clear: clear the screen and its scrollback afterwards. \(SafeText(outside: word)) asks \
            for one without showing it.
            """
        return .remark(advice, then: Self.typing(text))
    }

    /// A line for the view that asks for one.
    static func typing(_ text: String) -> [Action] {
        [.input(.key(.control("e"))), .input(.key(.control("u")))]
            + (text.isEmpty ? [] : [.input(.paste(text, truncated: false))]) + [.input(.key(Key(.enter)))]
    }

    /// `\b` is the letter itself.
    private static func unescaped(_ line: String) -> String { line.hasPrefix("\\") ? String(line.dropFirst()) : line }
}

/// Choosing by a number, a letter or a name.
extension PlainPage {
    private func choose(_ line: String, in program: ProgramState) -> PlainAnswer {
        switch line.lowercased() {
        case "" where text.isLeftByName:
            if let usual { return answer(by: choices[usual]) }
            return .say(["An empty line does nothing here; b goes back, ? shows the answers."])
        case "", "b", "back", "esc":
            return program.plainWayBack.map { .back($0) } ?? .say(["This is the first page; q quits."])
        case "q", "quit": return .act([.interrupt])
        case "?", "help": return .say(help(marksRows: program.stack.isEmpty && canMark(in: program)))
        case "0": return .page(from: rows.first?.index ?? 0)
        case "+", "more":
            guard let last = rows.last, last.index + 1 < rowCount else { return .say(["There is no more."]) }
            return .page(from: last.index + 1)
        default: break
        }
        if line.hasPrefix("/") { return filter(String(line.dropFirst()), in: program) }
        if line.first?.isNumber == true { return choose(numbers: line, in: program) }
        if let choice = choice(named: line) { return answer(by: choice) }
        if let actions = marking(line.lowercased(), in: program) { return .act(actions) }
        if program.stack.isEmpty, let place = PlainWords.places.first(where: { $0.value == line.lowercased() }) {
            return .act([.command(place.key)])
        }
        if let obstacle = obstacles.first(where: { Self.means($0.words, line) }) {
            return .say(["\(obstacle.label): \(obstacle.reason)"])
        }
        return .say([noSuch(line)])
    }

    private func choice(named line: String) -> Choice? {
        // Letters differ by their case, names do not.
        choices.first { $0.words.contains(line) } ?? choices.first { Self.means($0.words, line) }
    }

    private static func means(_ words: [String], _ line: String) -> Bool {
        words.contains(line) || line.count > 1 && words.contains { $0.lowercased() == line.lowercased() }
    }

    /// A line that is too long for a letter, a number or a short word is not repeated: it may be a secret that was meant
    /// for another question.
    private func noSuch(_ line: String) -> SafeText {
        guard line.count <= Self.longestRepeated else { return "That is no answer here; ? shows the answers." }
        return "\(SafeText(outside: line, limit: 40)) is no answer here; ? shows the answers."
    }

    /// Characters; the shortest passwords that clusters take have one more.
    private static let longestRepeated = 7

    private func filter(_ text: String, in program: ProgramState) -> PlainAnswer {
        let filter = Action.command(.filter)
        guard program.plainCommands.contains(where: { $0.binding.action == .filter && $0.reason == nil }) else {
            return .say(["There is no list to filter here."])
        }
        if text.isEmpty { return .act([filter, .escape]) }
        return .act([filter] + Self.typing(text))
    }

    private func choose(numbers line: String, in program: ProgramState) -> PlainAnswer {
        guard let numbers = Self.numbers(line) else { return .say([noSuch(line)]) }
        if numbers.count == 1, let number = numbers.first {
            if number <= rowCount { return choose(row: number, in: program) }
            guard choices.indices.contains(number - rowCount - 1) else { return .say([noSuch(line)]) }
            return answer(by: choices[number - rowCount - 1])
        }
        guard canMark(in: program), numbers.allSatisfy({ $0 <= rowCount }) else {
            return .say(["One number at a time here."])
        }
        return marking(numbers, in: program).map { .act($0) } ?? .say([Self.gone])
    }

    private func answer(by choice: Choice) -> PlainAnswer { choice.ofRows.map { .rows($0) } ?? .act(choice.actions) }

    /// The rows that were asked for, and what is done with them. Marks of before mean nothing then, and these go again.
    func answer(_ typed: String, withRowsFor command: Command, in program: ProgramState) -> PlainAnswer {
        let line = typed.trimmingBlanks().lowercased()
        if line == "all" { return .act([.clearMarks, .command(.markAll), .commandOfMarked(command)]) }
        guard let numbers = Self.numbers(line), numbers.allSatisfy({ $0 <= rowCount }) else {
            return .say([line == "?" ? Self.rowsHelp : noSuch(line)])
        }
        return marking(numbers, in: program).map { .act([.clearMarks] + $0 + [.commandOfMarked(command)]) }
            ?? .say([Self.gone])
    }

    /// Marks the rows with these numbers, or unmarks them; nil where one of them has gone.
    private func marking(_ numbers: [Int], in program: ProgramState) -> [Action]? {
        var actions: [Action] = []
        for number in Set(numbers).sorted() {
            guard let index = index(of: number, in: program) else { return nil }
            actions += [.move(.row(index)), .command(.mark)]
        }
        return actions
    }

    /// `all` and `none`.
    private func marking(_ word: String, in program: ProgramState) -> [Action]? {
        guard program.stack.isEmpty, rowCount > 0, canMark(in: program) else { return nil }
        switch word {
        case "all": return [.clearMarks, .command(.markAll)]
        case "none": return [.clearMarks]
        default: return nil
        }
    }

    private func choose(row number: Int, in program: ProgramState) -> PlainAnswer {
        guard case .row(let list) = program.plainText.asks, let index = index(of: number, in: program) else {
            return .say([Self.gone])
        }
        if list.isOnlyTold { return .say(["There is no more to say of line \(number)."]) }
        let move = Action.move(.row(list.place(index)))
        if list.chooses { return .act([.move(.first), move, .input(.key(Key(.enter)))]) }
        return .act([move] + (list.command.map { [.command($0)] } ?? []))
    }

    /// Where the row with a number is by now; nil when it has gone.
    private func index(of number: Int, in program: ProgramState) -> Int? {
        guard case .row(let list) = program.plainText.asks else { return nil }
        // A row that was not printed has no other identity than its number.
        guard let row = rows.first(where: { $0.index == number - 1 }) else {
            return number - 1 < list.count ? number - 1 : nil
        }
        if row.index < list.count, list.id(row.index) == row.id { return row.index }
        return (0..<list.count).first { list.id($0) == row.id }
    }

    private func canMark(in program: ProgramState) -> Bool {
        if let top = program.top { return top.offersMarks }
        return program.reasonAgainstMarking == nil
    }

    /// `3`, `1 3 5`, `1,3`, `2-4`.
    private static func numbers(_ line: String) -> [Int]? {
        var numbers: [Int] = []
        for part in line.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let number?, _): numbers.append(number)
            case (2, let first?, let last?) where first <= last && last - first < 10_000: numbers += first...last
            default: return nil
            }
        }
        return numbers.isEmpty || numbers.contains { $0 < 1 } ? nil : numbers
    }

    private static let gone: SafeText = "That row is no longer in the list; 0 prints the page again."
}

extension Feature {
    fileprivate var offersMarks: Bool { Self.row(of: .mark) != nil }
}

/// What `?` says.
extension PlainPage {
    private func help(marksRows: Bool) -> [SafeText] {
        var lines: [SafeText] = ["An action is chosen by its number, or by the letter or the words in parentheses."]
        if case .row(let list) = text.asks, !list.isOnlyTold {
            lines.append("A number up to \(rowCount) chooses a row\(marksRows ? Self.marksHelp : ".")")
        }
        lines += [
            "0 prints the page again, + more of a list, /words filters it, / alone clears the filter.",
            "\(text.isLeftByName ? "b" : "b or an empty line") goes back, q quits, Ctrl-C cancels what is in progress.",
        ]
        if let usual { lines.append("An empty line takes what stands in brackets: \(choices[usual].text).") }
        lines += choices.map { choice in
            guard let word = choice.words.first else { return choice.text }
            let name: SafeText = choice.name.isEmpty || choice.name.string == word ? "" : " or \(choice.name)"
            return "\(choice.text) (\(SafeText(outside: word))\(name))"
        }
        lines += obstacles.map { "Not now: \($0.label): \($0.reason)" }
        return lines
    }

    private static let marksHelp: SafeText = "; several (1 3, 2-4) or all mark rows, none clears the marks."

    private static let rowsHelp: SafeText = """
        Type the numbers of the rows that are meant, divided by blanks; 2-4 means 2, 3 and 4, all means every row of the \
        list. An empty line changes nothing and goes back.
        """

    private static let questionHelp: [SafeText] = [
        "Type the letter or the word that is asked for; an empty line changes nothing and goes back."
    ]

    private static let fieldHelp: [SafeText] = [
        "An empty line keeps what stands in brackets. b leaves, q quits; \\b, \\q and \\? are the letters themselves.",
        "A secret is asked for without showing it, and sends a form that lacks nothing else; any other form is shown once more.",
    ]
}
