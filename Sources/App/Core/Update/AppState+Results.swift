import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Answers of effects.
extension AppState {
    /// Takes an answer, unless it is one to an older question.
    mutating func finish(_ id: EffectID, stamp: Int, _ result: EffectResult) -> [Effect] {
        guard let work = inFlight[id], work.stamp == stamp else { return [] }
        inFlight[id] = nil
        return take(result, of: id, work) + readStaleFiles()
    }

    private mutating func take(_ result: EffectResult, of id: EffectID, _ work: InFlight) -> [Effect] {
        switch result {
        case .profiles(let list): return take(list)
        case .tokens(let list, let inUse): return take(list, inUse: inUse)
        case .checked(let status):
            if id == .formTest { return takeTest(status, nil) }
            return take(status)
        case .tested(let status, let probe): return takeTest(status, probe)
        case .diagnosed(let diagnosis): return take(diagnosis)
        case .loggedIn(let report): return take(report)
        case .loggedOut(let report): return take(report)
        case .droppedSession(let old): return takeDropped(old)
        case .issued(let report): return take(report, isImport: false)
        case .imported(let report): return take(report, isImport: true)
        case .validated(let report): return take(report)
        case .revoked(let items): return takeRevoked(items)
        case .auditLog(let report): return take(report)
        case .endedUser(let report): return takeEnded(report)
        case .orgs(let orgs): return take(orgs, for: id)
        case .switchedOrg(let report): return take(report)
        case .forgotten(let records): return takeForgotten(records)
        case .restored(let records): return takeRestored(records)
        case .timeline(let timeline):
            self.timeline = timeline
            return []
        case .wroteReport(let path): return takeReport(path)
        case .saved(let profile): return takeSaved(profile)
        case .removed(let profile): return takeRemoved(profile)
        case .defaultSet(let name):
            profiles.defaultName = name
            say(.good, "\(name) is the default profile")
            return []
        case .copied(let what, let outcome): return takeCopy(of: what, outcome)
        case .copiedTokens(let ids, let what, let outcome):
            if outcome == .tmux { handedOut.formUnion(ids) }
            return takeCopy(of: what, outcome)
        case .revealed(let token, let secret): return takeRevealed(token, secret)
        case .keys(let report): return take(report)
        case .keyChanged(let report): return take(report)
        case .revealedKey(let profile, let place, let key): return takeRevealedKey(key, of: place, profile)
        case .failed(let error): return takeFailure(id, work, error)
        case .cancelled: return takeCancellation(id, work)
        }
    }

    private mutating func take(_ list: TokenList, inUse: Set<String>) -> [Effect] {
        let isFirst = !tokens.isLoaded
        // What is there before anything was done here came from elsewhere: the demo's own tokens.
        if isFirst { handedOut.formUnion(list.heldIDs) }
        let known = tokens.list?.damage ?? []
        tokens.take(list, inUse: inUse, at: now)
        settleLockouts()
        guard isFirst else {
            // The file may be damaged while it is followed.
            if list.damage != known { tellDamage(of: list) }
            return offerToRevokeUnwanted() + followTimeline()
        }
        if list.repairedTornLine {
            say(.warning, "the journal's last line was torn by a crash; it was repaired")
        }
        if list.unreadableLines > 0 {
            say(.warning, "\(list.unreadableLines) lines of the journal are no events; they are kept in the file")
        }
        tellDamage(of: list)
        if !list.unfinished.isEmpty {
            say(
                .warning,
                "\(list.unfinished.count) changes were begun and their end is not known; validate their tokens")
        }
        return []
    }

    private mutating func tellDamage(of list: TokenList) {
        guard let first = list.damage.first else { return }
        let count = list.records.count(where: \.isInDoubt)
        say(
            .failure,
            """
            the journal is damaged at line \(first.line): nothing is changed on a cluster; in doubt: \(count) \
            \(count == 1 ? "token" : "tokens"); `tessera journal check` shows them
            """)
    }

    private mutating func takeFailure(_ id: EffectID, _ work: InFlight, _ error: OperationError) -> [Effect] {
        let message = MessageComposer.message(for: error)
        if error.isCancellation { return takeCancellation(id, work) }
        if case .refused(.supersedesTokens) = error, case .form(let form) = topLayer, let profile = form.profile {
            changeForm { $0.isSubmitting = false }
            return push(.supersession(profile: profile))
        }
        if case .refused(.lockoutLikely(_, let risk)) = error, case .form(let form) = topLayer,
            let profile = form.profile
        {
            // Another process was refused meanwhile.
            changeForm { $0.isSubmitting = false }
            return push(.lockout(profile: profile, risk)) + [readJournal()]
        }
        say(error)
        switch id {
        case .session(let profile):
            takeSessionFailure(error, message, of: profile)
            stopSavingAfterLogout()
            changeForm(of: id) { $0.take(error, message) }
            // A refusal counts, and the journal counts them.
            var effects = [readJournal()]
            // A session that is still held was to be moved to another Org: where it is, the server knows.
            if isLoggedIn(profile), let profile = profiles[profile] { effects.append(check(profile)) }
            return effects
        case .orgs(let profile):
            if case .session(let cause, _) = error, cause.code == .sessionEnded {
                takeSessionFailure(error, message, of: profile)
            }
            changePicker(of: profile) { $0.content = .failed(message) }
        case .issue(let profile):
            if case .session(let cause, _) = error, cause.code == .sessionEnded {
                takeSessionFailure(error, message, of: profile)
            }
            changeForm(of: id) { $0.take(error, message) }
            if case .session(let cause, _) = error, let minted = cause.mintedToken {
                unwanted = UnwantedToken(
                    fingerprint: Fingerprint(of: minted.token), profile: profile, reason: message.sentence)
            }
            // Something may have been minted: the journal knows.
            return [readJournal()]
        case .profile:
            changeForm(of: id) { $0.take(error, message) }
            // What stands in the file by now, the form shows.
            return [readProfiles()]
        case .journal: tokens.error = message
        case .keys(let profile): takeKeysFailure(error, message, of: profile)
        case .auditLog(let profile): takeAuditFailure(error, of: profile)
        case .validate, .forget: return [readJournal()]
        case .profiles: profiles.error = message
        case .report: changeForm(of: id) { $0.take(error, message) }
        case .check, .revocation, .formTest, .diagnosis, .copy, .reveal, .timeline: break
        }
        return []
    }

    private mutating func takeSessionFailure(_ error: OperationError, _ message: Message, of profile: String) {
        guard profiles[profile] != nil else { return }
        var row = clusters[profile] ?? ClusterRow()
        row.error = message
        clusters[profile] = row
        takeSessionEnd(error, of: profile)
    }

    /// The credential is forgotten by whoever met an answer that says that the session is over.
    mutating func takeSessionEnd(_ error: OperationError, of profile: String) {
        if case .session(let cause, _) = error, cause.code == .sessionEnded { clusters[profile]?.session = nil }
    }

    private mutating func takeCancellation(_ id: EffectID, _ work: InFlight) -> [Effect] {
        if work.isChange { say(.warning, "cancelled: \(work.label); nothing was changed") }
        changeForm(of: id) { $0.isSubmitting = false }
        if case .session = id { stopSavingAfterLogout() }
        if id == .diagnosis { endExamination() }
        return id == .revocation ? takeRevoked([]) : []
    }
}
