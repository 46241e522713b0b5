import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct OrgTests {
    private static let alpha = Profile.test("alpha")
    private static let primary = OrgReference(id: 0, name: "Primary")
    private static let sales = OrgReference(id: 1, name: "Sales")

    private func bench(_ profile: Profile = OrgTests.alpha, isCookieSession: Bool = true) -> Bench {
        var bench = Bench([profile])
        var report = SessionReport.test(profile)
        report.info.currentOrg = OrgReference(id: 0)
        report.isCookieSession = isCookieSession
        bench.state.clusters[profile.id] = ClusterRow(session: report)
        return bench
    }

    private func isReading(_ bench: Bench) -> Bool {
        bench.state.top is OrgPicker
            && !bench.drawnLine(with: "Reading the Orgs of https://alpha.example").isEmpty
    }

    private func reason(_ bench: Bench) -> String? {
        bench.reason(against: .switchOrg)?.string
    }

    @Test func `the picker asks when it opens`() {
        var bench = bench()
        bench.press(.switchOrg)
        #expect(bench.work == [.findOrgs(Self.alpha)])
        #expect(isReading(bench))
        bench.answer(.orgs(Self.alpha.id), [Self.primary, Self.sales])
        #expect(!isReading(bench))
        #expect(bench.drawn.contains { $0.contains("2 of 2") })
        #expect(bench.drawnLine(with: "Primary (0)").contains("the session is in this Org"))
        #expect(bench.drawnLine(with: "Sales (1)").contains("the session is in this Org") == false)
        #expect(!bench.drawnLine(with: "Sales (1)").isEmpty)
    }

    @Test func `the chosen Org is switched to and the session told`() {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), [Self.primary, Self.sales])
        // It is there already.
        bench.type("Prim")
        #expect(bench.keys("Enter").isEmpty)
        #expect(bench.state.top is OrgPicker)
        bench.keys("Ctrl-U")
        bench.type("Sal")
        bench.keys("Enter")
        #expect(bench.work == [.switchOrg(SwitchOrg(profile: Self.alpha, org: Self.sales))])
        #expect(bench.state.stack.isEmpty)
        #expect(reason(bench)?.contains("in progress") == true)
        var report = SessionReport.test(Self.alpha)
        report.info.currentOrg = Self.sales
        bench.answer(.session(Self.alpha.id), SwitchReport(session: report, org: Self.sales, isConfirmed: true))
        #expect(bench.state.clusters[Self.alpha.id]?.session?.info.currentOrg == Self.sales)
        #expect(bench.said == "The session on alpha is in the Org Sales (1) now")
        #expect(bench.state.activity.latest?.weight == .good)
    }

    @Test func `a check that began before the switch does not bring the old Org back`() {
        var bench = bench()
        bench.press(.refresh, .switchOrg)
        bench.answer(.orgs(Self.alpha.id), [Self.primary, Self.sales])
        bench.keys("Down", "Enter")
        bench.answer(
            .session(Self.alpha.id), SwitchReport(session: .test(Self.alpha), org: Self.sales, isConfirmed: true))
        #expect(bench.effects.contains(.cancel(.check(Self.alpha.id))))
        #expect(bench.state.inFlight[.check(Self.alpha.id)] == nil)
    }

    @Test func `an alarm is told and the session read again`() {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), [Self.primary, Self.sales])
        bench.keys("Down", "Enter")
        bench.answer(
            .session(Self.alpha.id), .failed(.test(.orgMismatch, on: Self.alpha, execution: .accepted)))
        #expect(bench.work == [.listTokens, .checkCluster(Self.alpha)])
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.state.clusters[Self.alpha.id]?.session != nil)
    }

    @Test func `a failed search stays in the picker and can be repeated`() {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), .failed(.test(.forbidden, on: Self.alpha)))
        #expect(bench.state.top is OrgPicker)
        #expect(bench.drawn.contains { $0.contains("E_FORBIDDEN") })
        bench.press(.refresh)
        #expect(bench.work == [.findOrgs(Self.alpha)])
        #expect(isReading(bench))
    }

    @Test func `Esc ends the search`() {
        var bench = bench()
        bench.press(.switchOrg, .cancel)
        #expect(bench.effects == [.cancel(.orgs(Self.alpha.id))])
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.inFlight[.orgs(Self.alpha.id)] == nil)
    }

    @Test func `every reason is told`() {
        #expect(reason(bench(isCookieSession: false))?.contains("fixed when it is issued") == true)
        #expect(reason(bench(.test("alpha", isReadOnly: true))) == "profile is read-only")
        #expect(reason(Bench([Self.alpha])) == "not logged in to alpha; log in first (l)")
        #expect(reason(bench()) == nil)
    }
}
