import DisplayText
import Moments
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The results of an incident: what stays in sight, and what is said below them.
struct IncidentResultTests {
    private let setting = IncidentTests()

    private func begun(deactivating: Bool = false) throws -> (bench: Bench, verb: EndUser) {
        var bench = try setting.bench()
        let verb = try bench.revokeEverywhere(deactivating: deactivating)
        return (bench, verb)
    }

    private func evidence(_ path: String, _ status: Int?) -> Evidence {
        Evidence(method: "POST", path: path, status: status, serverTime: start)
    }

    @Test func `the proof stays where one row has long words`() throws {
        let begun = try begun(deactivating: true)
        let verb = begun.verb
        var bench = begun.bench
        let target = try #require(verb.confirmed.parts.first?.target)
        var logOut = ForceLogoutItem(target: target, verdict: .accepted)
        logOut.evidence = evidence("/api/rest/2.0/users/force-logout", 204)
        var account = DeactivationItem(
            target: target, verdict: .accepted, evidence: evidence("/api/rest/2.0/users/deactivate", 200))
        account.linkEnd = .waiting
        bench.answer(.revocation, EndUser.Report(sessions: [logOut], deactivations: [account]))
        #expect(bench.drawnLine(with: "Result").contains("Evidence"))
        #expect(bench.drawnLine(with: "logout").contains("force-logout 204"))
        #expect(bench.drawnLine(with: "deactivation").contains("accepted, link not kept yet"))
        #expect(bench.drawnLine(with: "deactivation").contains("deactivate 200"))
    }

    /// Among the hints stands the key that saves the report.
    @Test func `what is left fits a small screen whole`() throws {
        let begun = try begun()
        var bench = begun.bench
        bench.state.size = Size(rows: 18, columns: 60)
        bench.answer(.revocation, EndUser.Report())
        let results = try #require(setting.results(bench))
        #expect(!results.footLine(bench.state, isShort: true).string.contains("saves"))
        #expect(results.footLine(bench.state).string.hasSuffix("w saves the report."))
        #expect(results.hints(in: bench.state).contains { $0.label == "save report" })
    }

    @Test func `each row says whether its cluster is production`() throws {
        let begun = try begun()
        var bench = begun.bench
        bench.state.size = Size(rows: 30, columns: 100)
        #expect(bench.drawnLine(with: "logout").contains(" PROD  logout "))
        #expect(bench.drawnLine(with: "prod-us").contains(" PROD  user "))
        #expect(bench.drawnLine(with: "staging").contains("staging"))
        #expect(!bench.drawnLine(with: "staging").contains("PROD"))
        let results = try #require(setting.results(bench))
        guard case .row(let rows) = results.plain(in: bench.state).asks else {
            Issue.record("the results have no rows")
            return
        }
        #expect(rows.text(0).string.hasPrefix("prod-eu, PRODUCTION, "))
        // On a narrow screen the verdict, its proof and how long it took have the room.
        bench.state.size = Size(rows: 24, columns: 76)
        for title in ["Evidence", "Duration"] { #expect(bench.drawnLine(with: "Result").contains(title)) }
        #expect(!bench.drawnLine(with: "Result").contains("Env"))
    }

    /// The longest name, the longest proof and long words, at 80 columns.
    @Test func `long words get less room before the proof is left out`() {
        var columns = ResultColumns("Item")
        columns.fit("onprem-production")
        columns.fit("accepted, link not kept yet", evidence("/api/rest/2.0/users/force-logout", nil))
        let least = columns.table(in: 78).filter { $0.priority <= 2 }.map { column in
            switch column.width {
            case .fixed(let columns): columns
            case .flexible(let minimum, _): minimum
            }
        }
        #expect(least == [14, 12, 21, 22])
        let blanks = 3 * 2 + 3
        let whole: Int = least.reduce(blanks, +)
        #expect(whole == 78)
    }

    @Test func `what is said of all is not cut in its second row`() {
        let words = (1...30).map { SafeText("word\($0)") }.joined(separator: " ")
        var grid = CellGrid(Size(rows: 24, columns: 80))
        ResultsTable(
            title: "Results", counted: "1 of 30", count: 30, foot: TextRun(words), words: nil,
            columns: [TableColumn("Item", .flexible(minimum: 8))], cells: { [TextRun("row \($0)")] }
        ).draw(ListState<Int>(), in: Area(Size(rows: 23, columns: 80)), on: &grid, theme: .mono)
        #expect(GridText(grid).text.contains("word30"), "of three rows")
    }

    @Test func `a report that was saved is not written once more before something has changed`() throws {
        let begun = try begun()
        let verb = begun.verb
        var bench = begun.bench
        let target = try #require(verb.confirmed.parts.first?.target)
        bench.answer(
            .revocation, EndUser.Report(sessions: [ForceLogoutItem(target: target, verdict: .accepted)]))
        bench.press(.report)
        #expect(bench.began(WriteIncident.self) != nil)
        #expect(bench.reason(against: .report) == "the report is being written")
        bench.answer(.report, ["/home/a/tessera-incident.txt", "/home/a/tessera-incident.json"])
        let place = "the report is in /home/a/tessera-incident.txt and .json (mode 0600)"
        #expect(bench.said == place)
        bench.state.activity.latest = nil
        #expect(bench.press(.report).isEmpty)
        #expect(bench.said == place)
        // The audit log answers late.
        let profile = target.profile
        let reading = FindIssuedElsewhere(profile: profile, user: .name("anna"))
        bench.answer(reading.id, IssuedElsewhere(profile: profile, reach: .until(start)))
        bench.press(.report)
        #expect(bench.began(WriteIncident.self) != nil, "it has one line more")
    }

    @Test func `a row in work says what is done, and what was stopped there is unknown`() throws {
        let begun = try begun(deactivating: true)
        var bench = begun.bench
        let part = try #require(begun.verb.confirmed.parts.first)
        let token = try #require(part.tokens.first)
        let name = token.fingerprint.text
        #expect(bench.drawnLine(with: "logout").contains("waiting"))
        bench.progress(.revocation, EndUser.Item.begun(.validation(token)))
        #expect(bench.drawnLine(with: name).contains("checking"))
        bench.progress(.revocation, EndUser.Item.begun(.act(.logOut, part.target)))
        #expect(bench.drawnLine(with: name).contains("waiting"))
        #expect(bench.drawnLine(with: "logout").contains("logging out"))
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(bench.drawnLine(with: "logout").contains("accepted"))
        bench.progress(.revocation, EndUser.Item.begun(.revocation(token)))
        #expect(bench.drawnLine(with: name).contains("revoking"))
        bench.keys("Esc")
        #expect(bench.drawnLine(with: name).contains("revoking"))
        #expect(bench.drawnLine(with: "deactivation").contains("waiting"))
        bench.progress(.revocation, EndUser.Item.begun(.deactivation(part.target)))
        #expect(bench.drawnLine(with: "deactivation").contains("deactivating"))
        bench.answer(.revocation, .cancelled)
        #expect(bench.drawnLine(with: name).contains("outcome unknown"))
        #expect(bench.drawnLine(with: "other tokens").contains("not attempted"))
    }

    /// With a logout whose outcome is unknown, and nothing after it.
    private func lost() throws -> Bench {
        let begun = try begun()
        let verb = begun.verb
        var bench = begun.bench
        let part = try #require(verb.confirmed.parts.first)
        #expect(verb.label == "logging out anna")
        let unknown = OperationError.test(.timeout, on: part.target.profile, execution: .unknown)
        var report = EndUser.Report(sessions: [
            ForceLogoutItem(target: part.target, verdict: .unknown(unknown)),
            ForceLogoutItem(target: part.target, verdict: .notAttempted, act: .revokeTokens),
        ])
        report.tokens = part.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: "anna", verdict: .revokedVerified)
        }
        bench.answer(.revocation, report)
        return bench
    }

    @Test func `a logout whose outcome is unknown is tried again while there is a session`() throws {
        var bench = try lost()
        let foot = setting.results(bench)?.footLine(bench.state).string ?? ""
        #expect(
            foot.hasPrefix(
                "2 left: r retries 1 logout, other tokens on prod-eu. Not done on prod-us, staging (X plans it again).")
        )
        bench.press(.retry)
        let again = try #require(bench.began(EndUser.self))
        #expect(again.confirmed.parts.map(\.acts) == [[.logOut, .revokeTokens]])
        #expect(again.confirmed.tokens.isEmpty)
        #expect(bench.drawnLine(with: "logout").contains("waiting"))
    }

    /// Four rows of the user on prod-eu, one of them not stored here, and two clusters without a session.
    @Test func `the count is of the rows, and those that are not done are none of it`() throws {
        let begun = try begun()
        var bench = begun.bench
        let part = try #require(begun.verb.confirmed.parts.first)
        #expect(setting.results(bench)?.counted == "0 of 6 done")
        #expect(bench.screen.contains(" 0 of 6 done "))
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(setting.results(bench)?.counted == "2 of 6 done", "the logout ends the token that is not stored, too")
        var report = EndUser.Report(sessions: [
            ForceLogoutItem(target: part.target, verdict: .accepted),
            ForceLogoutItem(
                target: part.target, verdict: .failed(.test(.timeout, on: part.target.profile)), act: .revokeTokens),
        ])
        report.tokens = part.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: "anna", verdict: .revokedVerified)
        }
        bench.answer(.revocation, report)
        #expect(setting.results(bench)?.counted == "3 of 6 done")
        let text = try #require(setting.results(bench)?.plain(in: bench.state).title)
        #expect(text == "Revoke anna everywhere, 3 of 6 done")
    }

    @Test func `what is not done is named, and on a small screen the first of it`() throws {
        let others = (1...9).map { Profile.test("lab-\($0)") }
        var bench = Bench([IncidentTests.profiles[0]] + others)
        bench.state.clusters[IncidentTests.profiles[0].id] = ClusterRow(
            session: .test(IncidentTests.profiles[0], user: "tsadmin"))
        bench.list([])
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        bench.answer(.revocation, EndUser.Report())
        let all = others.map(\.name).joined(separator: ", ")
        let foot = setting.results(bench)?.footLine(bench.state).string ?? ""
        #expect(foot.contains("Not done on \(all) (X plans it again)."))
        bench.state.size = Size(rows: 30, columns: 100)
        #expect(bench.screen.contains("lab-8, lab-9 (X plans it"))
        bench.state.size = Size(rows: 18, columns: 60)
        #expect(bench.screen.contains("and 7 more"))
    }

    /// All tokens of the user were one's own, or the session has ended.
    @Test func `without a session what is left is told from what only a new plan does`() throws {
        var bench = try lost()
        bench.state.clusters[IncidentTests.profiles[0].id] = nil
        let foot = setting.results(bench)?.footLine(bench.state).string ?? ""
        #expect(foot.hasPrefix("1 left: r retries other tokens on prod-eu. Logout unknown on prod-eu (only X plans it"))
        #expect(foot.contains("again). Not done on prod-us, staging (X plans it again)."))
        bench.press(.retry)
        #expect(bench.began(EndUser.self)?.label == "revoking tokens of anna")
    }
}
