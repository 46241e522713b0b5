import DisplayText
import Storage
import ThoughtSpotSessions

extension CredentialChoice {
    /// Files that the environment may name (promise P3).
    private static let variables: [(name: String, kind: CredentialKind)] = [
        ("TESSERA_PASSWORD_FILE", .password), ("TESSERA_SECRET_KEY_FILE", .secretKey), ("TESSERA_TOKEN_FILE", .bearer),
    ]

    /// The credential where no option names one: a file of the environment, or else a question at the terminal.
    ///
    /// - Parameters:
    ///   - kinds: what the command can use.
    ///   - user: named in the question.
    static func byDefault(
        of kinds: Set<CredentialKind>, user: String, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        let environment = run.context.environment()
        let named = variables.compactMap { variable -> CredentialChoice? in
            guard kinds.contains(variable.kind), let path = environment[variable.name], !path.isEmpty else {
                return nil
            }
            return CredentialChoice(kind: variable.kind, source: .file(path))
        }
        if named.count > 1 { throw .twoCredentials }
        if let only = named.first { return only }
        // v1 mints with the key only; a password would be asked for in vain.
        let kind: CredentialKind = kinds.contains(.password) ? .password : .secretKey
        let word: SafeText = kind == .password ? "Password" : "Secret key"
        guard run.mayAsk else {
            throw .noPrompt(what: "A credential for \(profile.name)", options: options(for: kinds))
        }
        return CredentialChoice(kind: kind, source: .prompt(question: "\(word) of \(user) on \(profile.name): "))
    }

    private static func options(for kinds: Set<CredentialKind>) -> [String] {
        (kinds.contains(.password) ? ["--password-stdin"] : [])
            + (kinds.contains(.secretKey) ? ["--secret-key-stdin"] : [])
            + (kinds.contains(.bearer) ? ["--token-stdin"] : []) + ["a -file option"]
    }
}
