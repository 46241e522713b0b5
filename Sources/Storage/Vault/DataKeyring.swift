/// Where the data key of an unlocked vault is kept for later commands of the same user: the kernel's user keyring, with a
/// timeout. Nothing of ours runs in the background, and nothing is left after a reboot.
///
/// Each call names the vault by its id. What the kernel refuses, as in some containers, is an `E_KEYRING`.
package struct DataKeyring: Sendable {
    /// The bytes that are kept, nil when there are none or their time is over.
    package var read: @Sendable (_ vault: String) throws(StorageError) -> [UInt8]?
    /// Keeps bytes for so many seconds, in the place of earlier ones.
    package var keep: @Sendable (_ bytes: [UInt8], _ vault: String, _ seconds: Int) throws(StorageError) -> Void
    /// Makes what is kept useless at once, and returns whether there was anything.
    package var remove: @Sendable (_ vault: String) throws(StorageError) -> Bool
    /// Whether the kernel refuses to keep anything, as far as it tells before it is asked to.
    package var isRefused: @Sendable () -> Bool

    package init(
        read: @escaping @Sendable (_ vault: String) throws(StorageError) -> [UInt8]?,
        keep: @escaping @Sendable (_ bytes: [UInt8], _ vault: String, _ seconds: Int) throws(StorageError) -> Void,
        remove: @escaping @Sendable (_ vault: String) throws(StorageError) -> Bool,
        isRefused: @escaping @Sendable () -> Bool = { false }
    ) {
        self.read = read
        self.keep = keep
        self.remove = remove
        self.isRefused = isRefused
    }

    /// A machine whose kernel keeps nothing.
    package static let absent = DataKeyring(
        read: { _ throws(StorageError) in nil },
        keep: { _, _, _ throws(StorageError) in throw refusal("this machine has no kernel keyring") },
        remove: { _ throws(StorageError) in false }, isRefused: { true })

    /// What a refusal of the kernel is told by.
    package static func refusal(_ detail: String) -> StorageError {
        StorageError(.keyring, file: "", detail: detail)
    }
}
