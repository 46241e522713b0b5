import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

@testable import App

/// A field by its label, as a person finds it.
struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    let label: String

    init(stringLiteral label: String) { self.label = label }

    init(_ label: String) { self.label = label }

    var description: String { label }

    static let credential: FieldName = "Credential"
    static let username: FieldName = "User"
    static let password: FieldName = "Password"
    static let secretKey: FieldName = "Secret key"
    static let token: FieldName = "Token"
    static let org: FieldName = "Org"
    static let rememberMe: FieldName = "Remember me"
    static let kind: FieldName = "Kind"
    static let objectID: FieldName = "Object"
    static let lifetime: FieldName = "Lifetime"
    static let label: FieldName = "Label"
    static let validate: FieldName = "Validate now"
    static let confirmation: FieldName = "Confirm"
    static let name: FieldName = "Name"
    static let url: FieldName = "URL"
    static let generation: FieldName = "Generation"
    static let tag: FieldName = "Environment"
    static let isProtected: FieldName = "Protected"
    static let isReadOnly: FieldName = "Read-only"
    static let caFile: FieldName = "CA file"
    static let isInsecure: FieldName = "Insecure"
    static let proxy: FieldName = "Proxy"
    static let secretSource: FieldName = "Secrets"
    static let note: FieldName = "Note"
    static let acceptsURLSecrets: FieldName = "URL secrets"
    static let persistence: FieldName = "Persist"
    static let filterRules: FieldName = "Filter rules"
    static let variables: FieldName = "Variables"
    static let parameters: FieldName = "Parameters"
    static let ruleObjects: FieldName = "For objects"
    static let path: FieldName = "File"
    static let destination: FieldName = "Destination"
    static let createsUser: FieldName = "Create user"
    static let email: FieldName = "E-mail"
    static let displayName: FieldName = "Display name"
    static let membership: FieldName = "Groups"
    static let groups: FieldName = "Named"
}

/// One field of a form as it is shown.
struct ShownField {
    let name: FieldName
    /// What was typed, the name of what was chosen, `on` or `off`; empty for a secret.
    let value: String
    /// The names of a choice's options, and why one cannot be chosen.
    let options: [(name: String, reason: SafeText?)]
    let isEmpty: Bool
    let isRequired: Bool
    let disabled: SafeText?
    let isHidden: Bool
    let error: SafeText?
    let note: SafeText?
    let placeholder: SafeText
    let help: SafeText
    /// The bytes of a secret.
    let secret: SecretBuffer?
}

/// A form as it is shown, whatever its type.
struct FormReading {
    let title: SafeText
    let facts: [SafeText]
    let preview: [SafeText]
    let fields: [ShownField]
    /// The field with the focus; nil on a button.
    let focused: FieldName?
    let status: FormStatus
    let profile: Profile?
    let isDirty: Bool
    /// The line below the fields.
    let message: SafeText?

    init(_ form: some FormFeature) {
        title = form.title
        facts = form.facts.map(\.text)
        preview = form.preview
        fields = form.form.fields.map(ShownField.init)
        focused = form.form.focused.flatMap { form.form.field($0) }.map { FieldName($0.label.string) }
        status = form.status
        profile = form.profile
        isDirty = form.form.isDirty
        message = form.form.message?.text
    }

    subscript(_ name: FieldName) -> ShownField? { fields.first { $0.name == name } }

    var isSubmitting: Bool { status.isSending }
    var error: Message? { status.error }
    var test: SafeText? { status.test }
    var conflict: ProfileConflict? { status.conflict }

    func text(_ name: FieldName) -> String { self[name]?.value ?? "" }
    func choice(_ name: FieldName) -> String { self[name]?.value ?? "" }
    func isOn(_ name: FieldName) -> Bool { self[name]?.value == "on" }

    /// What was typed into the field of a secret; it stays there.
    func typedSecret(_ name: FieldName) -> String? {
        self[name]?.secret?.look { String(decoding: copy $0, as: UTF8.self) }
    }
}

extension ShownField {
    fileprivate init<ID>(_ field: FormField<ID>) {
        name = FieldName(field.label.string)
        isEmpty = field.isEmpty
        isRequired = field.isRequired
        disabled = field.disabled
        isHidden = field.isHidden
        error = field.error
        note = field.note
        help = field.help
        var options: [(name: String, reason: SafeText?)] = []
        var placeholder: SafeText = ""
        var secret: SecretBuffer?
        switch field.content {
        case .text(let input, let sample):
            value = input.text
            placeholder = sample
        case .secret(let buffer):
            value = ""
            secret = buffer
        case .choice(let choice):
            value = choice.option?.name ?? ""
            options = choice.options.map { ($0.name, $0.reason) }
        case .toggle(let isOn): value = isOn ? "on" : "off"
        }
        self.options = options
        self.placeholder = placeholder
        self.secret = secret
    }
}

extension ProgramState {
    /// The form on top.
    var form: FormReading? { (top as? any FormFeature).map { FormReading($0) } }

    /// The topmost form, whatever stands over it.
    var formBelow: FormReading? {
        stack.reversed().compactMap { $0.feature as? any FormFeature }.first.map { FormReading($0) }
    }

    /// The question on top, as it is asked.
    var question: QuestionReading? { (top as? any QuestionFeature).map { QuestionReading($0) } }
}

/// A question as it is asked, whatever its type.
struct QuestionReading {
    let title: SafeText
    let lines: [SafeText]
    /// The labels of the buttons; empty where something is to be typed.
    let buttons: [SafeText]
    let prompt: SafeText?
    let refusal: SafeText?

    init<Q: QuestionFeature>(_ question: Q) {
        title = question.dialog.title
        lines = question.dialog.lines.map(\.text)
        refusal = question.dialog.refusal
        switch question.dialog.kind {
        case .buttons(let answers, _):
            buttons = answers.map(\.label)
            prompt = nil
        case .typed(_, let prompt):
            buttons = []
            self.prompt = prompt
        }
    }
}
