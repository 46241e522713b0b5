import App
import DisplayText
import FoundationEssentials
import HTTPExchange
import Moments
import NcursesTerminal
import Subprocess
import Terminal
import ThoughtSpotSessions

/// The screen as the runtime uses it: where states are drawn, and what else it asks of the terminal.
@MainActor
struct ScreenOutput {
    let terminal: NcursesTerminal
    let view: AppView
    /// `--size`: the picture is no larger than this, whatever the terminal is.
    let limit: ScreenRequest.Size?

    /// The size of the picture.
    var size: Size { size(in: terminal.size) }

    private func size(in full: Size) -> Size {
        guard let limit else { return full }
        return Size(rows: min(full.rows, limit.rows), columns: min(full.columns, limit.columns))
    }

    private func draw(_ state: AppState) -> Instant? {
        let picture = view.draw(state)
        if picture.size == terminal.size {
            terminal.present(picture)
        } else {
            var grid = CellGrid(terminal.size, glyphs: terminal.glyphs)
            grid.draw(picture, at: Position(row: 0, column: 0))
            grid.cursor = picture.cursor
            terminal.present(grid)
        }
        return view.nextChange(state)
    }

    /// What the runtime needs of the world outside.
    func environment(context: CommandContext, clipboard: Clipboard, files: FollowedFiles) -> AppEnvironment {
        let clock = context.clock
        return AppEnvironment(
            now: { Instant(milliseconds: clock.wallNow()) }, uptime: clock.now,
            localOffset: { LocalTime.offset(at: $0) },
            sleep: { moment in
                let left = moment.milliseconds - clock.wallNow()
                if left > 0 { try await clock.sleep(Int(left)) }
            },
            copy: { await clipboard.copy($0) }, draw: { draw($0) },
            isShown: { terminal.isShown }, followFiles: { await files.follow($0) }, redraw: { terminal.invalidate() },
            suspend: { terminal.suspend() }, bell: { terminal.emit([7]) },
            flushTypeAhead: { terminal.flushInput() })
    }
}

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
