package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// What came of unlocking the vault.
package struct VaultReport: Hashable, Sendable {
    /// Sessions that are at hand now.
    package var sessions: Int
    /// Tokens that are at hand now.
    package var tokens: Int
    /// Activation links in it, those with them that had waited for it.
    package var links = 0
    /// Activation links that wait for it still: it could not be saved.
    package var waitingLinks = 0
    /// The profiles whose password or secret key it keeps.
    package var credentials: Set<Profile.ID> = []
    /// Until when later commands need no passphrase; nil when they ask.
    package var until: Instant?
    /// Worth a word, and stops nothing.
    package var warning: StorageWarning?
    /// Whether the memory of the key is locked.
    package var isKeyInLockedMemory = true

    /// What to say where the memory of the key is not locked; nil where it is.
    package var memoryWarning: SafeText? {
        isKeyInLockedMemory
            ? nil
            : """
            the system did not lock the memory of the vault's key: it may be written to the swap space (ulimit -l shows \
            the limit)
            """
    }

    /// `1 session, 2 tokens, 1 activation link`; links only where it has one.
    package var wording: SafeText {
        let atHand: SafeText = "\(VaultEntry.Kind.session.counted(sessions)), \(VaultEntry.Kind.token.counted(tokens))"
        return links == 0 ? atHand : "\(atHand), \(VaultEntry.Kind.activationLink.counted(links))"
    }
}

/// Makes the vault, empty, and leaves it open here.
package struct CreateVault: Hashable, Sendable {
    package var passphrase: Secret

    package init(passphrase: Secret) { self.passphrase = passphrase }

    /// - Throws: `E_VAULT_EXISTS`, `E_WEAK_PASSPHRASE`, `E_SECRET_CHARS`, and what saving throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> VaultStatus {
        try passphrase.requireTypable("The passphrase")
        let vault = try workspace.requireVaultStore()
        do throws(StorageError) {
            try await vault.create(passphrase: passphrase)
            if let failure = await workspace.held.changeWhatWaits() { throw failure }
            return try await vault.status()
        } catch { throw .storage(error) }
    }
}

/// Opens the vault: by its passphrase, or by the key that the kernel keeps. Sessions and tokens in it are at hand then.
package struct UnlockVault: Hashable, Sendable {
    /// Nil asks the kernel only.
    package var passphrase: Secret?
    /// For how many seconds the kernel shall keep the key for later commands; nil for not at all.
    package var seconds: Int?
    /// Reads in the journal what its checkpoint left out, too, where the vault keeps a token that this is about. A command
    /// that only uses the vault does not: it would cost what the journal ever held, each time.
    package var readsEndedTokens: Bool

    package init(passphrase: Secret?, seconds: Int? = nil, readsEndedTokens: Bool = true) {
        self.passphrase = passphrase
        self.seconds = seconds
        self.readsEndedTokens = readsEndedTokens
    }

    /// - Throws: `E_PASSPHRASE`, `E_VAULT_LOCKED` when there is no passphrase and the kernel keeps no key, `E_VAULT_…`,
    ///   `E_KEYRING` where the kernel does not keep it; the vault is open here all the same then.
    package func run(in workspace: Workspace) async throws(OperationError) -> VaultReport {
        let vault = try workspace.requireVaultStore()
        var report = try await open(vault, in: workspace)
        report.tokens -= await workspace.compareKeptTokens(readsEndedTokens: readsEndedTokens)
        return report
    }

    private func open(_ vault: VaultStore, in workspace: Workspace) async throws(OperationError) -> VaultReport {
        do throws(StorageError) {
            let contents: VaultContents
            if let passphrase {
                contents = try await vault.unlock(passphrase: passphrase)
            } else if let kept = try await vault.unlockFromKeyring() {
                contents = kept
            } else {
                throw try await vault.reasonOfClosed()
            }
            var entries = contents.entries
            if await workspace.held.hasWaiting {
                await workspace.held.changeWhatWaits()
                entries = try await vault.entries()
            }
            await workspace.held.adopt(entries)
            var until = contents.isUnlockedUntil
            if let seconds { until = try await vault.keepUnlocked(seconds: seconds) }
            var report = VaultReport(
                sessions: entries.count { $0.place.kind == .session },
                tokens: entries.count { $0.place.kind == .token },
                credentials: Set(
                    entries.filter { [.password, .secretKey].contains($0.place.kind) }.map(\.place.profile)),
                until: until, warning: contents.warning)
            report.isKeyInLockedMemory = contents.isKeyInLockedMemory
            report.links = entries.count { $0.place.kind == .activationLink }
            report.waitingLinks = await workspace.held.waitingLinkCount
            return report
        } catch { throw .storage(error) }
    }
}

/// Closes the vault. What came from it is no longer at hand.
package struct LockVault: Hashable, Sendable {
    /// Takes the key from the kernel, too, and locks it in every other run that has it open.
    package var forLaterCommands: Bool

    package init(forLaterCommands: Bool = true) { self.forLaterCommands = forLaterCommands }

    /// Returns whether the kernel had the key, and has it no more.
    package func run(in workspace: Workspace) async throws(OperationError) -> Bool {
        let vault = try workspace.requireVaultStore()
        await vault.lock()
        await workspace.held.dropKept()
        guard forLaterCommands else { return false }
        do throws(StorageError) { return try await vault.lockEverywhere() } catch { throw .storage(error) }
    }
}

extension Workspace {
    /// The vault, also where there is no file of it yet.
    ///
    /// - Throws: `E_NO_HOME` where there is no place for one.
    package func requireVaultStore() throws(OperationError) -> VaultStore {
        guard let vault else { throw .storage(Locations.noHome) }
        return vault
    }

    /// What can be told of the vault without opening it.
    package func vaultStatus() async throws(OperationError) -> VaultStatus {
        let vault = try requireVaultStore()
        do throws(StorageError) { return try await vault.status() } catch { throw .storage(error) }
    }

    /// The same where there has to be one.
    ///
    /// - Throws: `E_VAULT_MISSING`.
    package func requireVault() async throws(OperationError) -> VaultStatus {
        let vault = try requireVaultStore()
        do throws(StorageError) { return try await vault.statusOfExisting() } catch { throw .storage(error) }
    }

    /// Refuses, for a profile whose secrets are kept in the vault, while the vault is locked: nothing is kept elsewhere
    /// instead.
    ///
    /// - Throws: `E_VAULT_LOCKED`, `E_VAULT_MISSING`.
    package func requireUnlocked(for profile: Profile) async throws(OperationError) {
        guard profile.secretSource == .vault else { return }
        let vault = try requireVaultStore()
        if await vault.isUnlocked { return }
        _ = try await UnlockVault(passphrase: nil).run(in: self)
    }
}
