import DemoCluster
import Operations
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct AuditLogScriptTests {
    @Test func `The log of a day: what was asked, how late it is, and the newest event on top`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("A")
            #expect(program.said.contains("not logged in to prod-eu"))
            await program.logIn()
            await program.keys("A")
            #expect(program.screen.contains("Audit log: prod-eu"))
            #expect(program.screen.contains("Events of the last 30 minutes may still be missing."))
            #expect(program.screen.contains("m older"))
            #expect(program.auditLog?.table.shown.first?.event.username == "tsadmin")
            #expect(program.auditLog?.table.shown.first?.isLikelyOurs == true)
            await program.keys("Enter")
            #expect(program.screen.contains("LOGIN_SUCCESSFUL"))
            #expect(program.screen.contains("Events name no"))
            await program.keys("Esc", "Esc")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `Older days are added below, and the list stays where it was`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            await program.keys("A")
            let first = try #require(program.auditLog).table.entries.count
            await program.keys("G", "m")
            #expect(program.auditLog?.table.windows.count == 2)
            #expect(try #require(program.auditLog).table.entries.count > first)
            #expect(program.auditLog?.table.position == first - 1)
            await program.keys("m")
            #expect(program.auditLog?.table.windows.count == 3)
        }
    }

    @Test func `The filter of the log is its own, and takes letters as letters`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            await program.keys("A", "/")
            await program.type("type:failed")
            #expect(program.auditLog?.table.filter.text == "type:failed")
            #expect(program.state.panes.tokens.filter.text.isEmpty)
            let table = try #require(program.auditLog).table
            let count = table.shown.count
            #expect(program.screen.contains("\(count) of \(table.entries.count)"))
            await program.keys("Enter", "s", "S", "Esc")
            #expect(program.auditLog?.table.filter.text == "")
            #expect(program.state.top is AuditLogView)
            await program.paste("q\r")
            #expect(program.state.top is AuditLogView)
        }
    }

    @Test func `A cluster that does not answer, an empty log, and one that is not to be read`() async throws {
        let fetch = "/api/rest/2.0/logs/fetch"
        let faults = [
            DemoFaultRule(match: .init(path: fetch, nth: 1), action: .answer(status: 403, headers: [:], body: [])),
            DemoFaultRule(match: .init(path: fetch, nth: 2), action: .lie(body: Array("[]".utf8))),
        ]
        try await ProgramDriver.run(ProgramSetting(faults: ["prod-eu": faults])) { program in
            await program.logIn()
            await program.keys("A")
            #expect(program.auditLog?.error != nil)
            #expect(program.screen.contains("F5"))
            await program.keys("F5")
            #expect(program.auditLog?.error == nil)
            #expect(program.screen.contains("No event in this time."))
            await program.keys("m")
            #expect(program.auditLog?.table.entries.isEmpty == false)
        }
    }

    @Test func `While it is read the screen says so, and Esc cancels the reading alone`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            program.wire.hold("logs/fetch", on: "prod-eu")
            await program.begin(.auditLog)
            await program.wire.untilHeld()
            program.waitsForIdle = false
            #expect(program.screen.contains("Reading the audit log ..."))
            await program.keys("Esc")
            #expect(program.state.top is AuditLogView)
            #expect(program.screen.contains("Nothing was read."))
        }
    }

    @Test(arguments: [(80, 24), (200, 50)])
    func `Hostile events: shown as marks, in line`(columns: Int, rows: Int) async throws {
        let log = #"""
            [{"date":"2027-01-14T08:00:00Z","log":"{\"type\":\"A\\u001b[2J\\r\\n\",\"userName\":\"x\\u202ey\\n\",\"cIP\":\"\\u0007\",\
            \"desc\":\"\\u001b]0;owned\\u0007\"}"},{"date":"\u009b2J","log":"no \u001b json\n\u2028"}]
            """#.replacing("\\\n", with: "")
        let rule = DemoFaultRule(
            match: .init(path: "/api/rest/2.0/logs/fetch"), action: .lie(body: Array(log.utf8)))
        try await ProgramDriver.run(
            ProgramSetting(size: Size(rows: rows, columns: columns), faults: ["prod-eu": [rule]])
        ) { program in
            await program.logIn()
            await program.keys("A")
            #expect(program.auditLog?.table.entries.count == 2)
            #expect(program.screen.contains("A<U+001B>[2J"))
            for command in [Command.open, .cancel, .moveDown, .open] {
                await program.press(command)
                for scalar in program.screen.unicodeScalars where scalar != "\n" {
                    #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
                    #expect(scalar.value != 0x202E && scalar.value != 0x2028)
                }
            }
        }
    }
}

extension ProgramDriver {
    /// The audit log on top.
    fileprivate var auditLog: AuditLogView? { state.top as? AuditLogView }
}
