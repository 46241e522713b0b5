import ASCIIText
package import DisplayText
package import Operations
package import Storage
package import ThoughtSpotSessions

/// A form: what is filled in, and what is wrong with it.
package struct FormDraft: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        case logIn(Profile)
        case newToken(Profile)
        case importToken(Profile)
        case addProfile
        case editProfile(Profile)
        /// A report on tokens, and on what has just become of them.
        case report([TokenRecord.ID], acts: [SafeText])
    }

    /// Tells one opening of a form from the next, so that a screen knows when to start editing anew.
    package let serial: Int
    package internal(set) var purpose: Purpose
    package let title: SafeText
    /// Lines above the fields: generation, credential, where the secret is kept.
    package var facts: [SafeText]
    package var fields: [DraftField]
    /// The field that has the cursor. A screen may move it with ``AppAction/focusField(_:)``.
    package var focused: FieldID
    /// The redacted request that will be sent (new-token form).
    package var preview: [SafeText]
    package var isSubmitting: Bool
    /// Whether *test* is under way, and what it said.
    package var test: SafeText?
    /// What the server, or a rule of ours, said against the whole form.
    package var error: Message?
    /// The user agreed that older v1 tokens die.
    package var acceptsSupersession: Bool
    /// How close the user of the form is to a locked account; absent in forms that present no credential.
    package var lockout: LockoutRisk?
    /// The user agreed to the one attempt that may lock the account.
    package var acceptsLockoutRisk: Bool
    /// The user agreed to what the mint does to its user, as the form stands now.
    package var acceptsProvisioning = false
    /// The user agreed that the session and the tokens of the old address leave the memory of this run.
    package var acceptsAddressChange = false
    /// The form is sent as soon as the log-out at the old address has succeeded.
    var savesAfterLogout = false
    /// The profile was removed from the file meanwhile, and is to be added again.
    var isRemovedFromFile = false
    /// The profile was changed in the file since the form was opened.
    package internal(set) var conflict: ProfileConflict?

    package init(
        serial: Int, purpose: Purpose, title: SafeText, facts: [SafeText] = [], fields: [DraftField], focused: FieldID
    ) {
        self.serial = serial
        self.purpose = purpose
        self.title = title
        self.facts = facts
        self.fields = fields
        self.focused = focused
        preview = []
        isSubmitting = false
        acceptsSupersession = false
        acceptsLockoutRisk = false
    }

    /// Whether something was typed or chosen that closing would lose.
    package var isDirty: Bool { fields.contains { $0.value != $0.initial } }

    package var profile: Profile? {
        switch purpose {
        case .logIn(let profile), .newToken(let profile), .importToken(let profile), .editProfile(let profile): profile
        case .addProfile, .report: nil
        }
    }

    package subscript(id: FieldID) -> DraftField? {
        get { fields.first { $0.id == id } }
        set {
            guard let index = fields.firstIndex(where: { $0.id == id }), let newValue else { return }
            fields[index] = newValue
        }
    }

    /// Takes a field off the form, or with nil brings it back: for fields that another choice makes meaningless.
    mutating func hide(_ id: FieldID, _ reason: SafeText?) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        fields[index].disabled = reason
        fields[index].isHidden = reason != nil
    }

    mutating func disable(_ id: FieldID, _ reason: SafeText?) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        fields[index].disabled = reason
        fields[index].isHidden = false
    }

    /// The text of a field, without blanks around it; empty when the field is another kind, absent or does not count.
    package func text(_ id: FieldID) -> String {
        guard let field = self[id], field.disabled == nil, case .text(let text) = field.value else { return "" }
        return text.trimmingBlanks()
    }

    package func secret(_ id: FieldID) -> Secret {
        guard let field = self[id], field.disabled == nil, case .secret(let secret) = field.value else {
            return Secret("")
        }
        return secret
    }

    package func choice(_ id: FieldID) -> String {
        guard let field = self[id], case .choice(let name) = field.value else { return "" }
        return name
    }

    package func isOn(_ id: FieldID) -> Bool {
        guard let field = self[id], field.disabled == nil, case .toggle(let isOn) = field.value else { return false }
        return isOn
    }
}

/// Every field of every form.
package enum FieldID: String, Hashable, Sendable, CaseIterable {
    case credential, username, password, secretKey, token, org, rememberMe
    case kind, objectID, lifetime, label, validate, confirmation
    case name, url, generation, tag, isProtected, isReadOnly, caFile, isInsecure, proxy, secretSource, note
    case acceptsURLSecrets
    case persistence, filterRules, variables, parameters, ruleObjects
    case path
    case createsUser, email, displayName, membership, groups
}

/// What a field holds.
package enum FieldValue: Hashable, Sendable {
    case text(String)
    case secret(Secret)
    /// The name of the chosen option.
    case choice(String)
    case toggle(Bool)
}

/// One field of a form.
package struct DraftField: Hashable, Sendable {
    /// One answer of a choice.
    package struct Option: Hashable, Sendable {
        package let name: String
        package let label: SafeText
        /// Why it cannot be chosen.
        package let reason: SafeText?

        package init(_ name: String, _ label: SafeText, reason: SafeText? = nil) {
            self.name = name
            self.label = label
            self.reason = reason
        }
    }

    package let id: FieldID
    package let label: SafeText
    package let help: SafeText
    package let placeholder: SafeText
    package let isRequired: Bool
    /// Empty unless the field is a choice.
    package let options: [Option]
    package var value: FieldValue
    package internal(set) var initial: FieldValue
    /// Why the field does not count now: it is grey and skipped.
    package var disabled: SafeText?
    /// Whether a field that does not count is not even shown.
    package var isHidden = false
    /// What is wrong, and how to mend it.
    package var error: SafeText?
    /// What follows from the value: the end of a lifetime.
    package var note: SafeText?

    package init(
        _ id: FieldID, _ label: SafeText, _ value: FieldValue, options: [Option] = [], help: SafeText = "",
        placeholder: SafeText = "", isRequired: Bool = false
    ) {
        self.id = id
        self.label = label
        self.value = value
        initial = value
        self.options = options
        self.help = help
        self.placeholder = placeholder
        self.isRequired = isRequired
    }

    package var isEmpty: Bool {
        switch value {
        case .text(let text): text.trimmingBlanks().isEmpty
        case .secret(let secret): secret.isEmpty
        case .choice(let name): name.isEmpty
        case .toggle: false
        }
    }
}
