import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Filling in forms and sending them.
extension AppState {
    mutating func nextFormSerial() -> Int {
        lastFormSerial += 1
        return lastFormSerial
    }

    mutating func open(_ form: FormDraft) -> [Effect] {
        var form = form
        form.settle(now: now, localOffset: localOffset, lockouts: tokens.lockouts)
        return push(.form(form))
    }

    mutating func setField(_ id: FieldID, _ value: FieldValue) -> [Effect] {
        changeTopForm { form, state in
            guard !form.isSubmitting, form[id] != nil else { return }
            form[id]?.value = value
            form[id]?.error = nil
            form.error = nil
            // Agreed was to what would have been sent then.
            form.acceptsProvisioning = false
            form.acceptsAddressChange = false
            form.test = nil
            form.acceptsLockoutRisk = false
            // What was found by asking was found at the address as it stood.
            if id != .generation, form[.generation]?.note != nil { form[.generation]?.note = "" }
            form.followConflict()
            form.settle(now: state.now, localOffset: state.localOffset, lockouts: state.tokens.lockouts)
        }
        return []
    }

    /// Leaving a field checks it; from a wrong value the focus does not go away, and the message says how to mend it.
    /// What is still missing holds nobody: it is asked for when the form is sent.
    mutating func focusField(_ id: FieldID) -> [Effect] {
        changeTopForm { form, _ in
            guard form[id] != nil else { return }
            if id != form.focused {
                form.check(form.focused)
                if let left = form[form.focused], left.error != nil, !left.isEmpty { return }
            }
            form.focused = id
        }
        return []
    }

    mutating func obeyInForm(_ command: AppCommand) -> [Effect]? {
        guard case .form(let form) = topLayer else { return nil }
        switch command {
        case .submit: return submit(form)
        case .test: return test(form)
        case .nextField: return focusField(form.field(after: form.focused, step: 1))
        case .previousField: return focusField(form.field(after: form.focused, step: -1))
        case .cancelRequest: return form.isSubmitting ? cancelSubmission(form) : []
        case .refresh: return [readProfiles()]
        default: return nil
        }
    }

    mutating func submit(_ form: FormDraft) -> [Effect] {
        guard !form.isSubmitting else { return [] }
        var form = form
        // What was typed since may be what the file has.
        if let conflict = form.conflict, conflict.isEdit { form.meet(conflict.current) }
        form.settle(now: now, localOffset: localOffset, lockouts: tokens.lockouts)
        form.checkAll()
        defer { replaceTopForm(form) }
        guard form.fields.allSatisfy({ $0.error == nil }) else {
            form.focused = form.fields.first { $0.error != nil }?.id ?? form.focused
            return [.bell]
        }
        form.error = nil
        if let conflict = form.conflict { return push(.question(.conflict(conflict))) }
        switch form.purpose {
        case .logIn(let profile): return submitLogin(&form, profile)
        case .newToken(let profile): return submitNewToken(&form, profile)
        case .importToken(let profile): return submitImport(&form, profile)
        case .addProfile: return submitProfile(&form, nil)
        case .editProfile(let profile): return submitProfile(&form, profile)
        case .report(let tokens, let acts):
            form.isSubmitting = true
            let verb = WriteTokenReport(tokens: tokens, acts: acts, path: form.text(.path))
            return [
                begin(.writeReport(verb), id: .report, label: "writing \(SafeText(outside: verb.path, limit: 100))")
            ]
        }
    }

    private mutating func submitLogin(_ form: inout FormDraft, _ profile: Profile) -> [Effect] {
        let supersession = SupersessionPolicy(login: profile, by: form.loginCredential.kind)
        if supersession.refusal != nil, !form.acceptsSupersession {
            return push(.supersession(profile: profile))
        }
        if form.wantsLockoutConsent, let risk = form.lockout { return push(.lockout(profile: profile, risk)) }
        form.isSubmitting = true
        let verb = LogIn(
            profile: profile, credential: form.loginCredential, org: form.org, rememberMe: form.isOn(.rememberMe),
            acceptsSupersession: form.acceptsSupersession, acceptsLockoutRisk: form.acceptsLockoutRisk)
        return [
            begin(
                .logIn(verb), id: .session(profile.id), profile: profile.id, label: "logging in to \(profile.name)",
                isChange: true)
        ]
    }

    private mutating func submitNewToken(_ form: inout FormDraft, _ profile: Profile) -> [Effect] {
        if SupersessionPolicy(issueOn: profile).refusal != nil, !form.acceptsSupersession {
            return push(.supersession(profile: profile))
        }
        if !form.isFromSession, form.wantsLockoutConsent, let risk = form.lockout {
            return push(.lockout(profile: profile, risk))
        }
        let hazards = ProvisioningPolicy(profile, form.tokenRequest).hazards
        if !hazards.isEmpty, !form.acceptsProvisioning {
            return push(.provisioning(profile: profile, hazards: hazards))
        }
        form.isSubmitting = true
        let label = form.text(.label).nonEmpty
        let work: Work =
            form.isFromSession
            ? .issueSessionToken(IssueSessionToken(profile: profile, label: label, consent: form.consent))
            : .issueToken(
                IssueToken(
                    profile: profile, request: form.tokenRequest, label: label,
                    acceptsSupersession: form.acceptsSupersession, acceptsProvisioning: form.acceptsProvisioning,
                    acceptsLockoutRisk: form.acceptsLockoutRisk, consent: form.consent))
        return [
            begin(
                work, id: .issue(profile.id), profile: profile.id, label: "issuing a token on \(profile.name)",
                isChange: true)
        ]
    }

    private mutating func submitImport(_ form: inout FormDraft, _ profile: Profile) -> [Effect] {
        form.isSubmitting = true
        let verb = ImportToken(
            profile: profile, token: form.secret(.token), user: form.text(.username).nonEmpty,
            label: form.text(.label).nonEmpty, isChecked: form.isOn(.validate))
        return [
            begin(
                .importToken(verb), id: .issue(profile.id), profile: profile.id,
                label: "importing a token for \(profile.name)", isChange: true)
        ]
    }

    private mutating func submitProfile(_ form: inout FormDraft, _ profile: Profile?) -> [Effect] {
        if let profile, !form.acceptsAddressChange, let question = addressQuestion(form, profile) {
            return push(.question(.address(question)))
        }
        form.isSubmitting = true
        return [
            begin(
                .saveProfile(
                    form.profileDraft, id: profile?.id, replacing: form.isRemovedFromFile ? nil : profile,
                    consent: form.consent),
                id: .profile(profile?.id),
                profile: profile?.id, label: "saving the profile \(form.text(.name))", isChange: true)
        ]
    }

    /// Yes to "older v1 tokens end": sends the form below the question.
    mutating func submitDespiteSupersession() -> [Effect] {
        changeTopForm { form, _ in form.acceptsSupersession = true }
        guard case .form(let form) = topLayer else { return [] }
        return submit(form)
    }

    /// Yes to what the mint does to its user: sends the form below the question.
    mutating func submitDespiteProvisioning() -> [Effect] {
        changeTopForm { form, _ in form.acceptsProvisioning = true }
        guard case .form(let form) = topLayer else { return [] }
        return submit(form)
    }

    /// Yes to "the account may be locked": sends the form below the question, once.
    mutating func submitDespiteLockout() -> [Effect] {
        changeTopForm { form, _ in form.acceptsLockoutRisk = true }
        guard case .form(let form) = topLayer else { return [] }
        return submit(form)
    }

    /// The journal has been read: what it says of refused credentials holds for the forms that are open.
    mutating func settleLockouts() {
        for index in layers.indices {
            if case .form(var form) = layers[index] {
                form.settleLockout(tokens.lockouts, at: now)
                layers[index] = .form(form)
            }
        }
    }

    /// *Test*: is the cluster there, at the address as filled in?
    private mutating func test(_ form: FormDraft) -> [Effect] {
        var form = form
        defer { replaceTopForm(form) }
        let profile: Profile
        switch form.purpose {
        case .logIn(let of), .newToken(let of), .importToken(let of): profile = of
        case .report: return []
        case .addProfile, .editProfile:
            do throws(OperationError) {
                // Not saved, so nothing is held for it: the id only names it for this one look.
                profile = try form.profileDraft.profile(id: "unsaved")
            } catch {
                form.checkAll()
                form.test = MessageComposer.message(for: error).sentence
                return [.bell]
            }
        }
        form.test = "testing \(profile.origin.description)"
        let work: Work = form[.generation] == nil ? .checkCluster(profile) : .testProfile(profile)
        return [begin(work, id: .formTest, label: "testing \(profile.name)")]
    }

    /// - Parameter probe: what the cluster was heard to speak, in a form that has the generation to choose.
    mutating func takeTest(_ status: ClusterStatus, _ probe: ProbeReport?) -> [Effect] {
        let text: SafeText =
            switch status.state {
            case .reachable, .loggedIn, .sessionEnded:
                status.duration.map {
                    "it answers as ThoughtSpot, in \(DurationText.elapsed(milliseconds: Int64($0)))"
                } ?? "it answers as ThoughtSpot"
            case .failed(let error): MessageComposer.message(for: error).sentence
            }
        for index in layers.indices {
            if case .form(var form) = layers[index] {
                form.test = text
                if let probe, form[.generation] != nil { form[.generation]?.note = Self.note(on: probe) }
                layers[index] = .form(form)
            }
        }
        return []
    }

    /// Beside the choice, which stays with the person.
    private static func note(on probe: ProbeReport) -> SafeText {
        guard let proposal = probe.proposal else { return "asked; none of them was heard" }
        return MessageComposer.text(for: proposal, in: probe)
    }

    mutating func cancelSubmission(_ form: FormDraft) -> [Effect] {
        let ids: [EffectID] =
            switch form.purpose {
            case .logIn(let profile): [.session(profile.id)]
            case .newToken(let profile), .importToken(let profile): [.issue(profile.id)]
            case .addProfile: [.profile(nil)]
            case .editProfile(let profile): [.profile(profile.id)]
            case .report: [.report]
            }
        return cancel(ids)
    }

    /// Closes the form that was sent with success; a question above it goes too.
    mutating func closeSubmittedForm(where matches: (FormDraft.Purpose) -> Bool) {
        let index = layers.lastIndex {
            if case .form(let form) = $0 { form.isSubmitting && matches(form.purpose) } else { false }
        }
        if let index { layers.removeSubrange(index...) }
    }

    /// Changes the form whose sending the effect is.
    mutating func changeForm(of id: EffectID, _ change: (inout FormDraft) -> Void) {
        for index in layers.indices {
            if case .form(var form) = layers[index], form.isSubmitting, form.effect == id {
                change(&form)
                layers[index] = .form(form)
            }
        }
    }

    mutating func changeForm(_ change: (inout FormDraft) -> Void) { changeTopForm { form, _ in change(&form) } }

    private mutating func changeTopForm(_ change: (inout FormDraft, AppState) -> Void) {
        guard case .form(var form) = topLayer else { return }
        change(&form, self)
        replaceTopForm(form)
    }

    /// Puts a form back, below the question that may have been pushed meanwhile.
    private mutating func replaceTopForm(_ form: FormDraft) {
        let index = layers.lastIndex { if case .form(let old) = $0 { old.serial == form.serial } else { false } }
        if let index { layers[index] = .form(form) }
    }
}
