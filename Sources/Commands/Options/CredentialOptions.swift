import ArgumentParser
import DisplayText
import Storage
import ThoughtSpotSessions

/// What to log in with, for this one run.
struct CredentialOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("User to log in as (default: the profile's user).", valueName: "user"))
    var username: String?

    @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.")
    var passwordStdin = false

    @Option(
        name: .customLong("password-file"),
        help: ArgumentHelp("Read the password from a file of mode 600.", valueName: "file"))
    var passwordFile: String?

    @Flag(name: .customLong("secret-key-stdin"), help: "Read the secret key from standard input.")
    var secretKeyStdin = false

    @Option(
        name: .customLong("secret-key-file"),
        help: ArgumentHelp("Read the secret key from a file of mode 600.", valueName: "file"))
    var secretKeyFile: String?

    @Flag(
        name: .customLong("ignore-lockout-guard"),
        help: "Try even after two refused logins within an hour.")
    var ignoresLockoutGuard = false

    /// The ways that were chosen: none, one, or a contradiction.
    func choice() throws(CommandProblem) -> CredentialChoice? {
        var choices: [CredentialChoice] = []
        if passwordStdin { choices.append(CredentialChoice(kind: .password, source: .standardInput)) }
        if let file = passwordFile { choices.append(CredentialChoice(kind: .password, source: .file(file))) }
        if secretKeyStdin { choices.append(CredentialChoice(kind: .secretKey, source: .standardInput)) }
        if let file = secretKeyFile { choices.append(CredentialChoice(kind: .secretKey, source: .file(file))) }
        guard choices.count < 2 else {
            let usesInput = choices.count { $0.source == .standardInput } == 2
            throw usesInput ? .standardInputTwice : .twoCredentials
        }
        return choices.first
    }

    /// Likewise, where a bearer token may be given instead.
    func choice(or token: TokenInputOptions) throws(CommandProblem) -> CredentialChoice? {
        let named = try choice()
        guard token.sources.count < 2 else { throw .twoCredentials }
        guard let source = token.sources.first else { return named }
        if let named { throw named.source == source ? .standardInputTwice : .twoCredentials }
        return CredentialChoice(kind: .bearer, source: source)
    }
}

/// A bearer token that is given for this one run.
struct TokenInputOptions: ParsableArguments, Sendable {
    @Flag(name: .customLong("token-stdin"), help: "Read the bearer token from standard input.")
    var tokenStdin = false

    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp("Read a bearer token from a file of mode 600; may be repeated.", valueName: "file"))
    var tokenFile: [String] = []

    /// In the order of the options, standard input first.
    var sources: [SecretSource] {
        (tokenStdin ? [.standardInput] : []) + tokenFile.map { .file($0) }
    }
}

/// The credential that the options ask for.
struct CredentialChoice: Hashable, Sendable {
    var kind: CredentialKind
    var source: SecretSource

    /// `The password`, for messages.
    var what: SafeText {
        switch kind {
        case .password: "The password"
        case .secretKey: "The secret key"
        case .bearer: "The bearer token"
        }
    }
}

extension CredentialOptions {
    /// What to open a session with: the one credential that the options name, a bearer token among them, or else the
    /// environment's or a person's.
    func choice(
        or token: TokenInputOptions, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        if let named = try choice(or: token) { return named }
        return try .byDefault(
            of: [.password, .secretKey, .bearer], user: username ?? profile.username ?? "you", on: profile, in: run)
    }
}

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

/// The agreement that a login by secret key wants in v1; an option of every command that logs in to look or to act.
struct SupersessionOptions: ParsableArguments, Sendable {
    @Flag(
        name: .customLong("accept-superseding"),
        help: "v1 with a secret key: the login issues a token, which invalidates all older ones of the same key.")
    var acceptSuperseding = false
}
