import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What is said of all results together.
extension IncidentResults {
    /// What is not done, and what is not proven; each with the key that goes on with it.
    ///
    /// - Parameter isShort: whether of many clusters the first are named only.
    func summary(_ program: ProgramState, isShort: Bool) -> [SafeText] {
        let names = { (left: [IncidentReport.LeftOut]) -> SafeText in
            let profiles = left.map(\.profile)
            return isShort ? profiles.fewNames : profiles.names(atMost: Self.mostNames)
        }
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
            parts.append("Not done on \(names(notDone))\(again).")
        }
        // Sessions and tokens may still be valid there: who is told only of the others takes these for done.
        if !report.notChosen.isEmpty { parts.append("Not chosen: \(names(report.notChosen)).") }
        if !report.withoutRevocation.isEmpty {
            parts.append("Other tokens cannot be revoked on \(report.withoutRevocation.fewNames).")
        }
        if !report.notDeactivated.isEmpty {
            parts.append("Account not deactivated on \(names(report.notDeactivated)).")
        }
        parts += report.unverified.map { "\($0)." }
        if !report.unreadLogs.isEmpty { parts.append("Audit log not read on \(names(report.unreadLogs)).") }
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

    /// So many clusters are named in one sentence where there is room; each of them has its row.
    private static let mostNames = 12
}

/// How many of the rows are done.
extension IncidentResults {
    /// `4 of 13 done`: of the rows on which something was to be.
    var counted: SafeText {
        let all = subjects.count { if case .leftOut(let left) = $0 { left.isPrevented } else { true } }
        return "\(subjects.count(where: isDone)) of \(all) done"
    }

    private func isDone(_ subject: Subject) -> Bool {
        switch subject {
        case .act(let act, let target): item(act, target)?.verdict == .accepted
        case .token(let target): item(target).map(\.isDone) ?? false
        case .account(let target): account(target)?.verdict == .accepted
        case .unstored(let record): report.unstoredEnd(at: record.origin).isDone
        case .issued(let profile, _): report.unstoredEnd(at: profile.origin.description).isDone
        case .leftOut: false
        }
    }
}

extension IncidentReport.UnstoredEnd {
    fileprivate var isDone: Bool { self == .revoked || self == .loggedOut }
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
