package import DisplayText

/// A button below the fields. The first one is what Enter in the last field and Ctrl-S press.
package struct FormButton<ID: Hashable & Sendable>: Hashable, Sendable {
    package let id: ID
    package let label: SafeText
    /// Why it cannot be pressed now.
    package var disabled: SafeText?

    package init(_ id: ID, _ label: SafeText, disabled: SafeText? = nil) {
        self.id = id
        self.label = label
        self.disabled = disabled
    }
}

/// What a key or a paste did to a form, for the application to act on.
package enum FormOutcome<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The form has no use for the key.
    case ignored
    /// The form took it; nothing for the application to do.
    case handled
    /// The content of a field changed.
    case changed(ID)
    /// The focus went from this field to another. Check the field now; `refuse(_:_:)` brings the focus back to it.
    case left(ID)
    /// A button was pressed and every required field is filled in. Check all fields before acting.
    case pressed(ID)
    /// A button was pressed, but this required field is empty; the focus is on it now and it says so.
    case incomplete(ID)
    /// Esc. Typed work is lost only if the application lets it: ask first when `isDirty`.
    case cancelled(isDirty: Bool)
}

/// Fields, buttons and the focus among them. All fields are on the screen at once; Enter, Tab and the arrows go through
/// them. The state is a plain value; checking is the application's, told by `FormOutcome.left`.
package struct Form<ID: Hashable & Sendable>: Hashable, Sendable {
    package internal(set) var fields: [FormField<ID>]
    package var buttons: [FormButton<ID>]
    /// What is wrong with the whole, such as the answer of a server that belongs to no field; or what is going on.
    package var message: TextRun?
    /// Index into the fields, then the buttons.
    var focus: Int

    /// - Parameter focus: the field to start in; the first one that can be filled in when absent.
    package init(_ fields: [FormField<ID>], buttons: [FormButton<ID>], focus: ID? = nil) {
        self.fields = fields
        self.buttons = buttons
        self.focus =
            fields.firstIndex { $0.id == focus && $0.disabled == nil }
            ?? fields.firstIndex { $0.disabled == nil } ?? fields.count
    }

    /// Whether any field holds something else than at the start.
    package var isDirty: Bool { fields.contains(where: \.isDirty) }

    /// The field or button with the focus.
    package var focused: ID? {
        if focus < fields.count { return fields[focus].id }
        let button = focus - fields.count
        return button < buttons.count ? buttons[button].id : nil
    }

    /// A field by its name.
    package func field(_ id: ID) -> FormField<ID>? { fields.first { $0.id == id } }

    /// The text of a plain field; empty for any other.
    package func text(_ id: ID) -> String {
        if case .text(let input, _) = field(id)?.content { input.text } else { "" }
    }

    /// The content of a secret field; absent for any other.
    package func secret(_ id: ID) -> SecretBuffer? {
        if case .secret(let secret) = field(id)?.content { secret } else { nil }
    }

    /// The name of the chosen option; absent when there is none.
    package func choice(_ id: ID) -> String? {
        if case .choice(let choice) = field(id)?.content { choice.option?.name } else { nil }
    }

    /// Whether a toggle is on; false for any other field.
    package func isOn(_ id: ID) -> Bool {
        if case .toggle(let isOn) = field(id)?.content { isOn } else { false }
    }
}

/// What the application does to a form.
extension Form {
    private mutating func change(_ id: ID, _ body: (inout FormField<ID>) -> Void) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        body(&fields[index])
        if focus == index, fields[index].disabled != nil { move(1) }
    }

    /// Replaces the text of a plain field.
    package mutating func setText(_ id: ID, _ text: String) {
        change(id) { field in
            guard case .text(var input, let placeholder) = field.content else { return }
            input.replace(with: text)
            field.content = .text(input, placeholder: placeholder)
        }
    }

    /// Replaces the options of a choice, as when another generation can do other things.
    package mutating func setChoice(_ id: ID, _ choice: Choice) {
        change(id) { field in
            guard case .choice = field.content else { return }
            field.content = .choice(choice)
        }
    }

    /// Switches a toggle.
    package mutating func setToggle(_ id: ID, _ isOn: Bool) {
        change(id) { field in
            guard case .toggle = field.content else { return }
            field.content = .toggle(isOn)
        }
    }

    /// Overwrites one secret, as when a server has refused it.
    package mutating func wipeSecret(_ id: ID) {
        change(id) { field in
            guard case .secret(var secret) = field.content else { return }
            // Taken out of the field first: a second owner would make wiping a copy instead.
            field.content = .toggle(false)
            secret.wipe()
            field.content = .secret(secret)
        }
    }

    /// Says what is wrong with a field, or with nil that nothing is; the focus stays where it is.
    package mutating func setError(_ id: ID, _ error: SafeText?) { change(id) { $0.error = error } }

    /// Says something about what was filled in, such as the end that a lifetime results in.
    package mutating func setNote(_ id: ID, _ note: SafeText?) { change(id) { $0.note = note } }

    /// Replaces the help of a field.
    package mutating func setHelp(_ id: ID, _ help: SafeText) { change(id) { $0.help = help } }

    /// Greys a field out with the reason, or with nil brings it back.
    ///
    /// - Parameter isHidden: takes it off the form instead; for a field that has a reason only.
    package mutating func setDisabled(_ id: ID, _ reason: SafeText?, isHidden: Bool = false) {
        change(id) { field in
            field.disabled = reason
            field.isHidden = isHidden && reason != nil
        }
    }

    /// Makes a field required, or not.
    package mutating func setRequired(_ id: ID, _ isRequired: Bool) { change(id) { $0.isRequired = isRequired } }

    /// Says what is wrong with a field, how to mend it, and puts the focus on it.
    package mutating func refuse(_ id: ID, _ error: SafeText) {
        setError(id, error)
        setFocus(id)
    }

    /// Puts the focus on a field or button that can take it.
    package mutating func setFocus(_ id: ID) {
        if let index = fields.firstIndex(where: { $0.id == id && $0.disabled == nil }) {
            focus = index
        } else if let index = buttons.firstIndex(where: { $0.id == id && $0.disabled == nil }) {
            focus = fields.count + index
        }
    }

    /// Overwrites every secret. Call when the form closes.
    package mutating func wipeSecrets() {
        for id in fields.map(\.id) { wipeSecret(id) }
    }
}
