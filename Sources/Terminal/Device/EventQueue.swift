import Synchronization

/// Events on their way from a terminal to the program. Unlike a plain stream, what was typed can be taken back.
package final class EventQueue: Sendable {
    private struct State {
        var events: [InputEvent] = []
        var waiting: CheckedContinuation<InputEvent?, Never>?
        var isFinished = false
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// The events, for one reader. Ends after `finish()`, or when the reader is cancelled.
    package var stream: AsyncStream<InputEvent> {
        AsyncStream(unfolding: { await self.next() }, onCancel: { self.finish() })
    }

    /// Adds an event; later ones than `finish()` are lost.
    package func send(_ event: InputEvent) {
        let reader = state.withLock { state -> CheckedContinuation<InputEvent?, Never>? in
            if state.isFinished { return nil }
            if let reader = state.waiting {
                state.waiting = nil
                return reader
            }
            // Only the last of several sizes in a row matters.
            if case .resize = event, case .resize = state.events.last { state.events.removeLast() }
            state.events.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    /// Takes back keys, pastes and clicks that have not been read yet.
    package func dropInput() {
        state.withLock { state in
            state.events.removeAll { event in
                switch event {
                case .key, .paste, .mouse: true
                case .resize, .focusLost, .hangUp: false
                }
            }
        }
    }

    /// Returns when the reader has handled everything that was sent and waits for more, or when the stream has ended.
    package func untilHandled() async {
        await withCheckedContinuation { watcher in
            let isHandled = state.withLock { state in
                if state.isFinished || state.waiting != nil && state.events.isEmpty { return true }
                state.watchers.append(watcher)
                return false
            }
            if isHandled { watcher.resume() }
        }
    }

    /// Ends the stream after what was sent.
    package func finish() {
        let (reader, watchers) = state.withLock { state in
            state.isFinished = true
            defer { (state.waiting, state.watchers) = (nil, []) }
            return (state.waiting, state.watchers)
        }
        reader?.resume(returning: nil)
        for watcher in watchers { watcher.resume() }
    }

    private func next() async -> InputEvent? {
        await withCheckedContinuation { continuation in
            let (answer, watchers) = state.withLock { state -> (InputEvent??, [CheckedContinuation<Void, Never>]) in
                if !state.events.isEmpty { return (state.events.removeFirst(), []) }
                if state.isFinished { return (.some(nil), []) }
                state.waiting = continuation
                defer { state.watchers = [] }
                return (nil, state.watchers)
            }
            if let answer { continuation.resume(returning: answer) }
            for watcher in watchers { watcher.resume() }
        }
    }
}
