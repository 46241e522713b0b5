/// The rule for names of profiles: 1 to 64 of ASCII letters, digits, `.`, `_` and `-`, the first a letter or a digit.
/// Such a name needs no quotes in any shell, and no two of them look alike.
package enum ProfileName {
    /// The name itself, without the blanks around it.
    package static func checked(_ text: String) throws(ProfileInputError) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let bytes = Array(text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        guard let first = bytes.first else { throw ProfileInputError(.name(.empty)) }
        guard bytes.count <= 64 else { throw ProfileInputError(.name(.tooLong)) }
        guard bytes.allSatisfy({ isWordByte($0) || "._-".utf8.contains($0) }) else {
            throw ProfileInputError(.name(.characters))
        }
        guard isWordByte(first) else { throw ProfileInputError(.name(.firstCharacter)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
