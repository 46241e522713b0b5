import Testing

@testable import App

/// A token may have leaked whatever one looks at.
struct IncidentFromAnywhereTests {
    @Test(arguments: [
        Command.requestLog, .diagnose, .showProfile, .open, .timeline, .auditLog, .keys,
    ])
    func `the incident opens from every view, and goes back to it`(_ command: Command) throws {
        var bench = try IncidentTests().bench()
        bench.press(.focusTokens, command)
        let before = bench.state.stack
        #expect(before.count == 1)
        bench.press(.revokeEverywhere)
        #expect(bench.state.top is IncidentView)
        bench.keys("Esc")
        #expect(bench.state.stack == before)
    }
}
