import Synchronization
import ThoughtSpotSessions

/// A clock that moves only when a test says so.
final class TestClock: Sendable {
    /// 2026-11-21 08:52:45 UTC, a whole second: HTTP dates have no smaller unit.
    static let start: Int64 = 1_795_251_165_000

    private let milliseconds = Mutex(TestClock.start)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

    func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1_000 } }
}
