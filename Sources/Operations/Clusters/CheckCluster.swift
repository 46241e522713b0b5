import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Looks at one cluster, by reading only: is it there, and does the held session live?
package struct CheckCluster: Hashable, Sendable {
    /// As many clusters are looked at together. Where a connection takes its five seconds to fail, 500 of them are
    /// through after thirteen rounds (promise P76).
    package static let parallel = 40

    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Never throws: a dead cluster is an answer too.
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
            if case .session(let cause, _) = error, cause.code == .sessionEnded {
                return ClusterStatus(profile: profile, state: .sessionEnded, checkedAt: workspace.now())
            }
            return ClusterStatus(profile: profile, state: .failed(error), checkedAt: workspace.now())
        }
    }

    /// Without a credential: "who am I" is answered with "nobody" by every living cluster.
    private func knock(in workspace: Workspace) async -> ClusterStatus {
        do throws(OperationError) {
            let client = try workspace.client(for: profile)
            do throws(SessionError) {
                let reply = try await client.isActive(.none)
                await workspace.ledger.observe(reply.evidence, of: profile.origin.description)
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
