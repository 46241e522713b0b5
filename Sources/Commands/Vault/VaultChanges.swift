import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera vault create`.
struct VaultCreate: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create the vault, sealed by a passphrase of 12 characters or more.",
        usage: "tessera vault create [--passphrase-file FILE] [options]",
        discussion: "Without the passphrase its content cannot be recovered.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Create the vault; the passphrase is asked for",
            "tessera vault create")
    ]

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"file"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let old = try await run.workspace.vaultStatus()
        if old.exists { throw OperationError.storage(StorageError(.vaultExists, file: old.file, detail: "")) }
        // Where the last good copy of one is left, that is said before a passphrase is asked for.
        do throws(OperationError) { _ = try await run.workspace.requireVault() } catch {
            if case .storage(let cause) = error, cause.backup != nil { throw error }
        }
        let status = try await CreateVault(passphrase: try run.newPassphrase(passphrase)).run(in: run.workspace)
        let isUsed = (try? await run.profiles().profiles.contains { $0.secretSource == .vault }) ?? false
        run.output.print(
            [
                "The vault is created: \(SafeText(outside: status.file, limit: 200)) (mode 0600).",
                "Next: \(isUsed ? "" : "tessera profile edit NAME --secret-source vault, ")tessera vault unlock --for 1h",
            ], json: ["vault": ["file": .string(status.file)]])
        return .done
    }
}

/// `tessera vault unlock`.
struct VaultUnlock: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Unlock the vault for later commands and the screen.",
        usage: "tessera vault unlock [--for 1h] [--passphrase-file FILE] [options]",
        discussion: """
            The kernel of this machine keeps the key in your user keyring for that time. Your later logins can read \
            it; other users cannot. A reboot or `tessera vault lock` removes it.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Unlock the vault for an hour of commands",
            "tessera vault unlock --for 1h"),
        CommandExample(
            "Unlock it in a script",
            "tessera vault unlock --for 10m --passphrase-file ~/.vault-pass"),
    ]

    @Option(name: .customLong("for"), help: ArgumentHelp("15m, 1h, 8h; at most 7d (default: 1h).", valueName: "time"))
    var time = "1h"

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"unlockedUntil","sessions","tokens","activationLinks"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let seconds: Int
        do throws(Lifetime.Malformed) { seconds = try Lifetime.parse(time) } catch {
            throw CommandProblem.usage("--for is invalid", hint: "a number with a unit: 15m, 1h, 8h")
        }
        guard seconds <= VaultStore.longestUnlock else {
            throw CommandProblem.usage("--for is longer than 7 days", hint: "--for 7d")
        }
        _ = try await run.workspace.requireVault()
        let secret = try run.secret("The passphrase", from: try passphrase.source(in: run))
        let report = try await UnlockVault(passphrase: secret, seconds: seconds).run(in: run.workspace)
        run.tell(report.warning)
        if let warning = report.memoryWarning { run.output.note(warning) }
        let until: SafeText = report.until.map { InstantText.utc($0.milliseconds) } ?? "-"
        run.output.print(
            ["The vault is unlocked until \(until): \(report.wording)."],
            json: [
                "vault": [
                    "unlockedUntil": report.until.map { .instant($0) } ?? .null, "sessions": .int(report.sessions),
                    "tokens": .int(report.tokens), "activationLinks": .int(report.links),
                ]
            ])
        return .done
    }
}

/// `tessera vault lock`.
struct VaultLock: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Lock the vault, in open screens too: later commands ask for the passphrase again.",
        usage: "tessera vault lock [options]")

    static let examples: [CommandExample] = [
        CommandExample(
            "Lock the vault",
            "tessera vault lock")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"wasUnlocked"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let was = try await LockVault().run(in: run.workspace)
        run.output.print(
            [was ? "The vault is locked." : "The vault is locked. The kernel kept no key of it."],
            json: ["vault": ["wasUnlocked": .bool(was)]])
        return .done
    }
}

/// `tessera vault remove`.
struct VaultRemove: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove what the vault keeps for a profile (does not revoke or log out).",
        usage: "tessera vault remove [PROFILE] [--kind KIND] [--name NAME] [options]",
        discussion:
            "Sessions and tokens stay valid on the cluster: `tessera logout` logs out, `tessera token revoke` revokes.",
        aliases: ["rm", "delete"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Remove the kept password of a profile",
            "tessera vault remove prod-eu --kind password")
    ]

    @Argument(help: "Profile, or the id of one that was removed (default: the default profile).", completion: .profiles)
    var name: String?

    @Option(
        help: ArgumentHelp(
            "password, secret-key, token, session or activation-link (default: all).", valueName: "kind"),
        completion: .list(VaultEntry.Kind.allCases.map(\.rawValue)))
    var kind: String?

    @Option(name: .customLong("name"), help: ArgumentHelp("The user, or the fingerprint.", valueName: "name"))
    var entryName: String?

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, LocalWork>

    /// Prints `{"removed":COUNT}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let wanted = try chosenKind()
        try await run.openVault(passphrase)
        let entries = try await run.vaultEntries()
        let profile = try await run.vaultOwner(name).id
        let chosen = entries.filter { entry in
            entry.place.profile == profile && (wanted == nil || entry.place.kind == wanted)
                && (entryName == nil || entry.place.name == entryName)
        }.map(\.place)
        guard !chosen.isEmpty else {
            throw CommandProblem.notInVault
        }
        let things: SafeText = "\(chosen.count) entr\(chosen.count == 1 ? "y" : "ies")"
        if run.mayAsk, !run.options.yes {
            try Confirmation(run: run, confirm: nil).requireYes("Remove \(things) from the vault?")
        } else if !run.options.yes {
            throw OperationError.refused(.confirmationNeeded(what: "Removing from the vault"))
        }
        let count = try await RemoveFromVault(places: Set(chosen)).run(in: run.workspace)
        run.output.print(["Removed \(things) from the vault."], json: ["removed": .int(count)])
        return .done
    }

    private func chosenKind() throws(CommandProblem) -> VaultEntry.Kind? {
        guard let kind else { return nil }
        guard let chosen = VaultEntry.Kind(rawValue: kind) else {
            throw .usage("--kind is invalid", hint: "password, secret-key, token, session or activation-link")
        }
        return chosen
    }
}

/// `tessera vault passphrase`.
struct VaultPassphrase: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase", abstract: "Change the passphrase.",
        usage: "tessera vault passphrase [--passphrase-file FILE --new-passphrase-file FILE] [options]",
        discussion: "The key of the content stays the same: `tessera vault rekey` renews it.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Change the passphrase; both are asked for",
            "tessera vault passphrase")
    ]

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @Option(
        name: .customLong("new-passphrase-file"),
        help: ArgumentHelp("Read the new passphrase from a file of mode 0600.", valueName: "file"), completion: .file())
    var newFile: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"changed":true}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let old = try run.secret(
            "The passphrase", from: try passphrase.source(in: run, question: "Old passphrase of the vault: "))
        let new =
            if let newFile { try run.secret("The new passphrase", from: .file(newFile)) } else {
                try run.newPassphrase(nil)
            }
        try await ChangePassphrase(old: old, new: new).run(in: run.workspace)
        run.output.print(["The passphrase is changed."], json: ["vault": ["changed": true]])
        return .done
    }
}

/// `tessera vault rekey`.
struct VaultRekey: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Seal everything under a new key.",
        usage: "tessera vault rekey [--passphrase-file FILE] [options]",
        discussion: """
            For a vault key that may have leaked. Older copies of the vault can still be opened with the old key: rotate \
            the secrets in them, too.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Seal everything under a new key after a copy was lost",
            "tessera vault rekey")
    ]

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"rekeyed":true}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let secret = try run.secret("The passphrase", from: try passphrase.source(in: run))
        try await RekeyVault(passphrase: secret).run(in: run.workspace)
        run.output.print(
            ["The vault has a new key; later commands ask for the passphrase."], json: ["vault": ["rekeyed": true]])
        return .done
    }
}

extension CommandRun {
    /// A new passphrase: of an option, or typed twice.
    func newPassphrase(_ options: PassphraseOptions?) throws -> Secret {
        if let named = try options?.named(in: self) { return try secret("The passphrase", from: named) }
        guard mayAsk else {
            throw CommandProblem.noPrompt(
                what: "The new passphrase",
                options: [options == nil ? "--new-passphrase-file FILE" : "--passphrase-file FILE"])
        }
        let first = try secret(
            "The passphrase",
            from: .prompt(question: "New passphrase (\(VaultStore.shortestPassphrase) characters or more): "))
        guard first == (try secret("The passphrase", from: .prompt(question: "Repeat it: "))) else {
            throw CommandProblem.usage("The passphrases differ; nothing was changed", hint: nil)
        }
        return first
    }
}
