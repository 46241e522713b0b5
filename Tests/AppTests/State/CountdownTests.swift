import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// When the screen is drawn by itself because time is left.
struct CountdownTests {
    private let alpha = Profile.test("alpha")

    private func moment(_ milliseconds: Int64) -> Instant { Instant(milliseconds: start.milliseconds + milliseconds) }

    /// The moments at which the screen is drawn until the time given, nothing being pressed.
    private func draws(_ bench: inout Bench, untilMilliseconds end: Int64) -> [Int64] {
        var found: [Int64] = []
        while let next = Screen.nextChange(bench.state), next <= moment(end), found.count < 1_000 {
            found.append(next.milliseconds - start.milliseconds)
            bench.state.now = next
            bench.send(.tick)
        }
        return found
    }

    private func tokens(_ ends: [Int64]) throws -> [TokenRecord] {
        try ends.enumerated().map { number, end in
            var token = try TokenRecord.test(number + 1, of: alpha)
            token.facts.expiry = .at(moment(end))
            return token
        }
    }

    @Test func `countdowns with ends at many fractions of a second are drawn once in a second`() throws {
        var bench = Bench(
            tokens: try tokens((0..<10).map { 600_000 + $0 * 97 }), profiles: [alpha])
        #expect(draws(&bench, untilMilliseconds: 5_000) == [1_000, 2_000, 3_000, 4_000, 5_000])
    }

    @Test func `above an hour they are drawn once in a minute`() throws {
        var bench = Bench(
            tokens: try tokens((0..<10).map { 36_000_000 + $0 * 7_003 }), profiles: [alpha])
        let first = 60_000 - start.milliseconds % 60_000
        #expect(draws(&bench, untilMilliseconds: 180_000 + first) == [0, 1, 2, 3].map { first + $0 * 60_000 })
    }

    @Test func `an end is told at once`() throws {
        var bench = Bench(tokens: try tokens([2_400]), profiles: [alpha])
        #expect(draws(&bench, untilMilliseconds: 2_500) == [1_000, 2_000, 2_401])
        #expect(bench.screen.contains("expired"))
    }
}
