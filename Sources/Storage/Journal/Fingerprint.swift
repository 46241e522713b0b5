import ASCIIText
import EncryptedVault
package import ThoughtSpotSessions

/// Names a token without revealing it: the first 12 hexadecimal digits of SHA-256 over `tessera-token-v1` and the token.
///
/// Tokens are long and random, so the digits identify without revealing. Passwords and secret keys are neither, and get
/// no fingerprint (<doc:JournalFormat>).
package struct Fingerprint: Hashable, Sendable {
    /// 12 lower-case hexadecimal digits.
    package let text: String

    /// The fingerprint of a token.
    package init(of token: Secret) {
        let digest = SHA256Digest(of: Array("tessera-token-v1".utf8) + Array(token.expose().utf8))
        text = String(digest.hexadecimal.prefix(12))
    }

    /// Takes what a journal line holds; `nil` when it is not a fingerprint.
    package init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ $0.hexadecimalValue != nil && !$0.isUppercaseASCIILetter })
        else {
            return nil
        }
        self.text = text
    }
}
