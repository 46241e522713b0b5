import Moments

/// Notices that our clock was set back, by one that cannot be set.
struct SetClock: Hashable, Sendable {
    /// By how much our clock was ahead of the other one, in milliseconds.
    private var lead: Int64?

    /// By how many milliseconds our clock was set back since the last time; 0 when it was not.
    ///
    /// One that was set ahead ends sooner what has its time, which does no harm; and so it must be after the machine has
    /// slept, which the other clock may not count.
    mutating func setBack(at now: Instant, uptime: Int64) -> Int64 {
        let lead = now.milliseconds &- uptime
        defer { self.lead = lead }
        let back = (self.lead ?? lead) &- lead
        // Clocks are slewed all the time.
        return back > 1_000 ? back : 0
    }
}

extension ProgramState {
    /// Takes over what the clocks show. A clock that was set back lengthens no time for which a secret is shown or within
    /// reach (promises P8, P9 and P28).
    ///
    /// - Parameters:
    ///   - now: by our clock.
    ///   - uptime: milliseconds of a clock that cannot be set.
    mutating func pass(to now: Instant, uptime: Int64) {
        self.now = now
        let back = setClock.setBack(at: now, uptime: uptime)
        guard back > 0 else { return }
        vault.clockWasSetBack(by: back)
        clearsCopiesAt = clearsCopiesAt.map { Instant(milliseconds: $0.milliseconds &- back) }
        _ = change(RevealedSecret.self) { secret, _ in
            secret.clockWasSetBack(by: back)
            return []
        }
    }
}
