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
        let part = EndUserPlan.Part(
            subject, in: tokens.list ?? TokenList(), inUse: tokens.inUseIDs, isReadOnlyMode: isReadOnly)
        do throws(OperationError) {
            return push(.userEnd(UserEndQuestion(plan: try EndUserPlan([part]))))
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
                    .endUser(EndUser(confirmed: confirmed)), id: .revocation, profile: question.plan.target.profile.id,
                    label: "ending the sessions of \(question.plan.target.user.text)", isChange: true)
            ]
        } catch {
            var question = question
            question.mismatch = MessageComposer.message(for: error).sentence
            layers[layers.count - 1] = .userEnd(question)
            return [.bell]
        }
    }

    /// A verdict on the sessions or on a token, while the rest is still running.
    mutating func take(_ item: EndUser.Item, stamp: Int) -> [Effect] {
        switch item {
        case .token(let item): return take(item, stamp: stamp)
        case .sessions(let item):
            changeResults { $0.sessions?.verdict = item.verdict }
            say(item)
            return []
        }
    }

    mutating func takeEnded(_ report: EndUser.Report) -> [Effect] {
        changeResults { results in
            if let verdict = report.sessions.first?.verdict { results.sessions?.verdict = verdict }
            results.isRunning = false
        }
        let effects = takeRevoked(report.tokens)
        if !effects.isEmpty { return effects }
        return [readJournal()]
            + report.sessions.filter { $0.target.isOurselves && isLoggedIn($0.target.profile.id) }
            .map { check($0.target.profile) }
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
