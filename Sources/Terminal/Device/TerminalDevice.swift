import Glibc

/// A screen with a keyboard. The one piece of the program that touches the terminal, or pretends to.
@MainActor
package protocol TerminalDevice: AnyObject {
    /// The present size.
    var size: Size { get }

    /// The signs the terminal can show: `.ascii` where the locale is not UTF-8. Grids for it are made with these.
    var glyphs: GlyphSet { get }

    /// What was typed, pasted or resized, in order. Ends when the terminal is gone or the device is closed.
    var events: AsyncStream<InputEvent> { get }

    /// Signals that ask the program to end or to stop. Ends when the device is closed.
    nonisolated var signals: AsyncStream<TerminalSignal> { get }

    /// Makes the screen look like `grid`, writing only what differs from what it shows now.
    func present(_ grid: CellGrid)

    /// Tells, once, when everything that was presented has been taken, which is at once if it has: a terminal may be slow,
    /// or stopped.
    func whenShown(_ tell: @escaping @MainActor () -> Void)

    /// Writes everything again at the next `present`: after Ctrl-L, or when another program wrote over the screen.
    func invalidate()

    /// Throws away keys typed so far, so that none of them answers a question that opens now.
    func flushInput()

    /// Writes a sequence that draws nothing: the bell, a text for the clipboard. Dropped while the terminal takes no
    /// bytes, so that the program never waits for it.
    func emit(_ sequence: [UInt8])

    /// Asks the terminal to report clicks and the wheel, or no longer: by the modes 1000 and 1006 alone, where it is one
    /// that knows them.
    func setMouse(_ isOn: Bool)

    /// Gives the terminal back, stops the process until it is continued, takes the terminal again. What was presented
    /// last is not shown again: the next `present` writes everything.
    func suspend()

    /// Gives the terminal back in the state it was in. May be called more than once.
    func close()
}

/// A signal that asks the program to do something.
package enum TerminalSignal: Hashable, Sendable {
    /// Ctrl-C or SIGINT: may only ask. A second one within two seconds ends the process at once, terminal restored.
    case interrupt
    /// SIGTERM. The process ends by itself three seconds later when the program has not.
    case terminate
    /// Ctrl-\ or SIGQUIT. As `terminate`.
    case quit
    /// SIGHUP: the terminal is gone. As `terminate`.
    case hangUp
    /// SIGTSTP: give the terminal back, with nothing secret on it, and stop.
    case stop
    /// SIGCONT after a stop that did not ask: the terminal is taken again, and what it shows is to be drawn.
    case resume

    /// The exit status that tells of it: 128 and the signal's number.
    package var exitStatus: Int32 {
        switch self {
        case .stop: 128 + SIGTSTP
        case .resume: 128 + SIGCONT
        case .interrupt: 128 + SIGINT
        case .terminate: 128 + SIGTERM
        case .quit: 128 + SIGQUIT
        case .hangUp: 128 + SIGHUP
        }
    }

    /// Returns nil for the number of any other signal.
    package init?(number: Int32) {
        switch number {
        case SIGINT: self = .interrupt
        case SIGTERM: self = .terminate
        case SIGQUIT: self = .quit
        case SIGHUP: self = .hangUp
        case SIGTSTP: self = .stop
        default: return nil
        }
    }
}
