import ASCIIText
package import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// A profile as a person fills it in: the input of each field, not yet checked.
///
/// A field whose input is what ``init(from:)`` made of the profile gives back what the profile says, unchecked: an edit
/// changes what was edited and nothing else. The text of an Org is shorter than the Org, and a file may hold values that
/// cannot be chosen today.
package struct ProfileDraft: Hashable, Sendable {
    private var inputs: [ProfileField.ID: ProfileInput]
    /// The profile that the inputs came from.
    private let original: Profile?

    /// Of a new profile: nothing is filled in.
    package init() {
        original = nil
        inputs = [:]
        for field in ProfileField.all { inputs[field.id] = field.editor == .toggle ? .toggle(false) : .text("") }
    }

    /// Of a new profile, with the choices made that most people want.
    package static var suggested: ProfileDraft {
        var draft = ProfileDraft()
        draft[.generation] = Generation.v2.rawValue
        draft[.secretSource] = Profile.SecretSource.memory.rawValue
        draft[.commandKind] = SecretCommand.Kind.password.rawValue
        draft[.commandFormat] = SecretCommand.Format.raw.rawValue
        return draft
    }

    /// The draft that would give `profile` again.
    package init(from profile: Profile) {
        original = profile
        inputs = [:]
        for field in ProfileField.all { inputs[field.id] = field.input(of: profile) }
    }

    /// The text of a field, or the name of what is chosen.
    package subscript(id: ProfileField.ID) -> String {
        get { self[input: id].text }
        set { self[input: id] = .text(newValue) }
    }

    /// Whether a toggle is on.
    package subscript(isOn id: ProfileField.ID) -> Bool {
        get { self[input: id].isOn }
        set { self[input: id] = .toggle(newValue) }
    }

    /// What is filled in. An input of the wrong kind, a text for a toggle, changes nothing.
    package subscript(input id: ProfileField.ID) -> ProfileInput {
        get { inputs[id] ?? .text("") }
        set {
            let isToggle = if case .toggle = newValue { true } else { false }
            if isToggle == (ProfileField[id].editor == .toggle) { inputs[id] = newValue }
        }
    }

    /// What is wrong with one field, nil when it is fine.
    package func problem(with id: ProfileField.ID) -> Refusal? {
        var scratch = Profile(id: "", name: "", origin: Origin(scheme: .https, host: ""), generation: .v2)
        do throws(ProfileInputError) {
            try put(ProfileField[id], into: &scratch)
            return nil
        } catch {
            return Refusal(error)
        }
    }

    /// The profile, when every field is fine.
    ///
    /// - Parameter id: of the profile that is edited, or a fresh UUID.
    /// - Throws: What is wrong with the first field that is not.
    package func profile(id: Profile.ID) throws(OperationError) -> Profile {
        var profile = Profile(id: id, name: "", origin: Origin(scheme: .https, host: ""), generation: .v2)
        do throws(ProfileInputError) {
            for field in ProfileField.all { try put(field, into: &profile) }
            return profile
        } catch {
            throw .refused(Refusal(error))
        }
    }

    /// Whether a form offers a field as the draft stands, and why not.
    package func presence(of id: ProfileField.ID) -> ProfileFieldPresence {
        switch id {
        case _ where ProfileField[id].editor == .file: .hidden
        // Only beta-query has a question about secrets in URLs.
        case .acceptsURLSecrets where self[.generation] != Generation.betaQuery.rawValue: .hidden
        case _ where ProfileField[id].isOfSecretCommand && !isByCommand: .hidden
        case .caFile where self[isOn: .isInsecure]: .disabled("an insecure connection verifies no certificate")
        default: .offered
        }
    }

    /// The draft as a form sends it: what it does not offer because of another field counts as empty.
    package func withoutDisabled() -> ProfileDraft {
        var draft = self
        for id in ProfileField.ID.allCases {
            if case .disabled = presence(of: id) { draft[id] = "" }
        }
        return draft
    }

    /// The answers of a choice that can be given; what the profile has can stay.
    package func options(of id: ProfileField.ID) -> [ProfileEditor.Option] {
        guard case .choice(let options) = ProfileField[id].editor else { return [] }
        let kept = original.map { ProfileField[id].input(of: $0).text }
        return options.filter { $0.reason == nil || $0.name == kept }.map { ProfileEditor.Option(name: $0.name) }
    }

    private var isByCommand: Bool { self[.secretSource] == Profile.SecretSource.command.rawValue }

    private func put(_ field: ProfileField, into profile: inout Profile) throws(ProfileInputError) {
        if field.id == .secretCommand, isByCommand, self[.secretCommand].trimmingBlanks().isEmpty,
            !(isUnchanged(.secretCommand) && isUnchanged(.secretSource))
        {
            throw ProfileInputError(.secretCommand(.empty))
        }
        if field.id == .caFile, self[isOn: .isInsecure], !self[.caFile].isEmpty,
            !(isUnchanged(.caFile) && isUnchanged(.isInsecure))
        {
            throw ProfileInputError(.caFile(.insecure))
        }
        if let original, isUnchanged(field.id) {
            field.copy(from: original, to: &profile)
        } else {
            try field.put(self[input: field.id], into: &profile)
        }
    }

    /// Whether the input is still what it was, blanks around a text aside.
    private func isUnchanged(_ id: ProfileField.ID) -> Bool {
        original.map { ProfileField[id].input(of: $0).trimmed == self[input: id].trimmed } ?? false
    }
}

/// A profile that was changed in its file while it was being edited.
extension ProfileDraft {
    /// The fields that the file has another value for by now than is filled in here. What it shows alike is no conflict.
    package func conflicts(with current: Profile) -> [ProfileField.ID] {
        guard let original else { return [] }
        return ProfileField.all.filter { field in
            let inFile = field.input(of: current).trimmed
            return inFile != field.input(of: original).trimmed && inFile != self[input: field.id].trimmed
        }.map(\.id)
    }

    /// The draft about the profile as the file has it now. What was edited stays.
    ///
    /// - Parameter takingFile: Whether the fields in conflict get the file's values, edited or not, or keep those of here.
    package func rebased(on current: Profile, takingFile: Bool) -> ProfileDraft {
        let conflicts = conflicts(with: current)
        var draft = ProfileDraft(from: current)
        for field in ProfileField.all where conflicts.contains(field.id) ? !takingFile : !isUnchanged(field.id) {
            draft[input: field.id] = self[input: field.id]
        }
        return draft
    }
}

/// Whether a form offers a field.
package enum ProfileFieldPresence: Hashable, Sendable {
    case offered
    /// Shown in grey, with the reason.
    case disabled(SafeText)
    case hidden
}

extension Refusal {
    fileprivate init(_ error: ProfileInputError) {
        switch error.problem {
        case .proxy: self = .unusableProxy(of: .input, why: error.reason)
        case .name, .url, .generation, .caFile, .secretSource, .secretCommand, .oneOf: self = .invalidProfile(error)
        }
    }
}
