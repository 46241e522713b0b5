import ASCIIText

/// Tells whether a word may be a secret that went to the wrong place, so that no message repeats it (faults B16, H2). In
/// doubt it may.
package enum SecretLook {
    /// Plain words, names of options, profile names, numbers with units and addresses are harmless.
    package static func isHarmless(_ word: String) -> Bool {
        guard (1...40).contains(word.utf8.count) else { return false }
        let bytes = Array(word.utf8)
        let digits = bytes.count(where: \.isASCIIDigit)
        let upper = bytes.count(where: \.isUppercaseASCIILetter)
        let lower = bytes.count(where: \.isLowercaseASCIILetter)
        let joints = bytes.count { "-._".utf8.contains($0) }
        guard digits + upper + lower + joints == bytes.count else { return false }
        // GUIDs are what secret keys look like.
        if bytes.count >= 32, digits > 4 { return false }
        if upper > 0, lower > 0, digits > 0 { return false }
        return digits <= 6 || lower + upper == 0
    }
}
