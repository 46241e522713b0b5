import App
import DisplayText
import FoundationEssentials
import NcursesTerminal
import Subprocess

/// The way to the clipboard of the person at the terminal, which may be far away from this machine.
@MainActor
struct Clipboard {
    private let isInTmux: Bool
    private let path: String
    private let socket: String
    private let terminal: NcursesTerminal

    /// Terminals cut or drop longer sequences.
    private static let longest = 74_994

    init(environment: [String: String], terminal: NcursesTerminal) {
        socket = environment["TMUX"] ?? ""
        isInTmux = !socket.isEmpty
        path = environment["PATH"] ?? "/usr/bin:/bin"
        self.terminal = terminal
    }

    /// Copies a text: by tmux when inside of it, which hands it on however it is configured; by the terminal's own
    /// sequence (OSC 52) otherwise.
    func copy(_ text: String) async -> CopyOutcome {
        if isInTmux, await copyByTmux(text) { return .tmux }
        let encoded = Data(text.utf8).base64EncodedString()
        guard encoded.utf8.count <= Self.longest else {
            return .impossible("it is too long for a terminal's clipboard")
        }
        terminal.emit(Array("\u{1B}]52;c;\(encoded)\u{07}".utf8))
        return .terminal
    }

    /// The text travels by a pipe, never in an argument that others can read.
    private func copyByTmux(_ text: String) async -> Bool {
        let result = try? await run(
            .name("tmux"), arguments: ["load-buffer", "-w", "-"],
            environment: .custom(["PATH": path, "TMUX": socket]), input: .string(text), output: .discarded,
            error: .discarded)
        return result?.terminationStatus.isSuccess ?? false
    }
}
