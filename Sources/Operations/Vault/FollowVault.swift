package import Storage
import ThoughtSpotSessions

/// Takes over what another run has changed in the vault while it is open here: sessions and tokens that it has kept there
/// are at hand, those that it has removed are not any more. Asks no cluster.
package struct FollowVault: Hashable, Sendable {
    package init() {}

    /// Nothing is done while the vault is locked here.
    ///
    /// - Returns: the profiles whose session is another one now, or none.
    /// - Throws: `E_VAULT_LOCKED` when the vault has got another key, and what reading it throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> Set<Profile.ID> {
        guard let vault = workspace.vault, await vault.isUnlocked else { return [] }
        do throws(StorageError) { return try await workspace.held.follow() } catch { throw .storage(error) }
    }
}
