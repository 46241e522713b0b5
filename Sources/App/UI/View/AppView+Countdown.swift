import DisplayText
package import Moments
import Operations
import Storage
import ThoughtSpotSessions

extension AppView {
    /// The next moment at which the picture changes by itself, as a countdown's next step; `nil` when nothing on the
    /// screen counts, and then nothing wakes the program.
    package func nextChange(_ state: AppState) -> Instant? {
        guard !state.size.isTooSmall else { return nil }
        var ends = state.clusters.values.compactMap { row in
            row.session?.remaining(at: state.now).map { Instant(milliseconds: state.now.milliseconds &+ $0) }
        }
        if state.screen == .panes { ends += tokensInSight(state).compactMap { end(of: $0, state) } }
        if let revealed = state.revealed { ends.append(revealed.until) }
        let steps = ends.compactMap { Self.step(to: $0, now: state.now) }
        return steps.min().map { Instant(milliseconds: state.now.milliseconds + $0) }
    }

    /// The server's clock decides when a token ends.
    private func end(of record: TokenRecord, _ state: AppState) -> Instant? {
        guard record.state == .active,
            let left = TokenStanding.remaining(of: record, at: state.now, clocks: state.clocks)
        else { return nil }
        return Instant(milliseconds: state.now.milliseconds + left)
    }

    /// Milliseconds until the text of a countdown changes: by the second below an hour, by the minute below two days.
    /// An end that has passed moves by its own size: nobody watches it.
    private static func step(to end: Instant, now: Instant) -> Int64? {
        let left = end.milliseconds(since: now)
        if left > 172_800_000 { return nil }
        if left > 3_600_000 { return left % 60_000 + 1 }
        if left > 0 { return left % 1_000 + 1 }
        let passed = -left
        if passed < 60_000 { return 1_000 - passed % 1_000 }
        return passed < 3_600_000 ? 60_000 - passed % 60_000 : nil
    }
}
