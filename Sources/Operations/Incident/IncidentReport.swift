package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// What was done about a user, everywhere: the head of a report for those who have to be shown it, and the result of the
/// command.
package struct IncidentReport: Hashable, Sendable {
    package let user: UserIdentifier
    package var reason: String?
    /// The token that leaked, where the incident began with one.
    package var leaked: Fingerprint?
    /// By our clock.
    package let begunAt: Instant
    package var result = EndUser.Report()
    /// Tokens of which only the fingerprint is known.
    package var unstored: [TokenRecord] = []
    /// The clusters on which the user could not be logged out, and why.
    package var leftOut: [LeftOut] = []
    /// What was done about the same user before, in this run of the program, oldest first; each without earlier ones.
    package var earlier: [IncidentReport] = []

    package init(user: UserIdentifier, reason: String? = nil, begunAt: Instant) {
        self.user = user
        self.reason = reason
        self.begunAt = begunAt
    }

    /// Begins the report of what was agreed to: nothing of it is done yet.
    ///
    /// - Parameters:
    ///   - parts: one for each cluster that was chosen, and on which something can be done.
    ///   - choice: what a person left alone.
    package init(
        of incident: IncidentPlan, _ parts: [EndUserPlan.Part], choice: IncidentChoice = IncidentChoice(),
        reason: String?, begunAt: Instant
    ) {
        self.init(user: incident.user, reason: reason, begunAt: begunAt)
        let chosen = Set(parts.map(\.target.profile.id))
        let acting = Set(parts.filter { !$0.acts.isEmpty }.map(\.target.profile.id))
        // Several profiles of one address name the same tokens.
        var named = Set(parts.flatMap(\.tokens).map(\.tokenID))
        let concerned = incident.clusters.filter {
            chosen.contains($0.id) || $0.obstacle != nil && !choice.leavesAlone($0.id)
        }
        unstored = concerned.flatMap(\.part.leftOut).filter { named.insert($0.id).inserted }
        leftOut = incident.clusters.compactMap { cluster in
            choice.why(
                cluster, isPlanned: chosen.contains(cluster.id),
                standIn: acting.contains(cluster.id) ? nil : incident.standIn(for: cluster.id, on: chosen)
            ).map { LeftOut(profile: cluster.profile, why: $0) }
        }
    }

    /// How tokens ended that cannot be presented, and so not be validated.
    package enum UnstoredEnd: String, Hashable, Sendable {
        /// With all tokens of the user.
        case revoked = "revoked-not-verified"
        /// The user was logged out, which may have ended them.
        case loggedOut = "user-logged-out"
        case unknown
        case notEnded = "not-ended"
    }

    /// How tokens that are not stored here ended on a cluster.
    package func unstoredEnd(at origin: String) -> UnstoredEnd {
        let acts = result.sessions.filter { $0.target.profile.origin.description == origin }
        func has(_ act: UserAct) -> Bool { acts.contains { $0.act == act && $0.verdict == .accepted } }
        if has(.revokeTokens) { return .revoked }
        if has(.logOut) { return .loggedOut }
        let isUnknown = acts.contains { if case .unknown = $0.verdict { true } else { false } }
        return isUnknown ? .unknown : .notEnded
    }

    /// The activation links that had waited for the vault are in it.
    package mutating func noteLinksKept() {
        for index in result.deactivations.indices where result.deactivations[index].linkEnd == .waiting {
            (result.deactivations[index].linkEnd, result.deactivations[index].linkPlace) = (.kept, .vault)
        }
    }

    /// The rows of the token list that it is about.
    package var tokens: [TokenRecord.ID] {
        var named: Set<TokenRecord.ID> = []
        let all = ([self] + earlier).flatMap { $0.result.tokens.map(\.tokenID) + $0.unstored.map(\.id) }
        return all.filter { named.insert($0).inserted }
    }
}

extension IncidentReport.UnstoredEnd {
    package var text: SafeText {
        switch self {
        case .revoked: "revoked (not verified)"
        case .loggedOut: "user logged out"
        case .unknown: "outcome unknown"
        case .notEnded: "not revoked"
        }
    }
}

// What it comes to.
extension IncidentReport {
    /// The clusters on which not everything was done, each once, with why not.
    package var notDone: [LeftOut] {
        let acts = result.sessions.compactMap { item in
            item.verdict == .accepted
                ? nil
                : LeftOut(
                    profile: item.target.profile,
                    reason: "\(item.act.words): \(MessageComposer.text(for: item.verdict, withCode: true))")
        }
        let tokens = result.tokens.compactMap { item -> LeftOut? in
            item.isDone
                ? nil
                : LeftOut(
                    profile: item.profile,
                    reason: "\(item.fingerprint.text): \(MessageComposer.text(for: item.verdict, withCode: true))")
        }
        var named: Set<Profile.ID> = []
        return (acts + tokens + leftOut.filter(\.isPrevented)).filter { named.insert($0.profile.id).inserted }
    }

    /// The clusters it is about, each once.
    var clusters: [Profile] {
        var named: Set<Profile.ID> = []
        let all = ([self] + earlier).flatMap { report in
            report.result.sessions.map(\.target.profile) + report.result.tokens.map(\.profile)
                + report.leftOut.map(\.profile)
        }
        return all.filter { named.insert($0.id).inserted }
    }

    /// The clusters that were not chosen.
    package var notChosen: [LeftOut] { leftOut.filter { $0.why == .notChosen } }

    /// The clusters on which the user was logged out, and which cannot revoke the tokens that are not stored here.
    package var withoutRevocation: [Profile] {
        result.sessions.filter { $0.act == .logOut && $0.verdict == .accepted }.map(\.target.profile)
            .filter { AbilityPolicy($0, .revokeOthersToken).reason != nil }
    }

    /// The accounts that were to be deactivated and are not, as far as is known, with why not.
    package var notDeactivated: [LeftOut] {
        result.deactivations.filter { $0.verdict != .accepted }.map {
            LeftOut(profile: $0.target.profile, reason: MessageComposer.text(for: $0.verdict, withCode: true))
        }
    }

    /// How many tokens came to an end that is no proof: `2 tokens revoked (not verified)`; nothing is said here of the
    /// clusters of ``notDone``.
    package var unverified: [SafeText] {
        let stored = result.tokens.compactMap { item -> SafeText? in
            item.verdict == .accepted || item.verdict == .notRecognized ? MessageComposer.text(for: item.verdict) : nil
        }
        let origins =
            unstored.map(\.origin)
            + result.elsewhere.flatMap { found in found.events.map { _ in found.profile.origin.description } }
        let ends = origins.map { unstoredEnd(at: $0) }.filter { $0 != .notEnded }.map(\.text)
        let all = stored + ends
        var named: Set<SafeText> = []
        return all.filter { named.insert($0).inserted }.map { end in
            let count = all.count { $0 == end }
            let tokens: SafeText = count == 1 ? "1 token" : "\(count) tokens"
            return switch end {
            case UnstoredEnd.loggedOut.text: "\(tokens) not validated after the logout"
            case UnstoredEnd.unknown.text: "\(tokens) with unknown outcome"
            default: "\(tokens) \(end)"
            }
        }
    }

    /// The clusters whose audit log could not be read: what was issued there for the user by others is not known.
    package var unreadLogs: [LeftOut] {
        result.elsewhere.compactMap { found in
            if case .until = found.reach { return nil }
            return LeftOut(profile: found.profile, reason: found.reach.text)
        }
    }

    /// Whether everything was done everywhere, each token was seen refused after it, and the audit logs know of no other.
    package var isComplete: Bool {
        notDone.isEmpty && notChosen.isEmpty && withoutRevocation.isEmpty && notDeactivated.isEmpty
            && unverified.isEmpty && unreadLogs.isEmpty
            && unstored.isEmpty && result.elsewhere.allSatisfy(\.events.isEmpty)
    }

    /// In a sentence or two, for who reads nothing else.
    package var verdict: SafeText {
        let undone = notDone
        let clusters = Set(result.sessions.map(\.target.profile.id)).union(result.tokens.map(\.profile.id))
            .subtracting(undone.map(\.profile.id)).count
        var parts: [SafeText] = []
        if clusters > 0 || undone.isEmpty {
            let verified: SafeText = isComplete && !result.tokens.isEmpty ? ", every token verified" : ""
            parts.append("done on \(clusters) \(clusters == 1 ? "cluster" : "clusters")\(verified)")
        }
        let before = leftOut.count { $0.why == .doneBefore }
        if before > 0 { parts.append("\(before) \(before == 1 ? "cluster" : "clusters") done in an earlier plan") }
        if !withoutRevocation.isEmpty {
            parts.append(
                "other tokens cannot be revoked on \(Self.names(withoutRevocation)): the logout may have ended them")
        }
        parts += unverified
        if !notDeactivated.isEmpty { parts.append("account not deactivated on \(Self.places(notDeactivated))") }
        if !unreadLogs.isEmpty {
            parts.append("audit log not read on \(Self.names(unreadLogs.map(\.profile)))")
        }
        if !undone.isEmpty {
            parts.append("not done on \(Self.places(undone)): sessions and tokens there may still be valid")
        }
        if !notChosen.isEmpty { parts.append("not chosen: \(Self.names(notChosen.map(\.profile)))") }
        return parts.joined(separator: "; ")
    }

    private static func names(_ profiles: [Profile]) -> SafeText {
        profiles.map { SafeText("\($0.name)") }.joined(separator: ", ")
    }

    /// `prod-us (not logged in), staging (outcome unknown)`.
    private static func places(_ left: [LeftOut]) -> SafeText {
        left.map { SafeText("\($0.profile.name) (\($0.reason))") }.joined(separator: ", ")
    }
}
