import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Asks a cluster whose the held session is. Changes nothing.
package struct ReadSession: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Reads the session; a session that the server no longer knows is forgotten here too.
    package func run(in workspace: Workspace) async throws(OperationError) -> SessionReport {
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        do throws(SessionError) {
            let reply = try await client.sessionInfo(session.authentication)
            await workspace.ledger.observe(reply.evidence, of: profile.origin.description)
            return await SessionReport(session, of: profile, reply, at: workspace.now()).knowingRelease(
                from: client, session)
        } catch {
            if error.code == .sessionEnded { await workspace.held.setSession(nil, of: profile) }
            throw .session(error, profile: profile.name)
        }
    }
}

extension SessionReport {
    /// The report with the release of the cluster. v2.0 tells it to administrators only, in a call of its own; whoever
    /// may not ask goes without (<doc:FindingTheGeneration>).
    func knowingRelease(from client: SessionClient, _ session: ActiveSession) async -> SessionReport {
        guard info.releaseVersion == nil, profile.generation == .v2,
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
        self.init(
            profile: profile, info: reply.value, credential: session.credential, openedAt: session.openedAt,
            expiry: isTold ? reply.value.sessionExpiry : session.expiry,
            // A login with cookies tells no end: it is estimated from the time of the login here.
            endsByOurClock: isCookieSession && !isTold, isCookieSession: isCookieSession, checkedAt: now,
            clockSkew: reply.clockSkew, duration: reply.duration)
    }
}
