import CTerminal
import DisplayText
import Glibc
import ThoughtSpotSessions

/// Asks on the controlling terminal, `/dev/tty`, whatever standard input and output are.
struct TerminalPrompt: Sendable {
    /// Whether a signal has asked for the end.
    let isInterrupted: @Sendable () -> Bool

    /// Asks without echo. The terminal has its modes back when this returns, in whatever way.
    ///
    /// - Returns: nothing at the end of the input.
    /// - Throws: `.interrupted` on Ctrl-C, `.noPrompt` without a terminal.
    func hidden(_ question: String) throws(CommandProblem) -> Secret? {
        try ask(question, isHidden: true).map(Secret.init)
    }

    /// Asks with echo.
    func line(_ question: String) throws(CommandProblem) -> String? {
        try ask(question, isHidden: false)
    }

    private func ask(_ question: String, isHidden: Bool) throws(CommandProblem) -> String? {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .noPrompt(what: "An answer", options: []) }
        defer { close(descriptor) }
        if isHidden, !terminal_hide_typing(descriptor) { throw .noPrompt(what: "An answer", options: []) }
        write(question, to: descriptor)
        defer {
            if isHidden {
                terminal_show_typing()
                write("\n", to: descriptor)
            }
        }
        var line = HiddenLine()
        var continuations = terminal_prompt_continuations()
        while true {
            switch line.take(try nextByte(of: descriptor, question, &continuations, isHidden: isHidden)) {
            case .more: continue
            case .done: return String(decoding: line.bytes, as: UTF8.self)
            case .ended: return nil
            case .interrupted: throw .interrupted
            case .suspended: terminal_stop_prompt()
            }
        }
    }

    /// Waits for a byte; looks up every tenth of a second whether a signal has come, which another thread hears. After a
    /// stop the question is asked again.
    private func nextByte(
        of descriptor: Int32, _ question: String, _ continuations: inout Int32, isHidden: Bool
    ) throws(CommandProblem) -> UInt8 {
        var byte: UInt8 = 0
        while true {
            if isInterrupted() { throw .interrupted }
            if isHidden { terminal_wait_for_prompt() }
            if terminal_prompt_continuations() != continuations {
                continuations = terminal_prompt_continuations()
                write("\n" + question, to: descriptor)
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) > 0 else { continue }
            switch read(descriptor, &byte, 1) {
            case 1: return byte
            // The terminal is gone, or its input has ended.
            case 0: return 0x04
            // In the background nothing can be read: that is waited for.
            default: if errno != EINTR && errno != EAGAIN && terminal_owns_prompt() { throw .interrupted }
            }
        }
    }

    private func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}

/// One line typed without echo: what each byte of the terminal does to it. Pure, so that it can be tested without one.
struct HiddenLine {
    /// What came of a byte.
    enum Step: Hashable {
        case more
        /// Return, or the end of the input after some text.
        case done
        /// The end of the input with nothing typed.
        case ended
        /// Ctrl-C or Ctrl-\.
        case interrupted
        /// Ctrl-Z.
        case suspended
    }

    /// What was typed so far.
    private(set) var bytes: [UInt8] = []

    /// More than any secret; what is typed beyond is kept out.
    private static let limit = 64 * 1024 + 1

    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x03, 0x1C: return .interrupted
        case 0x1A: return .suspended
        case 0x04: return bytes.isEmpty ? .ended : .done
        case 0x08, 0x7F: removeCharacter()
        case 0x15: bytes = []
        default: if bytes.count < Self.limit { bytes.append(byte) }
        }
        return .more
    }

    /// Takes back one character, however many bytes it has.
    private mutating func removeCharacter() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}
