import CTerminal
import Dispatch
import Glibc
import Terminal

/// Taking keys as they come.
extension NcursesTerminal {
    package func flushInput() {
        guard isOpen else { return }
        terminal_drop_input()
        decoder.reset()
        queue.dropInput()
        wakeForDecoder()
    }

    /// Begins to take keys and signals: after the first frame, which so comes earlier, and before which no key means
    /// anything.
    func listen() {
        guard signalInput == nil else { return }
        let input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
        input.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readInput() } }
        input.activate()
        self.input = input
        let signalInput = DispatchSource.makeReadSource(fileDescriptor: terminal_signals(), queue: .main)
        signalInput.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.takeSignals() } }
        signalInput.activate()
        self.signalInput = signalInput
    }

    private func readInput() {
        guard isOpen else { return }
        var isGone = false
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
            // As much as a screenful of pastes, then others get a turn.
            for _ in 0..<64 {
                let count = terminal_read(buffer.baseAddress, Int32(buffer.count))
                if count < 0 { isGone = true }
                if count <= 0 { return }
                send(decoder.feed(buffer[..<Int(count)], at: Self.now()))
            }
        }
        if isGone { hangUp() } else { wakeForDecoder() }
    }

    private func send(_ events: [InputEvent]) {
        for event in events { queue.send(event) }
    }

    private func hangUp() {
        queue.send(.hangUp)
        queue.finish()
        // A terminal that has gone stays readable for ever.
        input?.cancel()
        input = nil
    }

    /// Asks to be called when the decoder wants to decide; no timer runs while it does not.
    func wakeForDecoder() {
        guard let deadline = decoder.deadline else {
            timer?.cancel()
            timer = nil
            return
        }
        let source = timer ?? DispatchSource.makeTimerSource(queue: .main)
        let wait = max(0, deadline - Self.now())
        source.schedule(deadline: .now() + .milliseconds(Int(wait)), leeway: .milliseconds(1))
        if timer == nil {
            source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.decide() } }
            source.activate()
            timer = source
        }
    }

    private func decide() {
        send(decoder.expire(at: Self.now()))
        wakeForDecoder()
    }
}
