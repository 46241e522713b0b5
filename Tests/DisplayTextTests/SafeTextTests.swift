import DisplayText
import Testing

struct SafeTextTests {
    @Test(arguments: [
        ("prod-eu 12", "prod-eu 12"),
        ("", ""),
        ("é ü ß", "é ü ß"),
        ("日本語", "日本語"),
        ("a\rEVIL", "a<U+000D>EVIL"),
        ("a\nb\tc\u{8}", "a<U+000A>b<U+0009>c<U+0008>"),
        ("\r\n", "<U+000D><U+000A>"),
        ("\u{0}\u{7F}", "<U+0000><U+007F>"),
        ("\u{1B}]0;title\u{7}", "<U+001B>]0;title<U+0007>"),
        ("\u{1B}[31mred", "<U+001B>[31mred"),
        ("\u{9B}31m", "<U+009B>31m"),
        ("a\u{202E}b", "a<U+202E>b"),
        ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
        ("\u{61C}", "<U+061C>"),
        ("zero\u{200B}width", "zero<U+200B>width"),
        ("soft\u{AD}hyphen", "soft<U+00AD>hyphen"),
        ("\u{FEFF}bom", "<U+FEFF>bom"),
        ("\u{2028}\u{2029}", "<U+2028><U+2029>"),
        ("⚠\u{FE0F}", "⚠<U+FE0F>"),
        ("\u{E0041}", "<U+E0041>"),
        ("\u{FFF9}", "<U+FFF9>"),
        ("\u{E000}", "<U+E000>"),
        ("\u{FFFF}", "<U+FFFF>"),
        ("\u{378}", "<U+0378>"),
        ("\u{1F1E9}\u{1F1EA}", "<U+1F1E9><U+1F1EA>"),
        ("👍\u{1F3FB}", "👍<U+1F3FB>"),
        ("👨\u{200D}👩", "👨<U+200D>👩"),
        ("\u{3164}\u{2800}", "<U+3164><U+2800>"),
        ("\u{301}a", "<U+0301>a"),
        ("\u{202E}\u{301}", "<U+202E><U+0301>"),
        ("a\u{301}\u{302}\u{303}\u{304}\u{305}", "a\u{301}\u{302}\u{303}\u{304}<U+0305>"),
    ])
    func `outside text becomes safe`(outside: String, safe: String) {
        #expect(Array(SafeText(outside: outside).string.unicodeScalars) == Array(safe.unicodeScalars))
    }

    @Test func `no scalar gets through that moves or hides`() {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x31FF, 0xA000...0xAFFF, 0xD7A0...0xFFFF, 0x1F000...0x1FBFF, 0xE0000...0xE01FF,
        ]
        for value in ranges.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = SafeText(outside: "x" + String(scalar))
            let isMark = text.string.hasPrefix("x<U+")
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                #expect(isMark, "U+\(String(value, radix: 16)) is shown")
            default:
                if scalar.properties.isDefaultIgnorableCodePoint { #expect(isMark) }
            }
            let columns = text.string.unicodeScalars.reduce(0) { $0 + TextWidth.columns(of: $1) }
            #expect(columns == text.columns)
            #expect(text.ascii.string.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        }
    }

    @Test func `making safe twice changes nothing`() {
        for text in ["a\u{1B}b\u{202E}", "e\u{301}\u{301}\u{301}\u{301}\u{301}", "日本\u{FEFF}", "👍\u{1F3FF}"] {
            let once = SafeText(outside: text)
            #expect(SafeText(outside: once.string) == once)
        }
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("日本語", 5, "日本…"), ("日本語", 6, "日本語"),
        ("日本語x", 6, "日本…"), ("ab\u{1B}cd", 6, "ab…"), ("abc", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `long text is cut`(outside: String, limit: Int, expected: String) {
        let text = SafeText(outside: outside, limit: limit)
        #expect(text.string == expected)
        #expect(text.columns <= limit)
    }

    @Test func `a megabyte is cut to the usual limit`() {
        let text = SafeText(outside: String(repeating: "a", count: 1_000_000))
        #expect(text.columns == SafeText.usualLimit)
        #expect(text.string.hasSuffix("…"))
        #expect(SafeText(outside: String(repeating: "a", count: 10_000), limit: .max).columns == 10_000)
    }

    @Test(arguments: [("é", "<U+00E9>"), ("a → b…", "a -> b..."), ("plain", "plain"), ("漢", "<U+6F22>")])
    func `ascii form`(text: String, expected: String) {
        #expect(SafeText(outside: text).ascii.string == expected)
    }

    @Test func `interpolation makes strings safe`() {
        let name = "\u{1B}x"
        let text: SafeText = "name \(name), \(3) tokens"
        #expect(text.string == "name <U+001B>x, 3 tokens")
    }
}
