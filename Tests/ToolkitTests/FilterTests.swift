import DisplayText
import Terminal
import Testing
import Toolkit

struct FilterTests {
    static let columns = ["id", "kind", "user", "org", "state"]
    static let rows: [[String]] = [
        ["ab12cd34", "full", "Anna", "Primary", "12m 04s"],
        ["9f00e1aa", "object", "anna.b", "Sales", "expired 2h ago"],
        ["77aa0b1c", "full", "bot", "Primary", "revoked"],
        ["00112233", "full", "Jörg", "Sales", "at 12:30"],
    ]

    @Test(arguments: [
        ("", [0, 1, 2, 3]),
        ("anna", [0, 1]),
        ("ANNA", [0, 1]),
        ("jörg", [3]),
        ("JÖRG", [3]),
        ("a12", [0, 3]),
        ("rvkd", [2]),
        ("user:anna", [0, 1]),
        ("us:anna", [0, 1]),
        ("user:ana", []),
        ("user:", [0, 1, 2, 3]),
        ("!user:anna", [2, 3]),
        ("!anna", [2, 3]),
        ("!ana", [0, 1, 2, 3]),
        ("full primary", [0, 2]),
        ("full !bot primary", [0]),
        ("kind:full org:sales", [3]),
        ("12:30", [3]),
        ("host:x", []),
        ("!", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
    ])
    func matches(text: String, expected: [Int]) {
        let filter = Filter(text, columns: Self.columns)
        let found = Self.rows.indices.filter { filter.matches(FoldedRow(Self.rows[$0])) }
        #expect(found == expected)
    }

    @Test(arguments: [
        ("rev", "revoke", "archive every"),
        ("tr", "token revoke", "filter"),
        ("log", "log in", "catalogue"),
        ("val", "validate", "revalue"),
    ])
    func betterMatchesScoreHigher(needle: String, better: String, worse: String) throws {
        let filter = Filter(needle)
        let first = try #require(filter.score([FoldedText(better)]))
        let second = try #require(filter.score([FoldedText(worse)]))
        #expect(first > second)
    }

    /// Both are read from the same cells: one scores a few lines of a menu, the other looks through a long list.
    @Test(arguments: 1...8)
    func packedRowsMatchWhereTheScoreSaysSo(seed: UInt64) {
        var numbers = Numbers(state: seed)
        func word(_ letters: String, upTo count: Int) -> String {
            String(
                (0..<Int.random(in: 0...count, using: &numbers)).compactMap { _ in
                    letters.randomElement(using: &numbers)
                })
        }
        var matched = 0
        for _ in 0..<500 {
            let cells = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in word("abBÄä- 日", upTo: 6) }
            let text = word("abÄ!:12 ", upTo: 8)
            let filter = Filter(text, columns: ["a", "b", "1", "2", "12"])
            let first = Int.random(in: 0...5, using: &numbers)
            let matches = filter.matches(FoldedRow(cells), inOnePieceFrom: first)
            let score = filter.score(cells.map { FoldedText($0) }, inOnePieceFrom: first)
            #expect(matches == (score != nil), "\(text) in \(cells), in one piece from \(first)")
            if matches, !filter.isEmpty { matched += 1 }
        }
        #expect((25..<475).contains(matched), "both answers were met")
    }

    /// A list is filtered word by word, and a letter more looks only at the rows that were left.
    @Test(arguments: 1...8)
    func aListIsFilteredAsEachOfItsRows(seed: UInt64) {
        var numbers = Numbers(state: seed)
        func word(upTo count: Int) -> String {
            String(
                (0..<Int.random(in: 0...count, using: &numbers)).compactMap { _ in
                    "abBÄ-12".randomElement(using: &numbers)
                })
        }
        func row() -> FoldedRow { FoldedRow((0..<3).map { _ in word(upTo: 5) }) }
        var rows = (0..<40).map { _ in row() }
        var list = FoldedRows()
        rows.forEach { list.append($0) }
        for index in [0, 7, 7, 39] {
            rows[index] = row()
            list.replace(index, with: rows[index])
        }
        let indices = Array(rows.indices.shuffled(using: &numbers))
        var narrowed = 0
        for _ in 0..<100 {
            let words = (0..<3).map { _ in
                (["", "!", "a:", "!b:"].randomElement(using: &numbers) ?? "") + word(upTo: 2)
            }
            let text = words.joined(separator: " ")
            var before = Filter("", columns: ["a", "b"])
            var left = indices
            for end in text.indices {
                let filter = Filter(String(text[...end]), columns: ["a", "b"])
                let expected = indices.filter { filter.matches(rows[$0]) }
                #expect(filter.indices(indices, in: list) == expected, "\(text[...end])")
                if let rest = filter.rest(after: before) {
                    if rest.isEmpty { #expect(left == expected) }
                    left = rest.indices(left, in: list)
                    narrowed += 1
                } else {
                    left = expected
                }
                #expect(left == expected, "\(text[...end])")
                before = filter
            }
        }
        #expect(narrowed > 100)
        #expect(Filter("").indices([41, 2], in: list) == [41, 2])
        #expect(Filter("!x").indices([41, 2], in: list) == [2], "no row, no match")
    }

    @Test func aTextIsNeverFoundAcrossTwoCells() {
        let row = FoldedRow(["ab", "", "cd"])
        for text in ["bc", "ad", "1:c", "3:b", "2:a"] {
            #expect(!Filter(text, columns: ["1", "2", "3"]).matches(row), "\(text)")
        }
        for text in ["ab", "cd", "!bc", "1:b", "3:cd", "!2:a", "!3:ab"] {
            #expect(Filter(text, columns: ["1", "2", "3"]).matches(row), "\(text)")
        }
        #expect(!Filter("4:a", columns: ["1", "2", "3", "4"]).matches(row), "a row of too few cells")
    }

    @Test func anEmptyFilterSaysSo() {
        #expect(Filter("").isEmpty)
        #expect(Filter(" user: ", columns: ["user"]).isEmpty)
        #expect(!Filter("a").isEmpty)
    }
}

struct FilterLineTests {
    private static func typed(_ text: String) -> FilterLine {
        var line = FilterLine()
        line.open()
        for key in keys(text) { _ = line.handle(key) }
        return line
    }

    @Test func typesClosesReopensAndClears() {
        var line = FilterLine()
        #expect(line.handle(.character("a")) == .ignored)
        line.open()
        #expect(line.handle(.character("a")) == .changed)
        #expect(line.handle(Key(.left)) == .handled)
        #expect(line.handle(Key(.down)) == .ignored)
        #expect(line.handle(Key(.enter)) == .closed)
        #expect((line.text, line.isShown, line.isEditing) == ("a", true, false))
        line.open()
        #expect(line.paste("b\nc") == .changed)
        #expect(line.text == "bca")
        #expect(line.handle(Key(.escape)) == .cleared)
        #expect((line.text, line.isShown) == ("", false))
        #expect(line.paste("x") == .ignored)
    }

    @Test func pictures() {
        expectPicture(1, 40, is: " / user:anna                    4 of 11") {
            Self.typed("user:anna").draw(shown: 4, total: 11, in: $0.area, on: &$0, theme: .mono)
            #expect($0.cursor == Position(row: 0, column: 12))
        }
        expectPicture(1, 12, is: " / <er:anna") {
            Self.typed("user:anna").draw(shown: 4, total: 11, in: $0.area, on: &$0, theme: .mono)
        }
    }
}
