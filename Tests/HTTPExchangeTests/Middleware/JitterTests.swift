import HTTPExchange
import Synchronization
import TestSupport
import Testing

/// Programs that met the same failure at the same time do not come back at the same time (promise P78).
struct JitterTests {
    private static let count = 5_000
    /// The distance of Kolmogorov and Smirnov that even waits exceed once in 10⁹ times; a whole millisecond is added.
    private static func allowed(upTo bound: Int) -> Double {
        3.3 / Double(count).squareRoot() + 1 / Double(bound)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `Each wait may be of any length up to its bound, and the next bound is twice as long`(_ seed: UInt64) async {
        let generator = Mutex(SeededGenerator(seed: seed))
        await expectEvenWaits { next, clock in
            RetryingTransport(
                wrapping: next, clock: clock,
                random: { generator.withLock { Double.random(in: 0..<1, using: &$0) } })
        }
    }

    @Test func `What ships draws its waits as evenly`() async {
        await expectEvenWaits { next, clock in RetryingTransport(wrapping: next, clock: clock) }
    }

    @Test func `Waits that are all the same, or of one half only, are not taken for even ones`() {
        let (same, half) = (Array(repeating: 250, count: Self.count), (0..<Self.count).map { $0 % 250 })
        for waits in [same, half] { #expect(distance(of: waits, upTo: 500) > Self.allowed(upTo: 500)) }
    }

    /// Of many reads of a cluster that is not there.
    private func expectEvenWaits(
        _ transport: (ScriptedTransport, ExchangeClock) -> RetryingTransport,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let clock = TestClock()
        let refused = ScriptedTransport.Step.failure(.connectionRefused, .notSent)
        let script = ScriptedTransport(Array(repeating: refused, count: 3 * Self.count))
        let retrying = transport(script, clock.exchangeClock())
        for _ in 0..<Self.count { _ = await failure(of: .sample(), on: retrying) }
        let sleeps = clock.sleeps
        #expect(sleeps.count == 2 * Self.count, sourceLocation: sourceLocation)
        for (wait, bound) in [500, 1_000].enumerated() {
            let waits = stride(from: wait, to: sleeps.count, by: 2).map { sleeps[$0] }
            let distance = distance(of: waits, upTo: bound)
            #expect(distance < Self.allowed(upTo: bound), sourceLocation: sourceLocation)
        }
    }

    /// How far the waits are from such as are equally likely at every length, between 0 and 1.
    private func distance(of waits: [Int], upTo bound: Int) -> Double {
        waits.sorted().enumerated().reduce(0) { largest, wait in
            let (share, expected) = (Double(wait.offset) / Double(waits.count), Double(wait.element) / Double(bound))
            return max(largest, abs(share - expected))
        }
    }
}
