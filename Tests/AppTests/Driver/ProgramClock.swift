import Moments
import Synchronization
import ThoughtSpotSessions

/// The one clock of a program under test, its clusters and its files. It moves when a script, or a request, moves it.
final class ProgramClock: Sendable {
    private struct Sleeper {
        let until: Int64
        let alarm: AsyncStream<Void>.Continuation
    }

    /// 2026-11-21 08:52:45 UTC.
    static let start: Int64 = 1_795_251_165_000

    /// How long the program has been on, in milliseconds: moves with the hands, not with the time on the wall.
    private let hands = Mutex<Int64>(0)
    private let state = Mutex<(now: Int64, sleepers: [Sleeper])>((start, []))

    /// Milliseconds since 1970.
    var milliseconds: Int64 { state.withLock { $0.now } }
    var now: Instant { Instant(milliseconds: milliseconds) }

    var uptime: Int64 { hands.withLock { $0 } }

    /// A person needs a moment between one key and the next.
    func pause(milliseconds: Int) { hands.withLock { $0 += Int64(milliseconds) } }

    /// Moves the clock, and wakes whoever slept until a moment that is over now.
    func advance(milliseconds: Int) {
        let awake = state.withLock { state in
            state.now += Int64(milliseconds)
            let now = state.now
            defer { state.sleepers.removeAll { $0.until <= now } }
            return state.sleepers.filter { $0.until <= now }
        }
        for sleeper in awake { sleeper.alarm.finish() }
    }

    /// Returns when the clock has been moved past the moment; throws when the task is cancelled.
    func sleep(until moment: Instant) async throws {
        let (stream, alarm) = AsyncStream<Void>.makeStream()
        let isOver = state.withLock { state in
            if state.now < moment.milliseconds {
                state.sleepers.append(Sleeper(until: moment.milliseconds, alarm: alarm))
                return false
            }
            return true
        }
        if isOver { alarm.finish() }
        for await _ in stream {}
        try Task.checkCancellation()
    }
}
