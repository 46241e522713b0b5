/// Tells whether a word on a command line may be a secret that went to the wrong place, so that no message repeats it
/// (fault H2). In doubt it may.
enum SecretLook {
    /// Plain words, names of options, profile names, numbers with units and addresses are harmless.
    static func isHarmless(_ word: String) -> Bool {
        guard (1...40).contains(word.utf8.count) else { return false }
        let bytes = Array(word.utf8)
        let digits = bytes.count { (48...57).contains($0) }
        let upper = bytes.count { (65...90).contains($0) }
        let lower = bytes.count { (97...122).contains($0) }
        let joints = bytes.count { "-._".utf8.contains($0) }
        guard digits + upper + lower + joints == bytes.count else { return false }
        // GUIDs are what secret keys look like.
        if bytes.count >= 32, digits > 4 { return false }
        if upper > 0, lower > 0, digits > 0 { return false }
        return digits <= 6 || lower + upper == 0
    }
}
