package import Storage
package import ThoughtSpotSessions

/// What is known of the session on a profile, as both front ends show it.
package struct SessionReport: Hashable, Sendable {
    package var profile: Profile
    package var info: SessionInfo
    /// How the session was opened, and when it ends.
    package var credential: CredentialKind
    package var openedAt: Instant
    package var expiry: Expiry
    /// Whether the end was counted from our own clock at the login; else it is told by the server's.
    package var endsByOurClock: Bool
    /// Whether cookies or a bearer token carry it.
    package var isCookieSession: Bool
    /// When the server said so.
    package var checkedAt: Instant
    /// The server's clock less ours, milliseconds.
    package var clockSkew: Int64?
    /// Milliseconds of the exchange.
    package var duration: Int

    package init(
        profile: Profile, info: SessionInfo, credential: CredentialKind, openedAt: Instant, expiry: Expiry,
        endsByOurClock: Bool = false, isCookieSession: Bool, checkedAt: Instant, clockSkew: Int64?, duration: Int
    ) {
        self.profile = profile
        self.info = info
        self.credential = credential
        self.openedAt = openedAt
        self.expiry = expiry
        self.endsByOurClock = endsByOurClock
        self.isCookieSession = isCookieSession
        self.checkedAt = checkedAt
        self.clockSkew = clockSkew
        self.duration = duration
    }
}

extension SessionReport {
    /// The time by the clock that tells the end of the session.
    package func time(at now: Instant) -> Instant {
        endsByOurClock ? now : Instant(milliseconds: now.milliseconds &+ (clockSkew ?? 0))
    }

    /// Milliseconds until the session ends, below zero when it has; nil when no end is told.
    package func remaining(at now: Instant) -> Int64? {
        expiry.instant.map { $0.milliseconds(since: time(at: now)) }
    }
}

/// What became of a logout: on the server and here, told apart (promise P61).
package struct LogoutReport: Hashable, Sendable {
    package enum OnServer: Hashable, Sendable {
        case ended
        /// The server did not know the session any more.
        case hadEnded
        /// The server could not be asked or did not answer; the session may live on.
        case unknown(SessionError)
    }

    package var profile: Profile
    package var onServer: OnServer
    /// The credential in memory is gone in every case.
    package init(profile: Profile, onServer: OnServer) {
        self.profile = profile
        self.onServer = onServer
    }
}
