import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Ending everything of a user: the sessions in one request, then the tokens that this run holds, one by one.
extension AppState {
    /// Whether a command would mean tokens here.
    var isOnTokens: Bool {
        switch topLayer {
        case .inspector(let inspector): if case .token = inspector.subject { true } else { false }
        default: screen == .panes && focus == .tokens
        }
    }

    private var isOnSession: Bool {
        switch topLayer {
        case .inspector(let inspector): if case .session = inspector.subject { true } else { false }
        default: screen == .panes && focus == .session
        }
    }

    /// Whose everything is meant: the user of the token under the cursor, or of the session; never of marked tokens.
    var userSubject: ForceLogoutTarget? {
        if isOnTokens {
            guard let record = layers.isEmpty ? tokens.selected : tokenTargets.first,
                let profile = profile(of: record)
            else { return nil }
            return target(named: record.facts.user, id: record.facts.userID, on: profile)
        }
        guard isOnSession, let profile, let info = clusters[profile.id]?.session?.info else { return nil }
        return target(named: info.userName, id: info.userID, on: profile)
    }

    /// A name says more to whoever reads the journal than a GUID.
    private func target(named name: String?, id: String?, on profile: Profile) -> ForceLogoutTarget? {
        guard let user = name.map(UserIdentifier.name) ?? id.map(UserIdentifier.id) else { return nil }
        let info = clusters[profile.id]?.session?.info
        var target = ForceLogoutTarget(profile: profile, user: user, userID: id, isOurselves: false)
        target.isOurselves =
            target.isUser(named: info?.userName ?? profile.username, id: info?.userID)
            || id != nil && id == info?.userID
        return target
    }

    mutating func askToEndUser() -> [Effect] {
        guard let subject = userSubject else { return [.bell] }
        let theirs = tokens.records.filter { record in
            record.origin == subject.profile.origin.description && !record.state.isOver
                && (subject.isUser(named: record.facts.user, id: record.facts.userID)
                    || subject.userID != nil && record.facts.userID == subject.userID)
        }
        let revocable = theirs.filter { obstacle(toRevoking: $0) == nil }
        do throws(OperationError) {
            let plan = try UserEndPlan(
                subject, tokens: revocable.map { revocationTarget(for: $0, of: subject.profile) })
            return push(.userEnd(UserEndQuestion(plan: plan, leftOut: theirs.count - revocable.count)))
        } catch {
            say(error)
            return [.bell]
        }
    }

    mutating func confirmUserEnd(_ question: UserEndQuestion, by command: AppCommand) -> [Effect] {
        guard let answer = question.plan.consent.answer(typed: question.typed, by: command) else {
            // Enter on a yes-or-no question is the default, and the default is No.
            if command == .submit { layers.removeLast() }
            return []
        }
        do throws(OperationError) {
            let confirmed = try question.plan.confirmed(by: answer)
            layers[layers.count - 1] = .results(RevocationResults(confirmed))
            return [
                begin(
                    .forceLogout(confirmed.logout), id: .revocation, profile: question.plan.target.profile.id,
                    label: "ending the sessions of \(question.plan.target.user.text)", isChange: true)
            ]
        } catch {
            var question = question
            question.mismatch = MessageComposer.message(for: error).sentence
            layers[layers.count - 1] = .userEnd(question)
            return [.bell]
        }
    }

    /// The sessions have their verdict; what was agreed to with them follows, unless somebody said stop.
    mutating func takeForcedLogout(_ items: [ForceLogoutItem]) -> [Effect] {
        for item in items { say(item) }
        var next: ConfirmedRevocation?
        changeResults { results in
            if let verdict = items.first?.verdict { results.sessions?.verdict = verdict }
            if !results.isStopping { next = results.next }
            results.next = nil
            if next == nil { results.isRunning = false }
        }
        if let next {
            let count = next.targets.count
            return [
                begin(
                    .revokeTokens(next), id: .revocation,
                    label: count == 1 ? "revoking a token" : "revoking \(count) tokens", isChange: true)
            ]
        }
        var effects = [readJournal()]
        for item in items where item.target.isOurselves && isLoggedIn(item.target.profile.id) {
            effects.append(check(item.target.profile))
        }
        return effects
    }

    private mutating func say(_ item: ForceLogoutItem) {
        let name: SafeText = "sessions of \(item.target.user.text) on \(item.target.profile.name)"
        let text: SafeText = "\(name): \(MessageComposer.text(for: item.verdict))"
        switch item.verdict {
        case .accepted: say(.good, text)
        case .notAttempted: say(.warning, text)
        case .failed(let error), .unknown(let error):
            activity.say(
                ActivityMessage(.failure, text, message: MessageComposer.message(for: error)), at: now)
        }
    }
}

extension Consent {
    /// What a command says to this question, with what was typed; nothing when it says no or nothing at all.
    func answer(typed: String, by command: AppCommand) -> ConsentAnswer? {
        switch (expected, command) {
        case (nil, .yes): .key
        case (_?, .submit): .typed(typed)
        default: nil
        }
    }
}

extension TokenRecord.State {
    /// Known to be dead: there is nothing left to end.
    fileprivate var isOver: Bool {
        switch self {
        case .revokedVerified, .dead, .notRecognized: true
        case .active, .revoked, .stillAlive, .revocationUnknown: false
        }
    }
}
