import ASCIIText
import Crypto

/// The SHA-256 digest of some bytes.
///
/// This target is the one place that sees cryptography: others ask for a digest, and later for a sealed vault.
package struct SHA256Digest: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(of message: some Sequence<UInt8>) {
        // Without a copy, where that can be: each line of a long journal is hashed.
        let digest = message.withContiguousStorageIfAvailable { buffer in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return Array(hash.finalize())
        }
        bytes = digest ?? Array(SHA256.hash(data: Array(message)))
    }

    /// 64 lower-case hexadecimal digits.
    package var hexadecimal: String { Hexadecimal.text(bytes) }
}
