import DisplayText
import Operations
import Storage

extension AppState {
    /// Whether a command can mean anything now: a layer that has the keys hides what lies below it.
    func isReachable(_ command: AppCommand) -> Bool {
        switch command {
        case .redraw, .suspend: return true
        default: break
        }
        guard let topLayer else { return true }
        switch topLayer {
        case .form:
            return [.submit, .cancel, .test, .nextField, .previousField, .help, .cancelRequest, .refresh]
                .contains(command)
        case .question(let question):
            return [.submit, .no, .cancel].contains(command) || question.answers.contains(command)
        case .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning, .discardQuestion:
            return [.submit, .yes, .no, .cancel].contains(command)
        case .orgPicker: return [.cancel, .refresh].contains(command)
        case .keys:
            let own: [AppCommand] = [.refresh, .enableKey, .disableKey, .rotateKey, .reveal, .copy, .help]
            return command.movement != nil || [.cancel, .cancelRequest].contains(command) || own.contains(command)
        case .results:
            return command.movement != nil || [.cancel, .cancelRequest, .submit, .report].contains(command)
        case .doctor:
            return command.movement != nil
                || [.cancel, .submit, .open, .copy, .help, .cancelRequest, .refresh, .diagnose].contains(command)
        case .inspector(let inspector):
            if command.movement != nil || [.cancel, .submit, .open, .copy, .help, .cancelRequest].contains(command) {
                return true
            }
            return inspector.offers(command)
        case .requestLog:
            return command.movement != nil || [.cancel, .open, .submit, .copy, .help].contains(command)
        case .auditLog:
            return command.movement != nil
                || [
                    .cancel, .open, .submit, .help, .filter, .sortNext, .sortReverse, .auditOlder, .refresh,
                    .cancelRequest, .copy,
                ].contains(command)
        case .help, .palette:
            return command.movement != nil || [.cancel, .submit].contains(command)
        }
    }

    /// What the layer on top makes of a command; absent when the panes are to answer.
    mutating func obeyInLayer(_ command: AppCommand) -> [Effect]? {
        guard let topLayer else { return nil }
        switch command {
        case .cancel: return closeTop()
        case .redraw, .suspend: return nil
        default: break
        }
        switch topLayer {
        case .form: return obeyInForm(command)
        case .keys(let view): return obeyInKeys(command, view)
        case .question(let question):
            return question.answers.contains(command) ? answer(question, by: command) : closeTop()
        case .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning, .discardQuestion:
            return command == .no ? closeTop() : answer(command)
        case .orgPicker: return command == .refresh ? findOrgs() : []
        case .results:
            return command == .submit ? closeTop() : command == .cancelRequest ? stopRevocation() : nil
        case .doctor(let examination): return obeyInDoctor(command, examination)
        case .inspector:
            return command == .submit || command == .open ? closeTop() : nil
        case .requestLog(let selection):
            guard command == .open || command == .submit else { return nil }
            return selection.map { push(.inspector(Inspector(.activity($0)))) } ?? []
        case .auditLog: return obeyInAuditLog(command)
        case .help: return command == .submit ? closeTop() : nil
        // The screen knows the table of bindings and sends `runFromPalette`.
        case .palette: return command == .submit ? [] : nil
        }
    }

    /// Yes to the question on top.
    private mutating func answer(_ command: AppCommand) -> [Effect] {
        switch topLayer {
        case .deletion(let question): return confirmDeletion(question, by: command)
        case .revocation(let question): return confirmRevocation(question, by: command)
        case .keyChange(let question): return confirmKeyChange(question, by: command)
        case .userEnd(let question): return confirmUserEnd(question, by: command)
        case .supersession where command == .yes:
            layers.removeLast()
            return submitDespiteSupersession()
        case .lockout where command == .yes:
            layers.removeLast()
            return submitDespiteLockout()
        case .provisioning where command == .yes:
            layers.removeLast()
            return submitDespiteProvisioning()
        case .discardQuestion where command == .yes:
            layers.removeLast()
            return closeForm()
        // Enter is the default answer of these, and the default is No.
        default: return command == .submit ? closeTop() : []
        }
    }

    /// Esc: one step back from the layer on top. Typed work is asked about; a request in flight is cancelled first.
    private mutating func closeTop() -> [Effect] {
        if revealed != nil {
            hideRevealed()
            return []
        }
        switch topLayer {
        case .keys(let view): return closeKeys(view)
        case .form(let form):
            if form.isSubmitting { return cancelSubmission(form) }
            if form.isDirty { return push(.discardQuestion) }
            return closeForm()
        case .results(let results):
            if results.isRunning { return stopRevocation() }
            layers.removeLast()
            return []
        case .auditLog: return closeAuditLog()
        case .orgPicker(let picker):
            layers.removeLast()
            return cancel([.orgs(picker.profile.id)])
        case .doctor:
            layers.removeLast()
            return cancel([.diagnosis])
        default:
            layers.removeLast()
            return []
        }
    }

    private mutating func closeForm() -> [Effect] {
        guard case .form = topLayer else { return [] }
        layers.removeLast()
        return cancel([.formTest])
    }

    mutating func setPaletteQuery(_ text: String) -> [Effect] {
        if case .palette = topLayer { layers[layers.count - 1] = .palette(query: text) }
        return []
    }

    mutating func setConfirmation(_ text: String) -> [Effect] {
        switch topLayer {
        case .deletion(var question):
            question.typed = text
            question.mismatch = nil
            layers[layers.count - 1] = .deletion(question)
        case .revocation(var question):
            question.typed = text
            question.mismatch = nil
            layers[layers.count - 1] = .revocation(question)
        case .keyChange(var question):
            question.typed = text
            question.mismatch = nil
            layers[layers.count - 1] = .keyChange(question)
        case .userEnd(var question):
            question.typed = text
            question.mismatch = nil
            layers[layers.count - 1] = .userEnd(question)
        default: break
        }
        return []
    }
}

extension Inspector {
    /// What can be done to the subject of the detail view without leaving it.
    func offers(_ command: AppCommand) -> Bool {
        switch subject {
        case .token: [.validate, .revoke, .revokeUser, .reveal, .forget, .report].contains(command)
        case .session: [.logOut, .refresh, .revokeUser, .switchOrg].contains(command)
        case .profile: [.logIn, .logOut, .refresh, .diagnose, .editProfile, .deleteProfile].contains(command)
        case .activity, .auditEvent: false
        }
    }
}
