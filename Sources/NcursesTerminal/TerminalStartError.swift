package import DisplayText

/// Why the screen could not be taken.
package enum TerminalStartError: Error, Equatable, Sendable {
    /// Standard input or output is no terminal.
    case notATerminal
    /// TERM is unset, empty or `dumb`.
    case noTerminalType
    /// Neither the type TERM names nor any that could stand in for it is installed.
    case unknownTerminalType(SafeText)
    /// The locale's encoding has shift states, in which no text can be shown safely.
    case statefulLocale
    /// The system refused: an error number.
    case system(Int32)

    /// The stable code of the error.
    package var code: SafeText {
        switch self {
        case .notATerminal: "E_NO_TTY"
        case .noTerminalType, .unknownTerminalType, .statefulLocale, .system: "E_TERM"
        }
    }

    /// What happened and why, in one sentence.
    package var message: SafeText {
        switch self {
        case .notATerminal: "The screen needs a terminal, and standard input or output is not one."
        case .noTerminalType: "The screen cannot be drawn: TERM is not set, or is dumb."
        case .unknownTerminalType(let name):
            "The screen cannot be drawn: this machine does not know the terminal \(name)."
        case .statefulLocale: "The screen cannot be drawn safely in the character encoding of this locale."
        case .system(let number): "The terminal could not be set up: the system reported error \(number)."
        }
    }

    /// What to do next.
    package var hint: SafeText {
        switch self {
        case .notATerminal: "Use a command such as `tessera status`, or run this in a terminal (with ssh: `ssh -t`)."
        case .noTerminalType: "Set it, for example TERM=xterm-256color, or use a command such as `tessera status`."
        case .unknownTerminalType:
            "Set TERM=xterm-256color, or copy the entry from your machine: infocmp -x | ssh HOST tic -x -"
        case .statefulLocale: "Set a UTF-8 locale, for example LC_ALL=C.UTF-8."
        case .system: "Try again in another terminal, or use a command such as `tessera status`."
        }
    }
}
