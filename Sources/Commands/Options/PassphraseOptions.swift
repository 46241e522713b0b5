import ArgumentParser
import DisplayText
import Operations
import Storage

/// Where the passphrase of the vault comes from, for a run that nobody sits at.
struct PassphraseOptions: ParsableArguments, Sendable {
    @Option(
        name: .customLong("passphrase-file"),
        help: ArgumentHelp("Read the vault's passphrase from a file of mode 0600.", valueName: "file"),
        completion: .file())
    private var file: String?

    @Option(
        name: .customLong("passphrase-fd"),
        help: ArgumentHelp("Read the vault's passphrase from this descriptor.", valueName: "number"))
    private var descriptor: Int?

    /// The source that the options name.
    func named() throws(CommandProblem) -> SecretSource? {
        switch (file, descriptor) {
        case (nil, nil): return nil
        case (let file?, nil): return .file(file)
        case (nil, let number?):
            guard number > 2 else {
                throw .usage(
                    "--passphrase-fd is a standard stream",
                    hint: "a descriptor of its own: tessera ... --passphrase-fd 3 3<FILE")
            }
            return .descriptor(number)
        case (_?, _?):
            throw .usage("--passphrase-file and --passphrase-fd cannot be used together", hint: "choose one of them")
        }
    }

    /// The source that the options name, or the file of the environment.
    func named(in run: CommandRun) throws(CommandProblem) -> SecretSource? {
        if let named = try named() { return named }
        guard let path = run.context.environment()["TESSERA_PASSPHRASE_FILE"], !path.isEmpty else { return nil }
        return .file(path)
    }

    /// The source that the options name, or else a question at the terminal.
    ///
    /// - Throws: `E_NO_PROMPT` where there is no terminal.
    func source(in run: CommandRun, question: SafeText = "Passphrase of the vault: ") throws(CommandProblem)
        -> SecretSource
    {
        if let named = try named(in: run) { return named }
        guard run.mayAsk else {
            throw .noPrompt(
                what: "The passphrase of the vault", options: ["--passphrase-file FILE", "--passphrase-fd N"])
        }
        return .prompt(question: question)
    }
}

extension CommandRun {
    /// Opens the vault for a command that needs what it keeps for a profile: by the passphrase that options name, by the
    /// key that the kernel keeps, or by a question.
    ///
    /// - Throws: `E_VAULT_LOCKED` where nothing opens it and no person can be asked.
    func openVault(for profile: Profile, _ options: PassphraseOptions) async throws {
        guard profile.secretSource == .vault else { return }
        try await openVault(options)
    }

    /// Opens the vault where the kernel keeps its key, for what only looks better with it.
    func openVaultQuietly() async {
        guard (try? await profiles().profiles.contains { $0.secretSource == .vault }) == true else { return }
        _ = try? await UnlockVault(passphrase: nil, readsEndedTokens: false).run(in: workspace)
    }

    /// Opens the vault. See ``openVault(for:_:)``.
    func openVault(_ options: PassphraseOptions) async throws {
        if await (try workspace.requireVaultStore()).isUnlocked { return }
        if let source = try options.named(in: self) { return try await unlock(from: source) }
        do throws(OperationError) {
            tell(try await UnlockVault(passphrase: nil, readsEndedTokens: false).run(in: workspace).warning)
        } catch {
            guard case .storage(let cause) = error, cause.code == .vaultLocked, mayAsk else { throw error }
            try await unlock(from: try options.source(in: self))
        }
    }

    private func unlock(from source: SecretSource) async throws {
        let report = try await UnlockVault(passphrase: try secret("The passphrase", from: source)).run(in: workspace)
        tell(report.warning)
    }

    /// Says what is unusual about the vault.
    func tell(_ warning: StorageWarning?) {
        if let warning { output.warn("W_VAULT", MessageComposer.text(for: warning)) }
    }

    /// Says what the vault did not take, or did not let go of.
    func tellUnkept() async {
        guard let failure = await workspace.held.takeFailure() else { return }
        output.warn(
            "W_VAULT", "the vault could not be changed: \(MessageComposer.message(for: .storage(failure)).sentence)")
    }
}
