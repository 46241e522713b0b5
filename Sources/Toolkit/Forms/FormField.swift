package import DisplayText

/// One field of a form.
package struct FormField<ID: Hashable & Sendable>: Hashable, Sendable {
    /// What is filled in, and how far.
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
    package var help: SafeText
    package var isRequired: Bool
    /// Why the field does not count now; such a field is grey and skipped.
    package var disabled: SafeText?
    /// Whether a field that does not count takes no room either.
    package internal(set) var isHidden = false
    package internal(set) var content: Content
    /// What is wrong, and how to mend it.
    package internal(set) var error: SafeText?
    /// What the form did to the input, such as line breaks left out, or what the application says about it, such as
    /// the resulting end of a lifetime.
    package internal(set) var note: SafeText?
    let initial: Content

    package init(
        _ id: ID, _ label: SafeText, _ content: Content, help: SafeText = "", isRequired: Bool = false,
        disabled: SafeText? = nil
    ) {
        self.id = id
        self.label = label
        self.content = content
        initial = content
        self.help = help
        self.isRequired = isRequired
        self.disabled = disabled
    }

    /// A plain text field.
    package static func text(
        _ id: ID, _ label: SafeText, value: String = "", placeholder: SafeText = "", help: SafeText = "",
        isRequired: Bool = false
    ) -> FormField {
        FormField(id, label, .text(TextInput(value), placeholder: placeholder), help: help, isRequired: isRequired)
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

    /// Whether nothing was filled in.
    package var isEmpty: Bool {
        switch content {
        case .text(let input, _): input.isEmpty
        case .secret(let secret): secret.isEmpty
        case .choice(let choice): choice.selected == nil
        case .toggle: false
        }
    }

    /// Whether the field holds something else than at the start.
    package var isDirty: Bool {
        switch (content, initial) {
        case (.text(let now, _), .text(let before, _)): now.characters != before.characters
        case (.secret(let secret), _): !secret.isEmpty
        default: content != initial
        }
    }
}
