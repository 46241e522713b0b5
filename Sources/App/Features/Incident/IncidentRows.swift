import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What the plan says of a cluster: its row, and what is known token by token.
extension IncidentView {
    func cells(_ cluster: IncidentCluster, isNarrow: Bool, _ program: ProgramState) -> [TextRun] {
        [
            mark(of: cluster), TextRun("\(cluster.profile.name)"), cluster.profile.environment,
            isNarrow ? tokensInShort(cluster, program) : tokens(cluster, program),
            sessions(cluster, program),
        ]
    }

    /// `[-]` where nothing is done, as things are: the row says what stands against it, and what changes that.
    private func mark(of cluster: IncidentCluster) -> TextRun {
        if chosen.contains(cluster.id) { return TextRun("[x]") }
        let isLeftAlone = cluster.canBeChosen && !clusters.contains(cluster.id)
        return isLeftAlone ? TextRun("[ ]") : TextRun("[-]", .warning)
    }

    /// The tokens of the user: stored here, known of otherwise, and those of both that have probably expired, by the best
    /// clock that is known.
    private func counts(
        _ cluster: IncidentCluster, _ program: ProgramState
    ) -> (stored: Int, others: Int, expired: Int) {
        var issued = 0
        if case .read(let found)? = elsewhere[cluster.id] { issued = found.events.count }
        let (tokens, leftOut) = (cluster.part.tokens, cluster.part.leftOut)
        let stored = tokens.count { mayBeValid($0.tokenID, program) }
        let others = leftOut.count { mayBeValid($0.id, program) }
        return (stored, others + issued, tokens.count + leftOut.count - stored - others)
    }

    private func mayBeValid(_ token: TokenRecord.ID, _ program: ProgramState) -> Bool {
        program.tokens[token].map { program.standing(of: $0).mayBeValid } ?? true
    }

    /// Where all tokens of the user are revoked it begins with that, whatever is known of them: each of those below.
    func tokens(_ cluster: IncidentCluster, _ program: ProgramState) -> TextRun {
        let (stored, others, expired) = counts(cluster, program)
        let isAll = cluster.part.acts.contains(.revokeTokens)
        let parts: [SafeText?] = [
            stored == 0 ? nil : "\(stored) stored",
            others == 0 ? nil : isAll && stored > 0 ? "\(others) not" : "\(others) not stored",
            expired == 0 ? nil : "\(expired) expired",
        ]
        let known = parts.compactMap(\.self).joined(separator: ", ")
        if isAll { return TextRun(known.isEmpty ? "all; none known" : "all; \(known)") }
        return known.isEmpty ? TextRun("-", .dim) : TextRun(known, others > 0 ? .warning : .text)
    }

    /// For a narrow column: how many are known where not all are revoked.
    private func tokensInShort(_ cluster: IncidentCluster, _ program: ProgramState) -> TextRun {
        if cluster.part.acts.contains(.revokeTokens) { return TextRun("all") }
        let (stored, others, _) = counts(cluster, program)
        return stored + others == 0 ? TextRun("-", .dim) : TextRun("\(stored + others)", others > 0 ? .warning : .text)
    }

    func sessions(_ cluster: IncidentCluster, _ program: ProgramState) -> TextRun {
        if program.isSessionBusy(cluster.id) { return TextRun("logging in ...", .accent) }
        guard let obstacle = cluster.obstacle else {
            if let other = incident?.standIn(for: cluster.id, on: chosen), chosen.contains(cluster.id) {
                return TextRun("same cluster as \(other.name)", .dim)
            }
            if deactivates, accounts.contains(where: { $0.profile.id == cluster.id }) {
                return TextRun("log out, deactivate", .warning)
            }
            let isOurselves = cluster.part.target.isOurselves
            if lackOfDeactivation(on: cluster) != nil {
                return TextRun(isOurselves ? "log out only (this is you)" : "log out only", .warning)
            }
            return TextRun(isOurselves ? "log out (this is you)" : "log out", isOurselves ? .warning : .text)
        }
        // The column is about the sessions of the user: what stands against their end is told as that. By lines it is said
        // once for all rows what to type.
        func blocked(_ words: SafeText, _ command: Command? = nil) -> TextRun {
            let key: SafeText = program.isPlain ? "" : command.map { " (\(program.key($0, in: Self.layer)))" } ?? ""
            return TextRun("blocked: \(words)\(key)", .warning)
        }
        if let vault = vaultState(of: cluster, in: program) { return blocked(vault, .unlockVault) }
        if obstacle == .notLoggedIn, cluster.profile.secretSource == .vault, program.isChecking(cluster.id) {
            // It was unlocked a moment ago.
            return TextRun("checking ...", .accent)
        }
        if needsToken(cluster, program) { return blocked("token needed", .logIn) }
        switch obstacle {
        case .notLoggedIn:
            return program.clusters[cluster.id]?.error.map { blocked($0.shortCause) } ?? blocked("log in first", .logIn)
        // The time is below, with what else helps.
        case .accountLocked(let user?): return blocked("\(SafeText(outside: user, limit: 80)) is locked")
        case .accountLocked(nil): return blocked("own account is locked")
        case .notThere(let words): return blocked(words)
        case .rule(let words): return TextRun(words, .warning)
        }
    }

    /// Why there is no session, where more is known than that.
    func causeOfFailure(on cluster: IncidentCluster, _ program: ProgramState) -> SafeText? {
        if let vault = vaultState(of: cluster, in: program) { return vault }
        guard cluster.obstacle == .notLoggedIn else { return nil }
        if let error = program.clusters[cluster.id]?.error { return "administrator login: \(error.shortCause)" }
        return needsToken(cluster, program) ? "needs a bearer token" : nil
    }

    /// Whether only a bearer token opens a session there, and none was tried yet.
    private func needsToken(_ cluster: IncidentCluster, _ program: ProgramState) -> Bool {
        cluster.obstacle == .notLoggedIn && !cluster.profile.acceptsSharedSecret
            && program.clusters[cluster.id]?.error == nil
    }

    /// What is known of the selected cluster, token by token.
    func details(in program: ProgramState) -> [TextRun] {
        list.selected.map { details(of: $0, in: program) } ?? []
    }

    func details(of id: Profile.ID, in program: ProgramState) -> [TextRun] {
        guard let cluster = incident?[id] else { return [] }
        var lines: [TextRun] = []
        if cluster.obstacle?.isLockedAccount == true {
            // The message about the login has told it whole.
            lines.append(TextRun(wayAroundLock(on: cluster, in: program), .warning))
        } else if let error = program.clusters[id]?.error, cluster.obstacle != nil {
            lines.append(TextRun(error.sentence, .warning))
        }
        if let lack = lackOfDeactivation(on: cluster) { lines.append(TextRun("not deactivated: \(lack)", .warning)) }
        if cluster.part.acts.contains(.revokeTokens) {
            // Of one's own session it is told first: what follows may be too much for the room.
            lines.append(
                TextRun(
                    "all tokens of the user on \(cluster.profile.name) are revoked, which ends your own session",
                    .warning))
        }
        lines += cluster.part.tokens.map { token in
            mayBeValid(token.tokenID, program)
                ? TextRun("\(token.fingerprint.text)  stored here: revoked and validated")
                : TextRun("\(token.fingerprint.text)  stored here, probably expired: revoked and validated", .dim)
        }
        let canLogIn =
            cluster.obstacle?.isRemovedByLogin == true
            && AbilityPolicy(cluster.profile, .revokeOthersToken).reason == nil
        let end = cluster.endOfUnstored ?? (canLogIn ? "log in to revoke it" : "it may stay valid")
        lines += cluster.part.leftOut.map {
            mayBeValid($0.id, program)
                ? TextRun("\($0.fingerprint.text)  not stored here: \(end)", .warning)
                : TextRun("\($0.fingerprint.text)  not stored here, probably expired: \(end)", .dim)
        }
        switch elsewhere[id] {
        case .read(let found)?:
            lines += found.events.map { event in
                let time = event.at.map { InstantWords(program).near($0) } ?? "?"
                return TextRun("issued \(time) from \(event.address), not by Tessera: \(end)", .warning)
            }
            if case .until(let end) = found.reach {
                // What happened a moment ago is not in the log yet.
                let time = InstantWords(program).near(end)
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
