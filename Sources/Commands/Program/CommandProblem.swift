import ArgumentParser
package import DisplayText
package import Operations

/// What can go wrong before and around a use case: the command line itself, the ways a secret comes in, the output.
///
/// Holds no secret and nothing of a value that could be one.
package enum CommandProblem: Error, Hashable, Sendable {
    /// The command line cannot be understood; the text is safe and complete.
    case usage(SafeText, hint: SafeText?)
    /// A secret as an argument (fault B1); the option as it was spelled, without its value.
    case secretOnCommandLine(option: String)
    /// The program's file lends it rights that the user has not (fault F17).
    case lentRights
    /// `--insecure` (fault H14).
    case insecureOption
    /// A secret is wanted and there is no terminal to ask at (faults B2, H6).
    case noPrompt(what: SafeText, options: [String])
    case secretEmpty(source: SafeText)
    case secretTooLong(source: SafeText)
    case secretCharacters(source: SafeText, SecretFault)
    /// The input did not end within the time that it has.
    case secretEndless(source: SafeText)
    /// A file that was named cannot be used.
    case file(path: String, why: SafeText, advice: SafeText?)
    /// Others can read a file that holds a secret.
    case fileUnsafe(path: String, mode: String)
    /// A descriptor that was named is not open, or cannot be read.
    case descriptor(Int, why: SafeText)
    case standardInputTwice
    case twoCredentials
    /// A terminal program without a terminal.
    case noTerminal
    case profileNeeded
    /// What is to be removed from the vault is not there.
    case notInVault
    /// A session would not outlive the command.
    case sessionNotKept(String, isByCommand: Bool)
    /// A token would be shown on a terminal without being asked for.
    case showNeeded(option: String)
    /// A token would be issued and lost.
    case noDestination
    /// An issued token that could not be handed over; the verdict says what became of it.
    case tokenUndelivered(
        fingerprint: SafeText, place: SafeText, why: SafeText?, verdict: SafeText, ways: [SafeText], exitCode: ExitCode)
    /// An issued token is where it was to go, and what was to be printed about it could not be written.
    case tokenUntold(fingerprint: SafeText, profile: SafeText, place: SafeText, why: SafeText, revocation: SafeText)
    case fingerprintMalformed
    /// The token does not have this fingerprint.
    case fingerprintMismatch(expected: String)
    /// Some of several did not succeed.
    case someFailed(what: SafeText, which: SafeText, exitCode: ExitCode)
    case demoServer(SafeText)
    /// The cluster does not answer in the pinned generation, and was heard to speak another.
    case otherGeneration(Message)
    /// A token was issued, and not as asked for; what became of it is told.
    case issuedOtherwise(Message)
    /// What was to be printed could not be written.
    case output(why: SafeText)
    case interrupted
    /// The answer to a question was no.
    case declined
    /// A bug of ours.
    case unexpected
}

extension CommandProblem {
    /// An option that takes one value is given twice.
    static func repeated(option: String) -> CommandProblem {
        .usage("\(SafeText(outside: option, limit: 60)) is given twice", hint: "it takes one value")
    }

    /// Whether it tells that the output could not be written.
    var isAboutOutput: Bool {
        switch self {
        case .tokenUndelivered, .tokenUntold, .output: true
        default: false
        }
    }

    /// What a person is told.
    package var message: Message {
        switch self {
        case .usage(let text, let hint):
            Message(code: "E_INVALID_INPUT", what: text, hints: hint.map { [$0] } ?? [], exitCode: .usage)
        case .secretOnCommandLine(let option):
            Message(
                code: "E_SECRET_ON_ARGV",
                what: "\(SafeText(outside: option, limit: 40)) is not accepted on the command line",
                why: "other users of this machine can see it",
                hints: [
                    "use a hidden prompt, --password-stdin, --secret-key-stdin, --token-stdin or a -file option",
                    "if that was a real secret, treat it as compromised and rotate it",
                ], exitCode: .usage)
        case .lentRights:
            Message(
                code: "E_SETUID", what: "Tessera does not run with the rights of another user or group",
                why: "its file has the set-user-id or set-group-id bit, or capabilities",
                hints: ["chmod u-s,g-s FILE; setcap -r FILE"], exitCode: .refused)
        case .insecureOption:
            Message(
                code: "E_INVALID_INPUT", what: "There is no option --insecure",
                why: "skipping verification is a setting of one profile",
                hints: ["tessera profile edit NAME --insecure-host HOST, where HOST is the host of its URL"],
                exitCode: .usage)
        case .noTerminal:
            Message(
                code: "E_NO_TTY", what: "The terminal program needs a terminal",
                why: "standard input or output is not a terminal",
                hints: ["scripts use the commands: tessera status --json", "tessera --plain works line by line"],
                exitCode: .usage)
        case .profileNeeded:
            Message(
                code: "E_INVALID_INPUT", what: "No profile given", why: "there is no default profile",
                hints: ["--profile NAME", "tessera profile default NAME"], exitCode: .usage)
        case .notInVault:
            Message(
                code: "E_NOT_IN_VAULT", what: "The vault keeps nothing like this",
                hints: ["`tessera vault list` shows what it keeps"], exitCode: .notFound)
        case .sessionNotKept(let profile, let isByCommand):
            Message(
                code: "E_NOT_KEPT", what: "A session on \(profile) would not outlive this command",
                why: isByCommand
                    ? "the profile's secret source is a command, with which every command logs in by itself"
                    : "the profile's secret source is not the vault",
                hints: [
                    "tessera profile edit \(profile) --secret-source vault",
                    "tessera vault create, where there is none",
                ],
                exitCode: .secretStore)
        case .showNeeded(let option):
            Message(
                code: "E_SHOW_NEEDED", what: "The token is not shown", why: "it would stay on this screen",
                hints: ["add \(SafeText(outside: option)) to print it here, or write to a pipe"],
                exitCode: .refused)
        case .noDestination:
            Message(
                code: "E_NO_DESTINATION", what: "The token has no destination, so none is issued",
                why: "it is handed over once and not stored",
                hints: [
                    "--show-token prints it, --out FILE writes it to a new file of mode 0600",
                    "or pipe standard output, without --json: the pipe gets the token alone",
                ], exitCode: .refused)
        case .tokenUndelivered(let fingerprint, let place, let why, let verdict, let ways, let exitCode):
            Message(
                code: "E_OUTPUT", what: "The token \(fingerprint) could not be written to \(place); it is \(verdict)",
                why: why, hints: ways, exitCode: exitCode == .done ? .localFile : exitCode)
        case .tokenUntold(let fingerprint, let profile, let place, let why, let revocation):
            Message(
                code: "E_OUTPUT",
                what:
                    "The output could not be written; the token \(fingerprint) was issued on \(profile) and is in \(place)",
                why: why,
                hints: ["`tessera token show \(fingerprint)` shows it", "`\(revocation)` revokes it"],
                exitCode: .localFile)
        case .someFailed(let what, let which, let exitCode):
            Message(
                code: exitCode == .outcomeUnknown ? "E_OUTCOME_UNKNOWN" : "E_SOME_FAILED", what: what, why: which,
                exitCode: exitCode)
        case .otherGeneration(let message), .issuedOtherwise(let message): message
        case .demoServer(let text): Message(code: "E_DEMO_SERVER", what: text, exitCode: .network)
        case .output(let why):
            Message(code: "E_OUTPUT", what: "The output could not be written", why: why, exitCode: .localFile)
        case .interrupted:
            Message(code: "E_INTERRUPTED", what: "Interrupted", exitCode: .interrupted)
        case .declined:
            Message(
                code: "E_DECLINED", what: "Not confirmed", why: "nothing was changed", exitCode: .refused)
        case .unexpected:
            Message(
                code: "E_INTERNAL", what: "Internal error", why: "this is a bug",
                hints: ["report it with the steps that led to it"], exitCode: .internalError)
        default: inputMessage
        }
    }

    /// The messages about secrets and files that come in.
    private var inputMessage: Message {
        switch self {
        case .noPrompt(let what, let options):
            let ways = SafeText(outside: options.joined(separator: ", "))
            return Message(
                code: "E_NO_PROMPT", what: "\(what) is needed",
                why: "there is no terminal to ask on, or --json is set",
                hints: options.isEmpty ? [] : [options.count == 1 ? "use \(ways)" : "use one of \(ways)"],
                exitCode: .secretStore)
        case .secretEmpty(let source):
            return Message(code: "E_SECRET_EMPTY", what: "\(source) is empty", exitCode: .usage)
        case .secretTooLong(let source):
            return Message(
                code: "E_SECRET_TOO_LONG", what: "\(source) is too long", why: "the limit is 64 KiB", exitCode: .usage)
        case .secretCharacters(let source, let fault):
            return Message(
                code: "E_SECRET_CHARS", what: "\(source) has \(fault.wording)", why: "nothing was sent",
                hints: [fault.advice], exitCode: .usage)
        case .secretEndless(let source):
            return Message(
                code: "E_SECRET_FD", what: "\(source) did not end within 10 s", why: "its writer keeps it open",
                hints: ["end the input after the secret"], exitCode: .secretStore)
        case .file(let path, let why, let advice):
            return Message(
                code: "E_FILE_UNREADABLE", what: "\(SafeText(outside: path, limit: 200)) cannot be used", why: why,
                hints: advice.map { [$0] } ?? [], exitCode: .localFile)
        case .fileUnsafe(let path, let mode):
            return Message(
                code: "E_FILE_UNSAFE",
                what: "\(SafeText(outside: path, limit: 200)) holds a secret and has mode \(mode)",
                why: "others could read or change it",
                hints: ["chmod 600 \(SafeText(outside: path, limit: 200))"], exitCode: .localFile)
        case .descriptor(let number, let why):
            return Message(
                code: "E_SECRET_FD", what: "Descriptor \(number) cannot be read", why: why,
                hints: ["open it in the shell: tessera ... 3<FILE"], exitCode: .usage)
        case .standardInputTwice:
            return Message(
                code: "E_STDIN_TWICE", what: "Standard input is read twice",
                why: "it holds only one secret or file", hints: ["put one of them into a file of mode 0600"],
                exitCode: .usage)
        case .twoCredentials:
            return Message(
                code: "E_TWO_CREDENTIALS", what: "Two credentials given",
                why: "only one can be sent: choose one", exitCode: .usage)
        case .fingerprintMalformed:
            return Message(
                code: "E_INVALID_INPUT", what: "A fingerprint is 4 to 12 hexadecimal digits",
                why: "the value is something else; it is not repeated here",
                hints: [
                    "`tessera token list` shows the fingerprints",
                    "if it was the token itself, treat it as compromised and revoke it: --token-stdin",
                ], exitCode: .usage)
        case .fingerprintMismatch(let expected):
            return Message(
                code: "E_TOKEN_MISMATCH", what: "The token does not have this fingerprint",
                why: "its own fingerprint does not begin with \(SafeText(outside: expected, limit: 12))",
                hints: ["nothing was sent"], exitCode: .usage)
        default: return CommandProblem.unexpected.message
        }
    }
}

/// What the parser says, in our form. No value that may be a secret is repeated (fault H2).
enum UsageFailure {
    /// How parsing ended, when it did not give a command to run.
    enum Ending {
        /// Help or the version: for standard output.
        case answer(String)
        case problem(CommandProblem)
    }

    /// No help is wider; terminals of this width are still about.
    static let columns = 80

    static func ending(of error: any Error, arguments: [String]) -> Ending {
        if TesseraRoot.exitCode(for: error) == .success {
            return .answer(TesseraRoot.fullMessage(for: error, columns: columns))
        }
        if let unknown = unknownCommand(in: arguments) { return .problem(unknown) }
        let text = hidingValues(in: TesseraRoot.message(for: error), arguments: arguments)
        let sentence = text.split(separator: "\n").first.map(String.init) ?? "The command line cannot be understood"
        let plain = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return .problem(.usage(SafeText(outside: plain, limit: 400), hint: "\(command(in: error, arguments)) --help"))
    }

    /// A word where a command has to stand, and what was probably meant.
    private static func unknownCommand(in arguments: [String]) -> CommandProblem? {
        let path = CommandPath(arguments)
        guard let word = path.unknown else { return nil }
        let shown = SecretLook.isHarmless(word) ? SafeText(outside: "'\(word)'", limit: 60) : "(not repeated)"
        let meant = path.alternatives(to: word)
        let hint = meant.isEmpty ? "\(path.text) --help" : "did you mean " + meant.joined(separator: ", ") + "?"
        return .usage("Unknown command \(shown)", hint: SafeText(outside: hint))
    }

    /// `tessera token issue`, as far as the parser came.
    private static func command(in error: any Error, _ arguments: [String]) -> SafeText {
        let path = CommandPath(arguments)
        if path.command is DemoServe.Type { return SafeText(outside: path.text) }
        let text = TesseraRoot.fullMessage(for: error, columns: columns)
        guard let line = text.split(separator: "\n").last(where: { $0.contains("See '") }) else { return "tessera" }
        let quoted = line.split(separator: "'")
        guard quoted.count > 1 else { return "tessera" }
        return SafeText(outside: String(quoted[1]).replacing(" --help", with: "").replacing(" -h", with: ""))
    }

    /// The parser quotes what it did not understand. What may be a secret, by its look or by its place behind an option
    /// about secrets, is taken out.
    private static func hidingValues(in message: String, arguments: [String]) -> String {
        var result = message
        for (index, argument) in arguments.enumerated() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let isBehindSecret = index > 0 && isAboutSecrets(arguments[index - 1])
            let isOption = argument.hasPrefix("-")
            var hidden: [String] = []
            if parts.count == 2, isOption { hidden.append(parts[1]) }
            if isOption ? !SecretLook.isHarmless(parts[0]) : isBehindSecret || !SecretLook.isHarmless(argument) {
                hidden.append(argument)
            }
            for value in hidden where !value.isEmpty {
                result = result.replacing("'\(value)'", with: "(not repeated)")
            }
        }
        return result
    }

    private static func isAboutSecrets(_ option: String) -> Bool {
        option.hasPrefix("--password") || option.hasPrefix("--secret") || option.hasPrefix("--token")
    }
}
