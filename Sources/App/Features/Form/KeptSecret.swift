import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What gives a password or a secret key where none is typed.
enum KeptSecret: Hashable, Sendable {
    case vault
    /// The profile's secret command prints one of this kind.
    case command(CredentialKind)

    /// The help of an empty field; nil where something has to be typed.
    func help(for kind: CredentialKind) -> SafeText? {
        switch self {
        case .vault: "Empty uses the one in the vault."
        case .command(let printed): printed == kind ? "Empty runs the secret command." : nil
        }
    }

    /// The kind of credential that is suggested.
    var kind: CredentialKind {
        switch self {
        case .vault: .password
        case .command(let kind): kind
        }
    }
}

extension ProgramState {
    func keptSecret(of profile: Profile) -> KeptSecret? {
        if profile.secretSource == .command { return .command(profile.secretCommand.kind.credential) }
        return vault.keepsCredential(of: profile) ? .vault : nil
    }
}

extension FormStatus {
    /// The secret command that the person at the form has agreed to.
    var confirmedCommand: String? {
        for case .command(let digest) in agreed { return digest }
        return nil
    }
}

extension FormRiskQuestion {
    /// A secret command that was not confirmed on this machine, or was changed since (fault B20).
    static func command(_ view: SecretCommandView, on profile: Profile) -> FormRiskQuestion {
        FormRiskQuestion(
            risk: .command(view.digest),
            dialog: Dialog(
                "Run the secret command of \(profile.name)?",
                [
                    TextRun(view.text, .accent),
                    TextRun(
                        view.isChanged
                            ? "The command or the address was changed since it was confirmed."
                            : "Not confirmed here yet.",
                        .warning),
                    TextRun("prints   a \(MessageComposer.text(for: view.kind))"),
                    TextRun("sent to  \(view.address)"),
                ], on: profile, yes: "Confirm and run", no: "No"))
    }
}
