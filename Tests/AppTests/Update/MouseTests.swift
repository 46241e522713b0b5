import DisplayText
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Clicks and the wheel do what a key does, and never answer a question.
struct MouseTests {
    private static let profiles = [
        Profile.test("prod-eu", tag: "production"), .test("prod-us"), .test("staging"), .test("lab"),
    ]

    private func bench() throws -> Bench {
        var bench = Bench(
            tokens: try (1...5).map { try .test($0, of: Self.profiles[0], user: "user\($0)") }, profiles: Self.profiles)
        bench.press(.focusClusters)
        return bench
    }

    /// Clicks on the first place where a text stands.
    private func click(
        _ text: String, _ bench: inout Bench, last: Bool = false, onTop: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var grid = CellGrid(bench.state.size)
        bench.state.top?.draw(in: bench.state.stage, on: &grid, in: bench.state, theme: .mono)
        let picture = onTop ? GridText(grid).text : bench.screen
        let lines = picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let hits = lines.enumerated().filter { $0.element.contains(text) }
        guard let hit = last ? hits.last : hits.first, let range = hit.element.firstRange(of: text) else {
            Issue.record("\(text) is not on the screen", sourceLocation: sourceLocation)
            return
        }
        let column = hit.element.distance(from: hit.element.startIndex, to: range.lowerBound)
        bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: hit.offset, column: column)))))
    }

    private func wheel(_ act: MouseEvent.Act, _ bench: inout Bench) {
        bench.send(.input(.mouse(MouseEvent(act, at: Position(row: 5, column: 5)))))
    }

    @Test func `a click selects, a second one opens`() throws {
        var bench = try bench()
        click("staging", &bench)
        #expect(bench.state.profile?.name == "staging")
        click("prod-us", &bench)
        #expect(bench.state.profile?.name == "prod-us")
        #expect(bench.state.panes.focus == .clusters)
        var byKey = bench
        byKey.keys("Enter")
        click("> prod-us", &bench)
        #expect(bench.state.panes.focus != .clusters)
        #expect(bench.state.panes.focus == byKey.state.panes.focus)
    }

    @Test func `a click focuses its pane, and opens nothing there yet`() throws {
        var bench = try bench()
        let selected = try #require(bench.state.panes.tokens.selected(in: bench.state.tokens))
        click(selected.fingerprint.text, &bench)
        #expect(bench.state.panes.focus == .tokens)
        #expect(bench.state.stack.isEmpty)
        click(selected.fingerprint.text, &bench)
        #expect(bench.state.top is TokenDetail)
        // What lies below a view is out of reach.
        bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: 2, column: 3)))))
        #expect(bench.state.panes.focus == .tokens)
        #expect(bench.state.top is TokenDetail)
    }

    @Test func `the wheel moves what has the keys`() throws {
        var bench = try bench()
        wheel(.wheelDown, &bench)
        #expect(bench.state.profile?.name == "lab")
        wheel(.wheelUp, &bench)
        #expect(bench.state.profile?.name == "prod-eu")
    }

    @Test func `a click on a head sorts, and again the other way round`() throws {
        var bench = try bench()
        bench.press(.focusTokens)
        click("User", &bench, last: true)
        #expect(bench.state.panes.tokens.order.sort.column == .user)
        #expect(!bench.state.panes.tokens.order.sort.isDescending)
        click("User", &bench, last: true)
        #expect(bench.state.panes.tokens.order.sort.isDescending)
        bench.press(.showAllClusters)
        click("Name", &bench)
        #expect(bench.state.panes.allClusters.kept.column == "name")
        #expect(bench.state.panes.allClusters.rows.first == "id-lab")
    }

    @Test func `a click on a hint presses its key`() throws {
        var bench = try bench()
        click("? help", &bench)
        #expect(bench.state.top is HelpView)
        click("Esc close", &bench, last: true)
        #expect(bench.state.stack.isEmpty)
        click("/ filter", &bench)
        #expect(bench.state.isFiltering)
        click("Esc clear", &bench)
        #expect(!bench.state.isFiltering)
    }

    /// All over the question.
    @Test func `no click answers a question`() throws {
        var bench = try bench()
        bench.press(.focusTokens, .revoke)
        let asked = bench.state.stack
        #expect(!asked.isEmpty)
        for row in 0..<bench.state.size.rows {
            for column in stride(from: 0, to: bench.state.size.columns, by: 5) {
                bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: row, column: column)))))
                #expect(bench.effects.isEmpty)
                guard bench.state.stack == asked else {
                    Issue.record("row \(row), column \(column) changed the question")
                    return
                }
            }
        }
    }

    @Test func `no click goes on in the plan of an incident`() throws {
        var bench = try bench()
        bench.state.clusters[Self.profiles[0].id] = ClusterRow(session: .test(Self.profiles[0], user: "tsadmin"))
        bench.press(.focusTokens, .revokeEverywhere)
        bench.keys("Enter", "Enter", "Enter")
        bench.type("user1")
        for row in 0..<bench.state.size.rows {
            for column in stride(from: 0, to: bench.state.size.columns, by: 5) {
                bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: row, column: column)))))
                #expect(bench.work.isEmpty)
            }
        }
        #expect(bench.state.top is IncidentView)
    }

    @Test func `results are not closed by a click on their selected row`() throws {
        var bench = try bench()
        bench.press(.markAll)
        bench.keys("l")
        bench.type("secret")
        bench.keys("Enter")
        for profile in Self.profiles { bench.answer(.session(profile.id), .cancelled) }
        click("prod-us", &bench, onTop: true)
        #expect(bench.screen.contains(">prod-us") || bench.screen.contains("> prod-us"))
        click("prod-us", &bench, onTop: true)
        #expect(bench.state.top is LoginResults)
    }

    @Test func `tabs of a small screen are clicked`() throws {
        var bench = try bench()
        bench.state.size = Size(rows: 18, columns: 60)
        click("3 Tokens", &bench)
        #expect(bench.state.panes.focus == .tokens)
    }

    @Test func `M toggles it, the settings decide at first, and over SSH it is off`() throws {
        var bench = try bench()
        #expect(bench.state.isMouseOn)
        bench.press(.mouse)
        #expect(!bench.state.isMouseOn)
        #expect(bench.said == "mouse off")
        click("staging", &bench)
        #expect(bench.state.profile?.name == "prod-eu")
        bench.keys("M")
        #expect(bench.said == "mouse on; with Shift the terminal selects text")

        var remote = ProgramState(profiles: LoadedProfiles(list: Self.profiles), now: start, isOverSSH: true)
        #expect(!remote.isMouseOn)
        remote.loadedSettings.settings.mouse = .on
        #expect(remote.isMouseOn)
        bench = try self.bench()
        bench.state.loadedSettings.settings.mouse = .off
        #expect(!bench.state.isMouseOn)
    }

    @Test func `a screen too small takes no click`() throws {
        var bench = try bench()
        bench.state.size = Size(rows: 8, columns: 30)
        bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: 7, column: 2)))))
        #expect(bench.effects.isEmpty)
        bench.state.size = Size(rows: 24, columns: 80)
        bench.send(.input(.mouse(MouseEvent(.press, at: Position(row: 5_000, column: 5_000)))))
        #expect(bench.effects.isEmpty)
    }
}
