import ASCIIText
import DisplayText
import Toolkit

/// What a pane or a feature says one line after another, where nothing can be drawn: the plain mode.
struct PlainText {
    /// What the answer to it is.
    enum Asks {
        /// One of the actions.
        case action
        /// A row of a list, or an action on it.
        case row(PlainRows)
        /// A line of text.
        case line(PlainLine)
        case form(PlainForm)
        case question(PlainQuestion)
    }

    var title: SafeText
    var lines: [SafeText] = []
    var asks = Asks.action
    /// Actions beside those of the table of keys; they stand first.
    var steps: [PlainStep] = []
    /// Commands of the table of keys that mean nothing here.
    var leftOut: Set<Command> = []
    /// Whether an empty line leaves it not: what was chosen there, or its proof, would be gone.
    var isLeftByName = false
    /// Where an empty line does not leave it: the answer that means the action it takes instead, which changes nothing on a
    /// cluster. The prompt says its number in brackets.
    var usual: SafeText?
    /// Whether it is about the selected cluster, which its prompt then names.
    var isAboutCluster = true
}

/// An action by its name, and what it does.
struct PlainStep {
    let label: SafeText
    /// What means it beside its number; the first one is said.
    var words: [String] = []
    var actions: [Action] = []
    /// What is done with several rows of the list, which are asked for first.
    var ofRows: Command?
}

/// The rows of a list. Only those that are shown are asked for.
struct PlainRows {
    let count: Int
    /// The identity of the row at an index.
    let id: (Int) -> String
    let text: (Int) -> SafeText
    /// The place of a row in the list itself, where that has another order.
    var place: (Int) -> Int = { $0 }
    /// What the choice of a row does once it is selected; nil: it is selected, and the actions are about it.
    var command: Command?
    /// Whether Enter chooses the selected row.
    var chooses = false
    /// The row that the actions are about.
    var selected: Int?
    /// Why the row is as it is, where it has to be said; with the page, not as results come.
    var reason: ((Int) -> SafeText?)?
    /// Whether the row has its result; nil where rows have none. Results are told as they come.
    var isSettled: ((Int) -> Bool)?
}

/// A line of text that a view asks for.
struct PlainLine {
    let label: SafeText
    var value: SafeText = ""
    var help: SafeText = ""
    /// What was wrong with the last one.
    var problem: SafeText?
    /// Whether only an empty line goes back, and any other is an answer: a word that is typed to confirm.
    var isWord = false
    /// Whether an empty line is an answer.
    var canBeEmpty = false
    /// What asks for it unseen, where it may be a secret.
    var secretWord: String?
    /// Why a text that was typed unseen is none; it is then not taken for what is typed in clear, and shown.
    var secretFault: ((String) -> SafeText?)?
}

extension SafeText {
    /// The cells of a row as a sentence: `prod-eu, PRODUCTION, v2.0, logged out`.
    init(cells: [SafeText]) {
        self = cells.filter { !$0.string.allSatisfy { $0 == " " || $0 == "-" } }.joined(separator: ", ")
    }

    init(cells: [TextRun]) { self.init(cells: cells.map(\.text)) }

    /// As it is read aloud: a comma where blanks set parts of a line apart. What is quoted, such as a word of a command, may
    /// hold such blanks itself: a line with a quote stays as it is.
    var spoken: SafeText {
        if string.contains("'") { return self }
        let parts = string.split(separator: "  ").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        return parts.count < 2 ? self : SafeText(outside: parts.joined(separator: ", "), limit: .max)
    }
}

extension PlainText {
    /// A list, or the words about why it is empty.
    init(
        _ title: SafeText, lines: [SafeText] = [], rows: PlainRows, notice: ListNotice? = nil,
        isAboutCluster: Bool = true
    ) {
        self.init(
            title: title, lines: lines + (notice?.lines ?? []), asks: rows.count == 0 ? .action : .row(rows),
            isAboutCluster: isAboutCluster)
    }
}

extension ListNotice {
    /// What it says, and what to do next.
    var lines: [SafeText] {
        if isOfFilter { return [text, "/ alone clears it."] }
        return [text] + (next.map { $0.isEmpty ? [] : [$0] } ?? [])
    }
}

extension PlainRows {
    /// Whether a row is only told: choosing it does nothing.
    var isOnlyTold: Bool { command == nil && !chooses && selected == nil }

    /// A row as its page says it.
    func line(_ index: Int) -> SafeText { SafeText(cells: [text(index), reason?(index) ?? ""]) }

    /// The lines of a menu; Enter chooses.
    init<ID>(_ menu: Menu<ID>) {
        let items = menu.shown
        self.init(
            count: items.count, id: { items[$0].name },
            text: { SafeText(cells: [items[$0].label, items[$0].disabled ?? items[$0].detail]) }, chooses: true)
    }
}
