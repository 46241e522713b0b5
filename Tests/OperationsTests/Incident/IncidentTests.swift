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
    func incident(
        _ world: World, of user: UserIdentifier = .name("anna"), in list: TokenList? = nil
    ) async throws -> IncidentPlan {
        var known = try await ListTokens().run(in: world.workspace)
        if let list { known = list }
        return IncidentPlan(
            user, on: [world.profile],
            standings: [world.profile.id: .loggedIn(user: World.administrator, id: nil)], list: known,
            isReadOnlyMode: false, at: world.clock.now)
    }

    func confirmed(_ incident: IncidentPlan) throws -> ConfirmedEndUser {
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
