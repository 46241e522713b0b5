import DisplayText
import Operations
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A part of a form that can have the focus.
enum FormPart: Hashable, Sendable {
    case field(FieldID)
    case submit
    case test
}

/// The editing of one opening of a form: cursors and texts on their way into the state.
///
/// The values that count are the state's (``FormDraft``); the editor follows them, and reports what a key changed.
struct FormEditor: Hashable, Sendable {
    let serial: Int
    private(set) var form: Form<FormPart>
    private let isLogin: Bool
    /// What the state last said against each field. The form's own words, as about a paste that it refused, stand until
    /// the state says something else.
    private var errors: [FieldID: SafeText] = [:]

    init(_ draft: FormDraft) {
        serial = draft.serial
        isLogin = if case .logIn = draft.purpose { true } else { false }
        form = Form(
            draft.fields.map(Self.field), buttons: Self.buttons(draft), focus: .field(draft.focused))
        follow(draft)
    }

    /// Takes over what the state says: what counts, what is wrong, and values that it changed by itself.
    mutating func follow(_ draft: FormDraft) {
        // A choice may bring a field or take one away.
        if form.fields.map(\.id) != draft.fields.map({ FormPart.field($0.id) }) {
            form = Form(draft.fields.map(Self.field), buttons: Self.buttons(draft), focus: .field(draft.focused))
            errors = [:]
        }
        form.buttons = Self.buttons(draft)
        for field in draft.fields {
            let part = FormPart.field(field.id)
            form.setDisabled(part, field.disabled, isHidden: field.isHidden)
            if field.error != errors[field.id] {
                errors[field.id] = field.error
                form.setError(part, field.error)
            }
            if let note = field.note { form.setNote(part, note) }
            if value(field.id) != field.value { put(field) }
        }
        if case .field(let id)? = form.focused, id != draft.focused { form.setFocus(.field(draft.focused)) }
        form.message = Self.message(draft)
    }

    /// What a key did, as actions for the state; `nil` when the form has no use for the key.
    mutating func actions(for key: Key) -> [AppAction]? {
        if key == Key(.enter), isComplete { return [.command(.submit)] }
        let outcome = form.handle(key)
        return actions(for: outcome)
    }

    /// Whether Enter means "log in": in a login form, behind the secret, when nothing that is needed is missing. What
    /// follows below are choices that have an answer already.
    private var isComplete: Bool {
        guard isLogin, case .field(let id)? = form.focused, case .secret = form.field(.field(id))?.content else {
            return false
        }
        return form.fields.allSatisfy { !$0.isRequired || !$0.isEmpty || $0.disabled != nil }
    }

    /// What a paste did. It never submits.
    mutating func actions(forPaste text: String, truncated: Bool) -> [AppAction] {
        let outcome = form.paste(text, truncated: truncated)
        return actions(for: outcome) ?? []
    }

    private func actions(for outcome: FormOutcome<FormPart>) -> [AppAction]? {
        switch outcome {
        case .ignored: return nil
        case .handled: return []
        case .changed(.field(let id)): return value(id).map { [.setField(id, $0)] } ?? []
        case .left:
            if case .field(let id)? = form.focused { return [.focusField(id)] }
            return []
        case .pressed(.submit), .incomplete: return [.command(.submit)]
        case .pressed(.test): return [.command(.test)]
        case .cancelled: return [.command(.cancel)]
        case .changed, .pressed: return []
        }
    }

    private func value(_ id: FieldID) -> FieldValue? {
        switch form.field(.field(id))?.content {
        case .text(let input, _): .text(input.text)
        case .secret(let secret): .secret(Secret(secret.expose()))
        case .choice(let choice): .choice(choice.option?.name ?? "")
        case .toggle(let isOn): .toggle(isOn)
        case nil: nil
        }
    }

    private mutating func put(_ field: DraftField) {
        let part = FormPart.field(field.id)
        switch field.value {
        case .text(let text): form.setText(part, text)
        case .choice(let name): form.setChoice(part, Self.choice(field, selected: name))
        // The state only ever takes secrets away.
        case .secret(let secret): if secret.isEmpty { form.wipeSecret(part) }
        case .toggle(let isOn): form.setToggle(part, isOn)
        }
    }

    private static func field(_ field: DraftField) -> FormField<FormPart> {
        let part = FormPart.field(field.id)
        return switch field.value {
        case .text(let text):
            .text(
                part, field.label, value: text, placeholder: field.placeholder, help: field.help,
                isRequired: field.isRequired)
        case .secret: .secret(part, field.label, help: field.help, isRequired: field.isRequired)
        case .choice(let name): .choice(part, field.label, choice(field, selected: name), help: field.help)
        case .toggle(let isOn): .toggle(part, field.label, isOn: isOn, help: field.help)
        }
    }

    private static func choice(_ field: DraftField, selected: String) -> Choice {
        Choice(field.options.map { Choice.Option($0.name, $0.label, unavailable: $0.reason) }, selected: selected)
    }

    private static func buttons(_ draft: FormDraft) -> [FormButton<FormPart>] {
        let busy: SafeText? = draft.isSubmitting ? "it is being sent; Esc cancels" : nil
        let send: SafeText =
            switch draft.purpose {
            case .logIn: "Log in"
            case .newToken: "Issue the token"
            case .importToken: "Import"
            case .addProfile, .editProfile: "Save"
            case .report: "Write the report"
            }
        if case .report = draft.purpose { return [FormButton(.submit, send, disabled: busy)] }
        return [
            FormButton(.submit, send, disabled: busy), FormButton(.test, "Test the cluster", disabled: busy),
        ]
    }

    private static func message(_ draft: FormDraft) -> TextRun? {
        if draft.isSubmitting { return TextRun("Waiting for the answer ... Esc cancels.", .accent) }
        let caution = draft.caution
        if let error = draft.error {
            // The caution says what happened, too, and the field says what was refused.
            if let caution, draft.fields.contains(where: { $0.error != nil }) { return TextRun(caution, .danger) }
            let next = caution.map { SafeText(". \($0)") } ?? error.hints.first.map { SafeText(". Next: \($0)") } ?? ""
            return TextRun("\(error.sentence)\(next)", .danger)
        }
        if let test = draft.test { return TextRun("\(test)\(caution.map { SafeText(". \($0)") } ?? "")", .accent) }
        return caution.map { TextRun($0, .warning) }
    }
}
