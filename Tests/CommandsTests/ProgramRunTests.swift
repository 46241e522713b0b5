import App
import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// What a run of the terminal program reads at its start and leaves at its end, whether on the screen or by lines.
@MainActor
struct ProgramRunTests {
    /// A world with files and nothing else.
    private static func context(_ environment: [String: String]) -> CommandContext {
        var context = CommandContext.failing()
        context.environment = { environment }
        context.clock = ExchangeClock(now: { 0 }, wallNow: { 1_795_000_000_000 }, sleep: { _ in })
        context.files = .live(now: { Instant(milliseconds: 1_795_000_000_000) }, allowsRoot: true)
        context.files.accountHome = nil
        context.makeTransport = { CommandContext.OpenTransport(DemoTransport([:])) }
        return context
    }

    private static func begin(_ home: TemporaryHome) async -> ProgramRun {
        await ProgramRun(
            ScreenRequest(home: home.path), in: nil, context: context(["TESSERA_HOME": home.path]),
            lendsTerminal: false, terminal: nil)
    }

    @Test func `What one run leaves the next one begins with`() async throws {
        let home = try TemporaryHome()
        let first = await Self.begin(home)
        #expect(first.lastScreen == LastScreen())
        #expect(first.profiles.warnings.isEmpty)
        var left = LastScreen()
        left.profile = "id-of-prod"
        left.users = ["id-of-prod": "anna"]
        await first.end(keeping: left)
        let second = await Self.begin(home)
        #expect(second.lastScreen == left)
        await second.end(keeping: second.lastScreen)
    }

    @Test func `A damaged file is told, and the run begins as the first one`() async throws {
        let home = try TemporaryHome()
        let first = await Self.begin(home)
        var left = LastScreen()
        left.users = ["id-of-prod": "anna"]
        await first.end(keeping: left)
        let file = try #require(Locations(environment: [:], home: home.path, accountHome: nil).screen)
        try home.write("{", to: String(file.dropFirst(home.path.count + 1)))
        let run = await Self.begin(home)
        #expect(run.lastScreen == LastScreen())
        #expect(run.profiles.warnings.contains { $0.string.hasPrefix("nothing of the last run is known: ") })
        await run.end(keeping: LastScreen())
    }
}
