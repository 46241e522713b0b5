import DisplayText
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Logins that are under way while the plan of an incident is read and agreed to.
struct IncidentLoginTests {
    private let setting = IncidentTests()

    /// With logins to prod-us and staging under way.
    private func loggingIn() throws -> Bench {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter")
        return bench
    }

    @Test func `nothing is agreed to without a cluster on which a login is under way, unless Enter says so twice`()
        throws
    {
        var bench = try loggingIn()
        bench.keys("Enter")
        #expect(setting.view(bench)?.focus == .clusters)
        #expect(
            setting.view(bench)?.problem == "logging in to prod-us, staging: Enter again goes on without them")
        let staging = IncidentTests.profiles[2]
        bench.answer(.session(staging.id), .failed(.test(.timeout, on: staging)))
        #expect(setting.view(bench)?.problem == nil, "one of them has ended")
        bench.keys("Enter")
        #expect(setting.view(bench)?.focus == .confirmation, "this was said of prod-us")
        bench.type("anna")
        bench.keys("Enter")
        let verb = try #require(bench.began(EndUser.self))
        #expect(verb.confirmed.parts.map(\.target.profile.name) == ["prod-eu"])
    }

    /// What is typed ahead of a login that ends meanwhile does not agree to less than was chosen.
    @Test func `the name that is typed at once does not leave the cluster out`() throws {
        var bench = try loggingIn()
        bench.keys("Enter")
        bench.type("anna")
        let other = IncidentTests.profiles[1]
        bench.answer(.session(other.id), SessionReport.test(other, user: "tsadmin"))
        let staging = IncidentTests.profiles[2]
        bench.answer(.session(staging.id), .failed(.test(.timeout, on: staging)))
        bench.keys("Enter")
        #expect(bench.work.allSatisfy { !$0.base.isChange })
        #expect(setting.view(bench)?.focus == .confirmation)
        bench.type("anna")
        bench.keys("Enter")
        #expect(
            bench.began(EndUser.self)?.confirmed.parts.map(\.target.profile.name) == ["prod-eu", "prod-us"])
    }

    /// Tab leads to the confirmation as well.
    @Test func `the confirmation waits for a login, too, and keeps what was typed`() throws {
        var bench = try loggingIn()
        bench.keys("Tab", "Tab")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.began(EndUser.self) == nil)
        #expect(setting.view(bench)?.problem?.string.hasPrefix("logging in to prod-us, staging: ") == true)
        bench.keys("Enter")
        #expect(bench.began(EndUser.self)?.confirmed.parts.map(\.target.profile.name) == ["prod-eu"])
    }

    @Test func `clusters of production are all named, and come first`() {
        let production = (1...4).map { Profile.test("prod-\($0)", tag: "production") }
        let others = (1...3).map { Profile.test("lab-\($0)") }
        func names(_ profiles: [Profile]...) -> String { Array(profiles.joined()).fewNames.string }
        #expect(names(others, production) == "prod-1, prod-2, prod-3, prod-4 and 3 more")
        let (first, two) = ([production[0]], [others[0], others[1]])
        #expect(names(others, first) == "prod-1, lab-1 and 2 more")
        #expect(names(two, first) == "prod-1, lab-1, lab-2")
    }

    @Test func `what stood against going on goes with the plan it was said of`() throws {
        var bench = try setting.bench()
        bench.state.clusters[IncidentTests.profiles[0].id] = nil
        bench.list([])
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.screen.contains("Nothing can be revoked yet; l logs in."))
        bench.keys("Enter")
        #expect(setting.view(bench)?.problem == "log in to the chosen clusters first (l)")
        bench.keys("l")
        bench.type("secret")
        bench.keys("Enter")
        #expect(setting.view(bench)?.problem == nil)
        #expect(bench.screen.contains("Nothing can be revoked yet: logging in to prod-eu, prod-us, staging ..."))
        bench.keys("Enter")
        #expect(setting.view(bench)?.problem == "logging in to prod-eu, prod-us, staging")
        let profile = IncidentTests.profiles[0]
        bench.answer(.session(profile.id), SessionReport.test(profile, user: "tsadmin"))
        #expect(setting.view(bench)?.problem == nil)
        #expect(bench.screen.contains("Enter, then type anna to revoke all tokens of anna"))
    }
}
