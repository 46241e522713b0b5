package import DisplayText
import Operations
package import Storage

/// A profile that was changed in its file while a form about it was open.
package struct ProfileConflict: Hashable, Sendable {
    /// One field that the file has another value for by now.
    package struct Difference: Hashable, Sendable {
        package let field: FieldID
        package let label: SafeText
        package let here: SafeText
        package let inFile: SafeText
    }

    /// Whether the form edits the profile; otherwise it only uses it.
    package let isEdit: Bool
    /// The profile when the form was opened.
    package let base: Profile
    /// The profile as the file has it now; `nil` when it was removed.
    package let current: Profile?
    package let differences: [Difference]

    var answers: [AppCommand] {
        // `open`: the file's values; `yes`: those of the form.
        if isEdit { return current == nil ? [.yes] : [.open, .yes] }
        return current == nil ? [] : [.open]
    }

    /// What a form says while it stands.
    package var lines: [SafeText] {
        guard current != nil else { return ["\(base.name) was removed from the file meanwhile"] }
        return differences.map { "changed in the file: \($0.label) is \($0.inFile), here \($0.here)" }
    }
}

extension FormDraft {
    /// Compares with the profile as the file has it now. What this form does not show, or shows alike, is no conflict:
    /// the form then goes on from the newer profile.
    mutating func meet(_ current: Profile?) {
        guard let base = profile, !isSubmitting else { return }
        guard base != current else {
            conflict = nil
            return
        }
        let isEdit = if case .editProfile = purpose { true } else { false }
        guard let current else {
            if isRemovedFromFile { return }
            conflict = ProfileConflict(isEdit: isEdit, base: base, current: nil, differences: [])
            return
        }
        let before = Self.profile(base, serial: serial)
        let after = Self.profile(current, serial: serial)
        let differences = after.fields.compactMap { field -> ProfileConflict.Difference? in
            guard field.id != .confirmation, field.value != before[field.id]?.value else { return nil }
            let here = isEdit ? self[field.id] : before[field.id]
            guard field.value != here?.value else { return nil }
            return ProfileConflict.Difference(
                field: field.id, label: field.label, here: here?.wording ?? "", inFile: field.wording)
        }
        if isEdit ? differences.isEmpty : !differences.contains(where: { $0.field.decidesWhereSecretsGo }) {
            take(current, withValues: false)
        } else {
            conflict = ProfileConflict(isEdit: isEdit, base: base, current: current, differences: differences)
        }
    }

    /// Tells the differences by what is typed by now. They are settled when the form is sent, not in the middle of a word
    /// that happens to be the file's.
    mutating func followConflict() {
        guard let conflict, conflict.isEdit else { return }
        let differences = conflict.differences.map { difference in
            ProfileConflict.Difference(
                field: difference.field, label: difference.label,
                here: self[difference.field]?.wording ?? difference.here, inFile: difference.inFile)
        }
        self.conflict = ProfileConflict(
            isEdit: true, base: conflict.base, current: conflict.current, differences: differences)
    }

    /// Goes on from the profile as the file has it now.
    ///
    /// - Parameter withValues: whether the fields that differ get the file's values; typed ones elsewhere stay.
    mutating func take(_ current: Profile, withValues: Bool) {
        let differences = conflict?.differences ?? []
        conflict = nil
        switch purpose {
        case .editProfile:
            purpose = .editProfile(current)
            askForConsent(to: current)
            let fresh = Self.profile(current, serial: serial)
            if let generation = fresh[.generation], withValues, differences.contains(where: { $0.field == .generation })
            {
                self[.generation]?.value = generation.value
                // It may bring a field or take one away.
                settleProfile()
            }
            for field in fresh.fields {
                self[field.id]?.initial = field.value
                if withValues, differences.contains(where: { $0.field == field.id }) {
                    self[field.id]?.value = field.value
                    self[field.id]?.error = nil
                }
            }
        case .logIn: start(over: .logIn(current, serial: serial))
        case .newToken:
            let canUseSession = self[.kind]?.options.contains { $0.name == IssueSessionToken.kind && $0.reason == nil }
            let user: String? = if case .text(let user)? = self[.username]?.initial { user.nonEmpty } else { nil }
            start(over: .newToken(current, user: user, isLoggedIn: canUseSession ?? false, serial: serial))
        case .importToken: start(over: .importToken(current, serial: serial))
        case .addProfile, .report: break
        }
    }

    /// Becomes a form about the newer profile, with everything that was typed.
    private mutating func start(over fresh: FormDraft) {
        var fresh = fresh
        for field in fields where field.value != field.initial { fresh[field.id]?.value = field.value }
        if fresh[focused] != nil { fresh.focused = focused }
        fresh.acceptsSupersession = acceptsSupersession
        self = fresh
    }
}

extension FieldID {
    /// Whether another value sends what was typed elsewhere, or by another way.
    fileprivate var decidesWhereSecretsGo: Bool {
        [.url, .generation, .isInsecure, .caFile, .proxy, .isProtected, .isReadOnly, .tag].contains(self)
    }
}

extension DraftField {
    /// The value in words; never a secret.
    fileprivate var wording: SafeText {
        switch value {
        case .text(let text): text.isEmpty ? "empty" : SafeText(outside: text, limit: 60)
        case .secret: "(secret)"
        case .choice(let name): options.first { $0.name == name }?.label ?? SafeText(outside: name, limit: 60)
        case .toggle(let isOn): isOn ? "on" : "off"
        }
    }
}
