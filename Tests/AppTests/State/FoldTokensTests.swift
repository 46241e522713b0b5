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
        let rows = bench.state.tokens.records.indices.map { index in
            FoldTokens.row(
                index, in: bench.state.listedTokens, bench.state.panes.tokens.columns, at: work.judgedAt)
        }
        bench.answer(work.id, rows)
        bench.type("anna")
        #expect(bench.state.panes.tokens.rows.count == 1)
    }

    @Test func `a letter does not wait for it, and what comes later changes nothing`() throws {
        var bench = try bench(FoldTokens.least)
        bench.press(.filter)
        let work = try #require(bench.began(FoldTokens.self))
        bench.type("anna")
        #expect(bench.state.panes.tokens.rows.count == 1)
        bench.answer(work.id, [FoldedRow]())
        bench.keys("Backspace")
        #expect(bench.state.panes.tokens.rows.count == 1)
    }

    @Test func `a short list is not`() throws {
        var bench = try bench(3)
        bench.press(.filter)
        #expect(bench.work.isEmpty)
    }
}
