import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What the forms have in common that present a password, a secret key or a token.
extension Choice {
    /// The credentials of a form, each with what stands against it.
    ///
    /// - Parameter abilities: what each is for, on one profile; those that are not named are left out.
    static func credentials(
        on profile: Profile, _ abilities: KeyValuePairs<CredentialKind, Ability>, selected: CredentialKind?
    ) -> Choice {
        Choice(
            abilities.map { kind, ability in
                Answer(
                    kind, kind.formWords,
                    unavailable: AbilityPolicy(profile, ability).reason
                        ?? (kind == .secretKey ? SecretKeyPolicy(profile).reason : nil)
                        ?? (kind == .bearer ? nil : URLSecretPolicy(profile, kind).reason))
            }, selected: selected)
    }

    /// The same where each cluster will say by itself what stands against it.
    static func credentials(_ kinds: CredentialKind...) -> Choice { Choice(kinds.map { Answer($0, $0.formWords) }) }
}

extension CredentialKind {
    fileprivate var formWords: SafeText {
        switch self {
        case .password: "password"
        case .secretKey: "secret key"
        case .bearer: "bearer token"
        }
    }

    /// Why a field is of no use while another credential is chosen; nil while this one is.
    func reasonAgainstField(choosing chosen: CredentialKind?) -> SafeText? {
        chosen == self ? nil : "not used with this credential"
    }
}

extension FormField {
    /// A secret that may be kept already: then it can be left empty.
    static func secret(
        _ id: ID, _ label: SafeText, _ kind: CredentialKind, kept: KeptSecret?, help: SafeText = ""
    ) -> FormField {
        let keptHelp = kept?.help(for: kind)
        return .secret(id, label, help: keptHelp ?? help, isRequired: keptHelp == nil)
    }
}

extension FormFeature {
    /// Leaves a field off the form while something stands against it.
    mutating func hide(_ field: Field, _ reason: SafeText?) { form.setDisabled(.field(field), reason, isHidden: true) }

    /// Whether a secret is being typed: the last thing such a form asks for.
    var isInSecret: Bool {
        if case .secret? = form.focused.flatMap({ form.field($0)?.content }) { true } else { false }
    }
}
