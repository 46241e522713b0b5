package import DisplayText
package import Moments
package import Operations
import ThoughtSpotSessions

/// What is known of one cluster. Everything is per profile: a dead cluster costs its own row and no other.
package struct ClusterRow: Hashable, Sendable {
    /// The last check that came to an end.
    package var status: ClusterStatus?
    /// The session we hold there, as last seen; absent when we hold none.
    package var session: SessionReport?
    /// Why the last login, check or reading did not succeed, until one does.
    package var error: Message?
    /// What became of the last logout.
    package var logout: SafeText?

    package init(status: ClusterStatus? = nil, session: SessionReport? = nil, error: Message? = nil) {
        self.status = status
        self.session = session
        self.error = error
    }

    /// When the newest of these facts was learnt.
    package var checkedAt: Instant? { [status?.checkedAt, session?.checkedAt].compactMap(\.self).max() }

    /// The server's clock less ours, milliseconds.
    package var clockSkew: Int64? { session?.clockSkew ?? status?.clockSkew }
}

extension AppState {
    /// Whether a check of this cluster is under way.
    package func isChecking(_ profile: String) -> Bool { inFlight[.check(profile)] != nil }

    /// Whether a login, logout or reading of the session is under way there.
    package func isSessionBusy(_ profile: String) -> Bool { inFlight[.session(profile)] != nil }

    /// Whether we hold a session there.
    package func isLoggedIn(_ profile: String) -> Bool { clusters[profile]?.session != nil }

    /// How old the facts about a cluster are, milliseconds; absent when there are none.
    package func age(of profile: String) -> Int64? {
        clusters[profile]?.checkedAt.map { max(0, now.milliseconds(since: $0)) }
    }
}
