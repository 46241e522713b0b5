import ASCIIText
import Testing

struct ASCIITests {
    @Test func `each byte is in the classes that ASCII puts it in`() {
        for byte in UInt8.min ... .max {
            let character = Character(Unicode.Scalar(byte))
            let isASCII = byte < 0x80
            #expect(byte.isASCIIDigit == (isASCII && character.isNumber))
            #expect(byte.isASCIILetter == (isASCII && character.isLetter))
            #expect(byte.isLowercaseASCIILetter == (isASCII && character.isLowercase))
            #expect(byte.isUppercaseASCIILetter == (isASCII && character.isUppercase))
            #expect(byte.isASCIIAlphanumeric == (byte.isASCIILetter || byte.isASCIIDigit))
            #expect(byte.isBlank == (character == " " || character == "\t"))
            #expect(byte.isWhiteSpace == " \t\r\n".utf8.contains(byte))
            #expect(byte.hexadecimalValue.map { Int($0) } == (isASCII ? character.hexDigitValue : nil))
        }
    }

    @Test(
        arguments: [
            ("", "", ""), (" \t ", "", ""), ("a", "a", "a"), (" \ta b\t ", "a b", "a b"), ("\r\n a\n", "\r\n a\n", "a"),
            ("\u{A0}a ", "\u{A0}a", "\u{A0}a"), ("é ", "é", "é"),
        ] as [(String, String, String)])
    func `text is trimmed at its ends`(text: String, blanks: String, whiteSpace: String) {
        #expect(text.trimmingBlanks() == blanks)
        #expect(text.trimmingWhiteSpace() == whiteSpace)
        #expect(text[...].trimmingBlanks() == blanks)
    }

    @Test func `bytes are written as hexadecimal digits`() {
        #expect(Hexadecimal.text([0x00, 0x0A, 0xFF]) == "000aff")
        #expect(Hexadecimal.text([0x00, 0x0A, 0xFF], isUppercase: true) == "000AFF")
    }
}

struct PercentEncodingTests {
    @Test(arguments: [("a b+ü", "a%20b%2B%C3%BC"), ("AZaz09-._~", "AZaz09-._~"), ("%/", "%25%2F"), ("", "")])
    func `what is encoded is decoded again`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(Array(encoded.utf8)) == Array(text.utf8))
        #expect(PercentEncoding.decodeStrictly(Array(encoded.utf8)) == Array(text.utf8))
    }

    @Test(arguments: [("%", "%"), ("a%4", "a%4"), ("%4g%41", "%4gA"), ("%%41", "%A"), ("%+1", "%+1")])
    func `a percent sign that begins no escape stays, or is refused`(text: String, lenient: String) {
        #expect(PercentEncoding.decode(Array(text.utf8)) == Array(lenient.utf8))
        #expect(PercentEncoding.decodeStrictly(Array(text.utf8)) == nil)
    }

    @Test func `escapes of either case are decoded`() {
        #expect(PercentEncoding.decode(Array("%c3%BC".utf8)) == Array("ü".utf8))
    }
}

struct UUIDTextTests {
    @Test func `bytes have one text`() {
        let bytes = Array(UInt8(0)..<16)
        #expect(UUIDText.text(bytes) == "00010203-0405-0607-0809-0a0b0c0d0e0f")
        #expect(UUIDText.random(bytes) == "00010203-0405-4607-8809-0a0b0c0d0e0f")
        #expect(UUIDText.random(Array(repeating: 0xFF, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test func `two random ones differ`() {
        #expect(UUIDText.random() != UUIDText.random())
        #expect(UUIDText.isWellFormed(UUIDText.random()))
    }

    @Test(arguments: [
        ("59481331-ee53-42be-a548-bd87be6ddd4a", true), ("59481331-EE53-42BE-A548-BD87BE6DDD4A", true), ("", false),
        ("59481331ee5342bea548bd87be6ddd4a", false), ("59481331-ee53-42be-a548-bd87be6ddd4", false),
        ("59481331-ee53-42be-a548-bd87be6ddd4g", false), ("59481331-ee53-42be-a548-bd87be6ddd4a-", false),
        ("-59481331-ee53-42be-a548-bd87be6ddd4a", false), ("éééé-ee53-42be-a548-bd87be6ddd4a", false),
    ])
    func `the form of a UUID is known`(text: String, isWellFormed: Bool) {
        #expect(UUIDText.isWellFormed(text) == isWellFormed)
    }
}
