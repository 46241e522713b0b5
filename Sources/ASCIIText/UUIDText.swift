/// UUIDs as text, `8-4-4-4-12` hexadecimal digits; ThoughtSpot calls them GUIDs.
package enum UUIDText {
    /// A random UUID of version 4, in lower case.
    ///
    /// - Parameter bytes: 16 random bytes.
    package static func random(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return text(bytes)
    }

    /// A random UUID of version 4, in lower case, from the random numbers of the system.
    package static func random() -> String { random((0..<16).map { _ in .random(in: .min ... .max) }) }

    /// Bytes in the form of a UUID, in lower case.
    ///
    /// - Parameter bytes: 16 of them.
    package static func text(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += Hexadecimal.text([byte])
        }
        return text
    }

    /// Whether a text has the form of a UUID, in either case.
    package static func isWellFormed(_ text: some StringProtocol) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { $0.hexadecimalValue != nil } }
    }
}
