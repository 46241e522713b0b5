import Operations
import Storage
import ThoughtSpotSessions

/// One cluster of an incident: log in, end the user, log out. A login that fails costs its own cluster only, and there not
/// the tokens that are stored here, for each presents itself.
struct UserRevokeOnCluster: Sendable {
    /// Clusters at a time.
    private static let limit = 8

    let user: UserIdentifier
    let confirmed: ConfirmedEndUser
    let reason: String?
    let visit: TemporarySession
    var login: SessionEntry?
    /// Why nothing logs in; nil where that was not tried.
    var failure: OperationError?
    /// Closes the account when all else is done here.
    var deactivation: DeactivateUser?
    /// Takes the activation link as soon as it comes.
    var links: ActivationLinksKeeper?

    /// What came of it.
    struct End: Sendable {
        let profile: Profile
        var report = EndUser.Report()
        var elsewhere: IssuedElsewhere?
        var deactivation: DeactivationItem?
        var farewell: LogoutOutcome?
    }

    private var profile: Profile { visit.profile }

    /// Runs through all clusters, several at a time.
    ///
    /// - Returns: what came of each, in their order.
    static func all(_ work: [UserRevokeOnCluster], in run: CommandRun) async -> [End] {
        await work.severalAtOnce(limit) { await $0.end(in: run.workspace) }
    }

    private func end(in workspace: Workspace) async -> End {
        var end = End(profile: profile)
        guard let login else {
            end.report = await withoutSession(in: workspace, failing: failure)
            return end
        }
        do {
            let (done, farewell) = try await visit.session(with: login, org: profile.org) { session in
                await work(
                    confirmed.knowingOurselves(session), deactivation?.knowingOurselves(session), in: workspace)
            }
            end = done
            end.farewell = farewell
        } catch let error as OperationError {
            end.report = await withoutSession(in: workspace, failing: error)
        } catch {
            end.report = await withoutSession(in: workspace, failing: nil)
        }
        return end
    }

    /// First what counts most; the audit log is read before the session that can read it ends.
    private func work(
        _ confirmed: ConfirmedEndUser, _ deactivation: DeactivateUser?, in workspace: Workspace
    ) async -> End {
        var end = End(profile: profile)
        end.report = await EndUser(confirmed: confirmed.limited(to: [.logOut]), reason: reason).run(in: workspace)
        end.elsewhere = try? await FindIssuedElsewhere(profile: profile, user: user).run(in: workspace)
        let rest = confirmed.limited(to: [.revokeTokens], withTokens: false)
        if let deactivation {
            let isDone =
                end.report.sessions.allSatisfy { $0.exitCode == .done } && end.report.tokens.allSatisfy(\.isOver)
            var item =
                isDone
                ? await deactivation.run(in: workspace)
                : DeactivationItem(target: deactivation.target, verdict: .notAttempted)
            await links?.take(&item, at: workspace.now())
            end.deactivation = item
        }
        end.report.sessions += await EndUser(confirmed: rest, reason: reason).run(in: workspace).sessions
        return end
    }

    private func withoutSession(in workspace: Workspace, failing error: OperationError?) async -> EndUser.Report {
        var report = await EndUser(confirmed: confirmed.limited(to: []), reason: reason).run(in: workspace)
        report.sessions = confirmed.parts.flatMap { part in
            part.acts.sorted { $0.rawValue < $1.rawValue }.map { act in
                ForceLogoutItem(target: part.target, verdict: error.map { .failed($0) } ?? .notAttempted, act: act)
            }
        }
        return report
    }
}

extension RevocationItem {
    /// Whether the cluster does not accept the token any more, as far as is known.
    fileprivate var isOver: Bool { [.revokedVerified, .accepted, .alreadyInvalid].contains(verdict) }
}
