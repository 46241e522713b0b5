package import Moments

extension Sequence where Element == JournalEvent {
    /// Of these logins the one that opened a session at a moment: the line that is next to it, within a minute, for what is
    /// asked of the cluster between the session and its line takes its time.
    package func login(openedAt opened: Instant) -> JournalEvent? {
        let distance = { (login: JournalEvent) in abs(login.at.milliseconds(since: opened)) }
        return filter { distance($0) <= 60_000 }.min { (distance($0), $0.id) < (distance($1), $1.id) }
    }
}
