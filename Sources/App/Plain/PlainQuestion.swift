import DisplayText
import Terminal
import Toolkit

/// A question as lines: by a key of its own for each answer, or by a word.
struct PlainQuestion {
    enum Kind {
        /// The letter and the words of each answer.
        case letters([(letter: SafeText, label: SafeText, key: Key)], safe: SafeText)
        case word(prompt: SafeText)
        /// There is only one answer.
        case notice
    }

    let kind: Kind
    /// Where the answer has its effect.
    let heading: SafeText?
    /// Why the last answer was not accepted.
    let refusal: SafeText?

    init<Answer>(_ dialog: Dialog<Answer>) {
        heading = dialog.heading?.text
        refusal = dialog.refusal
        switch dialog.kind {
        case .buttons(let answers, _) where answers.count == 1: kind = .notice
        case .buttons(let answers, _):
            let letters = answers.map { answer in
                (letter: SafeText(outside: KeyNotation.text(answer.key)), label: answer.label, key: answer.key)
            }
            let safe = answers.firstIndex { $0.answer == dialog.safeAnswer } ?? 0
            kind = .letters(letters, safe: letters[safe].letter)
        case .typed(_, let prompt): kind = .word(prompt: prompt)
        }
    }
}

extension QuestionFeature {
    func plain(in program: ProgramState) -> PlainText {
        PlainText(
            title: dialog.title, lines: dialog.lines.map(\.text.spoken).filter { !$0.isEmpty },
            asks: .question(PlainQuestion(dialog)))
    }
}

extension PlainQuestion {
    /// What an answer does; nil when it is none.
    ///
    /// An empty line is the safe answer.
    func actions(for answer: String) -> [Action]? {
        if answer.isEmpty { return [.input(.key(Key(.escape)))] }
        switch kind {
        case .letters(let letters, _):
            let meant = letters.first { $0.letter.string == answer || $0.letter.string == answer.lowercased() }
            return meant.map { [.input(.key($0.key))] }
        case .notice: return nil
        case .word:
            // As it is typed on a screen: a paste answers no question.
            return [.input(.key(.control("e"))), .input(.key(.control("u")))]
                + answer.map { .input(.key(.character($0))) } + [.input(.key(Key(.enter)))]
        }
    }
}
