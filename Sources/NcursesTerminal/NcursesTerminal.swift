import CTerminal
import Dispatch
package import DisplayText
import Glibc
package import Terminal

/// The real terminal, by way of ncurses.
///
/// Nothing here waits: input is drained when it is there, a frame that the terminal does not take is left out, and the
/// newest one is shown when it takes bytes again. Idle, it does not wake up at all.
@MainActor
package final class NcursesTerminal: TerminalDevice {
    package private(set) var size: Size
    package let glyphs: GlyphSet
    package let events: AsyncStream<InputEvent>
    /// Signals that ask the program to end (or, by Ctrl-C, to cancel). Ends when the device is closed.
    package nonisolated let signals: AsyncStream<TerminalSignal>
    /// What the person should know about how the terminal is used; one line, absent when all is as it should be.
    package let notice: SafeText?

    private let queue = EventQueue()
    private let signalSender: AsyncStream<TerminalSignal>.Continuation
    private var decoder: InputDecoder
    private var isOpen = true
    /// When the terminal was last taken, by the clock of `now()`.
    private var takenAt = Int64.min / 2

    /// What the terminal shows, or will when all queued bytes are out; absent when it must be written again.
    private var shown: CellGrid?
    /// The newest grid that could not be written yet.
    private var waiting: CellGrid?
    private var needsRedraw = false
    private var line: [TerminalCell] = []

    private var input: (any DispatchSourceRead)?
    private var signalInput: (any DispatchSourceRead)?
    private var output: (any DispatchSourceWrite)?
    private var timer: (any DispatchSourceTimer)?

    /// Takes the terminal: alternate screen, keys one by one, crash and end handlers.
    /// - Parameter usesColor: false leaves attributes alone; `NO_COLOR` in the environment does the same.
    /// - Throws: why the terminal cannot be used; nothing has been written to it then.
    package static func start(usesColor: Bool = true) throws(TerminalStartError) -> NcursesTerminal {
        let locale = terminal_take_locale()
        if locale == TERMINAL_LOCALE_STATEFUL { throw .statefulLocale }
        let noColor = environmentVariable("NO_COLOR").map { !$0.isEmpty } ?? false
        let type = environmentVariable("TERM") ?? ""
        switch terminal_start(usesColor && !noColor) {
        case TERMINAL_STARTED: break
        case TERMINAL_NOT_A_TTY: throw .notATerminal
        case TERMINAL_DUMB: throw .noTerminalType
        case TERMINAL_UNKNOWN: throw .unknownTerminalType(SafeText(outside: type, limit: 40))
        default: throw .system(errno)
        }
        let entry = String(cString: terminal_entry())
        let notice: SafeText? =
            entry == type
            ? nil
            : """
            This machine does not know the terminal \(SafeText(outside: type, limit: 40)); using \(entry). \
            Better: infocmp -x | ssh HOST tic -x -
            """
        return NcursesTerminal(glyphs: locale == TERMINAL_LOCALE_UTF8 ? .unicode : .ascii, notice: notice)
    }

    private init(glyphs: GlyphSet, notice: SafeText?) {
        self.glyphs = glyphs
        self.notice = notice
        size = Self.presentSize()
        decoder = InputDecoder(timing: InputTiming(environment: Self.environmentVariable))
        events = queue.stream
        (signals, signalSender) = AsyncStream.makeStream()
        listen()
    }

    // MARK: Output

    package func present(_ grid: CellGrid) {
        guard isOpen else { return }
        guard output == nil else {
            waiting = grid
            return
        }
        draw(grid)
    }

    package func invalidate() {
        needsRedraw = true
    }

    private func draw(_ grid: CellGrid) {
        waiting = nil
        let diff = GridDiff(from: shown, to: grid)
        if diff.isEmpty, shown?.cursor == grid.cursor, !needsRedraw { return }
        terminal_guard_thread()
        for run in diff.runs { put(run, of: grid) }
        if let cursor = grid.cursor, grid.area.contains(cursor) {
            terminal_cursor(true, Int32(cursor.row), Int32(cursor.column))
        } else {
            terminal_cursor(false, 0, 0)
        }
        if needsRedraw { terminal_redraw() }
        needsRedraw = false
        shown = grid
        terminal_update()
        write()
    }

    private func put(_ run: GridDiff.Run, of grid: CellGrid) {
        line.removeAll(keepingCapacity: true)
        for column in run.columns { line.append(TerminalCell(grid[run.row, column], glyphs)) }
        terminal_put(Int32(run.row), Int32(run.columns.lowerBound), line, Int32(line.count))
    }

    /// Writes what is queued; when the terminal takes no more, goes on once it does.
    private func write() {
        if terminal_write() {
            output?.cancel()
            output = nil
            if let waiting { draw(waiting) }
        } else if output == nil {
            let source = DispatchSource.makeWriteSource(fileDescriptor: terminal_output(), queue: .main)
            source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.write() } }
            source.activate()
            output = source
        }
    }

    // MARK: Input

    package func flushInput() {
        guard isOpen else { return }
        terminal_drop_input()
        decoder.reset()
        queue.dropInput()
        wakeForDecoder()
    }

    private func listen() {
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
        terminal_guard_thread()
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
        // A dead terminal stays readable for ever.
        input?.cancel()
        input = nil
    }

    /// Asks to be called when the decoder wants to decide; no timer runs while it does not.
    private func wakeForDecoder() {
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

    // MARK: Signals

    private func takeSignals() {
        guard isOpen else { return }
        var isResized = false
        var isContinued = false
        while case let number = terminal_next_signal(), number != 0 {
            switch number {
            case SIGWINCH: isResized = true
            case SIGCONT: isContinued = true
            case SIGTSTP: suspend()
            default: if let signal = TerminalSignal(number: number) { signalSender.yield(signal) }
            }
        }
        if isContinued { resumeAfterStop() }
        if isResized { takeSize() }
    }

    private func takeSize() {
        let size = Self.presentSize()
        guard size != self.size else { return }
        self.size = size
        shown = nil
        waiting = nil
        needsRedraw = true
        terminal_resize(Int32(size.rows), Int32(size.columns))
        queue.send(.resize(size))
    }

    package func suspend() {
        guard isOpen else { return }
        terminal_leave()
        terminal_stop()
        takeAgain()
    }

    /// After a stop that did not ask us: the shell has used the terminal and may still.
    private func resumeAfterStop() {
        // The signal that ended our own stop arrives when all is done already.
        guard Self.now() - takenAt > 300 else { return }
        // Continued in the background (`bg`): as any program that wants the terminal, wait for it stopped.
        if !terminal_in_foreground() { terminal_stop() }
        terminal_leave()
        takeAgain()
    }

    private func takeAgain() {
        takenAt = Self.now()
        decoder.reset()
        wakeForDecoder()
        terminal_enter()
        let last = waiting ?? shown
        takeSize()
        if let last, last.size == size {
            shown = nil
            needsRedraw = true
            present(last)
        }
    }

    // MARK: End

    package func close() {
        guard isOpen else { return }
        isOpen = false
        let sources: [(any DispatchSourceProtocol)?] = [input, signalInput, output, timer]
        for source in sources { source?.cancel() }
        (input, signalInput, output, timer) = (nil, nil, nil, nil)
        queue.finish()
        signalSender.finish()
        terminal_end()
    }

    /// Forbids core files and debuggers of other processes; crash reports of the runtime are off once the terminal is
    /// taken. For the very start of the program, before any secret is in memory.
    package static nonisolated func forbidMemoryDumps() {
        terminal_forbid_dumps()
    }

    // MARK: The system

    private static func presentSize() -> Size {
        var (rows, columns): (Int32, Int32) = (0, 0)
        terminal_size(&rows, &columns)
        // A line without a known size (a serial console) is taken as the usual one.
        return rows > 0 && columns > 0 ? Size(rows: Int(rows), columns: Int(columns)) : Size(rows: 24, columns: 80)
    }

    private static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
