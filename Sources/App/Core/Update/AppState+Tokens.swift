import DisplayText
import HTTPExchange
import Moments
import Operations
package import Storage
import ThoughtSpotSessions

/// Issuing, importing, checking, copying and showing tokens.
extension AppState {
    /// The tokens a command means: the one whose detail is open, else the marked ones, else the selected one.
    package var tokenTargets: [TokenRecord] {
        if case .inspector(let inspector) = topLayer {
            if case .token(let id) = inspector.subject { return tokens[id].map { [$0] } ?? [] }
            return []
        }
        return isOnTokens ? tokens.targets : []
    }

    /// The one token under the cursor, marks or not: what is copied or shown.
    var shownToken: TokenRecord? {
        if case .inspector = topLayer { return tokenTargets.first }
        return layers.isEmpty && isOnTokens ? tokens.selected : nil
    }

    /// Whether one of the targets is like that; looks at no more of them than it must.
    func hasTarget(_ isLikeThat: (TokenRecord) -> Bool) -> Bool {
        guard layers.isEmpty, isOnTokens, !tokens.marks.isEmpty else { return tokenTargets.contains(where: isLikeThat) }
        return tokens.marks.contains { tokens[$0].map(isLikeThat) ?? false }
    }

    mutating func openNewToken(fromSession: Bool = false) -> [Effect] {
        guard let profile else { return [] }
        let user = cluster?.session?.info.userName ?? profile.username
        return open(
            FormDraft.newToken(
                profile, user: user, isLoggedIn: isLoggedIn(profile.id), fromSession: fromSession,
                serial: nextFormSerial()))
    }

    mutating func openImport() -> [Effect] {
        guard let profile else { return [] }
        return open(FormDraft.importToken(profile, serial: nextFormSerial()))
    }

    mutating func validateTargets() -> [Effect] {
        let targets = tokenTargets
        let held = targets.filter { tokens.isHeld($0.id) && inFlight[.validate($0.id)] == nil }
        if held.count < targets.count {
            say(.warning, "validating \(held.count) of \(targets.count) tokens; the others are not held by this run")
        } else if held.count > 1 {
            say(.plain, "validating \(held.count) tokens")
        }
        return held.compactMap { record in
            guard let profile = profile(of: record) else { return nil }
            return begin(
                .validateToken(profile, record.fingerprint), id: .validate(record.id), profile: profile.id,
                label: "validating \(record.fingerprint.text)")
        }
    }

    mutating func take(_ report: ValidationReport) -> [Effect] {
        let name: SafeText = "token \(report.fingerprint.text) on \(report.profile.name)"
        say(report.verdict == .valid ? .good : .warning, MessageComposer.sentence(about: report, named: name))
        return [readJournal()]
    }

    mutating func take(_ report: TokenReport, isImport: Bool) -> [Effect] {
        let name: SafeText = "token \(report.record.fingerprint.text) on \(report.profile.name)"
        let verb: SafeText = isImport ? "imported" : "issued"
        switch report.validation?.verdict {
        case .invalid?, .notRecognized?: say(.warning, "\(verb) \(name), but the cluster does not accept it")
        case .valid?, nil: say(.good, "\(verb) \(name); it is kept in memory, y copies it")
        }
        if let doubt = report.expiryDoubt ?? report.validation?.validation.expiryDoubt {
            say(.warning, "\(verb) \(name): \(MessageComposer.text(for: doubt))")
        }
        closeSubmittedForm {
            switch $0 {
            case .newToken(let of), .importToken(let of): of.id == report.profile.id
            default: false
            }
        }
        tokens.selection = report.record.id
        if layers.isEmpty, selectedProfile == report.profile.id { focus = .tokens }
        return [readJournal()]
    }

    /// `y`: what is under the cursor, to the clipboard.
    mutating func copy() -> [Effect] {
        switch copySubject {
        case .token(let record)?:
            return [
                begin(
                    .copyTokens([record]), id: .copy, profile: record.profileID,
                    label: "copying \(record.fingerprint.text)")
            ]
        case .text(let lines, let what)?:
            lastStamp += 1
            inFlight[.copy] = InFlight(
                stamp: lastStamp, profile: nil, label: "copying \(what)", startedAt: now, isChange: false)
            return [.copy(lines, what: what, stamp: lastStamp)]
        case nil: return []
        }
    }

    /// `y` in the detail of a token: the card and its timeline, which hold no secret.
    mutating func copyCard(_ lines: [SafeText]) -> [Effect] {
        guard case .inspector(let inspector) = topLayer, case .token(let id) = inspector.subject,
            let record = tokens[id]
        else { return [] }
        lastStamp += 1
        let what: SafeText = "the card of token \(record.fingerprint.text)"
        inFlight[.copy] = InFlight(
            stamp: lastStamp, profile: nil, label: "copying \(what)", startedAt: now, isChange: false)
        return [.copy(lines, what: what, stamp: lastStamp)]
    }

    mutating func takeCopy(of what: SafeText, _ outcome: CopyOutcome) -> [Effect] {
        switch outcome {
        case .tmux: say(.good, "copied \(what) by tmux load-buffer")
        case .terminal: say(.good, "copied \(what) by the terminal's clipboard (OSC 52), if it allows that")
        case .impossible(let reason): say(.warning, "\(what) is not copied: \(reason); p shows a token")
        }
        return []
    }

    /// `p`: the token in clear, for at most 20 s or until the next key.
    mutating func reveal() -> [Effect] {
        guard let record = shownToken, let profile = profile(of: record) else { return [] }
        if revealed?.id == record.id {
            hideRevealed()
            return []
        }
        return [
            begin(
                .revealToken(profile, record.fingerprint), id: .reveal, profile: profile.id,
                label: "showing \(record.fingerprint.text)")
        ]
    }

    mutating func takeRevealed(_ id: TokenRecord.ID, _ token: Secret) -> [Effect] {
        guard shownToken?.id == id else { return [] }
        let until = now.advanced(seconds: 20)
        revealed = RevealedToken(id: id, token: token, until: until)
        return [.wake(at: until)]
    }
}

/// What `y` would copy.
enum CopySubject: Hashable, Sendable {
    case token(TokenRecord)
    case text([SafeText], what: SafeText)
}

extension AppState {
    var copySubject: CopySubject? {
        switch topLayer {
        case .inspector(let inspector): return copySubject(of: inspector.subject)
        case .doctor(let examination): return .text(examination.lines, what: "the diagnosis")
        case .requestLog(let selection):
            return selection.flatMap { activity[id: $0] }.map(copySubject(of:))
        case .auditLog: return audit.selection.flatMap { copySubject(of: .auditEvent($0)) }
        case nil: break
        default: return nil
        }
        switch focus {
        case .clusters: return selectedProfile.flatMap { copySubject(of: .profile($0)) }
        case .session: return selectedProfile.flatMap { copySubject(of: .session($0)) }
        case .tokens: return tokens.selected.map { .token($0) }
        case .activity: return activity.selectedEntry.map(copySubject(of:))
        }
    }

    private func copySubject(of subject: Inspector.Subject) -> CopySubject? {
        switch subject {
        case .profile(let id):
            profiles[id].map { .text(["\($0.origin.description)"], what: "the address of \($0.name)") }
        case .session(let id):
            clusters[id]?.session.map { .text(["\($0.info.userName)"], what: "the user name") }
        case .token(let id): tokens[id].map { .token($0) }
        case .activity(let id): activity[id: id].map(copySubject(of:))
        case .auditEvent(let index):
            audit.entries.indices.contains(index)
                ? .text(["\(audit.entries[index].event.line)"], what: "the event") : nil
        }
    }

    private func copySubject(of entry: ActivityLog.Entry) -> CopySubject {
        switch entry.content {
        case .request(let record): .text([record.curl], what: "the request as curl, without secrets")
        case .message(let message): .text([message.text], what: "the message")
        }
    }
}
