import EncryptedVault
import Moments

/// What the kernel's keyring holds: the key of a vault, and until when.
struct KeptKey {
    let key: [UInt8]
    let until: Instant

    init(key: [UInt8], until: Instant) {
        self.key = key
        self.until = until
    }

    /// Returns nil for bytes of another size.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == VaultKey.size + 8 else { return nil }
        key = Array(bytes.prefix(VaultKey.size))
        let milliseconds = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        until = Instant(milliseconds: Int64(bitPattern: milliseconds))
    }

    var bytes: [UInt8] {
        let milliseconds = UInt64(bitPattern: until.milliseconds)
        return key + (0..<8).map { UInt8(truncatingIfNeeded: milliseconds >> (56 - 8 * UInt64($0))) }
    }
}

extension DataKeyring {
    /// What is kept of a vault; nothing where there is no keyring.
    func kept(of sealed: VaultFile) -> KeptKey? { (try? read(sealed.id)).flatMap(\.self).flatMap(KeptKey.init) }

    /// What is kept, where it opens the vault as it is: an older copy may have another key.
    func opening(_ sealed: VaultFile) -> KeptKey? {
        guard let kept = kept(of: sealed), let key = VaultKey(kept.key), (try? sealed.payload(with: key)) != nil else {
            return nil
        }
        return kept
    }
}
