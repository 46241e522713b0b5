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
}

/// A question in a frame over everything else. Only our own words reach its lines; the words of a server stand below,
/// quoted and dimmed, where they cannot pass for ours.
///
/// The safe answer is always the default: Enter, Esc and anything unclear give it. Flush the terminal's input when a
/// dialog opens, so that nothing typed before answers it.
package struct Dialog<Answer: Hashable & Sendable>: Hashable, Sendable {
    /// How the question is answered.
    package enum Kind: Hashable, Sendable {
        /// By a key or a button. `selected` begins at the safe answer.
        case buttons([DialogAnswer<Answer>], selected: Int)
        /// By typing a word: the count of what will be changed, or the name of where. Only the exact word gives
        /// `answer`.
        case typed(TextInput, expected: String, prompt: SafeText, answer: Answer)
    }

    package let title: SafeText
    package let lines: [TextRun]
    /// What a server said, as it said it.
    package let quoted: [SafeText]
    /// The look of the frame and title: `.danger` before anything that cannot be undone.
    package let role: Role
    package internal(set) var kind: Kind
    /// What Esc gives.
    package let safeAnswer: Answer
    var scroll = Scroll()
    /// What was typed was not the word asked for.
    var isRefused = false

    /// A question with buttons.
    ///
    /// - Parameters:
    ///   - answers: at least one; of several with the same answer as `safeAnswer` the first is the default.
    ///   - safeAnswer: the answer that changes nothing.
    package init(
        _ title: SafeText, _ lines: [TextRun], quoted: [SafeText] = [], role: Role = .heading,
        answers: [DialogAnswer<Answer>], safeAnswer: Answer
    ) {
        self.title = title
        self.lines = lines
        self.quoted = quoted
        self.role = role
        self.safeAnswer = safeAnswer
        kind = .buttons(answers, selected: answers.firstIndex { $0.answer == safeAnswer } ?? 0)
    }

    /// A question answered by typing a word.
    ///
    /// - Parameter prompt: what to type and why, such as "Type the profile name prod-eu to go on:".
    package init(
        _ title: SafeText, _ lines: [TextRun], quoted: [SafeText] = [], role: Role = .danger,
        typing expected: String, prompt: SafeText, answer: Answer, safeAnswer: Answer
    ) {
        self.title = title
        self.lines = lines
        self.quoted = quoted
        self.role = role
        self.safeAnswer = safeAnswer
        kind = .typed(TextInput(limit: 256), expected: expected, prompt: prompt, answer: answer)
    }

    /// Takes a key. Up, Down and the page keys scroll a text that does not fit; with buttons, Left, Right and Tab choose
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
        case .typed(var input, let expected, let prompt, let answer):
            if key == Key(.enter) {
                if input.text == expected { return .answered(answer) }
                isRefused = true
                return .handled
            }
            let outcome = input.handle(key)
            kind = .typed(input, expected: expected, prompt: prompt, answer: answer)
            if outcome == .edited { isRefused = false }
            return outcome == .ignored ? .ignored : .handled
        }
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
        _ title: SafeText, _ lines: [TextRun], quoted: [SafeText] = [], role: Role = .heading, closing: Answer
    ) -> Dialog {
        Dialog(
            title, lines, quoted: quoted, role: role,
            answers: [DialogAnswer(Key(.enter), "Close", closing)], safeAnswer: closing)
    }

    /// A question whose yes is the key `y` and whose default is no.
    package static func yesOrNo(
        _ title: SafeText, _ lines: [TextRun], quoted: [SafeText] = [], role: Role = .danger, yesLabel: SafeText,
        noLabel: SafeText = "No", yes: Answer, no: Answer
    ) -> Dialog {
        Dialog(
            title, lines, quoted: quoted, role: role,
            answers: [
                DialogAnswer(.character("y"), yesLabel, yes), DialogAnswer(.character("n"), noLabel, no),
            ], safeAnswer: no)
    }
}
