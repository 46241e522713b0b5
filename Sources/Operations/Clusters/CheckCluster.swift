import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// How one cluster stands: reachable or not, logged in or not.
package struct ClusterStatus: Hashable, Sendable {
    /// What the check found. In a box: a session's report is large, and hundreds of clusters are checked at a time.
    package indirect enum State: Hashable, Sendable {
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

/// Looks at one cluster, by reading only: is it there, and does the held session live?
package struct CheckCluster: Hashable, Sendable {
    /// As many clusters are looked at together on the screen, which needs the machine for more than that. Where a
    /// connection takes its five seconds to fail, 500 of them are through after thirteen rounds (promise P76).
    package static let parallel = 40

    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Never throws: an unreachable cluster is an answer too.
    package func run(in workspace: Workspace) async -> ClusterStatus {
        if await workspace.held.session(of: profile) != nil { return await readSession(in: workspace) }
        return await knock(in: workspace)
    }

    private func readSession(in workspace: Workspace) async -> ClusterStatus {
        do throws(OperationError) {
            let report = try await ReadSession(profile: profile).run(in: workspace)
            return ClusterStatus(
                profile: profile, state: .loggedIn(report), checkedAt: report.checkedAt, clockSkew: report.clockSkew,
                duration: report.duration)
        } catch {
            // Another 401 may be that of a gateway: the session stays, and how it stands is not known.
            if error.endsSession {
                return ClusterStatus(profile: profile, state: .sessionEnded, checkedAt: workspace.now())
            }
            return ClusterStatus(profile: profile, state: .failed(error), checkedAt: workspace.now())
        }
    }

    /// Without a credential: every cluster that is up answers that there is no session.
    private func knock(in workspace: Workspace) async -> ClusterStatus {
        do throws(OperationError) {
            let client = try workspace.client(for: profile)
            do throws(SessionError) {
                let reply = try await client.isActive(.none)
                await workspace.observe(reply.evidence, of: profile)
                return ClusterStatus(
                    profile: profile, state: .reachable, checkedAt: workspace.now(), clockSkew: reply.clockSkew,
                    duration: reply.duration)
            } catch {
                throw OperationError.session(error, profile: profile.name)
            }
        } catch {
            return ClusterStatus(profile: profile, state: .failed(error), checkedAt: workspace.now())
        }
    }
}

/// Looks at many clusters, as ``CheckCluster`` does at one. An unreachable one costs its own line only.
package struct CheckClusters: Hashable, Sendable {
    /// As many clusters are looked at together: more than the transport lets exchanges run at a time (``LimitedTransport``),
    /// as those that wait for their next attempt take no place there, and each costs memory.
    private static let parallel = 250

    package var profiles: [Profile]

    package init(profiles: [Profile]) {
        self.profiles = profiles
    }

    /// Asks all of them. Never throws.
    /// - Returns: one status for each profile, in their order.
    package func run(in workspace: Workspace) async -> [ClusterStatus] {
        await profiles.severalAtOnce(Self.parallel) { await CheckCluster(profile: $0).run(in: workspace) }
    }
}

/// Asks a cluster what it speaks, without a credential. Changes nothing, there or here.
package struct ProbeCluster: Hashable, Sendable {
    /// Whose address, trust, proxy and deadlines count; its generation does not.
    package var profile: Profile
    /// How long the whole question may take, in milliseconds; the profile's deadlines alone count without it.
    package var patience: Int?

    /// For a question that something else waits for: a profile can be saved without an answer.
    package static let patience = 10_000

    package init(profile: Profile, patience: Int? = nil) {
        self.profile = profile
        self.patience = patience
    }

    /// What was heard. A cluster that does not answer is an answer too.
    ///
    /// - Throws: when the profile names a proxy that is none.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProbeReport {
        var profile = profile
        if let patience { profile.deadlines.total = min(profile.deadlines.total, patience) }
        return await GenerationProbe(
            address: try workspace.address(of: profile),
            transport: OriginGuard(wrapping: workspace.transport, origin: profile.origin), now: workspace.now
        ).run()
    }
}
