import Glibc

/// Time as the middleware sees it. Tests hand in a clock that moves only when they say so.
public struct ExchangeClock: Sendable {
    /// Milliseconds of a clock that never jumps; only differences mean something.
    public let now: @Sendable () -> Int64
    /// Milliseconds since 1970 UTC, as this machine believes.
    public let wallNow: @Sendable () -> Int64
    /// Waits this many milliseconds; throws when the task is cancelled meanwhile.
    public let sleep: @Sendable (Int) async throws -> Void

    /// Creates a clock from its parts, such as one of a test that moves when it is told.
    public init(
        now: @escaping @Sendable () -> Int64, wallNow: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.now = now
        self.wallNow = wallNow
        self.sleep = sleep
    }

    /// The clocks of this machine.
    public static let live = ExchangeClock(
        now: { milliseconds(of: CLOCK_MONOTONIC) },
        wallNow: { milliseconds(of: CLOCK_REALTIME) },
        sleep: { try await Task.sleep(for: .milliseconds($0)) }
    )

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
