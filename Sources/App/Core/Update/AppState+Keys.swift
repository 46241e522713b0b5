import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// Trusted-authentication keys: read when their view is opened, and by nothing else (promise P68).
extension AppState {
    /// The view of the keys, when it has the keyboard.
    var topKeys: KeysView? { if case .keys(let view) = topLayer { view } else { nil } }

    mutating func openKeys() -> [Effect] {
        guard let profile else { return [] }
        return push(.keys(KeysView(profile: profile))) + [readKeys(of: profile)]
    }

    private mutating func readKeys(of profile: Profile) -> Effect {
        say(.plain, "reading the secret keys of \(profile.name); the journal keeps that")
        return begin(
            .readKeys(profile), id: .keys(profile.id), profile: profile.id,
            label: "reading the secret keys of \(profile.name)")
    }

    /// What the view makes of a command; absent when the panes are to answer.
    mutating func obeyInKeys(_ command: AppCommand, _ view: KeysView) -> [Effect]? {
        switch command {
        case .refresh: return [readKeys(of: view.profile)]
        case .enableKey: return askToChangeKey(.enable, view)
        case .disableKey: return askToChangeKey(.disable, view)
        case .rotateKey: return askToChangeKey(.rotate, view)
        case .reveal: return handOut(view) { .revealKey($0, $1, $2) }
        case .copy: return handOut(view) { .copyKey($0, $1, $2) }
        case .submit, .open: return []
        default: return nil
        }
    }

    /// Closing the view ends a reading; a change goes on and tells its end in the activity.
    mutating func closeKeys(_ view: KeysView) -> [Effect] {
        layers.removeLast()
        let id = EffectID.keys(view.profile.id)
        return inFlight[id]?.isChange == false ? cancel([id]) : []
    }

    private mutating func handOut(
        _ view: KeysView, _ work: (Profile, TrustedAuthenticationPlace, Secret) -> Work
    ) -> [Effect] {
        guard let row = view.selected, let key = row.key else { return [] }
        let work = work(view.profile, row.setting.place, key)
        let id: EffectID = if case .copyKey = work { .copy } else { .reveal }
        return [begin(work, id: id, profile: view.profile.id, label: "handing out a secret key")]
    }

    private mutating func askToChangeKey(_ action: KeyAction, _ view: KeysView) -> [Effect] {
        guard let row = view.selected else { return [] }
        let plan = KeyChangePlan(
            profile: view.profile, place: row.setting.place, action: action,
            isOwnSessionByKey: clusters[view.profile.id]?.session?.credential == .secretKey)
        return push(.keyChange(KeyQuestion(plan: plan)))
    }

    mutating func confirmKeyChange(_ question: KeyQuestion, by command: AppCommand) -> [Effect] {
        guard let answer = question.plan.consent.answer(typed: question.typed, by: command) else {
            // Enter on a yes-or-no question is the default, and the default is No.
            if command == .submit { layers.removeLast() }
            return []
        }
        do throws(OperationError) {
            let confirmed = try question.plan.confirmed(by: answer)
            layers.removeLast()
            let profile = question.plan.profile
            changeKeys(of: profile.id) { $0.alarm = nil }
            return [
                begin(
                    .changeKeys(confirmed), id: .keys(profile.id), profile: profile.id,
                    label: "\(question.plan.work) on \(profile.name)", isChange: true)
            ]
        } catch {
            var question = question
            question.mismatch = MessageComposer.message(for: error).sentence
            layers[layers.count - 1] = .keyChange(question)
            return [.bell]
        }
    }
}

/// Answers.
extension AppState {
    mutating func take(_ report: TrustedAuthenticationReport) -> [Effect] {
        changeKeys(of: report.profile.id) { view in
            view.report = report
            view.error = nil
            view.alarm = nil
            view.selection = min(view.selection, max(0, view.rows.count - 1))
        }
        return []
    }

    mutating func take(_ report: KeyChangeReport) -> [Effect] {
        let message = MessageComposer.message(for: report)
        let text = MessageComposer.text(for: report)
        activity.say(
            ActivityMessage(message == nil ? .good : .failure, text, message: message), at: now)
        let now = now
        changeKeys(of: report.profile.id) { view in
            if let seen = report.seen { view.report = view.report?.replacing(seen, at: now) }
            view.alarm = message
            view.selection = min(view.selection, max(0, view.rows.count - 1))
        }
        // The session may have been one that the key had opened.
        return isLoggedIn(report.profile.id) ? [check(report.profile)] : []
    }

    mutating func takeKeysFailure(_ error: OperationError, _ message: Message, of profile: Profile.ID) {
        if case .session(let cause, _) = error, cause.code == .sessionEnded {
            clusters[profile]?.session = nil
            clusters[profile]?.error = message
        }
        changeKeys(of: profile) { view in
            if view.report == nil { view.error = message } else { view.alarm = message }
        }
    }

    /// `p`: a key in clear, for at most 20 s or until the next key.
    mutating func takeRevealedKey(
        _ key: Secret, of place: TrustedAuthenticationPlace, _ profile: Profile.ID
    ) -> [Effect] {
        guard let view = topKeys, view.profile.id == profile, view.selected?.setting.place == place else { return [] }
        let until = now.advanced(seconds: 20)
        revealed = RevealedToken(id: "\(profile)/\(place.subject)", token: key, until: until, what: "secret key")
        return [.wake(at: until)]
    }

    private mutating func changeKeys(of profile: Profile.ID, _ change: (inout KeysView) -> Void) {
        for index in layers.indices {
            if case .keys(var view) = layers[index], view.profile.id == profile {
                change(&view)
                layers[index] = .keys(view)
            }
        }
    }
}

/// What stands against it.
extension AppState {
    var reasonAgainstKeys: SafeText? {
        guard let profile else { return noProfile }
        if let reason = profile.reason(against: .trustedAuthenticationKeys) { return reason }
        if let reason = profile.reasonAgainstSecretKey { return reason }
        if !isLoggedIn(profile.id) { return "nobody is logged in on \(profile.name); l logs in" }
        return reasonAgainstBusyKeys(of: profile)
    }

    func reasonAgainst(_ action: KeyAction) -> SafeText? {
        guard let view = topKeys else { return reasonAgainstKeys ?? "look at the keys first: K" }
        if let reason = readOnlyReason(view.profile) ?? reasonAgainstBusyKeys(of: view.profile) { return reason }
        guard let setting = view.selected?.setting else { return "no place is selected" }
        return switch action {
        case .enable: setting.isOn ? "it is on already; r makes a new key" : nil
        case .disable, .rotate: setting.isOff ? "it is off: there is no key" : nil
        }
    }

    /// Of showing and copying the key that is selected.
    func reasonAgainstHandingOut(_ view: KeysView) -> SafeText? {
        view.selected?.key == nil ? "there is no key here" : nil
    }

    private func reasonAgainstBusyKeys(of profile: Profile) -> SafeText? {
        guard let work = inFlight[.keys(profile.id)] else { return nil }
        return work.isChange ? "a change is under way" : "the keys are being read"
    }
}

extension KeyChangePlan {
    /// What is under way, for the line that says so.
    fileprivate var work: SafeText {
        switch action {
        case .enable: "enabling trusted authentication"
        case .disable: "disabling trusted authentication"
        case .rotate: "rotating the secret key"
        }
    }
}
