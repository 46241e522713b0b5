import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Answers to questions that have answers of their own.
extension AppState {
    mutating func answer(_ question: Question, by command: AppCommand) -> [Effect] {
        switch question {
        case .removal(let question):
            layers.removeLast()
            return forget(question.tokens)
        case .logOut(let profile):
            layers.removeLast()
            return isLoggedIn(profile.id) && !isSessionBusy(profile.id) ? [logOut(of: profile)] : []
        case .quit(let question): return answerQuit(question, by: command)
        case .address(let question):
            layers.removeLast()
            return command == .logOut ? logOutBeforeSaving(question) : submitDespiteAddress()
        case .conflict(let conflict):
            layers.removeLast()
            return settle(conflict, withFile: command == .open)
        }
    }
}

/// Removing tokens from the list, and bringing them back.
extension AppState {
    /// `f`: at once what is over and in sight, after a question what may be valid.
    mutating func askToForget() -> [Effect] {
        let targets = tokenTargets.filter { profile(of: $0)?.isReadOnly != true }
        guard !targets.isEmpty else { return [] }
        let valid = Set(targets.filter { standing(of: $0).mayBeValid }.map(\.id))
        let inSight = layers.isEmpty ? Set(tokens.rows.map { tokens.records[$0].id }) : Set(targets.map(\.id))
        guard valid.isEmpty, targets.allSatisfy({ inSight.contains($0.id) }) else {
            return push(.question(.removal(RemovalQuestion(tokens: targets, valid: valid))))
        }
        return forget(targets)
    }

    private mutating func forget(_ targets: [TokenRecord]) -> [Effect] {
        if case .inspector = topLayer { layers.removeLast() }
        return [
            begin(
                .forgetTokens(targets), id: .forget,
                label: targets.count == 1 ? "removing 1 token" : "removing \(targets.count) tokens", isChange: true)
        ]
    }

    mutating func takeForgotten(_ records: [TokenRecord]) -> [Effect] {
        removals.append(.tokens(records))
        let valid = records.filter { standing(of: $0).mayBeValid }
        let clusters = Set(valid.map { profile(of: $0)?.name ?? $0.profileName }).sorted()
        let still: SafeText =
            switch (valid.count, clusters.count) {
            case (0, _): ""
            case (1, _) where records.count == 1: " (may be valid on \(clusters.first ?? ""))"
            case (let count, 1): " (\(count) may be valid on \(clusters.first ?? ""))"
            case (let count, _): " (\(count) may be valid on their clusters)"
            }
        let what: SafeText = records.count == 1 ? "1 token" : "\(records.count) tokens"
        say(.good, "removed \(what) from the list\(still); u restores \(records.count == 1 ? "it" : "them")")
        return [readJournal()]
    }

    mutating func takeRestored(_ records: [TokenRecord]) -> [Effect] {
        if let index = removals.lastIndex(of: .tokens(records)) { removals.remove(at: index) }
        if let first = records.first { tokens.selection = first.id }
        say(.good, records.count == 1 ? "restored 1 token" : "restored \(records.count) tokens")
        return [readJournal()]
    }
}

/// Quitting.
extension AppState {
    /// `q`: at once when nothing would be lost or left open.
    mutating func askToQuit() -> [Effect] {
        let question = quitQuestion()
        return question.isEmpty ? end() : push(.question(.quit(question)))
    }

    private func quitQuestion() -> QuitQuestion {
        var question = QuitQuestion()
        if hasUnsavedWork { question.reasons.append("a form has text that is not sent") }
        for (_, work) in inFlight.sorted(by: { $0.value.stamp < $1.value.stamp }) where work.isChange {
            question.reasons.append("\(work.label) is under way")
        }
        question.sessions = profiles.list.filter { isLoggedIn($0.id) }
        question.closable = Set(
            question.sessions.filter { !isSessionBusy($0.id) && $0.reason(against: .logout) == nil }.map(\.id))
        question.tokens = tokensOnlyInMemory
        question.revocable = Set(
            inFlight[.revocation] == nil
                ? question.tokens.filter { obstacle(toRevoking: $0) == nil }.map(\.id) : [])
        return question
    }

    /// Tokens that may be valid and that nothing but the memory of this run has. Imported ones came from elsewhere.
    var tokensOnlyInMemory: [TokenRecord] {
        tokens.heldIDs.compactMap { tokens[$0] }
            .filter { !$0.isImported && !handedOut.contains($0.id) && standing(of: $0).mayBeValid }
            .sorted { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) }
    }

    fileprivate mutating func answerQuit(_ question: QuitQuestion, by command: AppCommand) -> [Effect] {
        switch command {
        case .logOut:
            changeQuitQuestion { $0.isClosing = true }
            return question.sessions.filter { question.closable.contains($0.id) }.map { logOut(of: $0) }
        case .revoke:
            let targets = question.tokens.filter { question.revocable.contains($0.id) }.compactMap { record in
                profile(of: record).map { revocationTarget(for: record, of: $0) }
            }
            do throws(OperationError) {
                let plan = try RevocationPlan(targets)
                changeQuitQuestion { $0.isClosing = true }
                return push(.revocation(RevocationQuestion(plan: plan)))
            } catch {
                say(error)
                return [.bell]
            }
        case .copy:
            return [
                begin(
                    .copyTokens(question.tokens), id: .copy,
                    label: question.tokens.count == 1 ? "copying 1 token" : "copying \(question.tokens.count) tokens")
            ]
        case .quit: return end()
        default: return []
        }
    }

    /// Keeps the question at what is true by now. When everything was closed that was to be, the program ends.
    mutating func followQuitQuestion() -> [Effect] {
        guard !isQuitting, let old = openQuitQuestion else { return [] }
        var question = quitQuestion()
        question.isClosing = old.isClosing
        if old.isClosing, let latest = activity.latest, latest.weight == .failure || latest.weight == .warning {
            question.failure = latest.text
        }
        if topLayer == .question(.quit(old)), old.isClosing, question.isEmpty { return end() }
        changeQuitQuestion { $0 = question }
        return []
    }

    private var openQuitQuestion: QuitQuestion? {
        for case .question(.quit(let question)) in layers { return question }
        return nil
    }

    private mutating func changeQuitQuestion(_ change: (inout QuitQuestion) -> Void) {
        for index in layers.indices {
            guard case .question(.quit(var question)) = layers[index] else { continue }
            change(&question)
            layers[index] = .question(.quit(question))
        }
    }
}

/// Another address for a profile.
extension AppState {
    /// What a new address would take away; absent when it takes nothing away, or is none.
    func addressQuestion(_ form: FormDraft, _ profile: Profile) -> AddressQuestion? {
        let address: Profile
        do throws(OperationError) { address = try form.profileDraft.profile(id: profile.id) } catch { return nil }
        guard address.origin != profile.origin else { return nil }
        let session = clusters[profile.id]?.session
        let count = tokens.records.count { record in
            record.origin == profile.origin.description && standing(of: record).mayBeValid
        }
        guard session != nil || count > 0 else { return nil }
        return AddressQuestion(
            profile: profile, address: SafeText("\(address.origin.description)"), user: session?.info.userName,
            tokens: count,
            canLogOut: session != nil && !isSessionBusy(profile.id) && profile.reason(against: .logout) == nil)
    }

    fileprivate mutating func submitDespiteAddress() -> [Effect] {
        changeForm { $0.acceptsAddressChange = true }
        guard case .form(let form) = topLayer else { return [] }
        return submit(form)
    }

    fileprivate mutating func logOutBeforeSaving(_ question: AddressQuestion) -> [Effect] {
        changeForm { $0.savesAfterLogout = true }
        return [logOut(of: question.profile)]
    }

    /// The log-out at the old address has ended: with success, the form that waited for it is sent.
    mutating func saveAfterLogout(_ report: LogoutReport) -> [Effect] {
        guard case .form(let form) = topLayer, form.savesAfterLogout, form.profile?.id == report.profile.id else {
            return []
        }
        changeForm { $0.savesAfterLogout = false }
        if case .unknown = report.onServer { return [.bell] }
        guard case .form(let form) = topLayer else { return [] }
        return submit(form)
    }

    /// The log-out at the old address did not succeed: the form goes on waiting for its person.
    mutating func stopSavingAfterLogout() { changeForm { $0.savesAfterLogout = false } }
}

/// A profile that was changed in the file while a form about it was open.
extension AppState {
    fileprivate mutating func settle(_ conflict: ProfileConflict, withFile: Bool) -> [Effect] {
        let (now, localOffset, lockouts) = (now, localOffset, tokens.lockouts)
        changeForm { form in
            if let current = conflict.current {
                form.take(current, withValues: withFile)
            } else {
                // Saved again as a new one, under the same id.
                form.conflict = nil
                form.isRemovedFromFile = true
            }
            form.settle(now: now, localOffset: localOffset, lockouts: lockouts)
        }
        return []
    }
}
