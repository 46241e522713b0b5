import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct AuditTests {
    private let alpha = Profile.test("alpha")
    private let beta = Profile.test("beta")

    private func bench() -> Bench {
        var bench = Bench([alpha, beta])
        bench.logIn(on: alpha)
        return bench
    }

    private func report(_ profile: Profile, until end: Instant = start, count: Int = 3) throws -> AuditReport {
        let window = try #require(AuditWindow(from: end.advanced(seconds: -86_400), to: end))
        let entries = (0..<count).map { number in
            var event = AuditEvent()
            event.id = "\(number)"
            event.at = end.advanced(seconds: -Int64(number))
            event.type = "LOGIN_SUCCESSFUL"
            event.username = "anna"
            return AuditEntry(event)
        }
        return AuditReport(profile: profile, windows: [window], entries: entries, told: count, readAt: start)
    }

    private func read(_ profile: Profile, until end: Instant = start) -> AnyWork {
        AnyWork(ReadAuditLog(profile: profile, since: end.advanced(seconds: -86_400), until: end))
    }

    private func view(_ bench: Bench) -> AuditLogView? { bench.state.top as? AuditLogView }

    private func entries(_ bench: Bench) -> Int? { view(bench)?.table.entries.count }

    private func shows(_ bench: Bench, _ text: some StringProtocol) -> Bool {
        bench.drawn.contains { $0.contains(text) }
    }

    /// As everywhere: `Sales (1)`.
    @Test func `an Org is called by its name, whoever knows that`() throws {
        var bench = bench()
        bench.state.size = Size(rows: 24, columns: 120)
        bench.press(.auditLog)
        var report = try report(alpha)
        for (index, id) in [0, 1, 7].enumerated() { report.entries[index].event.orgID = id }
        report.orgs = [0, 1, 7]
        report.knownOrgs = [OrgReference(id: 1, name: "Sales")]
        #expect(report.coverageWords == "all Orgs, with events of Primary (0), Sales (1), Org 7")
        bench.answer(.auditLog(alpha.id), report)
        for org in ["Primary (0)", "Sales (1)", "Org 7"] { #expect(shows(bench, org)) }
        bench.press(.moveDown, .open)
        #expect(shows(bench, "Sales (1)"))
        #expect(report.entries[1].event.line(namingOrgsBy: report.knownOrgs).contains("  Sales (1)"))
    }

    @Test func `it opens with the last day and asks for nothing twice`() throws {
        var bench = bench()
        bench.press(.auditLog)
        #expect(view(bench)?.profile == alpha.id)
        #expect(bench.work == [read(alpha)])
        bench.answer(.auditLog(alpha.id), try report(alpha))
        #expect(entries(bench) == 3)
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
        // Its age is on the screen; a newer one is read on request.
        #expect(bench.press(.auditLog).isEmpty)
        #expect(entries(bench) == 3)
        bench.press(.refresh)
        #expect(bench.work == [read(alpha)])
    }

    @Test func `older days follow`() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), try report(alpha))
        bench.press(.auditOlder)
        let yesterday = start.advanced(seconds: -86_400)
        #expect(bench.work == [read(alpha, until: yesterday)])
        // Not twice at once.
        #expect(bench.reason(against: .auditOlder) == "the log is being read")
        bench.answer(.auditLog(alpha.id), try report(alpha, until: yesterday))
        #expect(view(bench)?.table.windows.count == 2)
        #expect(entries(bench) == 6)
    }

    @Test func `without a session it cannot be opened`() {
        var bench = Bench([alpha])
        #expect(bench.reason(against: .auditLog) == "not logged in to alpha; log in first (l)")
        bench.press(.auditLog)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.effects == [.bell])
    }

    @Test func `a failure is shown, and what was there stays`() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), try report(alpha))
        bench.press(.refresh)
        bench.answer(.auditLog(alpha.id), .failed(.test(.forbidden, on: alpha)))
        let failure = try #require(bench.state.activity.latest?.message)
        #expect(failure.code == "E_FORBIDDEN")
        let shown = String(failure.what.string.prefix(40))
        #expect(shows(bench, shown))
        #expect(entries(bench) == 3)
        bench.press(.refresh)
        bench.answer(.auditLog(alpha.id), try report(alpha))
        #expect(!shows(bench, shown))
    }

    @Test func `a session that has ended is dropped`() {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .failed(.test(.sessionEnded, on: alpha)))
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(bench.reason(against: .refresh) == "the session has ended; log in again")
    }

    /// A 401 without ThoughtSpot's code may come from a gateway: the session is there, and can be ended.
    @Test func `a session that a gateway refused stays`() {
        var bench = bench()
        bench.press(.auditLog)
        let error = SessionError(.sessionEnded, operation: "test", origin: alpha.origin, status: 401)
        bench.answer(.auditLog(alpha.id), .failed(.session(error, profile: alpha.name)))
        #expect(bench.state.isLoggedIn(alpha.id))
    }

    @Test func `Esc goes back one step at a time`() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), try report(alpha))
        bench.press(.filter)
        bench.type("user:anna")
        #expect(view(bench)?.table.filter.text == "user:anna")
        #expect(bench.state.panes.tokens.filter.text.isEmpty)
        bench.keys("Enter")
        #expect(view(bench)?.table.filter.isEditing == false)
        bench.press(.refresh)
        bench.keys("Esc")
        #expect(view(bench)?.table.filter.text.isEmpty == true)
        #expect(bench.state.inFlight[.auditLog(alpha.id)] != nil)
        bench.keys("Esc")
        #expect(bench.effects == [.cancel(.auditLog(alpha.id))])
        #expect(view(bench) != nil)
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `Enter opens the event, and it can be copied`() throws {
        var bench = bench()
        bench.press(.auditLog)
        let report = try report(alpha)
        bench.answer(.auditLog(alpha.id), report)
        bench.press(.moveDown, .open)
        #expect(
            bench.state.top as? AuditEventDetail == AuditEventDetail(report.entries[1], of: alpha.id, namingOrgsBy: []))
        #expect(!bench.drawn.contains { $0.contains("in UTC") }, "the local time is in UTC")
        bench.state.localOffset = 3_600
        #expect(bench.drawn.contains { $0.contains("in UTC") })
        bench.state.localOffset = 0
        bench.press(.copy)
        let copied = try #require(bench.began(CopyText.self))
        #expect(copied.lines.first?.string.contains("LOGIN_SUCCESSFUL  anna") == true)
        bench.press(.cancel)
        #expect(view(bench) != nil)
    }

    @Test func `another cluster has a log of its own`() throws {
        var bench = bench()
        bench.logIn(on: beta)
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), try report(alpha))
        bench.press(.cancel)
        bench.state.select(beta.id)
        bench.press(.auditLog)
        #expect(bench.work == [read(beta)])
        #expect(entries(bench) == 0)
        bench.answer(.auditLog(beta.id), try report(beta, count: 1))
        #expect(entries(bench) == 1)
    }

    @Test func `a late answer about another cluster is not mixed in`() throws {
        var bench = bench()
        bench.logIn(on: beta)
        bench.press(.auditLog)
        let stamp = try #require(bench.state.inFlight[.auditLog(alpha.id)]?.stamp)
        let work = ReadAuditLog(profile: alpha, since: start.advanced(seconds: -86_400), until: start)
        bench.press(.cancel, .cancel)
        bench.state.select(beta.id)
        bench.press(.auditLog)
        bench.send(.news(News(WorkEnd(work: work, stamp: stamp, outcome: .answer(try report(alpha))))))
        #expect(view(bench)?.profile == beta.id)
        #expect(entries(bench) == 0)
        // Nor while it is under way still.
        let effects = work.receive(try report(alpha), in: &bench.state)
        #expect(effects.isEmpty)
        #expect(entries(bench) == 0)
    }

    @Test func `the cursor reaches both ends of a hundred thousand events`() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), try report(alpha, count: 100_000))
        bench.press(.moveLast)
        #expect(view(bench)?.table.selected?.event.id == "99999")
        bench.press(.moveUp, .pageUp, .moveFirst)
        #expect(view(bench)?.table.selected?.event.id == "0")
    }
}
