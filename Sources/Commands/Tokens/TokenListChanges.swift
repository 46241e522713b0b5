import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token import`.
struct TokenImport: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import an existing token.",
        usage: "tessera token import [--profile NAME] --token-stdin [options]",
        discussion: """
            The journal keeps its fingerprint; the token itself is kept in the vault if that is the profile's secret \
            source. The cluster is asked whose token it is, and whether it accepts it. Exit code 12: it does not.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Import a token that was issued elsewhere",
            "tessera token import --profile prod-eu --token-file token.txt --label 'nightly load'")
    ]

    @Option(help: ArgumentHelp("The token's user, if known.", valueName: "user"), completion: .users)
    var user: String?

    @Option(help: ArgumentHelp("Free-text label for the list.", valueName: "text"))
    var label: String?

    @Flag(name: .customLong("no-check"), help: "Do not validate it at the cluster.")
    var noCheck = false

    @OptionGroup(title: "Token options")
    var token: TokenInputOptions

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"token":{...},"verdict":VERDICT|null}`; a verdict is one of those of `token validate`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = noCheck ? try await run.profile(nil) : try await run.cluster(nil)
        let sources = token.sources
        guard sources.count < 2 else { throw CommandProblem.usage("One token at a time", hint: nil) }
        try await run.openVault(for: profile, passphrase)
        let secret = try run.secret(
            "The bearer token", from: try sources.first ?? TokenInputOptions.question(on: profile, in: run))
        let report: TokenReport
        do throws(OperationError) {
            report = try await ImportToken(
                profile: profile, token: secret, user: user, label: label, isChecked: !noCheck
            ).run(in: run.workspace)
        } catch {
            // An error of the cluster is that of the check: the import stands before it.
            if case .session = error {
                let digits = Fingerprint(of: secret).text
                run.output.note(
                    """
                    The token \(digits) is imported and not validated: `tessera token validate \(digits) --profile \
                    \(profile.name)` asks again.
                    """)
            }
            throw error
        }
        let list = try await ListTokens().run(in: run.workspace)
        let token = ListedToken(report.record, in: list, at: run.now)
        let lines: [SafeText] = ["Imported on \(profile.name):"] + token.lines
        run.output.print(
            lines,
            json: [
                "token": .object(token.json),
                "verdict": report.validation.map { .string($0.verdict.rawValue) } ?? .null,
            ])
        if let doubt = report.validation?.validation.expiryDoubt {
            run.output.warn("W_EXPIRY", MessageComposer.text(for: doubt))
        }
        run.warnAboutClock(report.validation?.clockSkew, of: "\(profile.name)")
        guard let validation = report.validation, !validation.isAccepted else { return .done }
        run.output.warn(
            "W_TOKEN_INVALID",
            MessageComposer.sentence(about: validation, named: "the token \(validation.fingerprint.text)"))
        return .someFailed
    }
}

/// `tessera token remove`.
struct TokenRemove: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove tokens from the list (does not revoke).",
        usage: "tessera token remove FINGERPRINT ... [--profile NAME] [options]",
        discussion: "Nothing is changed on the cluster: a valid token stays valid.", aliases: ["rm", "delete"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Remove a token from the list",
            "tessera token remove 9f00e1aa")
    ]

    @Argument(help: "Fingerprints, at least 4 digits of each.", completion: .fingerprints)
    var fingerprints: [String]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, RecordKeeping>

    /// Prints `{"removed":[FINGERPRINT,...]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        for typed in fingerprints { try TokenChoice.check(typed) }
        let profile = try await run.namedProfile()
        let list = try await ListTokens().run(in: run.workspace)
        let known = list.records(of: profile)
        var records: [TokenRecord] = []
        for typed in fingerprints {
            let record = try FindToken.find(typed: typed, in: known)
            if !records.contains(record) { records.append(record) }
        }
        let valid = records.count { list.standing(of: $0, at: run.now).mayBeValid }
        if valid > 0 {
            let consent = Consent(.key, to: "Removing a token that may be valid", on: [])
            let question: SafeText = "\(valid) of \(records.count) may be valid and will stay so. Remove from the list?"
            let confirmation = Confirmation(run: run, confirm: nil)
            try consent.judge(confirmation.answer(to: consent, .init(lines: [], yes: question)))
        }
        let count = try await RemoveTokens(records: records).run(in: run.workspace).count
        run.output.print(
            [
                "Removed \(count == 1 ? "1 token" : "\(count) tokens") from the list\(valid > 0 ? ", \(valid) may still be valid" : "")."
            ],
            json: ["removed": .array(records.map { .string($0.fingerprint.text) })])
        return .done
    }
}
