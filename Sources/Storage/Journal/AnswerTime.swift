import Moments
import ThoughtSpotSessions

/// When an origin answered, by its clock and by ours: lines of several runs, and lines that could not be written at once,
/// do not stand in the order of what they tell.
package struct AnswerTime: Hashable, Sendable {
    /// By the server's clock, in whole seconds.
    let server: Instant
    /// By ours, in the middle of the exchange.
    let ours: Instant

    init(server: Instant, ours: Instant) {
        self.server = server
        self.ours = ours
    }

    /// Returns nil where the answer told no time.
    init?(of event: JournalEvent) {
        guard let evidence = event.evidence, let server = evidence.serverTime else { return nil }
        self.init(
            server: server,
            ours: evidence.clockSkew.map { Instant(milliseconds: server.milliseconds &- $0) } ?? event.at)
    }

    /// Whether another answer came after this one, by both clocks: by one of them alone it is not known, for a clock may
    /// have been set.
    func isBefore(_ other: AnswerTime?) -> Bool {
        other.map { server <= $0.server && ours < $0.ours } ?? false
    }
}

extension AnswerTime? {
    /// Keeps the later of two.
    mutating func learn(_ answer: AnswerTime?) {
        if let answer, !answer.isBefore(self) { self = answer }
    }
}

extension JournalEvent {
    /// See ``AnswerTime/isBefore(_:)``; false where its own answer told no time.
    func isAnswered(before other: AnswerTime?) -> Bool { AnswerTime(of: self)?.isBefore(other) ?? false }
}
