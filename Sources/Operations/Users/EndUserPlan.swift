import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// "Log out anna and revoke 2 tokens": all sessions of one user on one or more clusters, and those tokens of the user in
/// the list that this run can revoke. Asked for, and not yet agreed to.
package struct EndUserPlan: Hashable, Sendable {
    /// The user on one cluster.
    package struct Part: Hashable, Sendable {
        package let target: ForceLogoutTarget
        /// May be empty: no cluster lists its tokens, and what is not held cannot be revoked.
        package let tokens: [RevocationTarget]
        /// Tokens of the user that may be valid and cannot be presented by this run.
        package let leftOut: [TokenRecord]
        /// What is done to the user as a whole; without it only tokens that are stored here are revoked.
        package let acts: Set<UserAct>

        package init(
            _ target: ForceLogoutTarget, tokens: [RevocationTarget], leftOut: [TokenRecord] = [],
            acts: Set<UserAct> = [.logOut]
        ) {
            self.target = target
            self.acts = acts
            // The credential in use goes last, so that it can still verify the others.
            self.tokens = tokens.filter { !$0.isInUse } + tokens.filter(\.isInUse)
            self.leftOut = leftOut
        }

        /// The tokens of the target's user, out of the list, without those that have expired by the clock of their cluster.
        ///
        /// - Parameters:
        ///   - inUse: the tokens that carry an open session.
        ///   - now: by our clock.
        package init(
            _ target: ForceLogoutTarget, in list: TokenList, inUse: Set<TokenRecord.ID>, isReadOnlyMode: Bool,
            acts: Set<UserAct> = [.logOut], at now: Instant
        ) {
            let profile = target.profile
            let theirs = list.records(of: profile).filter { record in
                !record.state.isOver && !list.hasExpired(record, at: now)
                    && (target.isUser(named: record.facts.user, id: record.facts.userID)
                        || target.userID != nil && record.facts.userID == target.userID)
            }
            let isRevocable = { (record: TokenRecord) in
                RevocationPolicy(record, on: profile, isHeld: list.heldIDs.contains(record.id), isReadOnlyMode).reason
                    == nil
            }
            self.init(
                target,
                tokens: theirs.filter(isRevocable).map { record in
                    RevocationTarget(
                        profile: profile, token: .held(record.fingerprint), user: record.facts.user,
                        isOwn: target.isOurselves, isInUse: inUse.contains(record.id))
                }, leftOut: theirs.filter { !isRevocable($0) && !$0.isRevokedWithUser }, acts: acts)
        }

        /// The same, without what has been done to the user as a whole.
        func without(_ acts: Set<UserAct>) -> Part {
            Part(target, tokens: tokens, leftOut: leftOut, acts: self.acts.subtracting(acts))
        }

        /// The logout counts as one, each token as one.
        var count: Int { (acts.contains(.logOut) ? 1 : 0) + tokens.count }
    }

    /// One for each cluster. Never empty.
    package let parts: [Part]
    /// Whether the user's name is what has to be typed, also where one cluster is concerned.
    private let isByUserName: Bool

    /// - Parameter isByUserName: the user's name has to be typed, as soon as more than one thing or a guarded profile is
    ///   concerned; a key is enough otherwise.
    /// - Throws: `E_EMPTY_TARGET` without a part.
    package init(_ parts: [Part], isByUserName: Bool = false) throws(OperationError) {
        guard !parts.isEmpty else { throw .refused(.nothingSelected(what: "user")) }
        self.parts = Self.withEachTokenOnce(parts)
        self.isByUserName = isByUserName
    }

    /// Several profiles of one address name the same tokens. A second revocation of one is refused, and would be told in
    /// the place of the first: each is revoked once, if possible where its user is logged out first.
    private static func withEachTokenOnce(_ parts: [Part]) -> [Part] {
        let isFirst = { (part: Part) in part.acts.contains(.logOut) }
        let ordered = parts.filter(isFirst) + parts.filter { !isFirst($0) }
        // A profile that cannot revoke it takes it from none that can.
        let claims =
            ordered.flatMap { part in part.tokens.map { ($0.tokenID, part.target.profile.id) } }
            + ordered.flatMap { part in part.leftOut.map { ($0.id, part.target.profile.id) } }
        let owners = Dictionary(claims, uniquingKeysWith: { first, _ in first })
        return parts.map { part in
            let isOwn = { (id: TokenRecord.ID) in owners[id] == part.target.profile.id }
            return Part(
                part.target, tokens: part.tokens.filter { isOwn($0.tokenID) },
                leftOut: part.leftOut.filter { isOwn($0.id) }, acts: part.acts)
        }
    }

    /// The user, on the first of the clusters.
    package var target: ForceLogoutTarget { parts[0].target }
    package var tokens: [RevocationTarget] { parts.flatMap(\.tokens) }
    package var leftOut: [TokenRecord] { parts.flatMap(\.leftOut) }

    /// How many clusters the user is logged out of.
    package var logOuts: Int { parts.count { $0.acts.contains(.logOut) } }
    /// See ``Part/count``.
    package var count: Int { parts.reduce(0) { $0 + $1.count } }

    /// What must be answered.
    package var consent: Consent {
        let user = target.user.text
        let act =
            logOuts == 0
            ? "Revoking tokens of \(user)"
            : "Logging out \(user)\(tokens.isEmpty ? "" : " and revoking tokens")"
        let profiles = parts.map(\.target.profile)
        let isByUserName = isByUserName && (count > 1 || ProtectionPolicy(profiles).isGuarded)
        if parts.count > 1 || isByUserName { return Consent(.userName(user), to: act, on: profiles, user: user) }
        let isHarmless = tokens.isEmpty && target.isOurselves
        return ProtectionPolicy(profiles).consent(
            toEnding: act, otherwise: isHarmless ? .key : .count(count), user: user)
    }

    /// The one way to a verb that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedEndUser {
        try consent.judge(answer)
        return ConfirmedEndUser(parts: parts)
    }
}

/// What a person has agreed to. Only ``EndUserPlan`` makes one.
package struct ConfirmedEndUser: Hashable, Sendable {
    package private(set) var parts: [EndUserPlan.Part]

    fileprivate init(parts: [EndUserPlan.Part]) {
        self.parts = parts
    }

    package var tokens: [RevocationTarget] { parts.flatMap(\.tokens) }

    /// What was agreed to on one cluster.
    package func part(on profile: Profile) -> ConfirmedEndUser {
        ConfirmedEndUser(parts: parts.filter { $0.target.profile.id == profile.id })
    }

    /// The same, now that the server has said who we are.
    package func knowingOurselves(_ report: SessionReport) -> ConfirmedEndUser {
        ConfirmedEndUser(
            parts: parts.map { part in
                EndUserPlan.Part(
                    part.target.knowingOurselves(report), tokens: part.tokens, leftOut: part.leftOut, acts: part.acts)
            })
    }

    /// Without what has been done to the user as a whole on the same clusters.
    package func without(_ acts: Set<UserAct>) -> ConfirmedEndUser {
        ConfirmedEndUser(parts: parts.map { $0.without(acts) })
    }

    /// Without the acts, for which a session is needed; the tokens that are stored only if so wanted.
    package func withoutActs(keepingTokens: Bool) -> ConfirmedEndUser {
        ConfirmedEndUser(
            parts: parts.map { part in
                EndUserPlan.Part(
                    part.target, tokens: keepingTokens ? part.tokens : [], leftOut: part.leftOut, acts: [])
            })
    }

    /// What is left to do of it: what failed, and what was not attempted. A revocation whose outcome is unknown is
    /// repeated, for it harms nothing; a logout only where that is wanted, for the user may have logged in again
    /// (promise P66).
    ///
    /// - Parameter unknown: the clusters on which a logout whose outcome is unknown is repeated.
    /// - Returns: nil when nothing is left.
    package func remaining(
        after report: EndUser.Report, repeatingLogoutsOn unknown: Set<Profile.ID> = []
    ) -> ConfirmedEndUser? {
        let left = parts.compactMap { part -> EndUserPlan.Part? in
            let id = part.target.profile.id
            let done = report.sessions.filter {
                $0.target.profile.id == id && !$0.isWorthRepeating(withLogouts: unknown.contains(id))
            }.map(\.act)
            let over = Set(report.tokens.filter { !$0.isWorthRepeating }.map(\.tokenID))
            let rest = EndUserPlan.Part(
                part.target, tokens: part.tokens.filter { !over.contains($0.tokenID) }, leftOut: part.leftOut,
                acts: part.acts.subtracting(done))
            return rest.acts.isEmpty && rest.tokens.isEmpty ? nil : rest
        }
        return left.isEmpty ? nil : ConfirmedEndUser(parts: left)
    }
}

extension ForceLogoutItem {
    fileprivate func isWorthRepeating(withLogouts: Bool) -> Bool {
        switch verdict {
        case .notAttempted: true
        case .failed(let error): !error.comesAgain
        // The user may have logged in again.
        case .unknown: act == .revokeTokens || withLogouts
        case .accepted: false
        }
    }
}

extension RevocationItem {
    /// The row of the token list that this is.
    package var tokenID: TokenRecord.ID { TokenRecord.id(fingerprint, at: profile.origin.description) }

    /// Whether the token is revoked, or was none, whatever proves it.
    package var isDone: Bool { verdict.isEnded || verdict == .accepted || verdict == .notRecognized }

    /// A revocation harms nothing a second time.
    var isWorthRepeating: Bool { !verdict.isEnded && verdict != .notRecognized }
}
