package import Moments

/// What can be told of the vault without opening it, and whether it is open here.
package struct VaultStatus: Hashable, Sendable {
    package var file: String
    package var exists: Bool
    /// Whether this run has the key.
    package var isUnlocked: Bool
    /// Until when the kernel's keyring has the key for later commands.
    package var isUnlockedUntil: Instant?
    /// Counts the saves.
    package var generation: Int
    /// The exponent of scrypt's N.
    package var logN: Int
    /// That an older copy was put back (promise P25).
    package var warning: StorageWarning?
}

/// What the vault held when it was opened.
package struct VaultContents: Sendable {
    package let entries: [VaultEntry]
    /// That the vault is older than the one that was last saved on this machine.
    package let warning: StorageWarning?
    /// Until when the kernel's keyring has the key for later commands.
    package let isUnlockedUntil: Instant?
    /// Whether the memory of its key is locked (promise P7).
    package let isKeyInLockedMemory: Bool
}
