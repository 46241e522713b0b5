import DisplayText
import Moments
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// What the plan of an incident tells of a cluster: how many tokens, and when others were issued.
struct IncidentRowTests {
    private let setting = IncidentTests()
    private var profile: Profile { IncidentTests.profiles[0] }

    /// In the plan for anna, with the tokens of which the first are stored.
    private func bench(_ tokens: [TokenRecord], stored: Int, isLoggedIn: Bool = true) -> Bench {
        var bench = Bench(IncidentTests.profiles)
        bench.list(tokens, held: Array(tokens.prefix(stored)))
        if isLoggedIn { bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin")) }
        bench.press(.revokeEverywhere)
        bench.keys("Ctrl-U")
        bench.type("anna")
        bench.keys("Enter")
        return bench
    }

    private func cell(_ bench: Bench) throws -> String {
        let view = try #require(setting.view(bench))
        let cluster = try #require(view.incident?[profile.id])
        return view.tokens(cluster, bench.state).text.string
    }

    @Test(arguments: [
        (0, 0, "all; none known", "-"), (1, 1, "all; 1 stored", "1 stored"),
        (1, 0, "all; 1 not stored", "1 not stored"),
        (3, 2, "all; 2 stored, 1 not", "2 stored, 1 not stored"),
    ])
    func `that all tokens are revoked is told whatever is known of them`(
        count: Int, stored: Int, all: String, some: String
    ) throws {
        let tokens = try (0..<count).map { try TokenRecord.test($0 + 1, of: profile, user: "anna") }
        #expect(try cell(bench(tokens, stored: stored)) == all)
        #expect(try cell(bench(tokens, stored: stored, isLoggedIn: false)) == some)
    }

    /// The clock of the cluster is not known: the token is revoked all the same.
    @Test func `a token that has expired by the best known clock is counted apart`() throws {
        let tokens = [
            try TokenRecord.test(1, of: profile, user: "anna"),
            try TokenRecord.test(2, of: profile, user: "anna", endsIn: -60),
            try TokenRecord.test(3, of: profile, user: "anna", endsIn: -60),
        ]
        var bench = bench(tokens, stored: 2, isLoggedIn: false)
        #expect(try cell(bench) == "1 stored, 2 expired")
        #expect(setting.view(bench)?.incident?[profile.id]?.part.tokens.count == 2)
        bench.state.size.rows = 40
        #expect(bench.drawnLine(with: "000000000002").contains("probably expired: revoked and validated"))
    }

    /// At the common size the list has the rows that nothing else needs, and gives one to what stands against going on.
    @Test func `no row stays blank while rows of the list are out of sight`() throws {
        let others = (1...14).map { Profile.test("lab-\($0)") }
        var bench = Bench([profile] + others)
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        let blank = { (bench: Bench) in
            bench.drawn.count { line in line.hasPrefix("│") && line.dropFirst().dropLast().allSatisfy { $0 == " " } }
        }
        #expect(bench.state.size == Size(rows: 24, columns: 80))
        #expect(blank(bench) == 0 && bench.screen.contains("lab-6 ") && !bench.screen.contains("lab-14"))
        bench.keys("Enter", "Enter")
        #expect(blank(bench) == 1, "the field has its row")
        bench.type("nobody")
        bench.keys("Enter")
        #expect(blank(bench) == 1 && bench.screen.contains("Does not match"))
    }

    /// The day begins at midnight of the local clock.
    @Test func `what was issued on another day is told with the date, in the plan and in the results`() throws {
        var bench = bench([], stored: 0)
        bench.state.size.rows = 40
        let (early, late) = (start.advanced(seconds: -8 * 3_600 - 1), start.advanced(seconds: -60))
        let events = [late, early].map { at in
            var event = AuditEvent()
            (event.at, event.clientAddress) = (at, "10.0.0.7")
            return event
        }
        let reading = FindIssuedElsewhere(profile: profile, user: .name("anna"))
        bench.answer(reading.id, IssuedElsewhere(profile: profile, events: events, reach: .until(start)))
        #expect(bench.screen.contains("issued 07:59:00 UTC from 10.0.0.7"))
        #expect(bench.screen.contains("issued 2027-01-14 23:59:59 UTC from 10.0.0.7"))
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.drawnLine(with: "issued 07:59 ").isEmpty == false)
        #expect(bench.drawnLine(with: "issued 01-14 ").isEmpty == false)
        bench.keys("G", "k", "k")
        #expect(bench.screen.contains("Issued 2027-01-14 23:59:59 UTC from 10.0.0.7, not by Tessera"))
    }
}
