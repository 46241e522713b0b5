package import DisplayText
package import Terminal

/// Lines out, lines in: a terminal without a screen, a serial line, a pipe.
package protocol PlainConsole: Sendable {
    /// What can be shown: `.ascii` where the locale is not UTF-8.
    var glyphs: GlyphSet { get }
    /// Signals that ask the program to end or to stop; also those of a person who wants what is in progress to stop.
    var signals: AsyncStream<TerminalSignal> { get }

    func write(_ text: String)
    /// The next line that is typed.
    func line() async -> PlainTyped
    /// A line that is typed unseen.
    func secret(_ question: String) async -> PlainTyped
    /// Throws away what was typed so far, so that none of it answers a question that is asked now. What comes from a
    /// file or a pipe was meant for its question.
    func dropTyped()
    /// Stops the process until it is continued.
    func suspend()
    /// No more lines are read.
    func close()
}

/// What a person typed, or why there is nothing.
package enum PlainTyped: Hashable, Sendable {
    case text(String)
    /// The end of the input.
    case ended
    /// The terminal is gone. Its signal may come later, or never: a shell that ignores it does not pass it on.
    case hungUp
    /// Ctrl-C while it was typed unseen.
    case interrupted
    /// It cannot be used; why, as a sentence.
    case refused(SafeText)
    /// There is no way to type it unseen.
    case impossible
}

/// The terminal as the runtime knows it: nothing is drawn.
@MainActor
final class PlainTerminal: TerminalDevice {
    /// Large enough for everything: what is not drawn needs no room.
    let size = Size(rows: 60, columns: 132)
    let glyphs: GlyphSet
    let events = AsyncStream<InputEvent> { $0.finish() }
    nonisolated let signals: AsyncStream<TerminalSignal>
    private let console: any PlainConsole

    init(_ console: any PlainConsole) {
        self.console = console
        glyphs = console.glyphs
        signals = console.signals
    }

    func present(_ grid: CellGrid) {}
    func whenShown(_ tell: @escaping @MainActor () -> Void) { tell() }
    func invalidate() {}
    func flushInput() { console.dropTyped() }
    /// A bell is no line.
    func emit(_ sequence: [UInt8]) {}
    func setMouse(_ isOn: Bool) {}
    func suspend() { console.suspend() }
    func close() { console.close() }
}
