import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

/// The report of an incident: what was done where, what was not, and what it comes to.
struct IncidentReportTests {
    private func incident(
        _ world: World, of user: UserIdentifier = .name("anna"), in list: TokenList? = nil
    ) async throws -> IncidentPlan { try await IncidentTests().incident(world, of: user, in: list) }

    private func confirmed(_ incident: IncidentPlan) throws -> ConfirmedEndUser {
        try IncidentTests().confirmed(incident)
    }

    /// Whoever reads nothing but the result must not take a part for the whole.
    @Test func `an incident is complete only when all of it was done and seen`() async throws {
        let profile = try await World().profile
        let target = ForceLogoutTarget(profile: profile, user: .name("anna"), isOurselves: false)
        let fingerprint = Fingerprint(of: Secret("first"))
        let refused = OperationError.refused(.nothingSelected(what: "user"))
        func report(
            _ verdict: RevocationItem.Verdict, account: ForceLogoutItem.Verdict? = .accepted, isLogRead: Bool = true
        ) -> IncidentReport {
            var report = IncidentReport(user: .name("anna"), begunAt: Instant(milliseconds: 0))
            report.result.sessions = [
                ForceLogoutItem(target: target, verdict: .accepted),
                ForceLogoutItem(target: target, verdict: .accepted, act: .revokeTokens),
            ]
            report.result.tokens = [
                RevocationItem(profile: profile, fingerprint: fingerprint, user: "anna", verdict: verdict)
            ]
            report.result.deactivations = account.map { [DeactivationItem(target: target, verdict: $0)] } ?? []
            report.result.elsewhere = [
                IssuedElsewhere(
                    profile: profile, reach: isLogRead ? .until(Instant(milliseconds: 0)) : .none("E_FORBIDDEN"))
            ]
            return report
        }
        #expect(report(.revokedVerified).isComplete)
        var leak = report(.revokedVerified)
        #expect(leak.json["leakedToken"] == .null)
        leak.leaked = fingerprint
        #expect(leak.lines[1].string == "Leaked    token \(fingerprint.text)")
        #expect(leak.json["leakedToken"]?.stringValue == fingerprint.text)
        #expect(report(.revokedVerified).verdict.string == "done on 1 cluster, every token verified")
        #expect(!report(.accepted).isComplete)
        #expect(report(.accepted).verdict.string == "done on 1 cluster; 1 token revoked (not verified)")
        #expect(report(.notRecognized).verdict.string == "done on 1 cluster; 1 token not recognized")
        let open = report(.revokedVerified, account: .failed(refused))
        #expect(!open.isComplete && open.json["complete"] == false)
        #expect(
            open.verdict.string
                == "done on 1 cluster; account not deactivated on prod-eu (failed: not possible, E_EMPTY_TARGET)")
        let unread = report(.revokedVerified, isLogRead: false)
        #expect(!unread.isComplete)
        #expect(unread.verdict.string == "done on 1 cluster; audit log not read on prod-eu")
    }

    @Test func `a cluster that was left out is named in the result`() async throws {
        let world = try await World()
        try await world.logIn()
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = await EndUser(confirmed: try confirmed(try await incident(world))).run(in: world.workspace)
        #expect(report.verdict.string == "done on 1 cluster")
        #expect(report.json["complete"] == true)
        report.leftOut = [IncidentReport.LeftOut(profile: world.profile, reason: "account of tsadmin locked")]
        #expect(
            report.verdict.string
                == "not done on \(world.profile.name) (account of tsadmin locked): sessions and tokens there may still be valid"
        )
        #expect(report.lines.contains { $0.string.hasPrefix("Result    not done on ") })
        #expect(report.json["complete"] == false)
    }

    @Test func `the report says of each cluster that was left out why, and calls only what was chosen not done`()
        async throws
    {
        let world = try await World()
        let origin = world.profile.origin
        let others = ["away", "done", "locked"].map { name in
            Profile(id: name, name: name, origin: origin, generation: .v2, username: "tsadmin")
        }
        let plan = IncidentPlan(
            .name("anna"), on: [world.profile] + others,
            standings: [world.profile.id: .loggedIn(user: "tsadmin", id: nil), "locked": .accountLocked(user: nil)],
            list: try await ListTokens().run(in: world.workspace), isReadOnlyMode: false, at: world.clock.now)
        let parts = try plan.plan(on: [world.profile.id]).parts
        var report = IncidentReport(
            of: plan, parts, choice: IncidentChoice(notChosen: ["away"], doneBefore: ["done"]), reason: nil,
            begunAt: world.clock.now)
        #expect(
            report.leftOut.map { "\($0.profile.name): \($0.reason)" } == [
                "away: not chosen", "done: done in an earlier plan",
                "locked: account of tsadmin locked",
            ])
        #expect(report.notDone.map(\.profile.name) == ["locked"])
        #expect(report.verdict.string.contains("1 cluster done in an earlier plan"))
        #expect(report.verdict.string.hasSuffix("; not chosen: away"))
        report.leftOut.removeAll { $0.why != .doneBefore }
        #expect(report.isComplete)
    }

    /// One report for who was not there: the latest verdicts in the result, every row with its time.
    @Test func `a report tells of the earlier attempts, and its result counts the latest verdicts`() async throws {
        let profile = try await World().profile
        let other = Profile(id: "other", name: "other", origin: profile.origin, generation: .v2, username: "tsadmin")
        let (first, second) = (Fingerprint(of: Secret("first")), Fingerprint(of: Secret("second")))
        func report(
            on profile: Profile, at second: Int64, _ verdicts: [Fingerprint: RevocationItem.Verdict]
        ) -> IncidentReport {
            var report = IncidentReport(
                user: .name("anna"), reason: "leak", begunAt: Instant(milliseconds: second * 1_000))
            let target = ForceLogoutTarget(profile: profile, user: .name("anna"), isOurselves: false)
            report.result.sessions = [
                ForceLogoutItem(target: target, verdict: .accepted),
                ForceLogoutItem(target: target, verdict: .accepted, act: .revokeTokens),
            ]
            report.result.tokens = verdicts.sorted { $0.key.text < $1.key.text }.map {
                RevocationItem(profile: profile, fingerprint: $0.key, user: "anna", verdict: $0.value)
            }
            return report
        }
        var before = report(on: profile, at: 1, [first: .stillValid, second: .revokedVerified])
        before.leftOut = [IncidentReport.LeftOut(profile: other, reason: "not logged in")]
        #expect(before.json["earlier"]?.arrayValue?.isEmpty == true)
        #expect(!before.isComplete)
        var later = report(on: profile, at: 60, [first: .revokedVerified])
        later.leftOut = [IncidentReport.LeftOut(profile: other, why: .notChosen)]
        var last = report(on: other, at: 120, [:])
        last.leftOut = [IncidentReport.LeftOut(profile: profile, why: .doneBefore)]
        later.earlier = before.asEarlier
        last.earlier = later.asEarlier
        #expect(last.earlier.map(\.begunAt.milliseconds) == [1_000, 60_000])
        #expect(last.json["complete"] == true)
        #expect(last.json["result"]?.stringValue == "done on 2 clusters, every token verified")
        #expect(last.json["earlier"]?.arrayValue?.map { $0["complete"] } == [false, false])
        #expect(last.json["earlier"]?.arrayValue?.map { $0["tokens"]?.arrayValue?.count } == [2, 1])
        let lines = last.lines.map(\.string)
        #expect(lines.contains { $0.hasPrefix("Attempts  3 for this user: the latest, then the earlier ones,") })
        #expect(lines.contains("Result    done on 2 clusters, every token verified"))
        #expect(lines.filter { $0.hasPrefix("Earlier   attempt begun ") }.count == 2)
        let rows = lines.filter { !$0.hasPrefix("Result") }
        #expect(rows.filter { $0.contains(first.text) }.count == 2, "both verdicts, each with its time")
        #expect(lines.filter { $0.contains(second.text) }.count == 1)
        #expect(lines.filter { $0.hasPrefix("Reason ") }.count == 1, "it is the same")
        #expect(last.tokens.count == 2)

        // What was left unproven before is not made good by silence.
        var open = last
        open.earlier.removeLast()
        #expect(open.json["complete"] == false)
        #expect(open.json["result"]?.stringValue?.contains("STILL VALID") == true, "\(open.json)")
    }

    /// A logout may end them, and nothing tells.
    @Test func `where a generation cannot revoke other tokens, the report says so and is not complete`() async throws {
        let world = try await World(.v1)
        try await world.logIn()
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = await EndUser(confirmed: try confirmed(try await incident(world))).run(in: world.workspace)
        #expect(report.notDone.isEmpty)
        #expect(!report.isComplete)
        #expect(report.rows.map(\.result).contains("not revoked: v1 has no operation for it"))
        #expect(report.verdict.string.contains("other tokens cannot be revoked on \(world.profile.name)"))
    }

    @Test func `the report goes cluster by cluster, in the order of the work, in columns`() async throws {
        let world = try await World()
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        try await world.logIn()
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = await EndUser(confirmed: try confirmed(try await incident(world))).run(in: world.workspace)
        let other = Profile(
            id: "other", name: "another-cluster", origin: world.profile.origin, generation: .v2, username: "anna")
        report.leftOut = [IncidentReport.LeftOut(profile: other, reason: "not logged in")]
        let rows = report.rows
        #expect(rows.map(\.item) == ["logout", "\(token.record.fingerprint.text)", "other tokens", "user"])
        #expect(rows.last?.cluster == "another-cluster")
        let acts = report.lines.drop { !$0.string.isEmpty }.dropFirst()
        let lines = acts.prefix(rows.count).map(\.string)
        let places = zip(lines, rows).map { line, row in
            line.firstRange(of: row.item.string).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
        }
        #expect(Set(places).count == 1, "\(lines)")
        // Where it was, what wrote it, and what its words mean, of those that it has.
        let head = report.lines.prefix { !$0.string.isEmpty }.suffix(3).map(\.string)
        #expect(head.first == "Program   Tessera \(SessionClient.version)")
        #expect(head.dropFirst().map { $0.contains(world.profile.origin.description) } == [true, true])
        #expect(acts.dropFirst(rows.count).map(\.string).first?.isEmpty == true)
        #expect(
            acts.dropFirst(rows.count + 1).map(\.string) == [
                "revoked (verified)  accepted before, revoked or ended by the logout, and refused by the cluster after that"
            ])
    }

    /// The answer to the logout was lost, and all tokens of the user were revoked after it: the token is told as revoked,
    /// and nobody as logged out.
    @Test func `what was done stands in the place of a logout that may not have been`() async throws {
        let world = try await World(faults: [.v2("users/force-logout", .closeWithoutAnswer)])
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        try await world.logIn()
        var list = try await ListTokens().run(in: world.workspace)
        list.heldIDs = []
        _ = await EndUser(confirmed: try confirmed(try await incident(world, in: list))).run(in: world.workspace)
        let record = try await world.record(token)
        #expect(record.userLogOut?.act == .revocation && record.userLogOut?.isCertain == true)
        let row = ListedToken(record, in: TokenList(records: [record]), at: world.clock.now)
        #expect(row.status == .text("revoked (not verified)", .warning))
        #expect(row.state.string.contains("all tokens of its user revoked"))
        #expect(row.json["userLoggedOutAt"] == .null && row.json["userLogOutUnknownAt"] == .null)
        #expect(row.json["userChange"]?["act"] == "tokens-revoked" && row.json["userChange"]?["outcome"] == "accepted")
    }
}
