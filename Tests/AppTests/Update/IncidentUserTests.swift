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

/// The user of an incident: a name that is completed, and one that nothing here knows.
struct IncidentUserTests {
    /// With tokens of these users, a session of tsadmin, and the plan opened without a name.
    private func bench(_ users: String...) throws -> Bench {
        let profile = IncidentTests.profiles[0]
        var bench = Bench(IncidentTests.profiles)
        bench.list(try users.enumerated().map { try TokenRecord.test($0 + 1, of: profile, user: $1) })
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        bench.press(.revokeEverywhere)
        bench.keys("Ctrl-U")
        return bench
    }

    private func view(_ bench: Bench) -> IncidentView? { bench.state.top as? IncidentView }

    @Test func `Tab completes a user of the journal or of a session`() throws {
        var bench = try bench("anna", "anton", "ben")
        bench.type("A")
        bench.keys("Tab")
        #expect(view(bench)?.name.text == "an")
        #expect(view(bench)?.problem == "anna, anton")
        bench.type("n")
        bench.keys("Tab")
        #expect(view(bench)?.name.text == "anna" && view(bench)?.problem == nil)
        bench.keys("Ctrl-U")
        bench.type("ts")
        bench.keys("Tab")
        #expect(view(bench)?.name.text == "tsadmin")
        bench.keys("Ctrl-U")
        bench.type("zoe")
        bench.keys("Tab")
        #expect(view(bench)?.name.text == "zoe")
        #expect(view(bench)?.problem == "no user who is known here begins with zoe")
        #expect(bench.reason(against: .previousField) == "the plan is not made yet")
        bench.keys("Ctrl-U", "Tab")
        #expect(view(bench)?.problem == "anna, anton, ben, tsadmin")
    }

    @Test(arguments: [
        ("ann", "ann is not known here; did you mean anna?"), ("benn", "benn is not known here; did you mean ben?"),
        ("zoe", "zoe is not known here: no token and no session has the name"),
    ])
    func `a user whom nothing here knows is planned for, and told`(user: String, words: String) throws {
        var bench = try bench("anna", "ben")
        bench.type(user)
        bench.keys("Enter")
        #expect(view(bench)?.incident?.user == .name(user))
        #expect(bench.drawn.dropFirst().first { $0.contains(" is not known here") }?.contains(words) == true)
        // The cluster decides: it tells of a token that it issued.
        let profile = IncidentTests.profiles[0]
        let reading = FindIssuedElsewhere(profile: profile, user: .name(user))
        var event = AuditEvent()
        (event.at, event.clientAddress) = (start, "10.0.0.7")
        bench.answer(reading.id, IssuedElsewhere(profile: profile, events: [event], reach: .until(start)))
        #expect(!bench.screen.contains("is not known here"))
    }

    @Test(arguments: ["ANNA", "tsadmin"])
    func `a user of a token or of a session is known, however it is written`(user: String) throws {
        var bench = try bench("anna")
        bench.type(user)
        bench.keys("Enter")
        #expect(view(bench)?.incident != nil && !bench.screen.contains("is not known here"))
    }
}
