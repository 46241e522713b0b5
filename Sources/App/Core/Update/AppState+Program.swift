import DisplayText
import HTTPExchange
import Operations
import Storage

/// Start and end, what is under way, and what passes by itself.
extension AppState {
    /// After the first frame: the journal, then a look at every cluster, by reading only (promise P68).
    mutating func start() -> [Effect] {
        if let error = profiles.error {
            activity.say(ActivityMessage(.failure, error.sentence, message: error), at: now)
        }
        if let reason = profiles.readOnlyReason {
            activity.say(ActivityMessage(.warning, reason.sentence, message: reason), at: now)
        }
        for warning in profiles.warnings { say(.warning, warning) }
        var effects = [readJournal()]
        for profile in profiles.list { effects.append(check(profile)) }
        return effects
    }

    mutating func readJournal() -> Effect {
        staleFiles.remove(.journal)
        return begin(.listTokens, id: .journal, label: "reading the journal")
    }

    mutating func tick() -> [Effect] {
        if let revealed, revealed.until <= now { hideRevealed() }
        tokens.pass(to: now)
        return revealed.map { [.wake(at: $0.until)] } ?? []
    }

    mutating func record(_ record: ExchangeRecord) -> [Effect] {
        activity.record(record)
        return []
    }

    /// Other instances may have written while this one was asleep.
    mutating func resume() -> [Effect] { [.redraw, readJournal(), readProfiles()] }

    mutating func suspend() -> [Effect] {
        hideRevealed()
        return [.suspend]
    }

    mutating func end() -> [Effect] {
        guard !isQuitting else { return [] }
        isQuitting = true
        hideRevealed()
        return [.quit]
    }
}

/// Cancelling.
extension AppState {
    /// What is under way for the thing under the cursor.
    package var requestsUnderCursor: [EffectID] {
        let candidates: [EffectID] =
            switch topLayer {
            case .form(let form):
                form.profile.map { [.session($0.id), .issue($0.id), .profile($0.id), .formTest] }
                    ?? [.profile(nil), .formTest]
            case .results: [.revocation]
            case .keys(let view): [.keys(view.profile.id)]
            case .orgPicker(let picker): [.orgs(picker.profile.id)]
            case .doctor: [.diagnosis]
            case .inspector(let inspector): requests(on: inspector.subject)
            case .auditLog: audit.profile.map { [.auditLog($0)] } ?? []
            case nil where screen == .panes && focus == .tokens:
                (tokens.selected.map { [.validate($0.id)] } ?? []) + (selectedProfile.map { [.issue($0)] } ?? [])
                    + [.revocation]
            case nil where screen == .panes && focus == .activity: Array(inFlight.keys)
            default: selectedProfile.map { [.check($0), .session($0)] } ?? []
            }
        return candidates.filter { inFlight[$0] != nil && $0 != .journal }
    }

    private func requests(on subject: Inspector.Subject) -> [EffectID] {
        switch subject {
        case .profile(let id), .session(let id): [.check(id), .session(id)]
        case .token(let id): [.validate(id), .revocation]
        case .activity, .auditEvent: []
        }
    }

    mutating func cancelUnderCursor() -> [Effect] { cancel(requestsUnderCursor) }

    /// A reading is dropped at once; a change keeps its place until it has told what became of it.
    mutating func cancel(_ ids: [EffectID]) -> [Effect] {
        var effects: [Effect] = []
        for id in ids {
            guard let work = inFlight[id], !work.isCancelling else { continue }
            if work.isChange { inFlight[id]?.isCancelling = true } else { inFlight[id] = nil }
            if id == .revocation { markRevocationStopping() }
            if work.isChange {
                say(.plain, "stopping: \(work.label)")
            } else if profiles.list.contains(where: { $0.id == work.profile }) || work.profile == nil {
                say(.warning, "cancelled: \(work.label)")
            }
            effects.append(.cancel(id))
        }
        return effects
    }
}
