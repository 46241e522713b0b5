/// A terminal without a terminal: takes events from a test, keeps what was presented.
@MainActor
package final class InMemoryTerminal: TerminalDevice {
    package private(set) var size: Size
    package let glyphs: GlyphSet
    package let events: AsyncStream<InputEvent>

    /// Every grid presented that differed from the one before, oldest first; the newest `historyLimit` are kept.
    package private(set) var history: [CellGrid] = []
    /// How often the program asked for the screen to be written again, for type-ahead to be dropped, to be stopped.
    package private(set) var invalidations = 0
    package private(set) var inputFlushes = 0
    package private(set) var suspensions = 0
    package private(set) var isMouseOn = false
    package private(set) var isClosed = false
    /// Sequences that draw nothing, oldest first.
    package private(set) var emitted: [[UInt8]] = []
    package nonisolated let signals: AsyncStream<TerminalSignal>
    private let signalSender: AsyncStream<TerminalSignal>.Continuation

    /// Called after every frame.
    package var didPresent: () -> Void = {}
    private var watchers: [CheckedContinuation<Void, Never>] = []
    private var untold: [@MainActor () -> Void] = []
    private let queue = EventQueue()
    private let historyLimit: Int

    package init(size: Size = Size(rows: 24, columns: 80), glyphs: GlyphSet = .unicode, historyLimit: Int = 1000) {
        self.size = size
        self.glyphs = glyphs
        self.historyLimit = historyLimit
        events = queue.stream
        (signals, signalSender) = AsyncStream.makeStream()
    }

    /// Lets a signal reach the program.
    package func send(signal: TerminalSignal) { signalSender.yield(signal) }

    package func emit(_ sequence: [UInt8]) { emitted.append(sequence) }

    /// What the screen shows; absent before the first frame.
    package var grid: CellGrid? { history.last }

    /// The screen as text, one line a row.
    package var text: String { history.last.map { GridText($0).text } ?? "" }

    /// Sends events as if typed.
    package func send(_ events: InputEvent...) {
        for event in events { queue.send(event) }
    }

    /// Presses keys one after another.
    package func press(_ keys: Key...) {
        for key in keys { queue.send(.key(key)) }
    }

    /// Types a text, one key a character.
    package func type(_ text: String) {
        for character in text { queue.send(.key(.character(character))) }
    }

    /// Gives the screen another size and tells the program.
    package func resize(to size: Size) {
        self.size = size
        queue.send(.resize(size))
    }

    /// Lets the terminal vanish.
    package func hangUp() {
        queue.send(.hangUp)
        queue.finish()
    }

    /// Returns when the program has handled everything that was sent, and waits for more.
    package func untilHandled() async { await queue.untilHandled() }

    /// Returns after the next frame, whether it differs or not.
    package func nextFrame() async {
        await withCheckedContinuation { watchers.append($0) }
    }

    package func present(_ grid: CellGrid) {
        defer {
            let waiting = watchers
            watchers = []
            for watcher in waiting { watcher.resume() }
            didPresent()
        }
        guard !isClosed, history.last != grid else { return }
        history.append(grid)
        if history.count > historyLimit { history.removeFirst(history.count - historyLimit) }
    }

    /// A test may say that the terminal takes no bytes for now.
    package var isShown = true {
        didSet { tellShown() }
    }

    package func whenShown(_ tell: @escaping @MainActor () -> Void) {
        untold.append(tell)
        tellShown()
    }

    private func tellShown() {
        guard isShown else { return }
        let due = untold
        untold = []
        for tell in due { tell() }
    }

    package func invalidate() { invalidations += 1 }

    package func flushInput() {
        inputFlushes += 1
        queue.dropInput()
    }

    package func setMouse(_ isOn: Bool) { isMouseOn = isOn }

    package func suspend() { suspensions += 1 }

    package func close() {
        isClosed = true
        queue.finish()
        signalSender.finish()
    }
}
