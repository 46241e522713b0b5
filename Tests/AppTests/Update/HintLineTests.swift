import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// What stands in the hint line as it gets narrow: the way back, and what is done with the row.
struct HintLineTests {
    private func line(_ bench: Bench, columns: Int) -> String {
        var state = bench.state
        state.size = Size(rows: 30, columns: columns)
        let text = GridText(Screen.draw(state, theme: .mono)).text
        return text.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test(arguments: [80, 100, 120])
    func `the tables over all clusters show the way back`(_ columns: Int) {
        var bench = Bench()
        #expect(!line(bench, columns: columns).contains("Esc"))
        for _ in 0..<2 {
            bench.press(.showAllClusters)
            #expect(line(bench, columns: columns).contains("Esc back"))
        }
        bench.keys("Esc")
        #expect(!line(bench, columns: columns).contains("Esc"))
    }

    @Test func `the key of the tables says what it shows next`() {
        var bench = Bench()
        for next in ["0 all  ", "0 all tokens  ", "0 panes  "] {
            #expect(line(bench, columns: 240).contains(next))
            bench.press(.showAllClusters)
        }
    }

    @Test(arguments: [100, 120])
    func `the table of all clusters shows the way to all tokens`(_ columns: Int) {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha, .test("beta")])
        bench.logIn(on: alpha)
        bench.press(.showAllClusters)
        #expect(line(bench, columns: columns).contains("0 all tokens"))
    }

    @Test func `the help says that it goes on, where it does`() {
        var bench = Bench()
        bench.press(.help)
        #expect(line(bench, columns: 100).contains("PgDn page down"))
        bench.state.size = Size(rows: 400, columns: 100)
        #expect(bench.state.top?.hints(in: bench.state).contains { $0.label == "page down" } == false)
    }

    @Test func `a pane that takes the whole screen shows the way back`() {
        var bench = Bench()
        #expect(!line(bench, columns: 100).contains("z zoom"))
        bench.press(.zoom)
        #expect(line(bench, columns: 100).contains("z zoom"))
    }

    @Test(arguments: [80, 100, 120])
    func `on a token stands what ends it, and what ends all of its user`(_ columns: Int) throws {
        let alpha = Profile.test("alpha")
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.logIn(on: alpha)
        let line = line(bench, columns: columns)
        for hint in ["v validate", "r revoke", "R revoke user", "X incident", "? help", "q quit"] {
            #expect(line.contains(hint), "\(line)")
        }
    }

    @Test(arguments: [80, 100, 120])
    func `on a cluster that cannot be reached stands the diagnosis`(_ columns: Int) {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        #expect(!line(bench, columns: columns).contains("doctor"))
        bench.state.clusters[alpha.id] = ClusterRow(
            status: ClusterStatus(
                profile: alpha, state: .failed(.test(.unreachable, on: alpha)), checkedAt: start, clockSkew: nil,
                duration: 12))
        for command in [Command.focusClusters, .focusSession, .showAllClusters] {
            bench.press(command)
            #expect(line(bench, columns: columns).contains("D doctor"), "\(line(bench, columns: columns))")
        }
        bench.press(.focusTokens)
        #expect(!line(bench, columns: columns).contains("doctor"))
    }

    @Test(arguments: [80, 100, 120])
    func `on the session stands the change of its Org`(_ columns: Int) {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.focusSession)
        let line = line(bench, columns: columns)
        for hint in ["o log out", "O switch Org", "X incident"] { #expect(line.contains(hint), "\(line)") }
    }
}
