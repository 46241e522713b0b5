import Storage
import Testing

@testable import App
@testable import Operations

/// All about one token: each thing once, by one word.
struct TokenCardTests {
    private let alpha = Profile.test("alpha")

    private func card(isImported: Bool) throws -> Bench {
        var record = try TokenRecord.test(1, of: alpha, user: "anna", endsIn: 600)
        record.isImported = isImported
        record.issuedBy = "tsadmin"
        var bench = Bench(tokens: [record], profiles: [alpha])
        bench.press(.focusTokens, .open)
        return bench
    }

    /// Who imported a token did not issue it.
    @Test(arguments: [(false, "issued by", "imported by"), (true, "imported by", "issued by")])
    func `who issued a token and who imported it are told apart`(
        _ isImported: Bool, _ said: String, _ notSaid: String
    ) throws {
        let bench = try card(isImported: isImported)
        #expect(bench.drawn.contains { $0.contains(said) && $0.contains("tsadmin") })
        #expect(!bench.drawn.contains { $0.contains(notSaid) })
        #expect(bench.drawn.contains { $0.contains("expires ") })
    }

    @Test func `a timeline says once what it is`() throws {
        var bench = try card(isImported: false)
        let record = try #require(bench.state.tokens.records.first)
        bench.keys("Esc")
        bench.press(.timeline)
        let entry = TokenTimeline.Entry(
            at: start, serverTime: nil, what: .issued, user: "anna", profile: "alpha", errorCode: nil, evidence: nil)
        bench.answer(.timeline, TokenTimeline(record: record, entries: [entry]))
        #expect(bench.drawn.count { $0.contains("Timeline") } == 1)
        #expect(bench.drawn.contains { $0.contains("server time; ~ marks the local clock") })
        #expect(bench.screen.contains("1 entry"))
    }
}
