package import Storage
import ThoughtSpotSessions

/// What of another run's changes in the vault concerns this one.
package struct VaultChanges: Hashable, Sendable {
    /// The profiles whose session is another one now, or none.
    package var sessions: Set<Profile.ID>
    /// Whether tokens are at hand that were not, or were and are not.
    package var hasOtherTokens: Bool
    /// Whether another run has locked the vault for all of them.
    package var isLocked: Bool

    package init(sessions: Set<Profile.ID> = [], hasOtherTokens: Bool = false, isLocked: Bool = false) {
        self.sessions = sessions
        self.hasOtherTokens = hasOtherTokens
        self.isLocked = isLocked
    }

    /// Such as after a change of this run's own, which the file tells of, too.
    package var isEmpty: Bool { sessions.isEmpty && !hasOtherTokens && !isLocked }
}

/// Takes over what another run has changed in the vault while it is open here: sessions and tokens that it has kept there
/// are at hand, those that it has removed are not any more. Where it has locked the vault for every run, that is all it says. Asks no cluster.
package struct FollowVault: Hashable, Sendable {
    package init() {}

    /// Nothing is done while the vault is locked here.
    ///
    /// - Throws: `E_VAULT_LOCKED` when the vault has got another key, and what reading it throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> VaultChanges {
        guard let vault = workspace.vault, await vault.isUnlocked else { return VaultChanges() }
        if await vault.isLockedElsewhere { return VaultChanges(isLocked: true) }
        do throws(StorageError) { return try await workspace.held.follow() } catch { throw .storage(error) }
    }
}
