import ArgumentParser
import DisplayText
import Operations
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
        help: ArgumentHelp("Read the password from a file of mode 0600.", valueName: "file"), completion: .file())
    var passwordFile: String?

    @Flag(name: .customLong("secret-key-stdin"), help: "Read the secret key from standard input.")
    var secretKeyStdin = false

    @Option(
        name: .customLong("secret-key-file"),
        help: ArgumentHelp("Read the secret key from a file of mode 0600.", valueName: "file"), completion: .file())
    var secretKeyFile: String?

    @Flag(
        name: .customLong("ignore-lockout-guard"),
        help: "Try even after two refused logins within an hour.")
    var ignoresLockoutGuard = false

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

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
}

/// A bearer token that is given for this one run.
struct TokenInputOptions: ParsableArguments, Sendable {
    @Flag(name: .customLong("token-stdin"), help: "Read the bearer token from standard input.")
    var tokenStdin = false

    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp("Read a bearer token from a file of mode 0600; may be repeated.", valueName: "file"),
        completion: .file())
    var tokenFile: [String] = []

    /// In the order of the options, standard input first.
    var sources: [SecretSource] {
        (tokenStdin ? [.standardInput] : []) + tokenFile.map { .file($0) }
    }

    /// The question for a token that no option names.
    ///
    /// - Throws: where there is no terminal to ask at.
    static func question(on profile: Profile, in run: CommandRun) throws(CommandProblem) -> SecretSource {
        guard run.mayAsk else {
            throw .noPrompt(what: "A bearer token of \(profile.name)", options: ["--token-stdin", "--token-file FILE"])
        }
        return .prompt(question: "Bearer token of \(profile.name): ")
    }
}

/// Given tokens, and the login of a session that is to look after them, where one is wanted.
struct GivenTokenOptions: ParsableArguments, Sendable {
    @Argument(
        help: "Fingerprints of tokens in the vault, or that the given tokens must have.", completion: .fingerprints)
    private var fingerprints: [String] = []

    @OptionGroup(title: "Token options")
    private var token: TokenInputOptions

    @OptionGroup(title: "Credential options")
    private var credential: CredentialOptions

    /// The credential that the options name; standard input gives it or a token.
    func credentialChoice() throws(CommandProblem) -> CredentialChoice? {
        let choice = try credential.choice()
        if token.tokenStdin, choice?.source == .standardInput { throw .standardInputTwice }
        return choice
    }

    /// The tokens that are given. See ``TokenChoice``.
    func chosen(on profile: Profile, in run: CommandRun) async throws -> [TokenChoice.Chosen] {
        try await TokenChoice(
            fingerprints: fingerprints, input: token, passphrase: credential.passphrase, run: run
        ).chosen(on: profile)
    }

    /// Does the work, within a session of its own where a credential is chosen.
    func run<Value: Sendable>(
        with choice: CredentialChoice?, on profile: Profile, in run: CommandRun, work: () async throws -> Value
    ) async throws -> (Value, LogoutOutcome) {
        guard let choice else { return (try await work(), LogoutOutcome(report: nil)) }
        let visit = TemporarySession(profile: profile, options: credential, run: run)
        return try await visit.session(with: try await visit.entry(choice), org: profile.org) { _ in
            try await work()
        }
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

extension CredentialChoice {
    /// Files that the environment may name (promise P3).
    private static let variables: [(name: String, kind: CredentialKind)] = [
        ("TESSERA_PASSWORD_FILE", .password), ("TESSERA_SECRET_KEY_FILE", .secretKey), ("TESSERA_TOKEN_FILE", .bearer),
    ]

    /// The credential where no option names one: a file of the environment, or what the profile's secret source has, or
    /// else a question at the terminal.
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
        switch profile.secretSource {
        case .vault: return CredentialChoice(kind: .password, source: .vault)
        case .command: return try byCommand(of: kinds, on: profile)
        case .memory, .plain: return try asked(of: kinds, user: user, on: profile, in: run)
        }
    }

    /// What the secret command of a profile prints; there is no other way to a credential then.
    private static func byCommand(
        of kinds: Set<CredentialKind>, on profile: Profile
    ) throws(CommandProblem) -> CredentialChoice {
        let kind = profile.secretCommand.kind.credential
        if kinds.contains(kind) { return CredentialChoice(kind: kind, source: .command) }
        throw .usage(
            "The secret command of \(profile.name) prints a \(MessageComposer.text(for: kind)), which is of no use here",
            hint: SafeText(outside: "use one of \(options(for: kinds).joined(separator: ", "))"))
    }

    /// A question at the terminal.
    static func asked(
        of kinds: Set<CredentialKind>, user: String, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        // v1 issues with the key only; a password would be asked for in vain.
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

extension IssueCredential {
    /// A credential of a kind that can issue: a password, or else a secret key.
    init(_ kind: CredentialKind, _ secret: Secret) {
        self = kind == .password ? .password(secret) : .secretKey(secret)
    }
}

/// What a session is opened with, for this one run: a login, or a bearer token.
struct SessionOptions: ParsableArguments, Sendable {
    @OptionGroup(title: "Credential options")
    private var login: CredentialOptions

    @OptionGroup(title: "Credential options")
    private var token: TokenInputOptions

    /// The user to log in as, where an option names one.
    var username: String? { login.username }
    var passphrase: PassphraseOptions { login.passphrase }

    /// The one credential that the options name, a bearer token among them.
    func namedChoice() throws(CommandProblem) -> CredentialChoice? {
        let named = try login.choice()
        guard token.sources.count < 2 else { throw .twoCredentials }
        guard let source = token.sources.first else { return named }
        if let named { throw named.source == source ? .standardInputTwice : .twoCredentials }
        return CredentialChoice(kind: .bearer, source: source)
    }

    /// The credential that the options name, or else the environment's or a person's.
    func choice(on profile: Profile, in run: CommandRun) throws(CommandProblem) -> CredentialChoice {
        if let named = try namedChoice() { return named }
        return try .byDefault(
            of: [.password, .secretKey, .bearer], user: username ?? profile.username ?? "you", on: profile, in: run)
    }

    func visit(to profile: Profile, in run: CommandRun) -> TemporarySession {
        TemporarySession(profile: profile, options: login, run: run)
    }
}

/// The same on any generation: in v1 a login by secret key wants an agreement.
struct SupersedingSessionOptions: ParsableArguments, Sendable {
    @Flag(
        name: .customLong("accept-superseding"),
        help: "v1 with a secret key: the login issues a token, which invalidates all older ones of the same key.")
    private var acceptSuperseding = false

    @OptionGroup
    private var session: SessionOptions

    var username: String? { session.username }
    var passphrase: PassphraseOptions { session.passphrase }

    /// See ``SessionOptions/namedChoice()``.
    func namedChoice() throws(CommandProblem) -> CredentialChoice? { try session.namedChoice() }

    /// See ``SessionOptions/choice(on:in:)``.
    func choice(on profile: Profile, in run: CommandRun) throws(CommandProblem) -> CredentialChoice {
        try session.choice(on: profile, in: run)
    }

    func visit(to profile: Profile, in run: CommandRun) -> TemporarySession {
        var visit = session.visit(to: profile, in: run)
        visit.acceptsSupersession = acceptSuperseding
        return visit
    }
}
