package import DisplayText

/// One field of a form.
package struct FormField<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The kind of field, with its value.
    package enum Content: Hashable, Sendable {
        /// Plain text, with a sample shown while it is empty.
        case text(TextInput, placeholder: SafeText)
        case secret(SecretBuffer)
        case choice(Choice)
        case toggle(Bool)
    }

    package let id: ID
    package let label: SafeText
    /// What to fill in; shown while the field has the focus.
    package let help: SafeText
    /// Whether the sample is one of many values; otherwise it says what an empty field stands for.
    package private(set) var showsExample = false
    package let isRequired: Bool
    /// Why the field is disabled now; a disabled field is grey and skipped. Nil when it is enabled.
    package internal(set) var disabled: SafeText?
    /// Whether a text is drawn as a secret is: it may be one, typed in the wrong place.
    package internal(set) var isMasked = false
    /// Whether a disabled field is not drawn either.
    package internal(set) var isHidden = false
    package internal(set) var content: Content
    /// Whether one of several is chosen, by Left and Right.
    var isChoice: Bool { if case .choice = content { true } else { false } }
    /// What is wrong, and how to fix it.
    package internal(set) var error: SafeText?
    /// What the form did to the input, such as line breaks left out, or what the application says about it, such as
    /// the resulting end of a lifetime.
    package internal(set) var note: SafeText?
    let initial: Content
    /// Whether something was typed, also if it was removed again.
    package internal(set) var wasEdited = false

    init(
        _ id: ID, _ label: SafeText, _ content: Content, help: SafeText = "", isRequired: Bool = false
    ) {
        self.id = id
        self.label = label
        self.content = content
        initial = content
        self.help = help
        self.isRequired = isRequired
    }

    /// A plain text field.
    ///
    /// - Parameters:
    ///   - placeholder: what an empty field stands for.
    ///   - example: where it stands for nothing, a value that may be typed; shown behind *e.g.*.
    package static func text(
        _ id: ID, _ label: SafeText, value: String = "", placeholder: SafeText = "", example: SafeText = "",
        help: SafeText = "", isRequired: Bool = false
    ) -> FormField {
        let sample: SafeText = example.isEmpty ? placeholder : "e.g. \(example)"
        var field = FormField(
            id, label, .text(TextInput(value), placeholder: sample), help: help, isRequired: isRequired)
        field.showsExample = !example.isEmpty
        return field
    }

    /// A masked field. It always starts empty.
    package static func secret(
        _ id: ID, _ label: SafeText, help: SafeText = "", isRequired: Bool = false
    ) -> FormField {
        FormField(id, label, .secret(SecretBuffer()), help: help, isRequired: isRequired)
    }

    /// A choice among options.
    package static func choice(_ id: ID, _ label: SafeText, _ choice: Choice, help: SafeText = "") -> FormField {
        FormField(id, label, .choice(choice), help: help)
    }

    /// Yes or no.
    package static func toggle(_ id: ID, _ label: SafeText, isOn: Bool, help: SafeText = "") -> FormField {
        FormField(id, label, .toggle(isOn), help: help)
    }

    /// Overwrites the content of a secret field.
    func wipe() {
        if case .secret(let secret) = content { secret.wipe() }
    }

    /// Whether the field is empty.
    package var isEmpty: Bool {
        switch content {
        case .text(let input, _): input.isEmpty
        case .secret(let secret): secret.isEmpty
        case .choice(let choice): choice.selected == nil
        case .toggle: false
        }
    }

    /// Whether the content differs from that at the start.
    package var isDirty: Bool {
        switch (content, initial) {
        case (.text(let now, _), .text(let before, _)): now.characters != before.characters
        case (.secret(let secret), _): !secret.isEmpty
        case (.choice(let now), .choice(let before)): now.option?.name != before.option?.name
        default: content != initial
        }
    }
}

/// A button below the fields. The first one is what Enter in the last field presses.
package struct FormButton<ID: Hashable & Sendable>: Hashable, Sendable {
    package let id: ID
    package let label: SafeText
    /// Why it is unavailable now; nil when it is available.
    package let disabled: SafeText?

    package init(_ id: ID, _ label: SafeText, disabled: SafeText? = nil) {
        self.id = id
        self.label = label
        self.disabled = disabled
    }
}
