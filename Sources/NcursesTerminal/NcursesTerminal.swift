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
    package internal(set) var size: Size
    package let glyphs: GlyphSet
    package let events: AsyncStream<InputEvent>
    /// Signals that ask the program to end (or, by Ctrl-C, to cancel). Ends when the device is closed.
    package nonisolated let signals: AsyncStream<TerminalSignal>
    /// What the person should know about how the terminal is used; one line, absent when all is as it should be.
    package let notice: SafeText?

    let queue = EventQueue()
    let signalSender: AsyncStream<TerminalSignal>.Continuation
    var decoder: InputDecoder
    var isOpen = true
    /// Another program has the terminal: nothing is drawn, and no key is read.
    var isLent = false
    /// When the terminal was last taken, by the clock of `now()`.
    var takenAt = Int64.min / 2

    /// What the terminal shows, or will when all queued bytes are out; absent when it must be written again.
    var shown: CellGrid?
    /// The newest grid that could not be written yet.
    var waiting: CellGrid?
    var needsRedraw = false
    /// Who waits until all of that has been taken.
    private var untold: [@MainActor () -> Void] = []
    private var line: [TerminalCell] = []

    var input: (any DispatchSourceRead)?
    var signalInput: (any DispatchSourceRead)?
    private var output: (any DispatchSourceWrite)?
    var timer: (any DispatchSourceTimer)?

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
    }

    package func present(_ grid: CellGrid) {
        guard isOpen, !isLent else { return }
        guard output == nil else {
            waiting = grid
            return
        }
        draw(grid)
    }

    package func whenShown(_ tell: @escaping @MainActor () -> Void) {
        untold.append(tell)
        tellShown()
    }

    private func tellShown() {
        guard output == nil, waiting == nil else { return }
        let due = untold
        untold = []
        for tell in due { tell() }
    }

    /// Writes a sequence that draws nothing: the bell, a text for the clipboard. Dropped while the terminal takes no
    /// bytes, so that the program never waits for it.
    package func emit(_ sequence: [UInt8]) {
        guard isOpen, !isLent, output == nil else { return }
        sequence.withUnsafeBytes { _ = Glibc.write(terminal_output(), $0.baseAddress, $0.count) }
    }

    package func setMouse(_ isOn: Bool) {
        guard isOpen, isOn != decoder.takesMouse else { return }
        decoder.takesMouse = isOn
        terminal_set_mouse(isOn)
        // Before the first frame it goes out with that.
        if output == nil, !isLent, shown != nil { write() }
    }

    package func invalidate() {
        needsRedraw = true
    }

    private func draw(_ grid: CellGrid) {
        waiting = nil
        let diff = GridDiff(from: shown, to: grid)
        if diff.isEmpty, shown?.cursor == grid.cursor, !needsRedraw { return }
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
        listen()
    }

    private func put(_ run: GridDiff.Run, of grid: CellGrid) {
        line.removeAll(keepingCapacity: true)
        for cell in run.cells(of: grid) { line.append(TerminalCell(cell, glyphs)) }
        terminal_put(Int32(run.row), Int32(run.columns.lowerBound), line, Int32(line.count))
    }

    /// Writes what is queued; when the terminal takes no more, goes on once it does.
    private func write() {
        if terminal_write() {
            output?.cancel()
            output = nil
            if let waiting { draw(waiting) }
            tellShown()
        } else if output == nil {
            let source = DispatchSource.makeWriteSource(fileDescriptor: terminal_output(), queue: .main)
            source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.write() } }
            source.activate()
            output = source
        }
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        // A source that is held up must not be let go.
        if isLent { input?.resume() }
        let sources: [(any DispatchSourceProtocol)?] = [input, signalInput, output, timer]
        for source in sources { source?.cancel() }
        (input, signalInput, output, timer) = (nil, nil, nil, nil)
        queue.finish()
        signalSender.finish()
        terminal_end()
    }

    /// Forbids core files, the crash reports of the Swift runtime and debuggers of other processes, all of which would
    /// show secrets. For the very start of the program, with a screen or without.
    package static nonisolated func forbidMemoryDumps() {
        terminal_forbid_dumps()
    }

    /// Lets all threads that come share one heap; for the very start of what keeps many connections or stays long.
    package static nonisolated func shareHeap() {
        terminal_share_heap()
    }

    /// Gives back the memory of code that only the start needed; to be called when the start's work is done.
    package static nonisolated func releaseStartCode() {
        terminal_release_start_code()
    }

    static func presentSize() -> Size {
        var (rows, columns): (Int32, Int32) = (0, 0)
        terminal_size(&rows, &columns)
        // A line without a known size (a serial console) is taken as the usual one.
        return rows > 0 && columns > 0 ? Size(rows: Int(rows), columns: Int(columns)) : Size(rows: 24, columns: 80)
    }

    private static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Why the screen could not be taken.
package enum TerminalStartError: Error, Equatable, Sendable {
    /// Standard input or output is no terminal.
    case notATerminal
    /// TERM is unset, empty or `dumb`.
    case noTerminalType
    /// Neither the type TERM names nor any that could stand in for it is installed.
    case unknownTerminalType(SafeText)
    /// The locale's encoding has shift states, in which no text can be shown safely.
    case statefulLocale
    /// The system refused: an error number.
    case system(Int32)

    /// The stable code of the error.
    package var code: SafeText {
        switch self {
        case .notATerminal: "E_NO_TTY"
        case .noTerminalType, .unknownTerminalType, .statefulLocale, .system: "E_TERM"
        }
    }

    /// What happened and why, in one sentence.
    package var message: SafeText {
        switch self {
        case .notATerminal: "The screen needs a terminal, and standard input or output is not one."
        case .noTerminalType: "The screen cannot be drawn: TERM is not set, or is dumb."
        case .unknownTerminalType(let name):
            "The screen cannot be drawn: this machine does not know the terminal \(name)."
        case .statefulLocale: "The screen cannot be drawn safely in the character encoding of this locale."
        case .system(let number): "The terminal could not be set up: the system reported error \(number)."
        }
    }

    /// What to do next.
    package var hint: SafeText {
        switch self {
        case .notATerminal: "Use a command such as `tessera status`, or run this in a terminal (with ssh: `ssh -t`)."
        case .noTerminalType: "Set it, for example TERM=xterm-256color, or use a command such as `tessera status`."
        case .unknownTerminalType:
            "Set TERM=xterm-256color, or copy the entry from your machine: infocmp -x | ssh HOST tic -x -"
        case .statefulLocale: "Set a UTF-8 locale, for example LC_ALL=C.UTF-8."
        case .system: "Try again in another terminal, or use a command such as `tessera status`."
        }
    }
}

extension TerminalCell {
    /// What curses is to put for a cell.
    /// - Parameter glyphs: `.ascii` replaces what the locale cannot encode by one-column signs.
    init(_ cell: Cell, _ glyphs: GlyphSet) {
        self.init()
        foreground = cell.style.foreground.rawValue
        background = cell.style.background.rawValue
        attributes = cell.style.attributes.rawValue
        switch cell.content {
        case .scalar(let scalar):
            columns = 1
            scalars.0 = Self.value(scalar, glyphs)
        case .cluster(let text, let width):
            columns = UInt8(clamping: width)
            if glyphs == .ascii {
                // One sign alone; curses fills a wide cell with two.
                scalars.0 = 0xFFFD
                return
            }
            var rest = text.unicodeScalars.makeIterator()
            scalars.0 = rest.next()?.value ?? 0x20
            scalars.1 = rest.next()?.value ?? 0
            scalars.2 = rest.next()?.value ?? 0
            scalars.3 = rest.next()?.value ?? 0
            scalars.4 = rest.next()?.value ?? 0
        case .continuation:
            columns = 0
        }
    }

    private static func value(_ scalar: Unicode.Scalar, _ glyphs: GlyphSet) -> UInt32 {
        if glyphs == .unicode || scalar.isASCII { return scalar.value }
        return (GlyphSet.standIn(for: scalar) ?? "?").value
    }
}
