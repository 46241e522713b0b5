import HTTPExchange
package import Moments
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
    /// The credential here is gone.
    package init(profile: Profile, onServer: OnServer) {
        self.profile = profile
        self.onServer = onServer
    }
}

/// Asks a cluster whose the held session is. Changes nothing.
package struct ReadSession: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Reads the session. One that the server no longer knows is removed here too; where another run has kept a newer one
    /// meanwhile, that is read.
    package func run(in workspace: Workspace) async throws(OperationError) -> SessionReport {
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        do throws(SessionError) {
            return try await read(session, with: client, in: workspace)
        } catch {
            guard let newer = await workspace.drop(session, of: profile, after: error) else {
                throw .session(error.asked(by: session.username), profile: profile.name)
            }
            do throws(SessionError) {
                return try await read(newer, with: client, in: workspace)
            } catch {
                await workspace.drop(newer, of: profile, after: error)
                throw .session(error.asked(by: newer.username), profile: profile.name)
            }
        }
    }

    private func read(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(SessionError) -> SessionReport {
        let reply = try await client.sessionInfo(session.authentication)
        await workspace.observe(reply.evidence, of: profile)
        await workspace.held.correct(reply.value.sessionExpiry, skew: reply.clockSkew, of: session, on: profile)
        return await SessionReport(session, of: profile, reply, at: workspace.now()).knowingRelease(
            from: client, session)
    }
}

extension SessionReport {
    /// The report with the release of the cluster. v2.0 tells it to administrators only, in a call of its own; a user
    /// who may not ask goes without (<doc:FindingTheGeneration>).
    func knowingRelease(from client: SessionClient, _ session: ActiveSession) async -> SessionReport {
        guard info.releaseVersion == nil, profile.generation.traits.tellsReleaseToAdministratorsOnly,
            let system = try? await client.systemInformation(session.authentication).value
        else { return self }
        var report = self
        report.info.releaseVersion = system.releaseVersion
        report.info.clusterID = info.clusterID ?? system.id
        report.info.clusterName = info.clusterName ?? system.name
        report.info.timeZone = info.timeZone ?? system.timeZone
        return report
    }

    /// What the server said of a session that we hold.
    init(_ session: ActiveSession, of profile: Profile, _ reply: Reply<SessionInfo>, at now: Instant) {
        let isCookieSession = if case .cookies = session.authentication { true } else { false }
        // Only v1 tells when a session ends; what the login estimated stands otherwise.
        let isTold = reply.value.sessionExpiry != .unknown
        var kept = session.expiry(at: now)
        // The cluster has just called the session valid: an estimate that is over was wrong.
        if case .estimated(let end) = kept, end <= now { kept = .unknown }
        self.init(
            profile: profile, info: reply.value, credential: session.credential, openedAt: session.openedAt,
            expiry: isTold ? reply.value.sessionExpiry : kept,
            // A login with cookies tells no end: it is estimated from the time of the login here.
            endsByOurClock: isCookieSession && !isTold, isCookieSession: isCookieSession, checkedAt: now,
            clockSkew: reply.clockSkew, duration: reply.duration)
    }
}

extension ActiveSession {
    /// When it ends, as far as the local clock can tell now. An end that was estimated from a login which this clock places in
    /// the future is none: the clock was wrong then, or is now.
    package func expiry(at now: Instant) -> Expiry {
        guard case .estimated = expiry, openedAt > now, ServerClocks.isNotable(openedAt.milliseconds(since: now)) else {
            return expiry
        }
        return .unknown
    }
}
