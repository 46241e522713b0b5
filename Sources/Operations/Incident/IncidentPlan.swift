package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// "anna's token leaked: revoke it everywhere." What is known of one user on every cluster, what can be ended there, and
/// why the rest cannot. Nothing is agreed to by it.
package struct IncidentPlan: Hashable, Sendable {
    package let user: UserIdentifier
    /// Whether a token of the user is in the list, however it stands.
    package let isOfKnownTokens: Bool
    /// In the order of the profiles.
    package private(set) var clusters: [IncidentCluster]
    /// The profiles by which it failed before: another one of the same account goes before them.
    private let failed: Set<Profile.ID>

    /// - Parameters:
    ///   - standings: how this program stands to each cluster; one that is not named is logged out.
    ///   - list: the tokens of all clusters.
    ///   - failed: the profiles by which it failed before.
    ///   - now: by our clock.
    package init(
        _ user: UserIdentifier, on profiles: [Profile], standings: [Profile.ID: IncidentCluster.Standing],
        list: TokenList, isReadOnlyMode: Bool, after failed: Set<Profile.ID> = [], at now: Instant
    ) {
        self.user = user
        self.failed = failed
        // Each token is looked at once, however many clusters there are.
        var list = list
        list.records.removeAll { !user.isUser(named: $0.facts.user, id: $0.facts.userID) }
        isOfKnownTokens = !list.records.isEmpty
        clusters = profiles.map { profile in
            IncidentCluster(
                user, on: profile, standings[profile.id] ?? .loggedOut, list: list, isReadOnlyMode: isReadOnlyMode,
                at: now)
        }
    }

    package subscript(profile: Profile.ID) -> IncidentCluster? { clusters.first { $0.id == profile } }

    /// The clusters on which something can be done.
    package var possible: Set<Profile.ID> { Set(clusters.filter(\.canAct).map(\.id)) }

    /// The accounts that can be deactivated on the clusters that were chosen, each once, however many profiles its address
    /// has. One that may be our own is among them: a plan refuses it, and says who can do it.
    package func accounts(on chosen: Set<Profile.ID>) -> [ForceLogoutTarget] {
        var places: Set<Origin> = []
        return clusters.filter { cluster in
            chosen.contains(cluster.id) && cluster.part.acts.contains(.logOut)
                && cluster.lackOfDeactivation == nil && standIn(for: cluster.id, on: chosen) == nil
                && places.insert(cluster.profile.origin).inserted
        }.map(\.part.target)
    }

    /// The profile by which what concerns the user as a whole is done in the place of another one, which is of the same
    /// account on the same cluster; nil where that does it itself.
    package func standIn(for id: Profile.ID, on chosen: Set<Profile.ID>) -> Profile? {
        guard let account = self[id]?.account else { return nil }
        let same = clusters.filter { chosen.contains($0.id) && $0.account == account }
        let rank = { (cluster: IncidentCluster) in (failed.contains(cluster.id) ? 0 : 1, cluster.part.acts.count) }
        let first = same.max { rank($0) < rank($1) }
        return first.flatMap { $0.id == id ? nil : $0.profile }
    }

    /// What is to be agreed to, on the clusters that were chosen.
    ///
    /// - Parameter withStandIns: whether several profiles of one account each have what concerns the user as a whole, for
    ///   each may have to do it in the place of another.
    /// - Throws: `E_EMPTY_TARGET` where nothing can be done on any of them.
    package func plan(
        on chosen: Set<Profile.ID>, withStandIns: Bool = false
    ) throws(OperationError) -> EndUserPlan {
        let parts = clusters.filter { chosen.contains($0.id) && $0.canAct }.map { cluster in
            withStandIns || standIn(for: cluster.id, on: chosen) == nil
                ? cluster.part : cluster.part.without(cluster.part.acts)
        }
        return try EndUserPlan(parts, isByUserName: true)
    }
}

/// One user on one cluster in an incident.
package struct IncidentCluster: Hashable, Sendable, Identifiable {
    /// How this program stands to a cluster.
    package enum Standing: Hashable, Sendable {
        /// There is a session of this user, or there will be one before anything is sent; the release as the cluster told it.
        case loggedIn(user: String?, id: String?, release: String? = nil)
        case loggedOut
        /// The account of who asks is locked or inactive: the cluster does not say which, nor until when.
        case accountLocked(user: String?)
        /// `unreachable`, `timed out`: there is no session, and none can be had now.
        case notThere(SafeText)
    }

    /// Whose session acts on which cluster: two profiles of one account do the same.
    package struct Account: Hashable, Sendable {
        let origin: Origin
        let user: String
        let org: OrgReference?
    }

    package let profile: Profile
    /// Nil where there is no session, or whose it is is not known.
    package let account: Account?
    /// Everything that can be done there now; it may be nothing.
    package let part: EndUserPlan.Part
    /// As its session told it.
    private let release: Release?
    /// Why the user cannot be logged out there; nil when that can be done.
    package let obstacle: IncidentObstacle?

    package var id: Profile.ID { profile.id }
    package var canAct: Bool { !part.acts.isEmpty || !part.tokens.isEmpty }
    /// Whether something can be done, now or after a login.
    package var canBeChosen: Bool { canAct || obstacle?.isRemovedByLogin ?? false }

    init(
        _ user: UserIdentifier, on profile: Profile, _ standing: Standing, list: TokenList, isReadOnlyMode: Bool,
        at now: Instant
    ) {
        self.profile = profile
        obstacle = IncidentObstacle(on: profile, standing, isReadOnlyMode: isReadOnlyMode)
        var target = ForceLogoutTarget(profile: profile, user: user, isOurselves: false)
        target.alias = user.alias(in: list, at: profile.origin)
        var acts: Set<UserAct> = []
        var release: String?
        if case .loggedIn(_, _, let told) = standing { release = told }
        self.release = release.flatMap { Release($0) }
        var account: Account?
        if case .loggedIn(let name, let id, _) = standing, obstacle == nil {
            account = (name ?? profile.username).map {
                Account(origin: profile.origin, user: $0.lowercased(), org: profile.org)
            }
            target.isOurselves = target.isUser(named: name, id: id)
            acts = [.logOut]
            if AbilityPolicy(profile, .revokeOthersToken).reason == nil { acts.insert(.revokeTokens) }
        }
        self.account = account
        part = EndUserPlan.Part(
            target, in: list, inUse: list.inUseIDs, isReadOnlyMode: isReadOnlyMode, acts: acts, at: now)
    }

    /// Why the cluster has no operation that deactivates an account, in a clause; nil where it has one, as far as is known.
    package var lackOfDeactivation: SafeText? {
        if let reason = AbilityPolicy(profile, .deactivateUser).reason { return reason }
        guard let release, let gate = ReleaseGate.of(operation: "users/deactivate"),
            gate.isPresent(on: release) == false
        else { return nil }
        return "\(profile.name) has \(SafeText(outside: release.description, limit: 30)); \(gate.explanation)"
    }

    /// What can end a token of the user that is not stored here, in a clause; nil when nothing can.
    package var endOfUnstored: SafeText? {
        if part.acts.contains(.revokeTokens) { return "all tokens of the user are revoked" }
        return part.acts.contains(.logOut) ? "only the logout may end it" : nil
    }
}

/// Why a user cannot be logged out of a cluster.
package enum IncidentObstacle: Hashable, Sendable {
    case notLoggedIn
    /// Of who asks.
    case accountLocked(user: String?)
    case notThere(SafeText)
    /// A rule of ours, or a generation that has no operation for it.
    case rule(SafeText)

    fileprivate init?(on profile: Profile, _ standing: IncidentCluster.Standing, isReadOnlyMode: Bool) {
        let rule =
            ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnlyMode).reason
            ?? AbilityPolicy(profile, .forceLogout).reason
        if let rule {
            self = .rule(rule)
            return
        }
        switch standing {
        case .loggedIn: return nil
        case .loggedOut: self = .notLoggedIn
        case .accountLocked(let user): self = .accountLocked(user: user ?? profile.username)
        case .notThere(let words): self = .notThere(words)
        }
    }

    /// Whether a login is what it takes.
    package var isRemovedByLogin: Bool {
        switch self {
        case .notLoggedIn, .accountLocked: true
        case .notThere, .rule: false
        }
    }

    /// Whether it is the account of who asks.
    package var isLockedAccount: Bool { if case .accountLocked = self { true } else { false } }

    /// Says whose login or account it is: the incident is about another user.
    package var text: SafeText {
        switch self {
        case .notLoggedIn: "no administrator session"
        case .accountLocked(let user?): "account of \(SafeText(outside: user, limit: 80)) locked"
        case .accountLocked(nil): "administrator account locked"
        case .notThere(let words), .rule(let words): words
        }
    }
}

extension UserIdentifier {
    /// The GUID of a name, or the name of a GUID, on a cluster: as its tokens tell it, where they all tell the same.
    fileprivate func alias(in list: TokenList, at origin: Origin) -> String? {
        let own = list.records.lazy.filter {
            $0.origin == origin.description && isUser(named: $0.facts.user, id: $0.facts.userID)
        }
        let found = own.compactMap { record in
            if case .name = self { record.facts.userID } else { record.facts.user }
        }
        return Set(found.map { $0.lowercased() }).count == 1 ? found.first : nil
    }
}
