import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// One user of one cluster whose sessions are to end, with what a person must see before agreeing.
package struct ForceLogoutTarget: Hashable, Sendable {
    package var profile: Profile
    package var user: UserIdentifier
    /// The GUID beside a name, where it is known: for people.
    package var userID: String?
    /// The name beside a GUID, or the GUID beside a name, where a token of this cluster has both; for the journal alone. What
    /// is to be ended goes by what was typed.
    var alias: String?
    /// The user in whose name the request is sent: our own session ends with the others.
    package var isOurselves: Bool

    package init(profile: Profile, user: UserIdentifier, userID: String? = nil, isOurselves: Bool) {
        self.profile = profile
        self.user = user
        self.userID = userID
        self.isOurselves = isOurselves
    }

    /// What the journal calls the user: as typed, and by the GUID beside a name, for tokens that are known by that alone.
    var subjects: [String] { [user.text] + ((userID ?? alias).map { $0 == user.text ? [] : [$0] } ?? []) }

    /// Whether the target is the user of this name or GUID.
    package func isUser(named name: String?, id: String?) -> Bool { user.isUser(named: name, id: id) }

    /// The same user, now that the server of a session has said who we are.
    func knowingOurselves(_ report: SessionReport) -> ForceLogoutTarget {
        // A GUID of which the server does not say whose it is stays what it was taken for.
        if case .id = user, report.info.userID == nil { return self }
        guard profile.id == report.profile.id else { return self }
        var copy = self
        copy.isOurselves = isUser(named: report.info.userName, id: report.info.userID)
        return copy
    }
}

extension UserIdentifier {
    /// Whether it means the user of this name or GUID.
    func isUser(named name: String?, id: String?) -> Bool {
        switch self {
        case .name(let own): own.lowercased() == name?.lowercased()
        case .id(let own): own.lowercased() == id?.lowercased()
        }
    }
}

/// Ending all sessions of users: asked for, and not yet agreed to. Never empty, for an empty list would mean all users
/// (promise P64).
package struct ForceLogoutPlan: Hashable, Sendable {
    /// In the order of the requests: ourselves last, so that the session that asks lives until then (fault D-2-7).
    package let targets: [ForceLogoutTarget]

    /// Throws `E_EMPTY_TARGET` without a target. A user named twice on a cluster counts once.
    package init(_ targets: [ForceLogoutTarget]) throws(OperationError) {
        guard !targets.isEmpty else { throw .refused(.nothingSelected(what: "user")) }
        var seen: Set<[String]> = []
        let once = targets.filter { seen.insert([$0.profile.id, $0.user.text.lowercased()]).inserted }
        self.targets = once.filter { !$0.isOurselves } + once.filter(\.isOurselves)
    }

    /// What must be answered.
    package var consent: Consent {
        let isOurselves = targets.count == 1 && targets.allSatisfy(\.isOurselves)
        return ProtectionPolicy(targets.map(\.profile)).consent(
            toEnding: "Logging out \(targets.count == 1 ? "a user" : "\(targets.count) users")",
            otherwise: isOurselves ? .key : .count(targets.count))
    }

    /// The one way to a force-logout that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedForceLogout {
        try consent.judge(answer)
        return ConfirmedForceLogout(targets: targets)
    }
}

/// A force-logout that a person has agreed to. Only a plan makes one. It is good for one run: users may have logged in
/// again since, and that is asked anew (promise P66).
package struct ConfirmedForceLogout: Hashable, Sendable {
    package let targets: [ForceLogoutTarget]

    fileprivate init(targets: [ForceLogoutTarget]) {
        self.targets = targets
    }

    /// The same users, ourselves last, now that the server has said who we are.
    package func knowingOurselves(_ report: SessionReport) -> ConfirmedForceLogout {
        let known = targets.map { $0.knowingOurselves(report) }
        return ConfirmedForceLogout(targets: known.filter { !$0.isOurselves } + known.filter(\.isOurselves))
    }
}

/// Ends all sessions of users on their clusters, one request for each user, so that each has its own lines in the
/// journal and its own verdict. No request is ever repeated.
package struct ForceLogout: Hashable, Sendable {
    package var confirmed: ConfirmedForceLogout
    /// How many at a time.
    var limits = BulkQueue.Limits()

    package init(confirmed: ConfirmedForceLogout) {
        self.confirmed = confirmed
    }

    /// Runs through all users; tells each verdict as it falls. Several are named in the journal before the first request.
    ///
    /// A cancelled task and a journal that cannot be written leave the rest `notAttempted`; so does, for the rest of one
    /// cluster, whatever would meet every user there: no right to it, no session, a connection that cannot be trusted
    /// (promise P66).
    package func run(
        in workspace: Workspace, progress: @Sendable (ForceLogoutItem) async -> Void = { _ in }
    ) async -> [ForceLogoutItem] {
        let run = BulkRun(
            items: confirmed.targets,
            entries: confirmed.targets.map {
                BulkQueue.Entry(cluster: $0.profile.origin.description, isLast: $0.isOurselves)
            },
            limits: limits,
            perform: { target in
                await UserChange(act: .logOut, target: target).run(in: workspace)
            },
            judge: \.verdict.judgement, leave: { ForceLogoutItem(target: $0, verdict: .notAttempted) })
        var plan: WrittenPlan?
        if confirmed.targets.count > 1 {
            do throws(OperationError) {
                plan = try await WrittenPlan(loggingOut: confirmed.targets, in: workspace)
            } catch {
                return await run.leaveAll({ $0.verdict = .failed(error) }, progress: progress)
            }
        }
        defer { plan?.end(in: workspace) }
        return await run.run(progress: progress)
    }
}

extension ForceLogoutItem.Verdict {
    /// What it says of the users to come (promise P66).
    fileprivate var judgement: BulkQueue.Judgement {
        switch self {
        case .accepted, .notAttempted: .done
        case .unknown: .failed
        case .failed(let error): error.stopsEverything ? .endsAll : error.closesCluster ? .endsCluster : .failed
        }
    }
}

extension OperationError {
    /// Whether no other cluster is to be tried either: the run was cancelled, or the journal cannot be written.
    var stopsEverything: Bool {
        switch self {
        // What is not in the vault goes on.
        case .storage(let error): error.code != .vaultLocked
        case .session(let error, _): error.code == .cancelled
        case .refused: false
        }
    }

    /// Whether another try about the same user would meet the same: the cluster has no such user, or no such operation.
    package var comesAgain: Bool {
        if case .session(let error, _) = self { [.badRequest, .notOnThisRelease].contains(error.code) } else { false }
    }

    /// Whether every other user of the cluster would meet the same.
    fileprivate var closesCluster: Bool {
        switch self {
        case .session(let error, _):
            ExitCode(error) == .tls || [.sessionEnded, .forbidden, .notOnThisRelease, .noSession].contains(error.code)
        case .refused(.readOnly), .refused(.notLoggedIn), .refused(.notInGeneration): true
        case .storage(let error): error.code == .vaultLocked
        case .refused: false
        }
    }
}
