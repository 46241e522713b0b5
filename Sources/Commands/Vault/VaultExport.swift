import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON

/// `tessera vault export`.
struct VaultExport: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write an activation link of the vault into a new file of mode 0600.",
        usage: "tessera vault export USER --out FILE [--profile NAME] [options]",
        discussion: """
            A cluster returns an activation link when `tessera user revoke --deactivate` or an incident on the screen \
            deactivates an account; the link activates the account again and is valid for 14 days. It stays in the vault \
            until `tessera vault remove --kind activation-link` removes it. For a profile that was removed give --profile \
            the id that `tessera vault list` shows. Nothing else of the vault is exported: `tessera token print` hands a \
            token over.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Give anna the link that activates her account again",
            "tessera vault export anna --profile prod-eu --out anna-link.txt")
    ]

    @Argument(help: "The user whose account was deactivated.", completion: .users)
    var user: String

    @Option(help: ArgumentHelp("Write the link into this new file, mode 0600.", valueName: "file"), completion: .file())
    var out: String

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"activationLink":{"profile","user","file"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        try await run.openVault(passphrase)
        let owner = try await run.vaultOwner(nil)
        let file = try await ExportActivationLink(owner: owner, user: user, path: out).run(in: run.workspace)
        run.output.print(
            [
                """
                The activation link of \(SafeText(outside: user, limit: 80)) is in \
                \(SafeText(outside: file, limit: 300)) (mode 0600).
                """
            ],
            json: [
                "activationLink": [
                    "profile": .outside(owner.name), "user": .outside(user), "file": .outside(file),
                ]
            ])
        return .done
    }
}
