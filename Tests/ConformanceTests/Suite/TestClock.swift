import Synchronization
import ThoughtSpotSessions

/// A clock that moves only when told.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_748_736_000_000)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

    func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1_000 } }
}
