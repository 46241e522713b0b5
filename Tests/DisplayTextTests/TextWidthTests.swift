import DisplayText
import Testing

struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("ｱ", 1), ("Ａ", 2), ("👍", 2), ("─│┌", 3),
        ("✓", 1), ("ไทย", 3), ("\u{1100}\u{1161}\u{11A8}", 2), ("…", 1),
    ])
    func `columns`(text: String, expected: Int) {
        #expect(SafeText(outside: text).columns == expected)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"), ("日本語", 1, "…"),
        ("abc", 0, ""),
        ("ae\u{301}bc", 3, "ae\u{301}…"),
    ])
    func `truncation`(text: String, columns: Int, expected: String) {
        let cut = SafeText(outside: text).truncated(to: columns)
        #expect(cut.string == expected)
        #expect(cut.columns <= columns)
    }

    @Test func `padding`() {
        let text: SafeText = "日"
        #expect(text.padded(to: 5).string == "日   ")
        #expect(text.padded(to: 5, alignment: .trailing).string == "   日")
        #expect(SafeText("abcdef").padded(to: 3).string == "ab…")
        for columns in 0...8 { #expect(SafeText("日本語").padded(to: columns).columns == columns) }
    }

    @Test(arguments: [
        ("", 5, [""]), ("one two three", 7, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a  b", 9, ["a  b"]), ("a  b c", 5, ["a  b", "c"]), ("a  b  c", 3, ["a", "b", "c"]),
        ("  a  b", 5, ["  a", "b"]), ("   abc", 3, ["abc"]), ("日本語", 3, ["日", "本", "語"]),
        ("日", 1, ["日"]),
        ("see abcdefgh", 4, ["see", "abcd", "efgh"]),
        // Of a long word no part is broken while one part fits.
        ("E1:9A:33:07", 7, ["E1:9A:", "33:07"]), ("E1:9A:33:07", 6, ["E1:9A:", "33:07"]),
        ("at https://ts.example.com/callosum/v1", 26, ["at", "https://ts.example.com/", "callosum/v1"]),
        ("8f14e45f-ceea-467a", 16, ["8f14e45f-ceea-", "467a"]),
        ("AUTH_TOKEN_CREATED_SUCCESSFULLY", 24, ["AUTH_TOKEN_CREATED_", "SUCCESSFULLY"]),
        // A part near the beginning is not worth a line of its own.
        ("a/bcdefghijklmnop", 8, ["a/bcdefg", "hijklmno", "p"]),
    ])
    func `wrapping`(text: String, columns: Int, expected: [String]) {
        #expect(SafeText(outside: text).wrapped(to: columns).map(\.string) == expected)
    }

    @Test(arguments: [
        (0, []), (1, ["one two three"]), (2, ["one", "two three"]), (3, ["one", "two", "three"]),
        (4, ["one", "two", "three"]),
    ])
    func `what does not fit goes on in the last row`(rows: Int, expected: [String]) {
        let lines: [SafeText] = ["one", "two", "three"]
        #expect(lines.fitting(rows: rows).map(\.string) == expected)
    }

    @Test(
        arguments: [
            ([["a", "bc"], ["def", "g"]], ["a     bc", "def   g"]),
            // A column that is empty everywhere takes no room, and no line ends in blanks.
            ([["a", "", "b"], ["cd", "", ""]], ["a    b", "cd"]), ([[]], [""]), ([], []),
        ] as [([[String]], [String])])
    func `cells stand below one another`(rows: [[String]], expected: [String]) {
        let cells = rows.map { $0.map { SafeText(outside: $0) } }
        #expect(AlignedText.lines(of: cells).map(\.string) == expected)
    }
}
