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

/// A leaked token: everything of its user is ended everywhere, and proven.
struct IncidentTests {
    private func incident(
        _ world: World, of user: UserIdentifier = .name("anna"), in list: TokenList? = nil
    ) async throws -> IncidentPlan {
        var known = try await ListTokens().run(in: world.workspace)
        if let list { known = list }
        return IncidentPlan(
            user, on: [world.profile],
            standings: [world.profile.id: .loggedIn(user: World.administrator, id: nil)], list: known,
            isReadOnlyMode: false, at: world.clock.now)
    }

    private func confirmed(_ incident: IncidentPlan) throws -> ConfirmedEndUser {
        let plan = try incident.plan(on: incident.possible)
        return try plan.confirmed(by: plan.consent.expected.map { .typed($0) } ?? .key)
    }

    @Test func `tokens that were issued elsewhere end, and the journal says why`() async throws {
        let world = try await World()
        let preset = try #require(await world.cluster.preset(.fresh, for: "anna"))
        try await world.logIn()
        let report = await EndUser(
            confirmed: try confirmed(try await incident(world)), reason: "token in a public repository"
        ).run(in: world.workspace)
        #expect(report.sessions.map(\.act) == [.logOut, .revokeTokens])
        #expect(report.sessions.map(\.verdict) == [.accepted, .accepted])
        #expect(report.sessions.allSatisfy { $0.evidence?.status == 204 && $0.took != nil })
        #expect(await !world.cluster.isValid(token: preset.value))
        let reasons = world.journalEvents.filter { [.forceLogout, .revokeToken].contains($0.action) }.map(\.reason)
        #expect(reasons == [String?](repeating: "token in a public repository", count: 4))
        // The cluster has ended the session that asked.
        let status = await CheckCluster(profile: world.profile).run(in: world.workspace)
        #expect(status.state == .sessionEnded)
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

    /// The timeline of a token tells of what was done to its user.
    @Test func `a token that is not stored is marked by what ended it`() async throws {
        let world = try await World()
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        try await world.logIn()
        var list = try await ListTokens().run(in: world.workspace)
        list.heldIDs = []
        let plan = try await incident(world, in: list)
        #expect(plan.clusters.first?.part.leftOut.map(\.fingerprint) == [token.record.fingerprint])
        #expect(plan.clusters.first?.endOfUnstored?.string == "all tokens of the user are revoked")
        let result = await EndUser(confirmed: try confirmed(plan)).run(in: world.workspace)
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = result
        report.unstored = plan.clusters.flatMap(\.part.leftOut)
        #expect(report.unstoredEnd(at: world.profile.origin.description) == .revoked)
        #expect(report.unstoredEnd(at: "https://elsewhere") == .notEnded)
        let record = try await world.record(token)
        #expect(record.userLogOut?.isCertain == true)
        let timeline = try await ReadTimeline(record: record).run(in: world.workspace)
        #expect(timeline.entries.map(\.what).suffix(2) == [.userLoggedOut, .userTokensRevoked])
        #expect(report.notDone.isEmpty)
        #expect(report.verdict.string == "done on 1 cluster; 1 token revoked (not verified)")
        #expect(report.json["complete"] == false)
        // What a logout may have ended is told as a sentence tells it.
        var loggedOut = report
        loggedOut.result.sessions.removeAll { $0.act == .revokeTokens }
        #expect(loggedOut.verdict.string == "done on 1 cluster; 1 token not validated after the logout")

        // Its revocation was accepted, and more cannot be done: the next incident does not begin with it again.
        #expect(record.isRevokedWithUser)
        var later = try await ListTokens().run(in: world.workspace)
        later.heldIDs = []
        #expect(try await incident(world, in: later).clusters.first?.part.leftOut.isEmpty == true)
        let listed = ListedToken(record, in: later, at: world.clock.now)
        #expect(listed.status == .text("revoked (not verified)", .warning))
    }

    @Test func `what was issued before all tokens of the user were revoked is nothing to look for`() async throws {
        let world = try await World()
        try await world.logIn()
        let date = world.clock.now.advanced(seconds: -60).timestamp
        let type = AuditEventType.tokenCreated.rawValue
        let log = #"[{"date":"\#(date)","log":"{\"type\":\"\#(type)\",\"userName\":\"anna\"}"}]"#
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("logs/fetch", .lie(log))]))
        let search = FindIssuedElsewhere(profile: world.profile, user: .name("anna"))
        let before = try await search.run(in: world.workspace)
        #expect(!before.events.isEmpty)
        #expect(before.reach == .until(world.clock.now.advanced(seconds: -AuditWindow.lag / 1_000)))
        world.clock.advance(seconds: 5)
        _ = await EndUser(confirmed: try confirmed(try await incident(world))).run(in: world.workspace)
        try await world.logIn()
        #expect(try await search.run(in: world.workspace).events.isEmpty)
    }

    @Test func `an imported token is not told as issued elsewhere once more`() async throws {
        let world = try await World()
        try await world.logIn()
        let preset = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let imported = try await ImportToken(
            profile: world.profile, token: Secret(preset.value), user: nil, label: nil, isChecked: true
        ).run(in: world.workspace)
        let created = try #require(imported.record.facts.createdAt)
        let type = AuditEventType.tokenCreated.rawValue
        let events = [Int64(700), 5_000].map { offset in
            let date = Instant(milliseconds: created.milliseconds + offset).timestamp
            return #"{"date":"\#(date)","log":"{\"type\":\"\#(type)\",\"userName\":\"anna\"}"}"#
        }
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [.v2("logs/fetch", .lie("[\(events.joined(separator: ","))]"))]))
        let found = try await FindIssuedElsewhere(profile: world.profile, user: .name("anna")).run(in: world.workspace)
        #expect(found.events.map(\.at) == [Instant(milliseconds: created.milliseconds + 5_000)])
    }

    @Test func `a cluster that was left out is named in the result`() async throws {
        let world = try await World()
        try await world.logIn()
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = await EndUser(confirmed: try confirmed(try await incident(world))).run(in: world.workspace)
        #expect(report.verdict.string == "done on 1 cluster")
        #expect(report.json["complete"] == true)
        report.leftOut = [IncidentReport.LeftOut(profile: world.profile, reason: "account locked or inactive")]
        #expect(
            report.verdict.string
                == "not done on \(world.profile.name) (account locked or inactive): sessions and tokens there may still be valid"
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
            standings: [world.profile.id: .loggedIn(user: "tsadmin", id: nil), "locked": .accountLocked],
            list: try await ListTokens().run(in: world.workspace), isReadOnlyMode: false, at: world.clock.now)
        let parts = try plan.plan(on: [world.profile.id]).parts
        var report = IncidentReport(
            of: plan, parts, choice: IncidentChoice(notChosen: ["away"], doneBefore: ["done"]), reason: nil,
            begunAt: world.clock.now)
        #expect(
            report.leftOut.map { "\($0.profile.name): \($0.reason)" } == [
                "away: not chosen", "done: done in an earlier plan",
                "locked: the account of tsadmin is locked or inactive",
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

    @Test func `the audit log tells of tokens that the journal does not know`() async throws {
        let world = try await World()
        try await world.logIn()
        let finding = FindIssuedElsewhere(profile: world.profile, user: .name("Anna"))
        let before = try await finding.run(in: world.workspace).events.count
        world.clock.advance(seconds: 60)
        _ = try await world.issue(for: "anna").run(in: world.workspace)
        world.clock.advance(seconds: 60)
        #expect(try await finding.run(in: world.workspace).events.count == before)
        let client = try world.workspace.testClient(for: world.profile)
        _ = try await client.issueToken(
            TokenRequest(
                kind: .full, username: "anna", credential: .secretKey(Secret(world.secretKey)), lifetime: nil,
                org: nil))
        world.clock.advance(seconds: 60)
        let found = try await finding.run(in: world.workspace)
        #expect(found.events.count == before + 1)
        #expect(found.events.first?.username == "anna")
        #expect(found.events.first?.clientAddress != nil)
        // It happened after the moment up to which the log is complete.
        #expect(found.text.string.hasPrefix("\(before + 1) other token"))
        #expect(found.text.string.contains(" issued in 24 hours, complete up to 20"))
        #expect(
            IssuedElsewhere(profile: world.profile, reach: .until(Instant(milliseconds: 0))).text
                == "no other token issued in the 24 hours up to 1970-01-01 00:00:00 UTC")
    }

    /// What is refused as a token must not be a name: its user could not be logged out.
    @Test(
        arguments: [
            ("dHNhZG1pbjpKSE5vYVhKdk1TUlRTRUV0TWpVMkpEVXdNREF3TUNRPUFiQ2RFZkdo", true),
            ("QX9z1kLmAbCdEfGhIjKlMnOpQrStUvWxYz0123456_8", false),
            ("leak: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0c2FkbWluIiwiZXhwIjoxNzk1fQ.QX9z1kLm", true),
            ("anna", false), ("eyJane2", false), ("anna.maria.von.Example-Long.Name2@corp.example.com", false),
            ("svc-ThoughtSpot-Reporting-Production-Europe-01", false),
            ("token in github.com/AcmeCorp/data-pipelines/blob/main/Config1.yaml", false),
            ("svc.Tableau-Export.Production-EU-West-1.Readonly", false),
            ("59481331-ee53-42be-a548-bd87be6ddd4a", false), ("token in a public repository, ticket INC0012345", false),
        ])
    func `a token is told from a name`(_ text: String, _ isToken: Bool) {
        #expect(FindLeakedToken.isToken(in: text) == isToken)
    }

    @Test func `a leaked token leads to its user, and is shown to no cluster`() async throws {
        let world = try await World()
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: world.workspace)
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        let other = world.anotherProcess()
        let before = other.wire.requests.count
        let leak = try await FindLeakedToken(token: token.token).run(in: other.workspace)
        #expect(leak.user == .name("anna"))
        #expect(leak.profile.id == world.profile.id)
        let unknown = await failure { () async throws(OperationError) in
            try await FindLeakedToken(token: Secret("eyJhbGciOiJub25lIn0.e30.AAAA")).run(in: other.workspace)
        }
        #expect(unknown?.refusal?.code == "E_TOKEN_UNKNOWN")
        let word = await failure { () async throws(OperationError) in
            try await FindLeakedToken(token: Secret("anna")).run(in: other.workspace)
        }
        #expect(word?.refusal?.code == "E_NOT_A_TOKEN")
        #expect(other.wire.requests.count == before)
        // It can be presented to its own cluster from here on.
        let list = try await ListTokens().run(in: other.workspace)
        #expect(list.heldIDs == [token.record.id])
    }

    @Test func `of two profiles at one address, the one that issued a leaked token is found`() async throws {
        let world = try await World()
        let twin = Profile(
            id: "twin", name: "a-twin", origin: world.profile.origin, generation: .v2, username: "other")
        _ = try await SaveProfile(profile: twin, replacing: nil).run(in: world.workspace)
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: world.workspace)
        let token = try await world.issue(for: "anna").run(in: world.workspace)
        #expect(try await FindLeakedToken(token: token.token).run(in: world.workspace).profile.id == world.profile.id)
        try await RemoveProfile(profile: world.profile).run(in: world.workspace)
        #expect(try await FindLeakedToken(token: token.token).run(in: world.workspace).profile.id == twin.id)
    }

    /// What failed and what was not attempted is repeated; a logout whose outcome is unknown only where that is wanted
    /// (promise P66).
    @Test func `what is left can be tried again`() async throws {
        let world = try await World()
        let tokens = [
            try await world.issue(for: "anna").run(in: world.workspace),
            try await world.issue(for: "anna").run(in: world.workspace),
        ]
        try await world.logIn()
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [
                .v2("users/force-logout", .closeWithoutAnswer), .v2("auth/token/revoke", nth: 1, .status(403)),
            ]))
        let all = try confirmed(try await incident(world))
        let first = await EndUser(confirmed: all).run(in: world.workspace)
        let logOut = try #require(first.sessions.first)
        #expect(MessageComposer.text(for: logOut.verdict).string == "unknown")
        let rest = try #require(all.remaining(after: first)?.parts.first)
        #expect(!rest.acts.contains(.logOut))
        let wanted = all.remaining(after: first, repeatingLogoutsOn: [world.profile.id])
        #expect(wanted?.parts.first?.acts.contains(.logOut) == true)
        #expect(rest.tokens.count == first.tokens.count { if case .failed = $0.verdict { true } else { false } })
        await world.cluster.setFaults(DemoFaultPlan())
        try await world.logIn()
        let left = try #require(all.remaining(after: first))
        let second = await EndUser(confirmed: left).run(in: world.workspace)
        for token in tokens { #expect(await !world.cluster.isValid(token: token.token.expose())) }
        var merged = first
        merged.sessions = first.sessions + second.sessions
        merged.tokens = first.tokens.filter { item in !second.tokens.contains { $0.tokenID == item.tokenID } }
        merged.tokens += second.tokens
        #expect(all.remaining(after: merged) == nil)
    }

    /// Another try would meet the same.
    @Test func `a user whom the cluster does not know is not tried again`() async throws {
        let world = try await World()
        try await world.logIn()
        let all = try confirmed(try await incident(world, of: .name("nobody")))
        let report = await EndUser(confirmed: all).run(in: world.workspace)
        #expect(
            report.sessions.map { MessageComposer.text(for: $0.verdict).string }
                == ["failed: no such user", "failed: no such user"])
        #expect(all.remaining(after: report) == nil)
    }
}
