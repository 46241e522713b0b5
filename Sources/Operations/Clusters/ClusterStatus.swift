package import Storage
package import ThoughtSpotSessions

/// How one cluster stands: reachable or not, logged in or not.
package struct ClusterStatus: Hashable, Sendable {
    /// What the check found.
    package enum State: Hashable, Sendable {
        /// It answers, and we hold a living session.
        case loggedIn(SessionReport)
        /// It answers, and wants a login.
        case reachable
        /// It answers, and says that the session we held has ended.
        case sessionEnded
        /// It does not answer as it should; the error says why.
        case failed(OperationError)
    }

    package var profile: Profile
    package var state: State
    package var checkedAt: Instant
    package var clockSkew: Int64?
    /// Milliseconds of the exchange, where there was one.
    package var duration: Int?

    package init(profile: Profile, state: State, checkedAt: Instant, clockSkew: Int64? = nil, duration: Int? = nil) {
        self.profile = profile
        self.state = state
        self.checkedAt = checkedAt
        self.clockSkew = clockSkew
        self.duration = duration
    }
}
