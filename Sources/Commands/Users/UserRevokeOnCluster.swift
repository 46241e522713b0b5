import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// One cluster of an incident: log in, end the user, log out. A login that fails costs its own cluster only, and there not
/// the tokens that are stored here, for each presents itself.
struct UserRevokeOnCluster: Sendable {
    /// Clusters at a time.
    private static let limit = 8

    let user: UserIdentifier
    var confirmed: ConfirmedEndUser
    let reason: String?
    let visit: TemporarySession
    var login: SessionEntry?
    /// Why nothing logs in; nil where that was not tried.
    var failure: OperationError?
    /// Whose session it is: what another profile of the same account has done is done.
    var account: IncidentCluster.Account?
    /// Closes the account when all else is done here.
    var deactivation: DeactivateUser?
    /// Takes the activation link as soon as it comes.
    var links: ActivationLinksKeeper?

    /// What came of it.
    struct End: Sendable {
        let profile: Profile
        var report = EndUser.Report()
        var farewell: LogoutOutcome?
        /// The profile that has done here what was to be done by this one.
        var standIn: Profile?

        /// What was done to the user as a whole, or may have been, or would fail again: it is not tried by another profile.
        fileprivate var doneActs: Set<UserAct> {
            Set(
                report.sessions.compactMap { item in
                    switch item.verdict {
                    case .accepted, .unknown: item.act
                    case .failed(let error): error.comesAgain ? item.act : nil
                    case .notAttempted: nil
                    }
                })
        }

        /// Whether the user is logged out, and no token is left that may work.
        fileprivate var isDone: Bool {
            report.sessions.allSatisfy { $0.exitCode == .done } && report.tokens.allSatisfy(\.verdict.isEnded)
        }
    }

    private var profile: Profile { visit.profile }

    /// Runs through all clusters, several at a time; through several profiles of one address one after the other, for
    /// what is done by one of them counts for all, and the account goes last.
    ///
    /// - Returns: what came of each, in their order.
    /// - Throws: when what is to be done cannot be written down. Then nothing has been sent.
    static func all(
        _ work: [UserRevokeOnCluster], in run: CommandRun
    ) async throws(OperationError) -> [End] {
        let plan = try await WrittenPlan(
            of: work.map(\.confirmed), deactivations: work.compactMap(\.deactivation), in: run.workspace)
        defer { plan.end(in: run.workspace) }
        let places = work.indices.reduce(into: [Origin: [Int]]()) {
            $0[work[$1].profile.origin, default: []].append($1)
        }
        let ends = await Array(places.values).severalAtOnce(limit) { indices in
            var ends: [(Int, End)] = []
            for index in inOrder(indices, work) {
                let isDone = ends.allSatisfy { $0.1.isDone }
                let same = ends.filter { work[$0.0].account == work[index].account }.map(\.1)
                ends.append((index, await work[index].end(after: same, isRestDone: isDone, in: run.workspace)))
            }
            return ends
        }
        return ends.flatMap(\.self).sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The order of the profiles of one address. The account goes last; of the same account, that profile goes first which
    /// closes the account or has more to do, for the others then have nothing left.
    private static func inOrder(_ indices: [Int], _ work: [UserRevokeOnCluster]) -> [Int] {
        let closing = indices.first { work[$0].deactivation != nil }
        let rank = { (index: Int) -> Int in
            if index == closing { return 1 }
            return closing.map { work[$0].account == work[index].account && work[index].account != nil } ?? false
                ? 2 : 0
        }
        let acts = { (index: Int) in work[index].confirmed.parts.map(\.acts.count).max() ?? 0 }
        return indices.sorted { (rank($0), acts($1), $0) < (rank($1), acts($0), $1) }
    }

    /// - Parameters:
    ///   - same: what became of the profiles of the same account before.
    ///   - isRestDone: whether nothing is left to do at the same address that was begun before.
    private func end(after same: [End], isRestDone: Bool, in workspace: Workspace) async -> End {
        var end = End(profile: profile)
        var own = self
        if account != nil, let other = same.first(where: { !$0.doneActs.isEmpty }) {
            own.confirmed = confirmed.without(same.reduce(into: []) { $0.formUnion($1.doneActs) })
            if own.confirmed.parts.allSatisfy(\.acts.isEmpty), deactivation == nil {
                end.standIn = other.profile
                end.report = await own.withoutSession(in: workspace, failing: nil)
                return end
            }
        }
        return await own.end(end, isRestDone: isRestDone, in: workspace)
    }

    private func end(_ begun: End, isRestDone: Bool, in workspace: Workspace) async -> End {
        var end = begun
        guard let login else {
            end.report = await withoutSession(in: workspace, failing: failure)
            return end
        }
        do {
            (end.report, end.farewell) = try await visit.session(with: login, org: profile.org) { session in
                var verb = endUser(confirmed.knowingOurselves(session))
                verb.deactivations = [deactivation?.knowingOurselves(session)].compactMap(\.self)
                // The session that can read the audit log ends with the visit.
                verb.soughtElsewhere = user
                verb.unfinished = isRestDone ? [] : [profile.origin]
                return await verb.run(in: workspace, keeping: links)
            }
        } catch let error as OperationError {
            end.report = await withoutSession(in: workspace, failing: error)
        } catch {
            end.report = await withoutSession(in: workspace, failing: nil)
        }
        return end
    }

    /// It is in the plan of all clusters.
    private func endUser(_ confirmed: ConfirmedEndUser) -> EndUser {
        var verb = EndUser(confirmed: confirmed, reason: reason)
        verb.isPlanWritten = true
        return verb
    }

    private func withoutSession(in workspace: Workspace, failing error: OperationError?) async -> EndUser.Report {
        var report = await endUser(confirmed.withoutActs(keepingTokens: true)).run(in: workspace)
        report.sessions = confirmed.parts.flatMap { part in
            part.acts.sorted { $0.rawValue < $1.rawValue }.map { act in
                ForceLogoutItem(target: part.target, verdict: error.map { .failed($0) } ?? .notAttempted, act: act)
            }
        }
        return report
    }
}
