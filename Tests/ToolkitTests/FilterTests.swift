import DisplayText
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
        ("nobody:x", []),
        ("!", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
    ])
    func matches(text: String, expected: [Int]) {
        let filter = Filter(text, columns: Self.columns)
        let found = filter.matches(count: Self.rows.count) { row in Self.rows[row].map { FoldedText($0) } }
        #expect(found == expected)
    }

    @Test(arguments: [
        ("rev", "revoke", "archive every"),
        ("tr", "token.revoke", "filter"),
        ("log", "log in", "catalogue"),
        ("val", "validate", "revalue"),
    ])
    func betterMatchesScoreHigher(needle: String, better: String, worse: String) throws {
        let filter = Filter(needle)
        let first = try #require(filter.score([FoldedText(better)]))
        let second = try #require(filter.score([FoldedText(worse)]))
        #expect(first > second)
    }

    @Test(arguments: [
        ("", "a", true), ("an", "anna", true), ("anna", "an", false), ("user:a", "user:an", true),
        ("user", "user:a", false), ("!a", "!ab", false), ("a", "a b", true), ("a b", "a", false), ("a b", "ac b", true),
        ("a b", "b a", false), ("anna", "!anna", false), ("user:", "user:a", true),
    ])
    func narrows(earlier: String, later: String, expected: Bool) {
        let (old, new) = (Filter(earlier, columns: Self.columns), Filter(later, columns: Self.columns))
        #expect(new.narrows(old) == expected)
        guard expected else { return }
        let cells = Self.rows.map { $0.map { FoldedText($0) } }
        let before = old.matches(count: cells.count) { cells[$0] }
        #expect(Set(new.matches(count: cells.count) { cells[$0] }).isSubset(of: before))
    }

    @Test func anEmptyFilterSaysSo() {
        #expect(Filter("").isEmpty)
        #expect(Filter(" user: ", columns: ["user"]).isEmpty)
        #expect(!Filter("a").isEmpty)
    }
}

struct SortOrderTests {
    static let ages = [30, 10, 20, 10, 30]

    @Test func equalRowsStayInPlaceInBothDirections() {
        let up = SortOrder(column: 0)
        #expect(up.indices(of: 5) { Self.ages[$0] < Self.ages[$1] } == [1, 3, 2, 0, 4])
        #expect(up.reversed.indices(of: 5) { Self.ages[$0] < Self.ages[$1] } == [0, 4, 2, 1, 3])
    }

    @Test func nextColumnGoesRoundAndStartsAscending() {
        let order = SortOrder(column: 1, descending: true)
        #expect(order.next(of: 3) == SortOrder(column: 2))
        #expect(order.next(of: 3).next(of: 3) == SortOrder(column: 0))
        #expect(order.next(of: 0) == SortOrder(column: 0))
    }
}
