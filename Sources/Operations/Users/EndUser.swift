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
        /// Tokens of the user that may be valid and cannot be revoked by this run.
        package let leftOut: [TokenRecord]

        package init(_ target: ForceLogoutTarget, tokens: [RevocationTarget], leftOut: [TokenRecord] = []) {
            self.target = target
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
            at now: Instant
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
                }, leftOut: theirs.filter { !isRevocable($0) })
        }
    }

    /// One for each cluster. Never empty.
    package let parts: [Part]

    /// - Throws: `E_EMPTY_TARGET` without a part.
    package init(_ parts: [Part]) throws(OperationError) {
        guard !parts.isEmpty else { throw .refused(.nothingSelected(what: "user")) }
        self.parts = parts
    }

    /// The user, on the first of the clusters.
    package var target: ForceLogoutTarget { parts[0].target }
    package var tokens: [RevocationTarget] { parts.flatMap(\.tokens) }
    package var leftOut: [TokenRecord] { parts.flatMap(\.leftOut) }

    /// The sessions on a cluster count as one, each token as one.
    package var count: Int { parts.count + tokens.count }

    /// What must be answered.
    package var consent: Consent {
        let user = target.user.text
        let act = "Logging out \(user)\(tokens.isEmpty ? "" : " and revoking tokens")"
        let profiles = parts.map(\.target.profile)
        if parts.count > 1 { return Consent(.userName(user), to: act, on: profiles, user: user) }
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

    /// What was agreed to on one cluster.
    package func part(on profile: Profile) -> ConfirmedEndUser {
        ConfirmedEndUser(parts: parts.filter { $0.target.profile.id == profile.id })
    }

    /// The same, now that the server has said who we are.
    package func knowingOurselves(_ report: SessionReport) -> ConfirmedEndUser {
        ConfirmedEndUser(
            parts: parts.map { part in
                EndUserPlan.Part(part.target.knowingOurselves(report), tokens: part.tokens, leftOut: part.leftOut)
            })
    }
}

/// Validates the tokens of a user, logs the user out, revokes the tokens, and validates each again; on each cluster in
/// this order.
///
/// The log-out comes before the revocations, for a session could issue new tokens meanwhile. It may end the tokens as
/// well: the validation before it is what proves then that this run ended them. Nothing is sent twice.
package struct EndUser: Hashable, Sendable {
    package var confirmed: ConfirmedEndUser

    package init(confirmed: ConfirmedEndUser) {
        self.confirmed = confirmed
    }

    /// What falls on the way.
    package enum Item: Hashable, Sendable {
        case sessions(ForceLogoutItem)
        case token(RevocationItem)
    }

    /// The verdicts, in the order in which they fell.
    package struct Report: Hashable, Sendable {
        package var sessions: [ForceLogoutItem]
        package var tokens: [RevocationItem]

        package init(sessions: [ForceLogoutItem] = [], tokens: [RevocationItem] = []) {
            self.sessions = sessions
            self.tokens = tokens
        }
    }

    /// Runs to the end. Sessions that cannot be ended do not keep the tokens from being revoked; a cancelled task leaves
    /// the rest `notAttempted`.
    ///
    /// - Parameter progress: told of each verdict as it falls.
    package func run(
        in workspace: Workspace, progress: @Sendable (Item) async -> Void = { _ in }
    ) async -> Report {
        var report = Report()
        for part in confirmed.parts {
            // Without it the log-out stops at the journal as well.
            let plan = try? await WrittenPlan(of: part.tokens, in: workspace)
            defer { plan?.end(in: workspace) }
            let accepted = await acceptedTokens(of: part, in: workspace)
            let logout = ForceLogout(confirmed: ConfirmedForceLogout(part: part.target))
            let sessions = await logout.run(in: workspace) { await progress(.sessions($0)) }
            report.sessions += sessions
            guard let tokens = ConfirmedRevocation(part: part.tokens) else { continue }
            let isLoggedOut = sessions.allSatisfy { $0.verdict == .accepted }
            let revocation = RevokeTokens(
                confirmed: tokens, acceptedBeforeLogOut: isLoggedOut ? accepted : [], isPlanned: plan != nil)
            report.tokens += await revocation.run(in: workspace) { await progress(.token($0)) }
        }
        return report
    }

    /// Those tokens that their origin accepts now. A failure is no reason to wait with the log-out: the rest is then not
    /// validated.
    private func acceptedTokens(of part: EndUserPlan.Part, in workspace: Workspace) async -> Set<Fingerprint> {
        var accepted: Set<Fingerprint> = []
        for target in part.tokens where !Task.isCancelled {
            do throws(OperationError) {
                let token = try await target.token.token(of: target.profile, in: workspace)
                let report = try await ValidateToken.check(token, of: target.profile, in: workspace)
                if report.verdict == .valid { accepted.insert(target.fingerprint) }
            } catch {
                return accepted
            }
        }
        return accepted
    }
}
