import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct UserEndTests {
    private static let alpha = Profile.test("alpha")

    /// Logged in, with two tokens of anna and one of ours, the cursor on the first.
    private func bench(
        _ profile: Profile = UserEndTests.alpha, held: Bool = true, users: [String?] = ["anna", "anna", "tsadmin"]
    ) throws -> Bench {
        var bench = Bench(tokens: try tokens(profile, users), held: held ? nil : [], profiles: [profile])
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        return bench
    }

    private func tokens(
        _ profile: Profile = UserEndTests.alpha, _ users: [String?] = ["anna", "anna", "tsadmin"]
    ) throws -> [TokenRecord] {
        try users.enumerated().map { number, user in
            try .test(number, of: profile, user: user, endsIn: 100 + Int64(number))
        }
    }

    /// What is to be asked for anna, whose tokens are the first two.
    private func annasPlan(_ profile: Profile = UserEndTests.alpha, held: Bool = true) throws -> EndUserPlan {
        let hers = try Array(tokens(profile).prefix(2))
        let targets = hers.map {
            RevocationTarget(
                profile: profile, token: .held($0.fingerprint), user: "anna", isOwn: false, isInUse: false)
        }
        let target = ForceLogoutTarget(profile: profile, user: .name("anna"), isOurselves: false)
        return try EndUserPlan([
            EndUserPlan.Part(target, tokens: held ? targets : [], leftOut: held ? [] : hers)
        ])
    }

    /// What is to be asked for ourselves, who have no token.
    private func ourPlan() throws -> EndUserPlan {
        try EndUserPlan([
            EndUserPlan.Part(
                ForceLogoutTarget(profile: Self.alpha, user: .name("tsadmin"), isOurselves: true), tokens: [])
        ])
    }

    private func question(_ bench: Bench) -> EndUserQuestion? { bench.state.top as? EndUserQuestion }

    private func reason(_ bench: Bench) -> String? {
        bench.reason(against: .revokeUser)?.string
    }

    /// What the results show of the first two tokens.
    private func results(_ bench: Bench, _ verdicts: String...) throws -> Bool {
        try zip(tokens(), verdicts).allSatisfy { bench.drawnLine(with: $0.fingerprint.text).contains($1) }
    }

    @Test func `the user of the token under the cursor is meant`() throws {
        var bench = try bench()
        #expect(bench.press(.revokeUser) == [.flushTypeAhead])
        let plan = try annasPlan()
        #expect(question(bench) == EndUserQuestion(plan, in: bench.state))
        #expect(plan.consent.kind == .count(3))
        #expect(bench.question?.title == "Log out anna and revoke 2 tokens?")
        #expect(bench.question?.prompt == "Type 3 to confirm:")
    }

    @Test func `on the session we are meant ourselves`() throws {
        var bench = try bench(users: [])
        bench.press(.focusSession, .revokeUser)
        let plan = try ourPlan()
        #expect(question(bench) == EndUserQuestion(plan, in: bench.state))
        #expect(plan.consent.kind == .key)
        #expect(bench.question?.prompt == nil)
        #expect(bench.question?.lines.contains("This is you: your own session ends, too.") == true)
        // Enter is the default, and the default is No.
        #expect(bench.keys("Enter").isEmpty)
        #expect(bench.state.stack.isEmpty)
    }

    private func sessions(_ target: ForceLogoutTarget, _ verdict: ForceLogoutItem.Verdict) -> ForceLogoutItem {
        ForceLogoutItem(target: target, verdict: verdict)
    }

    /// One piece of work, whose verdicts are shown as they fall.
    @Test func `sessions and tokens are one workflow`() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        let plan = try annasPlan()
        #expect(bench.confirm("2") == [.bell])
        #expect(bench.question?.refusal != nil)
        #expect(bench.keys("y").isEmpty)
        bench.confirm("3")
        #expect(bench.work == [.endUser(EndUser(confirmed: try plan.confirmed(by: .typed("3"))))])
        #expect(bench.drawn.first?.contains("0 of 3") == true)
        #expect(bench.drawnLine(with: "all sessions").contains("logging out"))
        #expect(try results(bench, "waiting", "waiting"))
        let accepted = sessions(plan.target, .accepted)
        bench.progress(.revocation, EndUser.Item.sessions(accepted))
        #expect(bench.drawnLine(with: "all sessions").contains("accepted"))
        #expect(try results(bench, "revoking", "waiting"))
        #expect(bench.results?.isRunning == true)
        #expect(bench.said == "logout of anna on alpha: accepted")
        let items = plan.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .revokedVerified)
        }
        bench.progress(.revocation, EndUser.Item.token(items[0]))
        #expect(try results(bench, "revoked (verified)", "revoking"))
        bench.answer(.revocation, EndUser.Report(sessions: [accepted], tokens: items))
        #expect(bench.results?.isRunning == false)
        #expect(try results(bench, "revoked (verified)", "revoked (verified)"))
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `what is left of a user is tried again, the logout first`() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        let plan = try annasPlan()
        bench.confirm("3")
        let failed = sessions(plan.target, .failed(.test(.timeout, on: Self.alpha)))
        let items = plan.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .notAttempted)
        }
        bench.answer(.revocation, EndUser.Report(sessions: [failed], tokens: items))
        bench.keys("r")
        #expect(bench.began(EndUser.self)?.confirmed == (try plan.confirmed(by: .typed("3"))))
        #expect(bench.drawnLine(with: "all sessions").contains("logging out"))
        #expect(try results(bench, "waiting", "waiting"))
        // The user may have logged in again: a logout whose outcome is unknown is not repeated.
        let unknown = sessions(plan.target, .unknown(.test(.timeout, on: Self.alpha)))
        bench.answer(.revocation, EndUser.Report(sessions: [unknown], tokens: items))
        bench.keys("r")
        #expect(bench.began(EndUser.self)?.confirmed.parts.map(\.acts) == [[]])
        #expect(bench.began(EndUser.self)?.confirmed.parts.flatMap(\.tokens) == plan.tokens)
        #expect(bench.drawnLine(with: "all sessions").contains("unknown"))
    }

    @Test func `a refusal of the sessions is told`() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        bench.confirm("3")
        let failed = sessions(try annasPlan().target, .failed(.test(.forbidden, on: Self.alpha)))
        bench.progress(.revocation, EndUser.Item.sessions(failed))
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.said == "logout of anna on alpha: failed: not allowed")
        // A token that is accepted is a valid one: this is said of its revocation.
        var all = sessions(try annasPlan().target, .accepted)
        all.act = .revokeTokens
        bench.progress(.revocation, EndUser.Item.sessions(all))
        #expect(bench.said == "revocation of all tokens of anna on alpha: accepted")
    }

    @Test func `Esc stops the workflow`() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        bench.confirm("3")
        #expect(bench.keys("Esc") == [.stop(.revocation)])
        #expect(bench.keys("Esc") == [.cancel(.revocation)])
        let plan = try annasPlan()
        let items = plan.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .notAttempted)
        }
        let report = EndUser.Report(sessions: [sessions(plan.target, .accepted)], tokens: items)
        bench.answer(.revocation, report)
        #expect(bench.results?.isRunning == false)
        #expect(try results(bench, "not attempted", "not attempted"))
    }

    @Test func `our own end is looked at`() throws {
        var bench = try bench(users: [])
        bench.press(.focusSession, .revokeUser)
        bench.keys("y")
        bench.answer(.revocation, EndUser.Report(sessions: [sessions(try ourPlan().target, .accepted)]))
        #expect(bench.work == [.listTokens, .checkCluster(Self.alpha)])
    }

    @Test func `production wants its name`() throws {
        let production = Profile.test("alpha", tag: "production")
        var bench = try bench(production)
        bench.press(.revokeUser)
        #expect(try annasPlan(production).consent.kind == .profileName("alpha"))
        #expect(bench.question?.prompt == "Type alpha to confirm:")
        #expect(bench.confirm("3") == [.bell])
        bench.confirm("alpha")
        #expect(bench.results != nil)
    }

    @Test func `what is not stored is counted and left out`() throws {
        var bench = try bench(held: false)
        bench.press(.revokeUser)
        let plan = try annasPlan(held: false)
        #expect(question(bench) == EndUserQuestion(plan, in: bench.state))
        #expect(plan.consent.kind == .count(1))
        #expect(bench.question?.title == "Log out anna?")
        #expect(
            bench.question?.lines.contains("2 tokens in the list cannot be revoked by this run and may stay valid.")
                == true)
    }

    @Test func `every reason is told`() throws {
        var bench = try bench()
        bench.press(.markAll)
        #expect(reason(bench) == "one user at a time; Esc clears the marks")
        bench.press(.cancel, .focusClusters)
        #expect(reason(bench) == "select a token or the session: its user is logged out")
        bench = try self.bench(users: [nil])
        #expect(reason(bench) == "user not reported; validate the token first (v)")
        bench = try self.bench()
        bench.state.clusters = [:]
        #expect(reason(bench) == "log in to alpha first (l)")
        bench = try self.bench(.test("alpha", isReadOnly: true))
        #expect(reason(bench) == "profile is read-only")
        #expect(bench.press(.revokeUser) == [.bell])
    }
}
