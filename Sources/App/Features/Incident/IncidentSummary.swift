import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What is said of all results together.
extension IncidentResults {
    /// What is not done, and what is not proven; each with the key that goes on with it.
    func summary(_ program: ProgramState) -> [SafeText] {
        var parts: [SafeText] = []
        var retried: Set<Profile.ID> = []
        var repeated: Set<Profile.ID> = []
        if let left = left(in: program), left.itemCount > 0 {
            repeated = Set(left.confirmed.parts.filter { $0.acts.contains(.logOut) }.map(\.target.profile.id))
            retried = Set(left.profiles.map(\.id))
            parts.append("\(left.itemCount) left: \(program.key(.retry, in: Self.layer)) retries \(left.itemWords).")
        }
        let canPlan = reasonAgainstPlanning(in: program) == nil
        let key = program.key(.revokeEverywhere, in: Self.layer)
        let unknown = unknownLogouts.filter { !repeated.contains($0.id) }
        if !unknown.isEmpty {
            let again: SafeText = canPlan ? " (only \(key) plans it again)" : ""
            parts.append("Logout unknown on \(unknown.fewNames)\(again).")
        }
        let planned = Set(unknown.map(\.id)).union(retried)
        let notDone = report.notDone.filter { !planned.contains($0.profile.id) }
        if !notDone.isEmpty {
            let again: SafeText = canPlan ? " (\(key) plans it again)" : ""
            parts.append("Not done on \(Self.names(notDone))\(again).")
        }
        if !report.withoutRevocation.isEmpty {
            parts.append("Other tokens cannot be revoked on \(report.withoutRevocation.fewNames).")
        }
        if !report.notDeactivated.isEmpty {
            parts.append("Account not deactivated on \(Self.names(report.notDeactivated)).")
        }
        parts += report.unverified.map { "\($0)." }
        if !report.unreadLogs.isEmpty { parts.append("Audit log not read on \(Self.names(report.unreadLogs)).") }
        parts += links.map(\.words)
        if report.isComplete {
            return [report.result.tokens.isEmpty ? "Done." : "Done, every token verified."] + links.map(\.words)
        }
        return parts.isEmpty ? ["Done."] : report.notDone.isEmpty ? ["Done."] + parts : parts
    }

    private var unknownLogouts: [Profile] {
        report.result.sessions.compactMap { item in
            if item.act == .logOut, case .unknown = item.verdict { item.target.profile } else { nil }
        }
    }

    private static func names(_ left: [IncidentReport.LeftOut]) -> SafeText {
        left.map(\.profile).fewNames
    }
}

extension ActivationLinks {
    /// Where they are, once the message that told it has gone.
    fileprivate var words: SafeText {
        switch self {
        case .kept(let path): "Activation links: \(SafeText(outside: path, limit: 300)) (mode 0600)."
        case .inVault(let count): "\(Self.counted(count)) in the vault."
        case .waiting(let count, _): "\(Self.counted(count)) only in memory: the vault was not open."
        case .lost: "The activation links are lost."
        }
    }
}

extension EndUser {
    /// The clusters on which something is done.
    fileprivate var profiles: [Profile] {
        let revoked = confirmed.parts.filter { !$0.acts.isEmpty || !$0.tokens.isEmpty }.map(\.target.profile)
        let ids = Set(revoked.map(\.id))
        return revoked + deactivations.map(\.target.profile).filter { !ids.contains($0.id) }
    }

    /// `2 logouts, 1 token, other tokens on prod-eu, prod-us`.
    fileprivate var itemWords: SafeText {
        func counted(_ count: Int, _ one: SafeText) -> SafeText? {
            count == 0 ? nil : count == 1 ? "1 \(one)" : "\(count) \(one)s"
        }
        let kinds = [
            counted(confirmed.parts.count { $0.acts.contains(.logOut) }, "logout"),
            counted(confirmed.parts.reduce(0) { $0 + $1.tokens.count }, "token"),
            confirmed.parts.contains { $0.acts.contains(.revokeTokens) } ? UserAct.revokeTokens.words : nil,
            counted(deactivations.count, "deactivation"),
        ]
        return "\(kinds.compactMap(\.self).joined(separator: ", ")) on \(profiles.fewNames)"
    }
}
