import Synchronization

/// A clock that stands still until a test moves it.
final class ManualClock: Sendable {
    private let time: Mutex<Int64>

    init(_ start: Int64 = 1_790_000_000_000) { time = Mutex(start) }

    var now: Int64 { time.withLock { $0 } }

    func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }

    func advance(seconds: Int64) { time.withLock { $0 += seconds * 1_000 } }
}
