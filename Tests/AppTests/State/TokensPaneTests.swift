import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct TokensPaneTests {
    private let alpha = Profile.test("alpha")

    private func bench(_ tokens: [TokenRecord]) -> Bench { Bench(tokens: tokens, profiles: [alpha, .test("beta")]) }

    private func pane(_ bench: Bench) -> TokensPane { bench.state.panes.tokens }

    private func selected(_ bench: Bench) -> TokenRecord.ID? { pane(bench).selected(in: bench.state.tokens)?.id }

    private func targets(_ bench: Bench) -> [TokenRecord.ID] {
        bench.state.paneTargets.records(in: bench.state.tokens).map(\.id)
    }

    /// The last two digits of the tokens shown, in their order.
    private func numbers(_ bench: Bench) -> [String] {
        pane(bench).rows.indices.compactMap { pane(bench).record($0, in: bench.state.tokens) }
            .map { String($0.fingerprint.text.suffix(2)) }
    }

    private func filter(_ bench: inout Bench, by text: String) {
        bench.press(.filter)
        bench.keys("End", "Ctrl-U")
        bench.type(text)
        bench.keys("Enter")
    }

    /// Tokens that expire in the order of their numbers.
    private func tokens(_ numbers: ClosedRange<Int>) throws -> [TokenRecord] {
        try numbers.map { try TokenRecord.test($0, of: alpha, user: "u\(6 - $0)", endsIn: Int64($0) * 60) }
    }

    @Test func `what may be valid stands first, by its end`() throws {
        let bench = bench([
            try .test(1, of: alpha, state: .revokedVerified, endsIn: 1), try .test(2, of: alpha, endsIn: -5),
            try .test(3, of: alpha, endsIn: nil), try .test(4, of: alpha, endsIn: 300),
            try .test(5, of: alpha, endsIn: 60), try .test(6, of: alpha, state: .stillValid, endsIn: 900),
        ])
        #expect(numbers(bench) == ["06", "05", "04", "03", "02", "01"])
    }

    @Test func `a token that expires moves down, and the selection with it`() throws {
        var bench = bench([try .test(1, of: alpha, endsIn: 60), try .test(2, of: alpha, endsIn: 300)])
        #expect(pane(bench).order.nextEnd == start.advanced(seconds: 60))
        bench.press(.moveFirst)
        bench.state.now = start.advanced(seconds: 59)
        bench.send(.tick)
        #expect(numbers(bench) == ["01", "02"])
        bench.state.now = start.advanced(seconds: 60)
        bench.send(.tick)
        #expect(numbers(bench) == ["02", "01"])
        #expect(pane(bench).list.position == 1)
        #expect(pane(bench).order.nextEnd == start.advanced(seconds: 300))
    }

    @Test func `the selection stays on its token over refresh, sort and filter`() throws {
        var tokens = try tokens(1...5)
        var bench = bench(tokens)
        bench.press(.moveFirst, .moveDown, .moveDown, .moveDown)
        let chosen = try #require(selected(bench))
        #expect(chosen == tokens[3].id)
        _ = bench.state.sortTokens { _ in TokenSort(column: .user) }
        #expect(selected(bench) == chosen)
        #expect(pane(bench).list.position == 1)
        filter(&bench, by: "user:u2")
        #expect(pane(bench).rows.count == 1)
        #expect(selected(bench) == chosen)
        bench.press(.cancel)
        #expect(pane(bench).rows.count == 5)
        tokens.remove(at: 0)
        bench.list(tokens)
        #expect(selected(bench) == chosen)
    }

    @Test func `when the token is gone its neighbour is selected`() throws {
        let tokens = try tokens(1...3)
        var bench = bench(tokens)
        bench.press(.moveLast)
        bench.list(Array(tokens.dropLast()))
        #expect(pane(bench).list.position == 1)
        #expect(selected(bench) == tokens[1].id)
        bench.list([])
        #expect(selected(bench) == nil)
        #expect(targets(bench).isEmpty)
    }

    @Test func `marked tokens are what commands mean, and go with the profile`() throws {
        let tokens = try tokens(1...3)
        var bench = bench(tokens)
        #expect(targets(bench) == [tokens[0].id])
        filter(&bench, by: "!03")
        bench.press(.markAll)
        #expect(targets(bench) == [tokens[0].id, tokens[1].id])
        bench.press(.markAll)
        #expect(pane(bench).list.marks.isEmpty)
        bench.press(.moveFirst, .mark)
        #expect(pane(bench).list.marks == [tokens[0].id])
        bench.state.select(Profile.test("beta").id)
        #expect(pane(bench).list.marks.isEmpty)
        #expect(pane(bench).total == 0)
        #expect(targets(bench).isEmpty)
    }

    @Test(arguments: [
        ("", 4), ("anna", 2), ("ana", 2), ("user:anna", 2), ("u:anna", 2), ("user:ana", 0), ("!user:anna", 2),
        ("!anna", 2), ("anna kind:object", 1), ("state:revoked", 1), ("user:", 4), ("label:night", 1), ("nothing:x", 0),
        ("ANNA", 2),
    ])
    func `the filter narrows`(_ text: String, _ count: Int) throws {
        var bench = bench([
            try .test(1, of: alpha, user: "anna"), try .test(2, of: alpha, user: "anna", kind: "object"),
            try .test(3, of: alpha, user: "bot", label: "nightly"),
            try .test(4, of: alpha, user: "carl", state: .revoked),
        ])
        filter(&bench, by: text)
        #expect(pane(bench).rows.count == count)
        #expect(pane(bench).total == 4)
    }

    @Test func `every column sorts both ways`() throws {
        var bench = bench([
            try TokenRecord.test(2, of: alpha, user: "bot", kind: "object", label: "b", endsIn: 60),
            try TokenRecord.test(1, of: alpha, user: "anna", kind: "full", label: "a", endsIn: 30),
        ])
        func sort(by order: TokenSort) -> [String] {
            _ = bench.state.sortTokens { _ in order }
            return numbers(bench)
        }
        for column in TokenColumns.ofOneCluster.sortable where column != .org && column != .age {
            let order = TokenSort(column: column)
            #expect(sort(by: order) == ["01", "02"], "\(column.id)")
            #expect(sort(by: order.reversed) == ["02", "01"], "\(column.id)")
        }
        // Equal rows stay in the order of the journal, in both directions.
        #expect(sort(by: TokenSort(column: .age)) == ["02", "01"])
        #expect(sort(by: TokenSort(column: .age).reversed) == ["02", "01"])
    }
}
