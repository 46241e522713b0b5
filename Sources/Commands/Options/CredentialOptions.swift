import ArgumentParser
import DisplayText
import Storage
import ThoughtSpotSessions

/// What to log in with, for this one run.
struct CredentialOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The user to log in as; the profile's otherwise.", valueName: "user"))
    var username: String?

    @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.")
    var passwordStdin = false

    @Option(
        name: .customLong("password-file"), help: ArgumentHelp("Read it from a file of mode 600.", valueName: "file"))
    var passwordFile: String?

    @Flag(name: .customLong("secret-key-stdin"), help: "Read the trusted-authentication key likewise.")
    var secretKeyStdin = false

    @Option(name: .customLong("secret-key-file"), help: ArgumentHelp("Read the key from a file.", valueName: "file"))
    var secretKeyFile: String?

    @Flag(
        name: .customLong("i-know-lockout"),
        help: "Try although two credentials of the user were refused within an hour.")
    var knowsLockout = false

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
        help: ArgumentHelp("Read it from a file of mode 600; may be repeated.", valueName: "file"))
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
