import HTTPExchange
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct TokenTableTests {
    let alpha = Profile.test("alpha")

    private func table(_ tokens: [TokenRecord]) -> TokenTable {
        var table = TokenTable()
        table.show(alpha.origin.description)
        table.take(TokenList(records: tokens), inUse: [], at: start)
        return table
    }

    private func numbers(_ table: TokenTable) -> [String] {
        table.rows.indices.compactMap { table.row($0)?.fingerprint.text.suffix(2) }.map(String.init)
    }

    @Test func whatMayBeValidStandsFirstByItsEnd() throws {
        let table = table([
            try .test(1, of: alpha, state: .revokedVerified, endsIn: 1), try .test(2, of: alpha, endsIn: -5),
            try .test(3, of: alpha, endsIn: nil), try .test(4, of: alpha, endsIn: 300),
            try .test(5, of: alpha, endsIn: 60), try .test(6, of: alpha, state: .stillValid, endsIn: 900),
        ])
        #expect(numbers(table) == ["06", "05", "04", "03", "02", "01"])
    }

    @Test func aTokenThatEndsMovesDown() throws {
        var table = table([try .test(1, of: alpha, endsIn: 60), try .test(2, of: alpha, endsIn: 300)])
        #expect(table.nextEnd == start.advanced(seconds: 60))
        table.select(row: 0)
        table.pass(to: start.advanced(seconds: 59))
        #expect(numbers(table) == ["01", "02"])
        table.pass(to: start.advanced(seconds: 60))
        #expect(numbers(table) == ["02", "01"])
        #expect(table.position == 1)
        #expect(table.nextEnd == start.advanced(seconds: 300))
    }

    @Test func theSelectionStaysOnItsTokenOverRefreshSortAndFilter() throws {
        var tokens = try (1...5).map { try TokenRecord.test($0, of: alpha, user: "u\(6 - $0)", endsIn: Int64($0) * 60) }
        var table = table(tokens)
        table.select(row: 3)
        let chosen = table.selected?.id
        table.setSort(TokenSort(column: .user), at: start)
        #expect(table.selected?.id == chosen)
        #expect(table.position == 1)
        table.setFilter("user:u2")
        #expect(table.rows.count == 1)
        #expect(table.selected?.id == chosen)
        table.setFilter("")
        tokens.remove(at: 0)
        table.take(TokenList(records: tokens), inUse: [], at: start)
        #expect(table.selected?.id == chosen)
    }

    @Test func whenTheTokenIsGoneItsNeighbourIsSelected() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0) * 60) }
        var table = table(tokens)
        table.select(row: 2)
        table.take(TokenList(records: Array(tokens.dropLast())), inUse: [], at: start)
        #expect(table.position == 1)
        #expect(table.selected?.id == tokens[1].id)
        table.take(TokenList(), inUse: [], at: start)
        #expect(table.selected == nil)
        #expect(table.targets.isEmpty)
    }

    @Test func marksAreTheTargetsAndGoWithTheProfile() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0) * 60) }
        var table = table(tokens)
        #expect(table.targets.map(\.id) == [tokens[0].id])
        table.setFilter("!03")
        table.toggleAllMarks()
        #expect(table.targets.map(\.id) == [tokens[0].id, tokens[1].id])
        table.toggleAllMarks()
        #expect(table.marks.isEmpty)
        table.toggleMark()
        table.show("another")
        #expect(table.marks.isEmpty)
        #expect(table.total == 0)
    }

    @Test(arguments: [
        ("", 4), ("anna", 2), ("ana", 2), ("user:anna", 2), ("u:anna", 2), ("user:ana", 0), ("!user:anna", 2),
        ("!anna", 2), ("anna kind:object", 1), ("state:revoked", 1), ("user:", 4), ("label:night", 1), ("nothing:x", 0),
        ("ANNA", 2),
    ])
    func filtering(_ text: String, _ count: Int) throws {
        var table = table([
            try .test(1, of: alpha, user: "anna"), try .test(2, of: alpha, user: "anna", kind: "object"),
            try .test(3, of: alpha, user: "bot", label: "nightly"),
            try .test(4, of: alpha, user: "carl", state: .revoked),
        ])
        table.setFilter(text)
        #expect(table.rows.count == count)
        #expect(table.total == 4)
    }

    @Test func everyColumnSortsBothWays() throws {
        let tokens = [
            try TokenRecord.test(2, of: alpha, user: "bot", kind: "object", label: "b", endsIn: 60),
            try TokenRecord.test(1, of: alpha, user: "anna", kind: "full", label: "a", endsIn: 30),
        ]
        var table = table(tokens)
        for column in TokenColumn.sortable where column != .org && column != .issued {
            table.setSort(TokenSort(column: column), at: start)
            #expect(numbers(table) == ["01", "02"], "\(column.id)")
            table.setSort(table.sort.reversed, at: start)
            #expect(numbers(table) == ["02", "01"], "\(column.id)")
        }
        // Equal rows stay in the order of the journal, in both directions.
        table.setSort(TokenSort(column: .issued), at: start)
        #expect(numbers(table) == ["02", "01"])
        table.setSort(table.sort.reversed, at: start)
        #expect(numbers(table) == ["02", "01"])
    }
}
