import App
import DisplayText
import FoundationEssentials
import NcursesTerminal
import Operations
import Storage
import ThoughtSpotSessions

/// The way to the clipboard of the person at the terminal, which may be far away from this machine.
@MainActor
final class Clipboard {
    private let isInTmux: Bool
    private let path: String
    private let socket: String
    /// Nil where no control sequence may be sent.
    private let terminal: NcursesTerminal?
    /// What the settings say, asked for each copy.
    var way: @MainActor () -> ClipboardWay = { .automatic }
    /// The secrets that tmux was given, by what tells them without being them.
    private var copied: Set<Fingerprint> = []

    /// Terminals cut or drop longer sequences.
    private static let longest = 74_994
    /// Milliseconds for one call of tmux.
    private static let limit = 10_000
    /// Bytes of its answers.
    private static let longestOutput = 1 << 20

    init(environment: [String: String], terminal: NcursesTerminal?) {
        socket = environment["TMUX"] ?? ""
        isInTmux = !socket.isEmpty
        path = environment["PATH"] ?? "/usr/bin:/bin"
        self.terminal = terminal
    }

    /// Copies a text: by tmux when inside of it, which hands it on however it is configured; by the terminal's own
    /// sequence (OSC 52) otherwise.
    func copy(_ text: ClipboardText) async -> CopyOutcome {
        let way = way()
        if way == .off { return .impossible("the clipboard is off in settings.json") }
        if way == .tmux, !isInTmux { return .impossible("settings.json names tmux, and this is no tmux") }
        if isInTmux, way != .terminal {
            switch TrustedProgram.search("tmux", in: path) {
            case .found(let tmux): if await copy(text, by: tmux) { return .tmux }
            case .unsafe(let path):
                return .impossible("other users could change \(SafeText(outside: path, limit: 100))")
            case .missing: break
            }
            if way == .tmux { return .impossible("tmux did not take it, and settings.json names no other way") }
        }
        guard let terminal else { return .impossible("this is no tmux, and the plain mode sends no control sequence") }
        let encoded = Data(text.exposed.utf8).base64EncodedString()
        guard encoded.utf8.count <= Self.longest else {
            return .impossible("it is too long for a terminal's clipboard")
        }
        terminal.emit(Array("\u{1B}]52;c;\(encoded)\u{07}".utf8))
        return .terminal
    }

    /// Removes the copied secrets from the buffers of tmux, under whatever name they are there.
    ///
    /// - Returns: whether none is there any more, as tmux says. What is there is tried again the next time.
    @discardableResult
    func clear() async -> Bool {
        guard !copied.isEmpty else { return true }
        guard case .found(let tmux) = TrustedProgram.search("tmux", in: path),
            let list = await output(of: tmux, ["list-buffers", "-F", "#{buffer_size} #{buffer_name}"])
        else { return false }
        let wanted = copied
        var isClear = true
        for line in list.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            // No token is as long as what cannot be read here.
            guard parts.count == 2, let size = Int(parts[0]), size < Self.longestOutput else { continue }
            guard let text = await output(of: tmux, ["show-buffer", "-b", parts[1]]) else {
                isClear = false
                continue
            }
            guard wanted.contains(Fingerprint(of: Secret(text))) else { continue }
            if await output(of: tmux, ["delete-buffer", "-b", parts[1]]) == nil { isClear = false }
        }
        if isClear { copied.subtract(wanted) }
        return isClear
    }

    /// The text travels by a pipe, never in an argument that others can read.
    private func copy(_ text: ClipboardText, by tmux: TrustedProgram) async -> Bool {
        if case .secret(let secret) = text { copied.insert(Fingerprint(of: secret)) }
        return await output(of: tmux, ["load-buffer", "-w", "-"], input: text.exposed) != nil
    }

    private func output(of tmux: TrustedProgram, _ arguments: [String], input: String? = nil) async -> String? {
        let ending = await ChildProcess.run(
            ChildCall(
                program: tmux, name: tmux.path, arguments: arguments,
                environment: ["PATH": tmux.directory, "TMUX": socket], limit: Self.limit,
                outputLimit: Self.longestOutput),
            input: input)
        guard ending.cause == .exited(0) else { return nil }
        return String(decoding: ending.output, as: UTF8.self)
    }
}

extension WorkTools {
    /// With a clipboard that is live.
    @MainActor
    init(workspace: Workspace, clipboard: Clipboard) {
        self.init(
            workspace: workspace, copy: { await clipboard.copy($0) }, clearCopies: { await clipboard.clear() })
    }
}
