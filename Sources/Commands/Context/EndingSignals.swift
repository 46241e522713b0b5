import Dispatch
import Glibc
import Synchronization

/// The signals that ask a command to end: HUP, INT and TERM. The first one lets it end in order, a second one ends the
/// process at once.
final class EndingSignals: Sendable {
    private let first = Mutex<Int32?>(nil)

    /// The signal that came first.
    var received: Int32? { first.withLock { $0 } }

    /// The signals from now on. Until somebody asks, they act as the system has it.
    func stream() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let queue = DispatchQueue(label: "signals")
        for number in [SIGHUP, SIGINT, SIGTERM] where !Self.isIgnored(number) {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The source keeps itself alive by this reference, for as long as the process lives.
            source.setEventHandler {
                withExtendedLifetime(source) {}
                let isSecond = self.first.withLock { first in
                    defer { first = first ?? number }
                    return first != nil && number != SIGHUP
                }
                if isSecond { _exit(128 + number) }
                continuation.yield(number)
            }
            source.resume()
        }
        return stream
    }

    /// `nohup` wants a hang-up to be ignored, and gets it.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
