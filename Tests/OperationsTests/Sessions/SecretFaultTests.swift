import DisplayText
import Operations
import Testing

/// Fault B3: what nobody sees, and a cluster would count as a wrong password.
struct SecretFaultTests {
    @Test(arguments: [
        (0xFEFF as UInt32, SecretFault.Kind.byteOrderMark), (0x200B, .invisible), (0x200C, .invisible),
        (0x200D, .invisible), (0x200E, .invisible), (0x200F, .invisible), (0x202A, .invisible), (0x202E, .invisible),
        (0x2060, .invisible), (0x2066, .invisible), (0xAD, .invisible), (0x61C, .invisible), (0x180E, .invisible),
        (0x3164, .invisible), (0xE0020, .invisible), (0xA0, .unusualSpace), (0x1680, .unusualSpace),
        (0x2003, .unusualSpace), (0x2007, .unusualSpace), (0x202F, .unusualSpace), (0x205F, .unusualSpace),
        (0x3000, .unusualSpace), (0x2800, .unusualSpace), (0x2028, .lineBreak), (0x2029, .lineBreak),
        (0x0A, .lineBreak), (0x0D, .lineBreak), (0x09, .control), (0x00, .control), (0x7F, .control), (0x85, .control),
        (0xFFFD, .encoding),
    ])
    func `is found wherever it stands`(_ value: UInt32, _ kind: SecretFault.Kind) throws {
        let bad = String(try #require(Unicode.Scalar(value)))
        for (text, position) in [(bad + "secret", 1), ("sec" + bad + "ret", 4), ("secret" + bad, 7), (bad, 1)] {
            #expect(SecretFault(in: text) == SecretFault(kind, position: position))
            #expect(SecretFault(in: Array(text.utf8)) == SecretFault(kind, position: position))
        }
        // Between letters that share a grapheme with it, too.
        #expect(SecretFault(in: "e\u{301}" + bad)?.position == 3)
    }

    @Test(arguments: [
        "", " a b ", "p\u{E4}ss", "pa\u{308}ss", "\u{43F}\u{430}\u{440}\u{43E}\u{43B}\u{44C}", "\u{5BC6}\u{7801}",
        "\u{20AC}\u{A7}\u{B0}",
        "~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./", "\u{1F511}",
    ])
    func `what can be typed is fine`(_ text: String) {
        #expect(SecretFault(in: text) == nil)
        #expect(SecretFault(in: Array(text.utf8)) == nil)
    }

    @Test func `bytes that are no UTF8 are told by their place`() {
        #expect(SecretFault(in: [0x61, 0x62, 0xFF, 0x63] as [UInt8]) == SecretFault(.encoding, position: 3))
        // UTF-16 with its mark, as some editors save it.
        #expect(SecretFault(in: [0xFF, 0xFE, 0x61, 0x00] as [UInt8]) == SecretFault(.encoding, position: 1))
    }

    @Test(arguments: SecretFault.Kind.allCases)
    func `the wording names the place only`(_ kind: SecretFault.Kind) {
        let fault = SecretFault(kind, position: 17)
        #expect(fault.wording.string.hasSuffix(" at position 17"))
        #expect(fault.wording.string.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
    }
}
