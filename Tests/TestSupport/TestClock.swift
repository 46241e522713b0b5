package import HTTPExchange
package import Moments
import Synchronization
import ThoughtSpotSessions

/// A clock that moves only when a test, or a wait, moves it.
package final class TestClock: Sendable {
    /// 2026-11-21 08:52:45 UTC, a whole second: HTTP dates have no smaller unit.
    package static let start: Int64 = 1_795_251_165_000

    private let state: Mutex<(now: Int64, sleeps: [Int])>

    package init(_ start: Int64 = TestClock.start) { state = Mutex((start, [])) }

    /// Milliseconds since 1970.
    package var milliseconds: Int64 { state.withLock { $0.now } }
    package var now: Instant { Instant(milliseconds: milliseconds) }

    package func advance(milliseconds: Int64) { state.withLock { $0.now += milliseconds } }

    package func advance(seconds: Int64) { advance(milliseconds: seconds * 1_000) }

    /// How long was slept on ``exchangeClock(onSleep:)``, each time, in milliseconds.
    package var sleeps: [Int] { state.withLock { $0.sleeps } }

    /// The clock of an exchange. Sleeping takes no time and moves the clock.
    package func exchangeClock(onSleep: @escaping @Sendable (Int) throws -> Void = { _ in }) -> ExchangeClock {
        ExchangeClock(
            now: { self.milliseconds }, wallNow: { self.milliseconds },
            sleep: { milliseconds in
                try onSleep(milliseconds)
                self.state.withLock {
                    $0.now += Int64(milliseconds)
                    $0.sleeps.append(milliseconds)
                }
            })
    }
}
