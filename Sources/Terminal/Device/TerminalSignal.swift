import Glibc

/// A signal that asks the program to do something.
package enum TerminalSignal: Hashable, Sendable {
    /// Ctrl-C or SIGINT. A second one within two seconds ends the process at once, terminal restored.
    case interrupt
    /// SIGTERM. The process ends by itself three seconds later when the program has not.
    case terminate
    /// Ctrl-\ or SIGQUIT. As `terminate`.
    case quit
    /// SIGHUP: the terminal is gone. As `terminate`.
    case hangUp

    /// The exit status that tells of it: 128 and the signal's number.
    package var exitStatus: Int32 {
        switch self {
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
        default: return nil
        }
    }
}
