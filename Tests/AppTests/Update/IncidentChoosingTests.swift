import DisplayText
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Where an incident is ended: the clusters that are chosen, and what was typed to agree to them.
struct IncidentChoosingTests {
    private let setting = IncidentTests()

    /// What was typed agrees to what the screen said then.
    @Test func `the word is typed anew when the plan has changed`() throws {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter", "Enter", "Enter", "Enter")
        bench.type("anna")
        #expect(setting.view(bench)?.confirmation.input.text == "anna")
        let other = IncidentTests.profiles[1]
        bench.answer(.session(other.id), SessionReport.test(other, user: "tsadmin"))
        #expect(setting.view(bench)?.confirmation.input.text == "")
        let changed = { (bench: Bench) in
            bench.drawn.contains { $0.contains("the plan has changed; read it again, then type anna") }
        }
        #expect(changed(bench), "it is not emptied without a word")
        bench.type("an")
        #expect(changed(bench))
        bench.type("na")
        bench.keys("Esc", "Space", "Enter", "Enter")
        #expect(setting.view(bench)?.confirmation.input.text == "")
        #expect(changed(bench))
        bench.type("nobody")
        bench.keys("Enter")
        #expect(!changed(bench) && bench.drawn.contains { $0.contains("Does not match") })
    }

    /// The audit log answers late, and a cluster that nothing is done on stops to answer: the same is done as before.
    @Test func `what was typed stays when only what is known of the plan changes`() throws {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        let reading = try #require(bench.began(FindIssuedElsewhere.self))
        bench.keys("Enter", "Enter")
        bench.type("ann")
        bench.answer(reading.id, IssuedElsewhere(profile: reading.profile, reach: .until(start)))
        let staging = IncidentTests.profiles[2]
        bench.state.clusters[staging.id] = ClusterRow(
            status: ClusterStatus(profile: staging, state: .failed(.test(.timeout, on: staging)), checkedAt: start))
        // One more token that is only known by its fingerprint ends with all tokens of the user.
        let tokens = try (1...3).map { try TokenRecord.test($0, of: IncidentTests.profiles[0], user: "anna") }
        bench.list(tokens, held: Array(tokens.prefix(1)))
        #expect(setting.view(bench)?.confirmation.input.text == "ann")
        #expect(setting.view(bench)?.notice == nil)
        bench.list(tokens, held: Array(tokens.prefix(2)))
        #expect(setting.view(bench)?.confirmation.input.text == "")
        #expect(setting.view(bench)?.notice == "the plan has changed; read it again, then type anna")
    }

    @Test func `a cluster that is left alone is not touched`() throws {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Space", "Enter")
        #expect(setting.view(bench)?.focus == .clusters)
        #expect(bench.drawn.contains { $0.contains("log in to the chosen clusters first (l)") })
        bench.keys("Space", "Enter", "Enter")
        #expect(setting.view(bench)?.focus == .confirmation)
        bench.keys("Esc")
        #expect(setting.view(bench)?.focus == .clusters)
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `the marks of the list of clusters narrow the plan, and all or none can be chosen`() throws {
        var bench = try setting.bench()
        let marks = { (bench: Bench) in
            IncidentTests.profiles.map { !bench.drawnLine(with: "\($0.name) ").contains("[ ]") }
        }
        bench.press(.focusClusters)
        bench.keys("g", "Space", "X")
        bench.type("anna")
        bench.keys("Enter")
        #expect(marks(bench) == [true, false, false])
        #expect(bench.drawn.contains { $0.contains("1 of 3 clusters planned") })
        // One that was not marked can be chosen all the same.
        bench.keys("j", "Space")
        #expect(marks(bench) == [true, true, false])
        bench.keys("*")
        #expect(marks(bench) == [true, true, true])
        #expect(bench.drawnLine(with: "prod-eu ").contains("[x]"))
        #expect(bench.drawnLine(with: "staging ").contains("[-]"), "nothing is done there without a session")
        #expect(bench.drawn.contains { $0.contains(" 1 of 3 clusters planned ") }, "as the question says it")
        #expect(bench.drawn.contains { $0.contains("1 cluster.") })
        bench.keys("*")
        #expect(marks(bench) == [false, false, false])
        #expect(setting.view(bench)?.chosen.isEmpty == true)
        bench.keys("Esc", "X")
        bench.type("anna")
        bench.keys("Enter", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.began(EndUser.self)?.confirmed.parts.map(\.target.profile.name) == ["prod-eu"])
        #expect(setting.results(bench)?.report.notChosen.map(\.profile.name) == ["prod-us", "staging"])
        let summary = setting.results(bench)?.summary(bench.state, isShort: true) ?? []
        #expect(summary.contains("Not chosen: prod-us, staging."))
    }

    @Test func `all leaves out what an earlier plan did, which is chosen again by itself`() {
        let all: Set<Profile.ID> = ["done", "next", "last"]
        var clusters = ChosenClusters(doneBefore: ["done"])
        let chosen = { (clusters: ChosenClusters) in all.filter(clusters.contains) }
        #expect(chosen(clusters) == ["next", "last"])
        clusters.toggleAll(of: all)
        #expect(chosen(clusters) == [])
        clusters.toggleAll(of: all)
        #expect(chosen(clusters) == ["next", "last"])
        clusters.toggle("done")
        #expect(chosen(clusters) == all)
        clusters.toggleAll(of: all)
        #expect(chosen(clusters) == [])
        clusters.toggleAll(of: ["done"])
        #expect(chosen(clusters) == ["done"], "where nothing else is left")
    }

    @Test func `the palette minds the marks of clusters, and those of tokens narrow nothing`() throws {
        var bench = try setting.bench()
        bench.press(.focusClusters)
        bench.keys("g", "Space", ":")
        bench.type("revoke anna")
        bench.keys("Enter")
        #expect(setting.view(bench)?.countChosen == "1 of 3 clusters planned")
        bench.keys("Esc")
        bench.press(.focusTokens, .markAll, .revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        #expect(IncidentTests.profiles.allSatisfy { setting.view(bench)?.clusters.contains($0.id) == true })
    }

    @Test(arguments: ["prod-us staging", "STAGING prod-us", "staging prod-us staging "])
    func `the clusters behind the user are the only ones chosen, in any order and whatever is marked`(
        names: String
    ) throws {
        var bench = try setting.bench()
        bench.press(.focusClusters)
        bench.keys("g", "Space", ":")
        bench.type("revoke anna \(names)")
        bench.keys("Enter")
        #expect(setting.view(bench)?.incident?.user == .name("anna"))
        let chosen = IncidentTests.profiles.filter { setting.view(bench)?.clusters.contains($0.id) == true }
        #expect(chosen.map(\.name) == ["prod-us", "staging"])
    }

    @Test func `Tab completes the clusters behind the user one by one`() throws {
        var bench = try setting.bench()
        bench.keys(":")
        bench.type("revoke anna ")
        let lines = { (bench: Bench) in
            bench.drawn.filter { $0.contains("everywhere anna") }.map {
                $0.split(separator: " ").drop { $0 != "anna" }.prefix { !["Log", "Only"].contains($0) }.dropFirst()
                    .joined(separator: " ")
            }
        }
        #expect(lines(bench) == ["", "prod-eu", "prod-us", "staging"])
        bench.type("st")
        #expect(lines(bench) == ["staging"])
        bench.keys("Tab")
        bench.type(" prod-u")
        bench.keys("Tab", "Enter")
        let chosen = IncidentTests.profiles.filter { setting.view(bench)?.clusters.contains($0.id) == true }
        #expect(chosen.map(\.name) == ["prod-us", "staging"])
    }

    @Test(arguments: ["prd-eu", "prd-eu staging", "staging prd-eu", "prd-eu "])
    func `a name that is no profile is told, and nothing is planned`(names: String) throws {
        var bench = try setting.bench()
        bench.keys(":")
        bench.type("revoke anna \(names)")
        bench.keys("Enter")
        #expect(
            bench.drawn.contains { $0.contains("Not now: there is no profile named prd-eu; did you mean prod-eu?") })
        #expect(setting.view(bench) == nil)
        bench.keys("Tab", "Enter")
        #expect(setting.view(bench) == nil, "it takes nothing away of what was typed")
    }

    @Test func `a user whose name has a blank in it is no user and a cluster`() throws {
        var bench = try setting.bench()
        bench.list([try TokenRecord.test(1, of: IncidentTests.profiles[0], user: "Anna Smith")])
        bench.keys(":")
        bench.type("revoke Anna Smith staging")
        bench.keys("Enter")
        #expect(setting.view(bench)?.incident?.user == .name("Anna Smith"))
        #expect(IncidentTests.profiles.filter { setting.view(bench)?.clusters.contains($0.id) == true }.count == 1)
        #expect(setting.view(bench)?.countChosen == "0 of 3 clusters planned", "it is not logged in there")
    }

    @Test func `a cluster on which nothing is done is marked so, and one that does not answer cannot be chosen`() throws
    {
        var bench = try setting.bench()
        let staging = IncidentTests.profiles[2]
        bench.state.clusters[staging.id] = ClusterRow(
            status: ClusterStatus(profile: staging, state: .failed(.test(.timeout, on: staging)), checkedAt: start))
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        #expect(bench.drawnLine(with: "staging").contains("[-]"))
        #expect(bench.drawnLine(with: "staging").contains("timed out"))
        #expect(bench.drawnLine(with: "prod-us").contains("[-]"))
        #expect(bench.drawnLine(with: "prod-eu").contains("[x]"))
        #expect(bench.drawn.contains { $0.contains("Nothing is done on prod-us, staging.") })
        bench.keys("G", "Space")
        #expect(bench.drawn.contains { $0.contains("nothing can be done on staging: timed out") })
        bench.keys("k", "Space")
        #expect(bench.drawnLine(with: "prod-us").contains("[ ]"))
        #expect(!bench.drawn.contains { $0.contains("nothing can be done on") })
        // It was not left alone: that nothing is done there is told, here, in the results and in the report.
        #expect(bench.drawn.contains { $0.contains("Nothing is done on staging.") })
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let report = try #require(setting.results(bench)?.report)
        #expect(report.notChosen.map(\.profile.name) == ["prod-us"])
        #expect(report.notDone.map(\.profile.name) == ["staging"])
        #expect(bench.drawnLine(with: "staging").contains("timed out"))
    }

    /// With one of three marked, it is not chosen like the other one.
    @Test func `a cluster that does not answer and was not marked is not chosen`() throws {
        var bench = try setting.bench()
        let staging = IncidentTests.profiles[2]
        bench.state.clusters[staging.id] = ClusterRow(
            status: ClusterStatus(profile: staging, state: .failed(.test(.timeout, on: staging)), checkedAt: start))
        bench.press(.focusClusters)
        bench.keys("g", "Space", "X")
        bench.type("anna")
        bench.keys("Enter")
        #expect(!bench.drawn.contains { $0.contains("Nothing is done on") })
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let report = try #require(setting.results(bench)?.report)
        #expect(report.notChosen.map(\.profile.name) == ["prod-us", "staging"])
        #expect(report.notDone.isEmpty)
        #expect(bench.drawnLine(with: "staging").contains("not chosen"))
    }
}
