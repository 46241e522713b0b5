import ASCIIText

/// Finds a secret in free text that is to be saved in clear: what a person wrote beside a profile. In doubt it is one.
enum SecretInText {
    private static let names: Set<String> = [
        "password", "passwd", "passwort", "pwd", "secret", "token", "key", "apikey", "api_key", "secret_key", "bearer",
        "authorization",
    ]

    /// Whether a text says a secret: `Authorization: Bearer …`, `password: …`, or a word of the shape of a token.
    static func isFound(in text: String) -> Bool {
        let words = text.split(whereSeparator: { $0.isWhitespace || ",;()\"'<>".contains($0) })
        for (index, word) in words.enumerated() {
            if isTokenShaped(word) { return true }
            let parts = word.split(separator: word.contains("=") ? "=" : ":", maxSplits: 1)
            guard let name = parts.first?.lowercased(), names.contains(name) else { continue }
            let isNamed = word.hasSuffix(":") || word.hasSuffix("=") || name == "bearer"
            if parts.count == 2 || isNamed && index + 1 < words.count { return true }
        }
        return false
    }

    /// Long, of capitals, small letters and digits, and no address.
    private static func isTokenShaped(_ word: Substring) -> Bool {
        let bytes = Array(word.utf8)
        guard bytes.count >= 24, !word.contains("://") else { return false }
        return bytes.contains(where: \.isASCIIDigit) && bytes.contains(where: \.isUppercaseASCIILetter)
            && bytes.contains(where: \.isLowercaseASCIILetter)
            && bytes.allSatisfy { $0.isASCIIAlphanumeric || "-._~+/=".utf8.contains($0) }
    }
}

extension SecretInText {
    /// What people write freely beside a profile: the key in the file, and the text.
    static let freeTexts: [(key: String, text: @Sendable (Profile) -> String?)] = [
        ("note", { $0.note }), ("owner", { $0.owner }),
    ]
}

extension Profile {
    /// The free texts, by their keys in the file, that look as if they said a secret and stand otherwise in `old`.
    package func textsThatSaySecrets(unlike old: Profile?) -> [String] {
        SecretInText.freeTexts.compactMap { key, text in
            guard let new = text(self), new != old.flatMap(text) else { return nil }
            return SecretInText.isFound(in: new) ? key : nil
        }
    }
}
