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

    private func picker(_ bench: Bench) -> OrgPicker? {
        if case .orgPicker(let picker)? = bench.state.topLayer { picker } else { nil }
    }

    private func reason(_ bench: Bench) -> String? {
        availability(of: .switchOrg, in: bench.state).reason?.string
    }

    @Test func thePickerAsksWhenItOpens() throws {
        var bench = bench()
        bench.press(.switchOrg)
        #expect(bench.work == [.findOrgs(Self.alpha)])
        #expect(picker(bench)?.content == .loading)
        bench.answer(.orgs(Self.alpha.id), .orgs([Self.primary, Self.sales]))
        let picker = try #require(self.picker(bench))
        #expect(picker.content == .orgs([Self.primary, Self.sales]))
        #expect(picker.isCurrent(Self.primary))
        #expect(!picker.isCurrent(Self.sales))
    }

    @Test func theChosenOrgIsSwitchedToAndTheSessionTold() throws {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), .orgs([Self.primary, Self.sales]))
        // It is there already.
        #expect(bench.send(.chooseOrg(Self.primary)).isEmpty)
        bench.send(.chooseOrg(Self.sales))
        #expect(bench.work == [.switchOrg(SwitchOrg(profile: Self.alpha, org: Self.sales))])
        #expect(bench.state.layers.isEmpty)
        #expect(reason(bench)?.contains("under way") == true)
        var report = SessionReport.test(Self.alpha)
        report.info.currentOrg = Self.sales
        bench.answer(
            .session(Self.alpha.id),
            .switchedOrg(SwitchReport(session: report, org: Self.sales, isConfirmed: true)))
        #expect(bench.state.clusters[Self.alpha.id]?.session?.info.currentOrg == Self.sales)
        #expect(bench.said == "The session on alpha is in the Org Sales (1) now")
        #expect(bench.state.activity.latest?.weight == .good)
    }

    @Test func anAlarmIsToldAndTheSessionReadAgain() throws {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), .orgs([Self.primary, Self.sales]))
        bench.send(.chooseOrg(Self.sales))
        bench.answer(
            .session(Self.alpha.id), .failed(.test(.orgMismatch, on: Self.alpha, execution: .accepted)))
        #expect(bench.work == [.listTokens, .checkCluster(Self.alpha)])
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.state.clusters[Self.alpha.id]?.session != nil)
    }

    @Test func aFailedSearchStaysInThePickerAndCanBeRepeated() throws {
        var bench = bench()
        bench.press(.switchOrg)
        bench.answer(.orgs(Self.alpha.id), .failed(.test(.forbidden, on: Self.alpha)))
        guard case .failed(let message)? = picker(bench)?.content else {
            Issue.record("\(bench.state.layers)")
            return
        }
        #expect(message.code == "E_FORBIDDEN")
        bench.press(.refresh)
        #expect(bench.work == [.findOrgs(Self.alpha)])
        #expect(picker(bench)?.content == .loading)
    }

    @Test func escEndsTheSearch() throws {
        var bench = bench()
        bench.press(.switchOrg, .cancel)
        #expect(bench.effects == [.cancel(.orgs(Self.alpha.id))])
        #expect(bench.state.layers.isEmpty)
        #expect(bench.state.inFlight[.orgs(Self.alpha.id)] == nil)
    }

    @Test func everyReasonIsTold() throws {
        #expect(reason(bench(isCookieSession: false))?.contains("fixed when it is minted") == true)
        #expect(reason(bench(.test("alpha", isReadOnly: true))) == "profile is read-only")
        #expect(reason(Bench([Self.alpha])) == "nobody is logged in on alpha")
        #expect(reason(bench()) == nil)
    }
}
