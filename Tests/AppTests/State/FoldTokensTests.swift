import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct FoldTokensTests {
    private let alpha = Profile.test("alpha")

    private func bench(_ count: Int) throws -> Bench {
        Bench(
            tokens: try (1...count).map { try .test($0, of: alpha, user: $0 == 7 ? "anna" : "bob", endsIn: 600) },
            profiles: [alpha])
    }

    @Test func `a long list is prepared for the filter in the background`() async throws {
        var bench = try bench(FoldTokens.least)
        bench.press(.filter)
        let work = try #require(bench.began(FoldTokens.self))
        bench.answer(work.id, rows(for: work, bench))
        bench.type("anna")
        #expect(bench.state.panes.tokens.rows.count == 1)
    }

    @Test func `a letter does not wait for it, and no token stands there meanwhile that the filter may not mean`()
        throws
    {
        var bench = try bench(FoldTokens.least)
        bench.press(.filter)
        let work = try #require(bench.began(FoldTokens.self))
        bench.type("anna")
        #expect(bench.state.panes.tokens.rows.isEmpty)
        #expect(bench.state.panes.tokens.selected(in: bench.state.tokens) == nil)
        #expect(bench.screen.contains("Filtering ..."))
        bench.answer(work.id, rows(for: work, bench))
        #expect(bench.state.panes.tokens.rows.count == 1)
        #expect(!bench.screen.contains("Filtering ..."))
        bench.keys("Backspace")
        #expect(bench.state.panes.tokens.rows.count == 1)
    }

    @Test func `without a filter everything is there at once`() throws {
        var bench = try bench(FoldTokens.least)
        bench.press(.filter)
        bench.type("anna")
        bench.press(.cancel)
        #expect(bench.state.panes.tokens.rows.count == FoldTokens.least)
    }

    @Test func `what was prepared for standings of before is prepared again`() throws {
        var bench = try bench(FoldTokens.least)
        bench.press(.filter)
        let work = try #require(bench.began(FoldTokens.self))
        bench.type("anna")
        let old = rows(for: work, bench)
        bench.state.pass(to: bench.state.now.advanced(seconds: 601), uptime: 0)
        bench.send(.tick)
        bench.answer(work.id, old)
        let again = try #require(bench.began(FoldTokens.self))
        #expect(again != work)
        bench.answer(again.id, rows(for: again, bench))
        #expect(bench.state.panes.tokens.rows.count == 1)
    }

    @Test func `a filter that was left in the table of all clusters does not hold up its opening`() throws {
        var bench = try bench(FoldTokens.least)
        for _ in 1...2 { bench.press(.showAllClusters) }
        bench.press(.filter)
        let first = try #require(bench.began(FoldTokens.self))
        bench.answer(first.id, rows(for: first, bench, .ofAllClusters))
        bench.type("anna")
        bench.keys("Enter")
        bench.press(.showAllClusters)
        // Standings have changed, so what the filter looks at has, too.
        bench.state.pass(to: bench.state.now.advanced(seconds: 601), uptime: 0)
        bench.send(.tick)
        bench.press(.showAllClusters)
        bench.press(.showAllClusters)
        #expect(bench.state.panes.allTokens.rows.isEmpty)
        #expect(bench.screen.contains("Filtering ..."))
        let second = try #require(bench.began(FoldTokens.self))
        bench.answer(second.id, rows(for: second, bench, .ofAllClusters))
        #expect(bench.state.panes.allTokens.rows.count == 1)
    }

    private func rows(for work: FoldTokens, _ bench: Bench, _ columns: TokenColumns = .ofOneCluster) -> FoldedRows {
        FoldTokens.rows(of: bench.state.listedTokens, columns, at: work.judgedAt)
    }

    @Test func `a short list is not`() throws {
        var bench = try bench(3)
        bench.press(.filter)
        #expect(bench.work.isEmpty)
    }
}
