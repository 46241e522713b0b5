import DisplayText
import Terminal
import Toolkit

/// What is said where there are answers instead of keys.
enum PlainWords {
    /// Where the pages of the panes are called by a word of their own.
    static let places: [Command: String] = [
        .focusClusters: "clusters", .focusSession: "session", .focusTokens: "tokens", .focusActivity: "activity",
    ]

    /// What closes a view that an empty line does not leave.
    static let closing: SafeText = "b closes"

    /// Letters that answer every page.
    private static let reserved: [Character] = ["b", "q"]

    /// The answer that means a binding: its small letter, else its name. A capital letter is not told from a small one by
    /// ear, and a key that is no letter cannot be typed as a line.
    static func answer(_ binding: Binding<Command>) -> SafeText {
        if let place = places[binding.action] { return SafeText(outside: place) }
        let letter = binding.keys.lazy.compactMap { key -> Character? in
            guard case .character(let character) = key.code, !key.control, !key.alternate,
                ("a"..."z").contains(character), !reserved.contains(character)
            else { return nil }
            return character
        }.first
        return SafeText(outside: letter.map { String($0) } ?? binding.name)
    }

    /// The capital letter that means a command as well, where no small one does.
    static func capital(_ binding: Binding<Command>) -> Character? {
        if answer(binding).columns == 1 { return nil }
        return binding.keys.lazy.compactMap { key -> Character? in
            guard case .character(let character) = key.code, !key.control, !key.alternate,
                ("A"..."Z").contains(character)
            else { return nil }
            return character
        }.first
    }

    /// Everything that means a command of the panes.
    static func answers(_ command: Command, in program: ProgramState) -> [String] {
        let binding = program.keymap.binding(of: command, in: .panes)
        return binding.map(answers) ?? [command.rawValue]
    }

    /// Everything that means it.
    static func answers(_ binding: Binding<Command>) -> [String] {
        [answer(binding).string] + binding.keys.map { KeyNotation.text($0) } + [binding.name, binding.label.string]
    }

    /// What it does, where the words of the screen speak of keys, of a cursor, or of a picture that goes away.
    static func help(_ binding: Binding<Command>, in program: ProgramState) -> SafeText {
        switch (binding.action, binding.layer) {
        case (.logIn, .panes):
            let marked = program.markedClusters.count
            return marked == 0
                ? "Log in to the selected cluster"
                : "Log in to the \(marked == 1 ? "marked cluster" : "\(marked) marked clusters") with one secret"
        case (.open, .panes): return "All about the session"
        case (.revokeUser, .panes): return "Log the user of the session out and revoke their tokens"
        case (.markAll, .panes): return "Mark all shown, or none"
        case (.cancelRequest, .panes): return "Cancel the request in progress"
        case (.reveal, SecretKeysView.layer): return "Show the key in clear text"
        case (.reveal, _): return "Show the token in clear text"
        default: return binding.help
        }
    }
}

extension ProgramState {
    /// What cancels what is in progress, whatever else there is.
    var cancelWord: SafeText { isPlain ? "Ctrl-C" : "Esc" }

    /// Why what needs all verdicts has to wait.
    var waitForVerdicts: SafeText { "wait for the verdicts, or stop with \(cancelWord)" }

    /// What clears the marks.
    var unmarkWord: SafeText { isPlain ? "none" : "Esc" }

    /// How a view is left.
    var closeWords: SafeText { isPlain ? "b goes back" : "Esc closes" }

    /// What a vault waits for that locks itself.
    var typingWord: SafeText { isPlain ? "an answer" : "a key press" }
}
