package import Storage
package import ThoughtSpotSessions

/// Removes entries from the vault. It neither revokes tokens nor ends sessions.
package struct RemoveFromVault: Hashable, Sendable {
    package var places: Set<VaultEntry.Place>

    package init(places: Set<VaultEntry.Place>) { self.places = places }

    /// Returns how many there were.
    ///
    /// - Throws: `E_VAULT_LOCKED`, and what saving throws: it is never said to be removed while it is there.
    package func run(in workspace: Workspace) async throws(OperationError) -> Int {
        let vault = try workspace.requireVaultStore()
        do throws(StorageError) { return try await vault.remove { places.contains($0.place) } } catch {
            throw .storage(error)
        }
    }
}

/// Seals the vault under another passphrase.
package struct ChangePassphrase: Hashable, Sendable {
    package var old: Secret
    package var new: Secret

    package init(old: Secret, new: Secret) {
        self.old = old
        self.new = new
    }

    /// - Throws: `E_PASSPHRASE` for a wrong old one, `E_WEAK_PASSPHRASE`, and what saving throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        try new.requireTypable("The passphrase")
        let vault = try workspace.requireVaultStore()
        do throws(StorageError) { try await vault.changePassphrase(from: old, to: new) } catch { throw .storage(error) }
    }
}

/// Seals everything in the vault under a new key.
package struct RekeyVault: Hashable, Sendable {
    package var passphrase: Secret

    package init(passphrase: Secret) { self.passphrase = passphrase }

    /// - Throws: `E_PASSPHRASE`, and what saving throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        let vault = try workspace.requireVaultStore()
        do throws(StorageError) { try await vault.rekey(passphrase: passphrase) } catch { throw .storage(error) }
    }
}
