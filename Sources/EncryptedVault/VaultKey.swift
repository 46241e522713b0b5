import Crypto
import CryptoExtras
import SecretMemory
@_spi(_Unicode) import Swift

/// The key of a vault's content, 32 random bytes. It stays the same when the passphrase changes.
///
/// Its bytes are zeroed when the last copy of it goes, and locked in memory until then.
package struct VaultKey: Sendable {
    let key: SymmetricKey
    /// Whether the system has locked its memory: it is never written to the swap space then.
    package let isInLockedMemory: Bool

    /// Bytes of a key.
    package static let size = 32

    /// A key that was kept elsewhere; nil unless it has 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.init(SymmetricKey(data: bytes))
    }

    init(_ key: SymmetricKey) {
        self.key = key
        isInLockedMemory = key.withUnsafeBytes { LockedMemory.lock($0) }
    }

    /// Lends the bytes of the key, for the one place that keeps it for later commands.
    package func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value { key.withUnsafeBytes(body) }
}

/// What a passphrase opens: two keys that are derived from it, one to know it again and one to unseal the data key.
struct PassphraseKeys {
    /// Equal only for the same passphrase; a cipher alone does not promise that.
    let commitment: [UInt8]
    let wrap: SymmetricKey

    /// Takes 0.3 s and 128 MiB at the standard cost.
    init(_ passphrase: [UInt8], salt: [UInt8], cost: VaultFile.Cost) throws(VaultError) {
        let key: SymmetricKey
        do {
            key = try KDF.Scrypt.deriveKey(
                from: passphrase, salt: salt, outputByteCount: VaultKey.size, rounds: 1 << cost.logN, blockSize: 8,
                parallelism: 1)
        } catch {
            throw .memory(needed: cost.memory)
        }
        commitment = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("commit".utf8), outputByteCount: VaultKey.size
        ).withUnsafeBytes { Array($0) }
        wrap = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("wrap".utf8), outputByteCount: VaultKey.size)
    }

    /// Whether the passphrase is the one that `other` was made of, in a time that does not depend on where they differ.
    func isCommitted(to other: [UInt8]) -> Bool {
        guard commitment.count == other.count else { return false }
        return zip(commitment, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// The passphrase of a vault.
package enum Passphrase {
    /// Characters that a new one has at least.
    package static let shortest = 12

    /// The bytes that count. What two keyboards write as one letter or as a letter and its accent is the same passphrase;
    /// the standard library has that form (NFC), not yet under a public name.
    static func bytes(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text._nfc { bytes.append(contentsOf: Array(String(scalar).utf8)) }
        bytes.withUnsafeBytes { _ = LockedMemory.lock($0) }
        return bytes
    }
}

extension VaultFile {
    /// Makes a vault with `payload` as its content.
    ///
    /// - Parameters:
    ///   - randomBytes: gives that many random bytes; the only source of the key, the salts and the nonces.
    package static func create(
        passphrase: String, payload: [UInt8], id: String, cost: Cost, randomBytes: (Int) -> [UInt8]
    ) throws(VaultError) -> (file: VaultFile, key: VaultKey) {
        guard passphrase.count >= Passphrase.shortest else { throw .weakPassphrase }
        let key = VaultKey(SymmetricKey(data: randomBytes(VaultKey.size)))
        var file = VaultFile(
            generation: 0, id: id, cost: cost, passphraseSalt: [], wrapBox: [], commitment: [], payloadSalt: [],
            payloadBox: [])
        try file.wrap(key, passphrase: passphrase, cost: cost, randomBytes: randomBytes)
        file.seal(payload, with: key, randomBytes: randomBytes)
        return (file, key)
    }

    /// Derives the data key from the passphrase.
    ///
    /// - Throws: `.wrongPassphrase`; `.damaged` when the passphrase is right and the key cannot be unsealed; `.memory`.
    package func key(passphrase: String) throws(VaultError) -> VaultKey {
        let keys = try PassphraseKeys(Passphrase.bytes(of: passphrase), salt: passphraseSalt, cost: cost)
        guard keys.isCommitted(to: commitment) else { throw .wrongPassphrase }
        guard let bytes = Self.unseal(wrapBox, with: keys.wrap, context: wrapContext), let key = VaultKey(bytes) else {
            throw .damaged("its key cannot be unsealed")
        }
        return key
    }

    /// The content, without what pads it.
    ///
    /// - Throws: `.wrongKey` when the key does not open it. After the right passphrase that means damage.
    package func payload(with key: VaultKey) throws(VaultError) -> [UInt8] {
        guard let bytes = Self.unseal(payloadBox, with: payloadKey(key), context: payloadContext) else {
            throw .wrongKey
        }
        return bytes
    }

    /// Seals `payload` as the next generation, under a key that was never used before.
    package mutating func seal(_ payload: [UInt8], with key: VaultKey, randomBytes: (Int) -> [UInt8]) {
        generation = min(generation, Self.highestGeneration - 1) + 1
        payloadSalt = randomBytes(32)
        // JSON takes blanks at its end: the size of the file does not tell how much there is.
        let padding = Self.paddingUnit - payload.count % Self.paddingUnit
        let padded = payload + [UInt8](repeating: UInt8(ascii: " "), count: padding)
        payloadBox = Self.seal(padded, with: payloadKey(key), context: payloadContext, nonce: randomBytes(12))
    }

    /// Seals the data key under another passphrase.
    ///
    /// The content has to be sealed after it: it vouches for the rest of the file.
    package mutating func wrap(
        _ key: VaultKey, passphrase: String, cost: Cost, randomBytes: (Int) -> [UInt8]
    ) throws(VaultError) {
        guard passphrase.count >= Passphrase.shortest else { throw .weakPassphrase }
        self.cost = cost
        passphraseSalt = randomBytes(32)
        let keys = try PassphraseKeys(Passphrase.bytes(of: passphrase), salt: passphraseSalt, cost: cost)
        commitment = keys.commitment
        wrapBox = Self.seal(
            key.withBytes { Array($0) }, with: keys.wrap, context: wrapContext, nonce: randomBytes(12))
    }

    private static let paddingUnit = 4_096

    private func payloadKey(_ key: VaultKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key.key, salt: payloadSalt, info: Array("payload|\(generation)".utf8),
            outputByteCount: VaultKey.size)
    }

    private static func seal(
        _ bytes: [UInt8], with key: SymmetricKey, context: [UInt8], nonce: [UInt8]
    ) -> [UInt8] {
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let combined = try? AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: context).combined
        else {
            // A key of 32 bytes and a nonce of 12 are what the cipher is defined for.
            preconditionFailure("AES-256-GCM refused a key or a nonce of its own size")
        }
        return [UInt8](combined)
    }

    private static func unseal(_ box: [UInt8], with key: SymmetricKey, context: [UInt8]) -> [UInt8]? {
        guard let sealed = try? AES.GCM.SealedBox(combined: box) else { return nil }
        return (try? AES.GCM.open(sealed, using: key, authenticating: context)).map { [UInt8]($0) }
    }
}
