import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token print` (fault H11).
struct TokenPrint: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Print a token itself.",
        usage: "tessera token print [FINGERPRINT] [--token-stdin] [--show] [options]",
        discussion: """
            To a pipe directly, to a terminal with --show only. A token that the vault keeps is named by its fingerprint; \
            any other one has to be given, and is printed after its fingerprint was checked.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Hand a token of the vault to another program",
            "tessera token print 9f00e1aa | other-program")
    ]

    @Argument(help: "Fingerprint, at least 4 digits.", completion: .fingerprints)
    var fingerprint: String?

    @Flag(help: "Print it on this terminal's screen.")
    var show = false

    @OptionGroup(title: "Token options")
    var token: TokenInputOptions

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints the token and a line end; with `--json` `{"token":{"fingerprint","value"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        if run.context.isTerminal(.output), !show { throw CommandProblem.showNeeded(option: "--show") }
        let profile = try await run.profile(nil)
        let choice = TokenChoice(
            fingerprints: fingerprint.map { [$0] } ?? [], input: token, passphrase: passphrase, run: run)
        guard let chosen = try await choice.chosen(on: profile).first else { return .internalError }
        let secret: Secret
        switch chosen.selector {
        case .given(let token): secret = token
        case .held(let fingerprint):
            guard let token = await run.workspace.held.token(fingerprint, of: profile) else {
                throw OperationError.refused(.tokenNotHeld(fingerprint))
            }
            secret = token
        }
        run.warnTokenIsPrinted()
        if run.output.isJSON {
            run.output.printJSON([
                "token": ["fingerprint": .string(chosen.selector.fingerprint.text), "value": .string(secret.expose())]
            ])
        } else {
            run.output.printSecret(secret)
        }
        return .done
    }
}
