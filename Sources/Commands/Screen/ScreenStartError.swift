import DisplayText
import NcursesTerminal
import Operations

/// Why the terminal program could not start.
enum ScreenStartError: Error {
    case terminal(TerminalStartError)
    /// There is no directory for the demo's throw-away files.
    case demoHome(Message)
    /// The demo clusters found no free port.
    case demoPorts

    var message: Message {
        switch self {
        case .terminal(let error):
            Message(code: error.code.string, what: error.message, hints: [error.hint], exitCode: .usage)
        case .demoHome(let message): message
        case .demoPorts:
            Message(
                code: "E_DEMO_PORT", what: "The demo clusters find no free port on this machine",
                hints: ["end other programs that listen on 127.0.0.1, then try again"], exitCode: .network)
        }
    }
}
