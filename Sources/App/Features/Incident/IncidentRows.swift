import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What the plan says of a cluster: its row, and what is known token by token.
extension IncidentView {
    func cells(_ cluster: IncidentCluster, _ program: ProgramState) -> [TextRun] {
        let words = ClusterWords(profile: cluster.profile, program: program)
        return [
            mark(of: cluster), TextRun("\(cluster.profile.name)"), words.tag, tokens(cluster),
            sessions(cluster, program),
        ]
    }

    /// `[-]` where nothing can be done and no login changes that: it cannot be chosen.
    private func mark(of cluster: IncidentCluster) -> TextRun {
        if !cluster.canBeChosen { return TextRun("[-]", .warning) }
        return TextRun(clusters.contains(cluster.id) ? "[x]" : "[ ]")
    }

    func tokens(_ cluster: IncidentCluster) -> TextRun {
        let (stored, left) = (cluster.part.tokens.count, cluster.part.leftOut.count)
        var issued = 0
        if case .read(let found)? = elsewhere[cluster.id] { issued = found.events.count }
        let others = left + issued
        let isAll = cluster.part.acts.contains(.revokeTokens)
        if stored + others == 0 { return isAll ? TextRun("all") : TextRun("-", .dim) }
        if others == 0 { return TextRun(isAll ? "all, \(stored) stored" : "\(stored) stored") }
        return TextRun(stored == 0 ? "\(others) not stored" : "\(stored) stored, \(others) not stored", .warning)
    }

    func sessions(_ cluster: IncidentCluster, _ program: ProgramState) -> TextRun {
        if program.isSessionBusy(cluster.id) { return TextRun("logging in ...", .accent) }
        guard let obstacle = cluster.obstacle else {
            if deactivates, accounts.contains(where: { $0.profile.id == cluster.id }) {
                return TextRun("log out, deactivate", .warning)
            }
            let isOurselves = cluster.part.target.isOurselves
            if lackOfDeactivation(on: cluster) != nil {
                return TextRun(isOurselves ? "log out only (this is you)" : "log out only", .warning)
            }
            return TextRun(isOurselves ? "log out (this is you)" : "log out", isOurselves ? .warning : .success)
        }
        let text = obstacle.text
        if let vault = vaultState(of: cluster, in: program) {
            return TextRun("\(vault.state) - \(vault.end)", .warning)
        }
        if obstacle == .notLoggedIn, cluster.profile.secretSource == .vault, program.isChecking(cluster.id) {
            // It was unlocked a moment ago.
            return TextRun("checking ...", .accent)
        }
        if let cause = causeOfFailure(on: cluster, program) { return TextRun(cause, .warning) }
        let logIn = program.key(.logIn, in: Self.layer)
        switch obstacle {
        case .notLoggedIn: return TextRun("\(text) - \(logIn) logs in", .warning)
        case .accountLocked where cluster.profile.acceptsSharedSecret:
            return TextRun("account locked - \(logIn) logs in", .warning)
        case .accountLocked, .notThere, .rule: return TextRun(text, .warning)
        }
    }

    /// Why there is no session, where more is known than that.
    func causeOfFailure(on cluster: IncidentCluster, _ program: ProgramState) -> SafeText? {
        if let vault = vaultState(of: cluster, in: program) { return vault.state }
        guard cluster.obstacle == .notLoggedIn else { return nil }
        if let error = program.clusters[cluster.id]?.error { return "failed: \(error.shortCause)" }
        return cluster.profile.acceptsSharedSecret ? nil : "needs a bearer token"
    }

    /// What is known of the selected cluster, token by token.
    func details(in program: ProgramState) -> [TextRun] {
        list.selected.map { details(of: $0, in: program) } ?? []
    }

    func details(of id: Profile.ID, in program: ProgramState) -> [TextRun] {
        guard let cluster = incident?[id] else { return [] }
        var lines: [TextRun] = []
        if let error = program.clusters[id]?.error, cluster.obstacle != nil {
            lines.append(TextRun(error.sentence, .warning))
        }
        if let lack = lackOfDeactivation(on: cluster) { lines.append(TextRun("not deactivated: \(lack)", .warning)) }
        if let mending = endOfLock(on: cluster, in: program) { lines.append(TextRun(mending, .warning)) }
        if cluster.part.acts.contains(.revokeTokens) {
            // Of one's own session it is told first: what follows may be too much for the room.
            lines.append(
                TextRun(
                    "all tokens of the user on \(cluster.profile.name) are revoked, which ends your own session", .dim))
        }
        lines += cluster.part.tokens.map { TextRun("\($0.fingerprint.text)  stored here: revoked and validated") }
        let canLogIn =
            cluster.obstacle?.isRemovedByLogin == true
            && AbilityPolicy(cluster.profile, .revokeOthersToken).reason == nil
        let end = cluster.endOfUnstored ?? (canLogIn ? "log in to revoke it" : "it may stay valid")
        lines += cluster.part.leftOut.map {
            TextRun("\($0.fingerprint.text)  not stored here: \(end)", .warning)
        }
        switch elsewhere[id] {
        case .read(let found)?:
            lines += found.events.map { event in
                let time = event.at.map { InstantText.timeOfDay($0.milliseconds, offset: program.localOffset) } ?? "?"
                return TextRun("issued \(time) from \(event.address), not by Tessera: \(end)", .warning)
            }
            if case .until(let end) = found.reach {
                // What happened a moment ago is not in the log yet.
                let time = InstantText.timeOfDay(end.milliseconds, offset: program.localOffset)
                let none: SafeText = found.events.isEmpty ? ": no other token was issued" : ""
                lines.append(TextRun("audit log, 24 hours up to \(time)\(none)", .dim))
            } else {
                lines.append(TextRun("audit log \(found.reach.text)", .warning))
            }
        case .underWay?: lines.append(TextRun("reading the audit log ...", .dim))
        case nil: break
        }
        return lines
    }
}
