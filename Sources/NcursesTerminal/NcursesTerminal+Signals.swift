import CTerminal
import Dispatch
import Glibc
import Terminal

/// Resizing, stopping and going on, and being asked to end.
extension NcursesTerminal {
    func takeSignals() {
        guard isOpen else { return }
        var isResized = false
        var isContinued = false
        while case let number = terminal_next_signal(), number != 0 {
            switch number {
            case SIGWINCH: isResized = true
            case SIGCONT: isContinued = true
            default: if let signal = TerminalSignal(number: number) { signalSender.yield(signal) }
            }
        }
        if isContinued { resumeAfterStop() }
        if isResized { takeSize() }
    }

    private func takeSize() {
        let size = Self.presentSize()
        guard size != self.size, !isLent else { return }
        self.size = size
        shown = nil
        waiting = nil
        needsRedraw = true
        terminal_resize(Int32(size.rows), Int32(size.columns))
        queue.send(.resize(size))
    }

    /// Gives the terminal to another program for as long as `work` takes, and then takes it again (promise P27). What was
    /// presented last is not shown again: the next `present` writes everything.
    package func lend<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value {
        guard isOpen, !isLent else { return await work() }
        isLent = true
        input?.suspend()
        terminal_leave()
        let value = await work()
        if isOpen { input?.resume() }
        isLent = false
        if isOpen { takeAgain() }
        return value
    }

    package func suspend() {
        guard isOpen, !isLent else { return }
        terminal_leave()
        terminal_stop()
        takeAgain()
    }

    /// After a stop that did not ask us: the shell has used the terminal and may still.
    private func resumeAfterStop() {
        // The signal that ended our own stop arrives when all is done already.
        guard Self.now() - takenAt > 300, !isLent else { return }
        // Continued in the background (`bg`): as any program that wants the terminal, wait for it stopped.
        if !terminal_in_foreground() { terminal_stop() }
        terminal_leave()
        takeAgain()
        signalSender.yield(.resume)
    }

    private func takeAgain() {
        takenAt = Self.now()
        decoder.reset()
        wakeForDecoder()
        terminal_enter()
        // Not the last picture: a secret in it was hidden by the stop.
        shown = nil
        waiting = nil
        needsRedraw = true
        takeSize()
    }
}
