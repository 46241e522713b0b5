package import HTTPExchange
import Moments
import Storage
package import ThoughtSpotSessions

/// Validates the tokens of a user, logs the user out, revokes the tokens, validates each again, reads the audit log for
/// others, and deactivates the account where that was agreed to; on each cluster in this order, on all clusters at a time.
///
/// The logout comes before the revocations, for a session could issue new tokens meanwhile. It may end the tokens as
/// well: the validation before it is what proves then that this run ended them. What revokes all tokens of the user comes
/// last, for it may end the session that asks. Where the user is the one who asks, it comes before the logout, which
/// certainly ends that session; where it has ended it, one login with what the profile's secret source has opens
/// another for the logout. Nothing is sent twice.
package struct EndUser: Hashable, Sendable {
    package var confirmed: ConfirmedEndUser
    /// One line for the journal.
    package var reason: String?
    /// The accounts that are closed, each after the logout and the revocations on its cluster, and before what revokes
    /// all tokens.
    package var deactivations: [DeactivateUser] = []
    /// Where the activation links go that come back.
    package var linksPlace = ActivationLinks.Place.vault
    /// For whose other tokens the audit log is read, after the revocations; nil where that is not to be done.
    package var soughtElsewhere: UserIdentifier?
    /// Where others have left something undone: no account is closed there.
    package var unfinished: Set<Origin> = []
    /// Whether the caller has written down what is to be done.
    package var isPlanWritten = false
    /// How many at a time.
    var limits = BulkQueue.Limits(total: 32)

    package init(confirmed: ConfirmedEndUser, reason: String? = nil) {
        self.confirmed = confirmed
        self.reason = reason
    }

    /// What falls on the way.
    package enum Item: Hashable, Sendable {
        case sessions(ForceLogoutItem)
        case token(RevocationItem)
        /// Without its link.
        case deactivation(DeactivationItem)
        /// Only where it was sought.
        case elsewhere(IssuedElsewhere)
        /// No verdict: a request is about to leave. Only for who asks for it.
        case begun(Begun)
    }

    /// What is in work.
    package enum Begun: Hashable, Sendable {
        case validation(RevocationTarget)
        case act(UserAct, ForceLogoutTarget)
        case revocation(RevocationTarget)
        case deactivation(ForceLogoutTarget)
    }

    /// How many verdicts there will be.
    package var itemCount: Int {
        confirmed.parts.reduce(deactivations.count) { $0 + $1.acts.count + $1.tokens.count }
    }

    /// The verdicts, in the order of the plan.
    package struct Report: Hashable, Sendable {
        package var sessions: [ForceLogoutItem]
        package var tokens: [RevocationItem]
        package var deactivations: [DeactivationItem]
        /// What the audit log knows, where it was read and has any.
        package var elsewhere: [IssuedElsewhere] = []
        /// What became of the activation links; nil where none came back.
        package var links: ActivationLinks?

        package init(
            sessions: [ForceLogoutItem] = [], tokens: [RevocationItem] = [], deactivations: [DeactivationItem] = []
        ) {
            self.sessions = sessions
            self.tokens = tokens
            self.deactivations = deactivations
        }
    }

    /// One step on one cluster.
    private enum Step: Sendable {
        case validation(RevocationTarget)
        case act(UserAct, ForceLogoutTarget)
        case revocation(RevocationTarget)
        case search(FindIssuedElsewhere)
        case deactivation(DeactivateUser)

        var profile: Profile {
            switch self {
            case .validation(let target), .revocation(let target): target.profile
            case .act(_, let target): target.profile
            case .search(let verb): verb.profile
            case .deactivation(let verb): verb.target.profile
            }
        }

        /// Nil for a reading that no row is about.
        var begun: Begun? {
            switch self {
            case .validation(let target): .validation(target)
            case .act(let act, let target): .act(act, target)
            case .revocation(let target): .revocation(target)
            case .search: nil
            case .deactivation(let verb): .deactivation(verb.target)
            }
        }

        /// Whether it ends what the revocations before it may not have ended.
        var endsAllTokens: Bool { if case .act(.revokeTokens, _) = self { true } else { false } }

        /// The order on one cluster.
        ///
        /// - Parameter isOurselves: whether the user is the one who asks.
        func stage(_ isOurselves: Bool) -> Int {
            switch self {
            case .validation: 0
            case .search: isOurselves ? 1 : 6
            case .act(.revokeTokens, _): isOurselves ? 2 : 8
            case .act(.logOut, _): 3
            case .revocation(let target): target.isInUse ? 5 : 4
            case .deactivation: 7
            }
        }

        /// What is told of it when it was not begun; nil for what changes nothing.
        var left: Item? {
            switch self {
            case .validation, .search: nil
            case .act(let act, let target):
                .sessions(ForceLogoutItem(target: target, verdict: .notAttempted, act: act))
            case .revocation(let target): .token(RevocationItem(target))
            case .deactivation(let verb):
                .deactivation(DeactivationItem(target: verb.target, verdict: .notAttempted))
            }
        }
    }

    /// Runs to the end. Sessions that cannot be ended do not keep the tokens from being revoked, unless the cluster
    /// cannot be reached at all; a cancelled task leaves the rest `notAttempted`, and so does a journal that cannot be
    /// written.
    ///
    /// - Parameters:
    ///   - keeper: takes each activation link when it comes.
    ///   - progress: told of each verdict as it falls.
    ///   - beginning: told of each step before its request leaves.
    package func run(
        in workspace: Workspace, keeping keeper: ActivationLinksKeeper? = nil,
        progress: @Sendable (Item) async -> Void = { _ in },
        beginning: @escaping @Sendable (Begun) async -> Void = { _ in }
    ) async -> Report {
        // Without it the logouts stop at the journal as well.
        let plan =
            isPlanWritten
            ? nil : try? await WrittenPlan(of: [confirmed], deactivations: deactivations, in: workspace)
        defer { plan?.end(in: workspace) }
        let steps = confirmed.parts.flatMap(steps) + deactivations.map { .deactivation($0) }
        let accepted = AcceptedTokens(unfinished: unfinished)
        let own = Set(confirmed.parts.lazy.filter(\.target.isOurselves).map(\.target.profile.id))
        let run = BulkRun(
            items: steps,
            entries: steps.map {
                BulkQueue.Entry(
                    cluster: $0.profile.origin.description, stage: $0.stage(own.contains($0.profile.id)),
                    makesUpForFailures: $0.endsAllTokens)
            },
            limits: limits,
            perform: { step in
                if let begun = step.begun { await beginning(begun) }
                return await item(of: step, accepted, keeper, in: workspace)
            },
            judge: { $0?.judgement ?? .done }, leave: \.left)
        let items = await run.run { item in
            if let item { await progress(item.withoutLink) }
        }
        var report = Report()
        for item in items.compactMap(\.self) {
            switch item {
            case .sessions(let item): report.sessions.append(item)
            case .token(let item): report.tokens.append(item)
            case .deactivation(let item): report.deactivations.append(item)
            case .elsewhere(let found): report.elsewhere.append(found)
            case .begun: break
            }
        }
        return report
    }

    private func steps(of part: EndUserPlan.Part) -> [Step] {
        let search = soughtElsewhere.map { FindIssuedElsewhere(profile: part.target.profile, user: $0) }
        let isLoggedOut = part.acts.contains(.logOut)
        return (isLoggedOut ? part.tokens.map { Step.validation($0) } : [])
            + (isLoggedOut ? [.act(.logOut, part.target)] : []) + part.tokens.map { .revocation($0) }
            + [search].compactMap { $0.map { .search($0) } }
            + (part.acts.contains(.revokeTokens) ? [.act(.revokeTokens, part.target)] : [])
    }

    private func has(_ act: UserAct, _ target: ForceLogoutTarget) -> Bool {
        confirmed.parts.contains { $0.target == target && $0.acts.contains(act) }
    }

    private func item(
        of step: Step, _ accepted: AcceptedTokens, _ keeper: ActivationLinksKeeper?, in workspace: Workspace
    ) async -> Item? {
        switch step {
        case .validation(let target):
            await accepted.validate(target, in: workspace)
            return nil
        case .act(let act, let target):
            let began = workspace.now()
            var change = UserChange(act: act, target: target, reason: reason)
            change.isLastOfSession = act == .logOut || !has(.logOut, target)
            change.followsRevocation = act == .logOut && has(.revokeTokens, target)
            var item = await change.run(in: workspace)
            item.took = workspace.now().milliseconds(since: began)
            if item.verdict == .accepted {
                await accepted.noteEnd(on: target.profile)
            } else if act == .logOut {
                await accepted.noteRest(of: target.profile)
            }
            return .sessions(item)
        case .revocation(let target):
            let item = await TokenRevocation(
                target: target, workspace: workspace,
                isAcceptedBeforeEnd: await accepted.isBeforeEnd(target), reason: reason
            ).run()
            if !item.verdict.isEnded { await accepted.noteRest(of: target.profile) }
            return .token(item)
        case .search(let verb):
            // Who may not read the audit log ends the user all the same.
            do throws(OperationError) { return .elsewhere(try await verb.run(in: workspace)) } catch {
                return .elsewhere(IssuedElsewhere(profile: verb.profile, failure: error))
            }
        case .deactivation(var verb):
            // What is left has to be tried again first, in the session of the same account's administrator.
            guard await !accepted.hasRest(verb.target.profile) else { return step.left }
            verb.reason = reason
            var item = await verb.run(in: workspace)
            if let keeper { await keeper.take(&item, at: workspace.now()) }
            return .deactivation(item)
        }
    }
}

extension EndUser.Item {
    /// For everything that is shown.
    fileprivate var withoutLink: EndUser.Item {
        guard case .deactivation(var item) = self else { return self }
        item.link = nil
        return .deactivation(item)
    }

    /// What it says of the steps to come (promise P66).
    fileprivate var judgement: BulkQueue.Judgement {
        switch self {
        case .sessions(let item):
            switch item.verdict {
            case .accepted, .notAttempted: .done
            case .unknown: .failed
            // Without a session tokens can be revoked nevertheless: each presents itself.
            case .failed(let error):
                error.stopsEverything ? .endsAll : error.isAboutConnection ? .endsCluster : .failed
            }
        case .deactivation(let item):
            switch item.verdict {
            case .accepted, .notAttempted: .done
            case .failed, .unknown: .failed
            }
        case .elsewhere, .begun: .done
        case .token(let item):
            if case .failed(let error) = item.verdict, error.isAboutConnection {
                .endsCluster
            } else {
                item.verdict.judgement
            }
        }
    }
}

extension OperationError {
    /// Whether the cluster cannot be reached, or not be trusted: whatever is sent there next would meet the same.
    fileprivate var isAboutConnection: Bool {
        if case .session(let error, _) = self { [.network, .tls].contains(ExitCode(error)) } else { false }
    }
}
