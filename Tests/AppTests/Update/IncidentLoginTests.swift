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

    /// Enter leads to the field whatever is under way: in the list the letters of the name would be keys.
    @Test func `nothing is agreed to without a cluster on which a login is under way, unless Enter says so twice`()
        throws
    {
        var bench = try loggingIn()
        bench.keys("Enter", "Enter")
        #expect(setting.view(bench)?.focus == .confirmation)
        bench.type("anna")
        bench.keys("Enter")
        #expect(
            setting.view(bench)?.problem == "logging in to prod-us, staging: Enter again goes on without them")
        let staging = IncidentTests.profiles[2]
        bench.answer(.session(staging.id), .failed(.test(.timeout, on: staging)))
        #expect(setting.view(bench)?.problem == nil, "one of them has ended")
        bench.keys("Enter")
        let verb = try #require(bench.began(EndUser.self), "this was said of prod-us")
        #expect(verb.confirmed.parts.map(\.target.profile.name) == ["prod-eu"])
    }

    /// On every cluster a login is under way.
    @Test func `the name of a user is text once Enter was pressed, though nothing can be revoked yet`() throws {
        var bench = try setting.bench()
        bench.state.clusters[IncidentTests.profiles[0].id] = nil
        bench.list([])
        bench.press(.revokeEverywhere)
        bench.type("lisa")
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter", "Enter", "Enter")
        bench.type("lisa")
        #expect(setting.view(bench)?.confirmation.input.text == "lisa")
        bench.keys("Enter")
        #expect(setting.view(bench)?.problem == "logging in to prod-eu, prod-us, staging")
        let profile = IncidentTests.profiles[0]
        bench.answer(.session(profile.id), SessionReport.test(profile, user: "tsadmin"))
        #expect(setting.view(bench)?.notice == "the plan has changed; read it again, then type lisa")
    }

    @Test func `letters that are no key of the list lead nowhere`() throws {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        let before = bench.state.stack.count
        for letter in "quinaeoX0[" {
            bench.type(String(letter))
            #expect(setting.view(bench)?.focus == .clusters && bench.state.stack.count == before)
            #expect(setting.view(bench)?.problem == "Enter goes on; Esc leaves the plan")
        }
        bench.keys("?")
        #expect(bench.state.stack.count == before + 1, "the help")
        bench.keys("Esc", "Esc")
        #expect(bench.state.stack.isEmpty)
    }

    /// What is typed blindly for a field that does not come is no row of keys.
    @Test func `what was typed ahead is dropped where there is nothing to agree to`() throws {
        var bench = try setting.bench()
        bench.state.clusters[IncidentTests.profiles[0].id] = nil
        bench.list([])
        bench.press(.revokeEverywhere)
        bench.type("lisa")
        bench.keys("Enter")
        let scene = bench.state.scene
        #expect(bench.keys("Enter").contains(.flushTypeAhead))
        #expect(bench.state.scene == scene + 1)
        #expect(setting.view(bench)?.problem == "log in to the chosen clusters first (l)")
    }

    /// What is typed ahead of a login that ends meanwhile does not agree to less than was chosen.
    @Test func `the name that is typed at once does not leave the cluster out`() throws {
        var bench = try loggingIn()
        bench.keys("Enter", "Enter")
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
        let profile = IncidentTests.profiles[0]
        bench.answer(.session(profile.id), SessionReport.test(profile, user: "tsadmin"))
        #expect(setting.view(bench)?.problem == nil)
        #expect(bench.screen.contains("After the reason, type anna to revoke all tokens of anna"))
    }
}
