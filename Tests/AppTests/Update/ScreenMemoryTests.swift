import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The screen opens as it was left.
struct ScreenMemoryTests {
    private let profiles = [Profile.test("alpha"), Profile.test("beta")]

    @Test func `what was selected, sorted and filtered is there again`() throws {
        var bench = Bench(tokens: try [.test(1, of: profiles[1], user: "anna")], profiles: profiles)
        bench.press(.focusClusters, .moveDown, .focusTokens, .sortNext, .sortReverse, .filter)
        bench.type("user:anna")
        bench.keys("Enter")
        let left = bench.state.lastScreen
        #expect(left.profile == profiles[1].id)
        #expect(left.tokenFilter == "user:anna")

        var next = Bench(profiles)
        next.state.restore(left)
        #expect(next.state.selectedProfile == profiles[1].id)
        #expect(next.state.panes.focus == .tokens)
        #expect(next.state.panes.tokens.order.sort == bench.state.panes.tokens.order.sort)
        #expect(next.state.lastScreen == left)
        next.list(try [.test(1, of: profiles[1], user: "anna"), .test(2, of: profiles[1], user: "ben")])
        #expect(next.state.panes.tokens.rows.count == 1)
        #expect(next.screen.contains("1 of 2"))
        // The line is not being edited: the next key is a command.
        next.press(.cancel)
        #expect(next.state.panes.tokens.filter.text.isEmpty)
    }

    @Test func `the table of all clusters keeps its order`() {
        var bench = Bench(profiles)
        bench.press(.showAllClusters, .sortNext, .sortReverse)
        let left = bench.state.lastScreen
        #expect(left.clusterOrder == LastScreen.Order(column: "name", isDescending: true))
        var next = Bench(profiles)
        next.state.restore(left)
        #expect(next.state.panes.isShowingAllClusters)
        #expect(next.state.panes.allClusters.rows == [profiles[1].id, profiles[0].id])
        #expect(next.state.lastScreen == left)
    }

    @Test func `the audit log keeps its order and its filter, over clusters and runs`() {
        var bench = Bench(profiles)
        bench.logIn(on: profiles[0])
        bench.press(.auditLog)
        var view = bench.state.top as? AuditLogView
        #expect(view?.table.memory == AuditMemory(order: LastScreen.Order(column: "time", isDescending: true)))
        var screen = LastScreen()
        screen.auditOrder = LastScreen.Order(column: "user", isDescending: true)
        screen.auditFilter = "type:login"
        bench = Bench(profiles)
        bench.state.restore(screen)
        bench.logIn(on: profiles[0])
        bench.press(.auditLog)
        view = bench.state.top as? AuditLogView
        #expect(view?.table.memory == AuditMemory(order: screen.auditOrder, filter: "type:login"))
        #expect(bench.state.lastScreen.auditFilter == "type:login")
        bench.send(.terminate)
        #expect(bench.state.lastScreen.auditOrder == screen.auditOrder)
        screen.auditOrder = LastScreen.Order(column: "no such column", isDescending: true)
        bench = Bench(profiles)
        bench.state.restore(screen)
        #expect(AuditTable(bench.state.auditMemory).memory.order?.column == "time")
    }

    @Test func `the palette keeps its history, without what was typed behind an action`() {
        var bench = Bench(profiles)
        for text in ["pane tokens", "all clusters", "beta"] {
            bench.press(.palette)
            bench.type(text)
            bench.keys("Enter")
        }
        var left = bench.state.lastScreen
        #expect(left.palette == ["all clusters", "pane tokens"])
        left.palette.append("no such action")
        var next = Bench(profiles)
        next.state.restore(left)
        #expect(next.state.paletteHistory == [.command(.showAllClusters), .command(.focusTokens)])
    }

    @Test func `what is no longer there is left out`() {
        var screen = LastScreen()
        screen.profile = "gone"
        screen.pane = "no pane"
        screen.tokenOrder = LastScreen.Order(column: "no column", isDescending: true)
        screen.users = ["gone": "anna"]
        var bench = Bench(profiles)
        let before = bench.state.lastScreen
        bench.state.restore(screen)
        #expect(bench.state.lastScreen == before)
    }

    @Test func `the login form begins with the user of the last login`() throws {
        var bench = Bench(profiles)
        bench.press(.logIn)
        bench.fill(.username, "anna")
        bench.fill(.password, "x")
        bench.press(.submit)
        bench.answer(.session(profiles[0].id), SessionReport.test(profiles[0], user: "anna"))
        let left = bench.state.lastScreen
        #expect(left.users == [profiles[0].id: "anna"])
        var next = Bench(profiles)
        next.state.restore(left)
        next.press(.logIn)
        #expect(next.form?.text(.username) == "anna")
        #expect(next.form?.focused == .password)
    }
}
