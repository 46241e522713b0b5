import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct PaneFilterTests {
    private func bench() -> Bench {
        var bench = Bench([.test("prod-eu"), .test("prod-us"), .test("staging")])
        bench.list([])
        return bench
    }

    @Test(arguments: [[Command](), [.showAllClusters]])
    func `clusters are filtered, and the selection follows`(_ way: [Command]) {
        var bench = bench()
        for command in way { bench.press(command) }
        bench.press(.filter)
        bench.type("us")
        #expect(bench.state.profile?.name == "prod-us")
        #expect(bench.screen.contains("1 of 3"))
        #expect(bench.screen.contains("name: env: state:"))
        bench.keys("Enter", "j")
        #expect(bench.state.profile?.name == "prod-us", "there is no other row")
        bench.keys("Esc", "j")
        #expect(bench.state.profile?.name == "staging")
    }

    @Test func `what matches nothing says how to go back`() {
        var bench = bench()
        bench.state.size = Size(rows: 30, columns: 110)
        bench.press(.filter)
        bench.type("zzz")
        #expect(bench.screen.contains("No cluster matches the filter."))
        #expect(bench.screen.contains("0 of 3"))
        #expect(bench.state.profile?.name == "prod-eu")
    }

    @Test func `the activity is filtered by kind and text`() {
        var bench = bench()
        bench.state.say(.good, "revoked one")
        bench.state.say(.failure, "no answer")
        bench.press(.focusActivity, .filter)
        bench.type("kind:error")
        #expect(bench.screen.contains("1 of 2"))
        #expect(!bench.screen.contains("revoked one"))
        bench.keys("Enter")
        bench.press(.open)
        #expect(bench.drawn.contains { $0.contains("no answer") })
    }

    @Test func `the requests are filtered by method, cluster, path and status`() {
        var bench = bench()
        bench.press(.requestLog)
        #expect(bench.reason(against: .filter) == "no request here")
        bench.press(.cancel)
        for number in 1...3 { bench.send(.exchanged(.test(number))) }
        bench.send(.exchanged(.test(4, path: "/api/rest/2.0/orgs/search")))
        bench.press(.requestLog)
        bench.keys("/")
        #expect(bench.screen.contains("method: cluster: path: status:"))
        bench.type("path:orgs")
        #expect(bench.drawn.contains { $0.contains("1 of 4") })
        #expect(bench.drawn.contains { $0.contains("orgs/search") })
        #expect(!bench.drawn.contains { $0.contains("session/user") })
        bench.keys("Enter", "Enter")
        #expect(bench.state.top is ActivityDetail)
        bench.keys("Esc", "/", "Ctrl-U")
        bench.type("zzz")
        #expect(bench.drawn.contains { $0.contains("No request matches the filter.") })
        bench.keys("Esc")
        #expect(bench.state.top is RequestLogView, "Esc takes the filter away first")
        #expect(bench.drawn.contains { $0.contains("session/user") })
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a filter stays with its pane`() {
        var bench = bench()
        bench.press(.filter)
        bench.type("us")
        bench.press(.focusTokens)
        #expect(!bench.state.isFiltering)
        bench.press(.filter)
        bench.type("anna")
        #expect(bench.state.panes.tokens.filter.text == "anna")
        bench.press(.focusClusters)
        #expect(bench.state.panes.clusters.filter.text == "us")
        #expect(bench.reason(against: .filter) == nil)
        bench.press(.focusSession)
        #expect(bench.reason(against: .filter) != nil)
    }
}

struct MessageLineTests {
    private func bench() -> Bench {
        var bench = Bench()
        // One pane at a time: the line stands below it.
        bench.state.size = Size(rows: 18, columns: 60)
        return bench
    }

    @Test func `a message carries its time and dims after ten seconds`() {
        var bench = bench()
        bench.state.say(.good, "done")
        let time = InstantWords(bench.state).clock(bench.state.now).string
        #expect(bench.screen.contains("\(time) ok: done"))
        #expect(Screen.nextChange(bench.state) == start.advanced(seconds: 10))
        let bright = Screen.draw(bench.state, theme: .standard)
        bench.state.now = start.advanced(seconds: 10)
        #expect(Screen.draw(bench.state, theme: .standard) != bright)
        #expect(bench.screen.contains("\(time) ok: done"))
        #expect(Screen.nextChange(bench.state) == nil)
    }

    @Test func `a verdict at the end of a long message is not cut`() {
        var bench = bench()
        bench.state.say(.good, "revocation of 631c99ce0001 of integration-service on prod-eu: revoked (verified)")
        #expect(bench.screen.contains("(verified)"))
        bench.state.size = Size(rows: 24, columns: 80)
        #expect(bench.screen.contains("(verified)"))
    }

    @Test func `what is under way tells its seconds`() {
        var bench = bench()
        bench.logIn(on: .test("alpha"))
        bench.press(.logOut)
        #expect(bench.screen.contains("logging out of alpha ... Esc cancels"))
        #expect(Screen.nextChange(bench.state) == start.advanced(seconds: 1))
        bench.state.now = start.advanced(seconds: 3)
        #expect(bench.screen.contains("logging out of alpha ... 3s Esc cancels"))
    }

    @Test func `the request log shows the cluster and the end of a path`() {
        var bench = Bench()
        bench.state.size = Size(rows: 24, columns: 80)
        bench.send(.exchanged(.test(1, path: "/callosum/v1/tspublic/v1/security/principal/orgs/search/of/all")))
        bench.press(.requestLog)
        #expect(bench.screen.contains("search/of/all"))
        #expect(bench.screen.contains("Cluster"))
    }
}
