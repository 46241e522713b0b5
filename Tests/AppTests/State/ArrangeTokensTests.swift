import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct ArrangeTokensTests {
    private let alpha = Profile.test("alpha")

    private func tokens(_ count: Int) throws -> [TokenRecord] {
        try (1...count).map { try .test($0, of: alpha, user: $0 == 7 ? "anna" : "bob", endsIn: 600 + Int64($0)) }
    }

    private func users(_ bench: Bench) -> [String?] {
        let tokens = bench.state.tokens
        return bench.state.panes.tokens.rows.prefix(2).map { tokens.records[$0].facts.user }
    }

    @Test func `a long list is put in order before it is shown, and the one before stands until then`() throws {
        var bench = Bench(tokens: try tokens(3), profiles: [alpha])
        bench.send(.fileChanged(.journal))
        let list = TokenList(records: TokenRows(try tokens(FoldTokens.least)))
        bench.answer(.journal, list)
        #expect(bench.state.panes.tokens.rows.count == 3)
        #expect(bench.state.tokens.records.count == 3)
        bench.arrangeTokens()
        #expect(bench.state.panes.tokens.rows.count == FoldTokens.least)
        #expect(bench.state.inFlight[.arrangement] == nil)
    }

    @Test func `the journal is not read again before the list has been put in order`() throws {
        var bench = Bench(tokens: try tokens(3), profiles: [alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, TokenList(records: TokenRows(try tokens(FoldTokens.least))))
        bench.send(.fileChanged(.journal))
        #expect(bench.began(ListTokens.self) == nil)
        bench.arrangeTokens()
        #expect(bench.began(ListTokens.self) != nil)
    }

    @Test func `a long list is sorted in the background, and what is asked for meanwhile comes next`() throws {
        var bench = Bench(tokens: try tokens(FoldTokens.least), profiles: [alpha])
        let first = bench.state.panes.tokens.sort
        bench.state.panes.tokens.ask(for: TokenSort(column: .user))
        bench.press(.sortReverse)
        #expect(bench.state.panes.tokens.order.sort == first)
        let wanted = TokenSort(column: .user).reversed
        #expect(bench.state.panes.tokens.sort == wanted)
        bench.press(.sortReverse)
        bench.arrangeTokens()
        #expect(bench.state.panes.tokens.order.sort == wanted)
        #expect(users(bench) == ["bob", "bob"])
        bench.arrangeTokens()
        #expect(bench.state.panes.tokens.order.sort == TokenSort(column: .user))
        #expect(users(bench) == ["anna", "bob"])
        #expect(bench.state.inFlight[.arrangement] == nil)
    }

    @Test func `a list that is filtered comes filtered`() throws {
        var bench = Bench(tokens: try tokens(8), profiles: [alpha])
        bench.press(.filter)
        bench.type("anna")
        bench.list(try tokens(FoldTokens.least))
        #expect(bench.state.panes.tokens.rows.count == 1)
        #expect(users(bench) == ["anna"])
    }

    @Test func `a list that was read before the profiles changed is read again`() throws {
        var bench = Bench(tokens: try tokens(3), profiles: [alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, TokenList(records: TokenRows(try tokens(FoldTokens.least))))
        bench.changeFile(to: [alpha, .test("beta")])
        bench.arrangeTokens()
        #expect(bench.began(ListTokens.self) != nil)
    }

    @Test func `an order of another list is not used`() throws {
        var bench = Bench(tokens: try tokens(FoldTokens.least), profiles: [alpha])
        bench.press(.sortReverse)
        let work = try #require(bench.began(ArrangeTokens.self))
        _ = bench.state.receive(TokenList(records: TokenRows(try tokens(3))))
        bench.answer(.arrangement, work.answer)
        #expect(bench.state.panes.tokens.rows.count == 3)
    }
}
