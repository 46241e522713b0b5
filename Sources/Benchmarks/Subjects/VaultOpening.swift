import EncryptedVault
import Glibc
import Moments
import Storage
import Synchronization
import ThoughtSpotSessions

/// Opening the vault, by the passphrase beside the derivation of its key alone, and by the key that a keyring keeps.
enum VaultOpening: Subject {
    static let name = "vault"
    private static let entryCount = 500
    private static let passphrase = Secret("seven words that only this measurement knows")

    static func measure(with recorder: Recorder) async throws {
        let home = try TemporaryDirectory()
        defer { home.remove("vault.json", "vault.json.bak", "memory.json", ".vault.json.lock", ".memory.json.lock") }
        let keyring = DataKeyring.inMemory()
        let store = store(in: home, keyring)
        try await store.create(passphrase: passphrase)
        try await store.put(entries)
        _ = try await store.keepUnlocked(seconds: 3_600)
        let sealed = try VaultFile(home.bytes(of: "vault.json"))

        try await recorder.row("vault: derive the key from the passphrase") {
            keep(try sealed.key(passphrase: passphrase.expose()))
        }
        try await recorder.row("vault: unlock, \(entryCount) entries, by the passphrase") {
            keep(try await Self.store(in: home, keyring).unlock(passphrase: passphrase).entries.count)
        }
        try await recorder.row("vault: unlock, \(entryCount) entries, by the keyring's key") {
            guard let contents = try await Self.store(in: home, keyring).unlockFromKeyring() else {
                throw UsageError("the keyring's key does not open the vault")
            }
            keep(contents.entries.count)
        }
    }

    private static var entries: [VaultEntry] {
        (0..<entryCount).map { number in
            VaultEntry(
                token: Secret("token-\(number)-" + String(repeating: "x", count: 200)), of: TokenMaterial.profile,
                created: TokenMaterial.start, expires: TokenMaterial.start.advanced(seconds: 3_600))
        }
    }

    private static func store(in home: TemporaryDirectory, _ keyring: DataKeyring) -> VaultStore {
        VaultStore(
            file: home.path + "/vault.json", memory: home.path + "/memory.json",
            context: .live(now: { TokenMaterial.start }, allowsRoot: true), keyring: keyring,
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in generator.next() }
            }, availableMemory: { 1 << 32 })
    }
}

extension DataKeyring {
    /// A keyring without the kernel, whose part of an unlock is one system call.
    fileprivate static func inMemory() -> DataKeyring {
        let kept = Kept()
        return DataKeyring(
            read: { vault throws(StorageError) in kept.keys.withLock { $0[vault] } },
            keep: { bytes, vault, _ throws(StorageError) in kept.keys.withLock { $0[vault] = bytes } },
            remove: { vault throws(StorageError) in kept.keys.withLock { $0.removeValue(forKey: vault) != nil } })
    }

    private final class Kept: Sendable {
        let keys = Mutex<[String: [UInt8]]>([:])
    }
}
