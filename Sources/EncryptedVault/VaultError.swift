/// Why a vault cannot be opened or made. Holds nothing of its content.
package enum VaultError: Error, Hashable, Sendable {
    /// The bytes are not what was sealed; the clause says what is wrong, without any of them.
    case damaged(String)
    /// Sealed by a newer version, or with a cipher that this version does not know.
    case version(String)
    /// A figure of the header is outside what is computed with: nothing has been computed with it (promise P24).
    case header(String)
    case wrongPassphrase
    /// The data key is not this vault's: the vault was rekeyed, or is another one.
    case wrongKey
    /// A passphrase that is not accepted for a new vault.
    case weakPassphrase
    /// There is not the memory that deriving the key takes, in bytes.
    case memory(needed: Int)
}
