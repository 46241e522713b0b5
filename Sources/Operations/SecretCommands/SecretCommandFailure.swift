package import DisplayText
import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Why a secret command gave no secret. Nothing that it printed is in here.
package enum SecretCommandFailure: Hashable, Sendable {
    /// Others could change the program; one clause.
    case unsafe(program: String, why: String)
    case missing(program: String, why: String)
    /// Not confirmed by this user on this machine, or changed since.
    case unconfirmed(SecretCommandView)
    /// It asks at the terminal, and there is none that it could have.
    case noTerminal
    /// It failed, or printed no secret; one clause, and what it wrote to standard error, masked.
    case failed(why: SafeText, said: SafeText? = nil)
    /// The JSON object that it printed is wrong; the member, and what is wrong with it.
    case output(member: SafeText, why: SafeText)
    /// It prints another kind of credential, or another user's.
    case unfit(why: SafeText)
}

/// A command as a person is asked about it.
package struct SecretCommandView: Hashable, Sendable {
    /// ``SecretCommand/digest(for:)``: what a yes stands for.
    package let digest: String
    /// The arguments, safe to show.
    package let text: SafeText
    package let kind: CredentialKind
    package let address: String
    /// Another one was confirmed before.
    package let isChanged: Bool

    package init(_ profile: Profile, isChanged: Bool) {
        digest = profile.secretCommand.digest(for: profile.origin)
        text = SafeText(outside: profile.secretCommand.text, limit: 1_000)
        kind = profile.secretCommand.kind.credential
        address = profile.origin.description
        self.isChanged = isChanged
    }
}

extension SecretCommandFailure {
    /// The table: code, exit code and words.
    func row(on profile: String) -> Refusal.Row {
        let edit: SafeText = "`tessera profile edit \(profile) --secret-command ...` names another one"
        switch self {
        case .unsafe(let program, let why):
            return Refusal.Row(
                "E_HELPER_UNSAFE", .secretStore,
                "The secret command of \(profile) was not run: \(SafeText(outside: program, limit: 200)) is not safe",
                SafeText(outside: why, limit: 300),
                ["let only root or yourself write to the program and every directory above it", edit])
        case .missing(let program, let why):
            return Refusal.Row(
                "E_HELPER_MISSING", .secretStore,
                "The secret command of \(profile) was not run: \(SafeText(outside: program, limit: 200))",
                SafeText(outside: why, limit: 300), [edit])
        case .unconfirmed(let view):
            return Refusal.Row(
                "E_COMMAND_UNCONFIRMED", .refused,
                "The secret command of \(profile) was not run: \(view.text)",
                view.isChanged
                    ? "it, or the address of the profile, was changed since it was confirmed on this machine"
                    : "it was not confirmed on this machine",
                ["`tessera profile confirm-command \(profile)` shows and confirms it"])
        case .noTerminal:
            return Refusal.Row(
                "E_HELPER_NO_TTY", .secretStore,
                "The secret command of \(profile) was not run: it asks at the terminal",
                "there is no terminal that it could have",
                ["run a command in a terminal: tessera session \(profile)", "or name a command that does not ask"])
        case .failed(let why, let said):
            return Refusal.Row(
                "E_HELPER", .secretStore, "The secret command of \(profile) gave no secret",
                said.map { "\(why); it wrote: \u{201C}\($0)\u{201D}" } ?? why,
                ["run the command by hand to see why", edit])
        case .output(let member, let why):
            return Refusal.Row(
                "E_COMMAND_OUTPUT", .secretStore,
                "The secret command of \(profile) printed an unusable answer", "\(member): \(why)",
                [#"it must print {"version":1,"secret":"...","expires_at":"..."}, or be of the format raw"#])
        case .unfit(let why):
            return Refusal.Row(
                "E_HELPER", .secretStore, "The secret command of \(profile) was not run", why,
                ["give the credential by an option", edit])
        }
    }
}
