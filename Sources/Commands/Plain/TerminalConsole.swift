import App
import CTerminal
import Dispatch
import DisplayText
import Glibc
import Operations
import Storage
import Synchronization
import Terminal
import ThoughtSpotSessions

/// Standard input and output, line by line. Lines come as the terminal's own editing gives them; secrets are asked for at
/// the controlling terminal.
final class TerminalConsole: PlainConsole {
    let glyphs: GlyphSet
    let signals: AsyncStream<TerminalSignal>
    private let context: CommandContext
    private let lines: InputLines
    /// Whether the input is a terminal; one that is gone no longer says so.
    private let readsTerminal: Bool
    /// Whether nothing more is to be typed.
    private let hasEnded = Mutex(false)
    /// Whether the next signal to go on ends a stop of our own, which is told already.
    private let isStopped = Mutex(false)

    init(_ context: CommandContext) {
        self.context = context
        glyphs = Output(context: context, isJSON: false).isUTF8 ? .unicode : .ascii
        lines = InputLines()
        readsTerminal = context.isTerminal(.input)
        let (signals, sender) = AsyncStream.makeStream(of: TerminalSignal.self)
        self.signals = signals
        guard terminal_install_handlers() else { return }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: terminal_signals(), queue: DispatchQueue(label: "signals"))
        // The source keeps itself by this reference for as long as the process runs.
        source.setEventHandler {
            withExtendedLifetime(source) {}
            while case let number = terminal_next_signal(), number != 0 {
                if number == SIGCONT, !self.endsOwnStop() { sender.yield(.resume) }
                guard let signal = TerminalSignal(number: number) else { continue }
                sender.yield(signal)
            }
        }
        source.activate()
    }

    func write(_ text: String) { context.write(.output, text) }

    func line() async -> PlainTyped {
        let lines = lines
        let typed = await FileExecutor.run { () throws(Never) in lines.next() }
        // What was typed elsewhere has no line end of its own here.
        if !readsTerminal, typed != .ended { context.write(.output, "\n") }
        return judged(typed)
    }

    /// No answer means something else where the terminal is gone.
    private func judged(_ typed: PlainTyped) -> PlainTyped {
        switch typed {
        case .text, .refused: return typed
        case .ended, .hungUp, .interrupted, .impossible:
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let isGone = readsTerminal && poll(&input, 1, 0) > 0 && Int32(input.revents) & POLLHUP != 0
            return isGone ? .hungUp : typed
        }
    }

    func secret(_ question: String) async -> PlainTyped {
        let typed = await FileExecutor.run { () throws(Never) -> PlainTyped in
            do throws(CommandProblem) {
                let prompt = TerminalPrompt(isInterrupted: { self.hasEnded.withLock { $0 } })
                guard let secret = try prompt.hidden(question) else { return .ended }
                if secret.isEmpty { return .text("") }
                return .text(try SecretText.secret(Array(secret.expose().utf8), from: "What was typed").expose())
            } catch {
                switch error {
                case .interrupted: return .interrupted
                case .noPrompt: return .impossible
                default: return .refused(error.message.sentence)
                }
            }
        }
        return judged(typed)
    }

    func dropTyped() {
        guard readsTerminal else { return }
        tcflush(STDIN_FILENO, TCIFLUSH)
        lines.drop()
    }

    func suspend() {
        isStopped.withLock { $0 = true }
        terminal_stop()
    }

    private func endsOwnStop() -> Bool {
        isStopped.withLock { isStopped in
            defer { isStopped = false }
            return isStopped
        }
    }

    func close() {
        hasEnded.withLock { $0 = true }
        lines.close()
    }
}
