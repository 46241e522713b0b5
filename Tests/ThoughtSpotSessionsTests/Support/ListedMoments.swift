import Moments
import Synchronization
import ThoughtSpotSessions

/// A clock that gives out a list of moments.
final class ListedMoments: Sendable {
    private let milliseconds: [Int64]
    private let index = Mutex(0)

    init(_ milliseconds: [Int64]) {
        self.milliseconds = milliseconds
    }

    func next() -> Instant {
        index.withLock { index in
            defer { index += 1 }
            return Instant(milliseconds: milliseconds[min(index, milliseconds.count - 1)])
        }
    }

    func reset() { index.withLock { $0 = 0 } }
}
