import ASCIIText
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form that adds a profile or edits one: a loop over ``ProfileField/all``.
struct ProfileForm: FormFeature {
    enum Field: Hashable, Sendable {
        case of(ProfileField.ID)
        /// The name of a protected profile, typed before any change (promise P65).
        case confirmation
    }

    /// The profile that is edited; `nil` to add one.
    private(set) var profile: Profile?
    var form: Form<FormPart<Field>>
    var status = FormStatus()
    /// The profile was removed from the file meanwhile, and is to be added again.
    private(set) var isRemovedFromFile = false
    /// The names of the other profiles, in lower case.
    private var takenNames: Set<String> = []

    init(_ profile: Profile?) {
        self.profile = profile
        let draft = profile.map(ProfileDraft.init(from:)) ?? .suggested
        form = Form(Self.fields(of: draft, profile), buttons: [], focus: .field(.of(.name)))
    }

    private static func fields(of draft: ProfileDraft, _ profile: Profile?) -> [FormField<FormPart<Field>>] {
        var fields = ProfileField.all.filter { draft.presence(of: $0.id) != .hidden }.compactMap {
            field($0, draft)
        }
        if let profile, profile.isProtected {
            fields.append(
                .text(
                    .field(.confirmation), "Confirm", help: "\(profile.name) is protected: type its name.",
                    isRequired: true))
        }
        return fields
    }

    private static func field(_ field: ProfileField, _ draft: ProfileDraft) -> FormField<FormPart<Field>>? {
        let part = FormPart.field(Field.of(field.id))
        let label = SafeText(outside: field.label)
        let help = SafeText(outside: field.help)
        switch field.editor {
        case .file: return nil
        case .toggle: return .toggle(part, label, isOn: draft[isOn: field.id], help: help)
        case .text:
            return .text(
                part, label, value: draft[field.id], placeholder: SafeText(outside: field.placeholder),
                example: SafeText(outside: field.example), help: help, isRequired: field.isRequired)
        case .choice:
            let options = draft.options(of: field.id).map {
                Choice.Option(
                    $0.name, SafeText(outside: $0.name), unavailable: $0.reason.map { SafeText(outside: $0) })
            }
            return .choice(part, label, Choice(options, selected: draft[field.id]), help: help)
        }
    }

    /// What is filled in.
    var draft: ProfileDraft {
        var draft = profile.map(ProfileDraft.init(from:)) ?? .suggested
        for shown in form.fields {
            guard case .field(.of(let id)) = shown.id else { continue }
            switch shown.content {
            // What the file and the messages would repeat.
            case .text where shown.isMasked: break
            case .text(let input, _): draft[id] = input.text.trimmingBlanks()
            case .choice(let choice): draft[id] = choice.option?.name ?? ""
            case .toggle(let isOn): draft[isOn: id] = isOn
            case .secret: break
            }
        }
        return draft
    }

    static let sendLabel: SafeText = "Save"
    var title: SafeText { profile.map { "Profile \($0.name)" } ?? "New profile" }
    var facts: [TextRun] { .production(profile) }
    var workID: WorkID { .profile(profile?.id) }

    mutating func settle(in program: ProgramState) {
        takenNames = Set(program.profiles.list.filter { $0.id != profile?.id }.map { $0.name.lowercased() })
        let draft = draft
        // A choice may bring a field or take one away.
        let fields = Self.fields(of: draft, profile)
        if fields.map(\.id) != form.fields.map(\.id) { form.setFields(fields) }
        for field in ProfileField.all {
            let reason: SafeText? =
                if case .disabled(let reason) = draft.presence(of: field.id) { reason } else { nil }
            hide(.of(field.id), reason)
        }
        // What was detected was so at the address as it was then.
        if status.test == nil { form.setNote(.field(.of(.generation)), nil) }
    }

    func problem(with field: Field) -> SafeText? {
        switch field {
        case .of(.name) where takenNames.contains(text(.of(.name)).lowercased()):
            return "a profile with this name already exists; choose another name"
        case .of(let id):
            return draft.problem(with: id).map {
                let message = MessageComposer.message(for: $0)
                return message.why ?? message.what
            }
        case .confirmation:
            guard let consent = consentToEdit else { return nil }
            return consent.refusal(of: .typed(text(.confirmation)))?.sentence
        }
    }

    private var consentToEdit: Consent? {
        profile.flatMap { ProtectionPolicy($0).consent(toChanging: "Editing the profile") }
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        let place: SaveProfile.Place = profile.map { isRemovedFromFile ? .again($0.id) : .edited($0) } ?? .new
        return [
            program.begin(
                SaveProfile(
                    draft: draft.withoutDisabled(), as: place,
                    consent: consentToEdit.map { _ in .typed(text(.confirmation)) },
                    addressAnswer: status.agreed.contains(.loggingOutFirst)
                        ? .logOutFirst : status.agreed.contains(.leavingOldAddress) ? .leave : nil))
        ]
    }

    func field(of error: OperationError) -> Field? {
        switch error {
        case .refused(.caFile): .of(.caFile)
        case .storage(let error) where error.code == .nameTaken: .of(.name)
        case .refused(.invalidProfile(let problem)):
            ProfileField.all.first { $0.label.lowercased() == problem.subject.lowercased() }.map { .of($0.id) }
        case .refused(.invalidInput(let name, _)):
            ProfileField.all.first { name.lowercased().contains($0.label.lowercased()) }.map { .of($0.id) }
        default: nil
        }
    }

    func testing() throws(OperationError) -> TestProfile? { try TestProfile(draft: draft.withoutDisabled()) }

    /// What the cluster speaks is said beside the choice, which stays with the person.
    mutating func receive(_ test: ProfileTestReport) {
        status.test = test.text
        guard let probe = test.probe else { return }
        let words: SafeText =
            probe.proposal.map { MessageComposer.text(for: $0, in: probe) }
            ?? "no generation detected"
        form.setNote(.field(.of(.generation)), words)
    }

    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState) {
        guard let current = conflict.current else {
            // Saved again as a new one, under the same id.
            isRemovedFromFile = true
            return
        }
        var fresh = ProfileForm(current)
        let rebased = draft.rebased(on: current, takingFile: withFile)
        // A generation that is kept may bring a field of its own.
        for _ in 0..<2 {
            let filled = fresh.draft
            for field in ProfileField.all where rebased[input: field.id] != filled[input: field.id] {
                fresh.form.takeOver(.field(.of(field.id)), from: form)
            }
            fresh.settle(in: program)
        }
        fresh.form.takeOver(.field(.confirmation), from: form)
        fresh.form.buttons = fresh.buttons
        if let focused = form.focused { fresh.form.setFocus(focused) }
        self = fresh
    }
}

extension ProgramState {
    mutating func openProfileForm(for profile: Profile?) -> [Effect] { open(form: ProfileForm(profile)) }

    /// A damaged file is never written to (faults A2, A3).
    var reasonAgainstWritingProfiles: SafeText? {
        if profiles.error != nil { return "the profile file cannot be read; fix it first" }
        return profiles.readOnlyReason.map { "the profile file is not changed: \($0.what)" }
    }

    /// Nothing acts on a profile while the keys are on a list of something else.
    ///
    /// - Parameter shown: whether its detail is open.
    func reasonAgainstChangingProfile(shown: Bool = false) -> SafeText? {
        if let reason = reasonAgainstWritingProfiles { return reason }
        guard profile != nil else { return noProfile }
        if !shown, panes.table == nil, panes.focus == .tokens || panes.focus == .activity {
            return "select a profile first (\(key(.focusClusters)))"
        }
        return inFlight[.profile(selectedProfile)] != nil ? "the profile is being saved" : nil
    }

    mutating func makeDefault() -> [Effect] {
        profile.map { [begin(MakeDefault($0))] } ?? []
    }

    mutating func saved(_ profile: Profile, _ id: WorkID) -> [Effect] {
        let before = profiles[profile.id]
        let isThis: (Removal) -> Bool = { if case .profile(let of, _) = $0 { of.id == profile.id } else { false } }
        var wasRemoved = removals.contains(where: isThis)
        var place = profiles.list.count
        if case .profile(_, let of)? = removals.last(where: isThis) { place = min(place, of) }
        removals.removeAll(where: isThis)
        if let before, removals.last == .edit(before: profile, after: before) {
            removals.removeLast()
            wasRemoved = true
        } else if let before, before != profile {
            removals.append(.edit(before: before, after: profile))
        }
        if let index = profiles.index(of: profile.id) {
            profiles.list[index] = profile
        } else {
            profiles.list.insert(profile, at: place)
        }
        // What was learnt of another address says nothing about this one.
        if let before, before.origin != profile.origin || before.generation != profile.generation {
            clusters[profile.id] = nil
        }
        let effects = closeSubmission(of: id)
        select(profile.id)
        profilesChanged()
        say(.good, "\(wasRemoved ? "restored" : before == nil ? "added" : "saved") the profile \(profile.name)")
        // Tokens are called by the name that their address has now.
        let isRenamed = before.map { $0.name != profile.name } ?? false
        return effects + [check(profile), readProfiles()] + (isRenamed ? [readJournal()] : [])
    }
}
