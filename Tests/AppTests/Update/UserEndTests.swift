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
        let tokens = try users.enumerated().map { number, user in
            try TokenRecord.test(number, of: profile, user: user, endsIn: 100 + Int64(number))
        }
        var bench = Bench(tokens: tokens, held: held ? nil : [], profiles: [profile])
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        return bench
    }

    private func question(_ bench: Bench) -> UserEndQuestion? {
        if case .userEnd(let question)? = bench.state.topLayer { question } else { nil }
    }

    private func reason(_ bench: Bench) -> String? {
        availability(of: .revokeUser, in: bench.state).reason?.string
    }

    @Test func theUserOfTheTokenUnderTheCursorIsMeant() throws {
        var bench = try bench()
        #expect(bench.press(.revokeUser) == [.flushTypeAhead])
        let plan = try #require(question(bench)).plan
        #expect(plan.target.user == .name("anna"))
        #expect(!plan.target.isOurselves)
        #expect(plan.tokens.count == 2)
        #expect(plan.consent.kind == .count(3))
    }

    @Test func onTheSessionWeAreMeantOurselves() throws {
        var bench = try bench(users: [])
        bench.press(.focusSession, .revokeUser)
        let plan = try #require(question(bench)).plan
        #expect(plan.target.isOurselves)
        #expect(plan.consent.kind == .key)
        #expect(bench.press(.submit).isEmpty)
        #expect(bench.state.layers.isEmpty)
    }

    private func sessions(_ target: ForceLogoutTarget, _ verdict: ForceLogoutItem.Verdict) -> ForceLogoutItem {
        ForceLogoutItem(target: target, verdict: verdict)
    }

    /// One piece of work, whose verdicts are shown as they fall.
    @Test func sessionsAndTokensAreOneWorkflow() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        let plan = try #require(question(bench)).plan
        bench.send(.setConfirmation("2"))
        #expect(bench.press(.submit) == [.bell])
        #expect(question(bench)?.mismatch != nil)
        #expect(bench.press(.yes).isEmpty)
        bench.send(.setConfirmation("3"))
        bench.press(.submit)
        #expect(bench.work == [.endUser(EndUser(confirmed: try plan.confirmed(by: .typed("3"))))])
        #expect(bench.results?.count == 3)
        #expect(bench.results?.sessions?.verdict == nil)
        let stamp = try #require(bench.state.inFlight[.revocation]).stamp
        let accepted = sessions(plan.target, .accepted)
        bench.send(.progressed(.revocation, stamp: stamp, .endUser(.sessions(accepted))))
        #expect(bench.results?.sessions?.verdict == .accepted)
        #expect(bench.results?.isRunning == true)
        #expect(bench.said == "sessions of anna on alpha: accepted")
        let items = plan.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .revokedVerified)
        }
        bench.send(.progressed(.revocation, stamp: stamp, .endUser(.token(items[0]))))
        #expect(bench.results?.rows.map(\.verdict) == [.revokedVerified, nil])
        bench.answer(.revocation, .endedUser(EndUser.Report(sessions: [accepted], tokens: items)))
        #expect(bench.results?.isRunning == false)
        #expect(bench.results?.rows.map(\.verdict) == [.revokedVerified, .revokedVerified])
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func aRefusalOfTheSessionsIsTold() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        let target = try #require(question(bench)).plan.target
        bench.send(.setConfirmation("3"))
        bench.press(.submit)
        let stamp = try #require(bench.state.inFlight[.revocation]).stamp
        let failed = sessions(target, .failed(.test(.forbidden, on: Self.alpha)))
        bench.send(.progressed(.revocation, stamp: stamp, .endUser(.sessions(failed))))
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.said == "sessions of anna on alpha: failed: E_FORBIDDEN")
    }

    @Test func escStopsTheWorkflow() throws {
        var bench = try bench()
        bench.press(.revokeUser)
        let plan = try #require(question(bench)).plan
        bench.send(.setConfirmation("3"))
        bench.press(.submit, .cancel)
        #expect(bench.effects == [.cancel(.revocation)])
        let items = plan.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .notAttempted)
        }
        let report = EndUser.Report(sessions: [sessions(plan.target, .accepted)], tokens: items)
        bench.answer(.revocation, .endedUser(report))
        #expect(bench.results?.isRunning == false)
        #expect(bench.results?.rows.map(\.verdict) == [.notAttempted, .notAttempted])
    }

    @Test func ourOwnEndIsLookedAt() throws {
        var bench = try bench(users: [])
        bench.press(.focusSession, .revokeUser)
        let target = try #require(question(bench)).plan.target
        bench.press(.yes)
        bench.answer(.revocation, .endedUser(EndUser.Report(sessions: [sessions(target, .accepted)])))
        #expect(bench.work == [.listTokens, .checkCluster(Self.alpha)])
    }

    @Test func productionWantsItsName() throws {
        let production = Profile.test("alpha", tag: "production")
        var bench = try bench(production)
        bench.press(.revokeUser)
        #expect(question(bench)?.plan.consent.kind == .profileName("alpha"))
        bench.send(.setConfirmation("3"))
        #expect(bench.press(.submit) == [.bell])
        bench.send(.setConfirmation("alpha"))
        bench.press(.submit)
        #expect(bench.results != nil)
    }

    @Test func whatIsNotHeldIsCountedAndLeftOut() throws {
        var bench = try bench(held: false)
        bench.press(.revokeUser)
        let question = try #require(self.question(bench))
        #expect(question.plan.tokens.isEmpty)
        #expect(question.plan.leftOut.count == 2)
        #expect(question.plan.consent.kind == .count(1))
    }

    @Test func everyReasonIsTold() throws {
        var bench = try bench()
        bench.press(.markAll)
        #expect(reason(bench)?.contains("one user is ended at a time") == true)
        bench.press(.cancel, .focusClusters)
        #expect(reason(bench)?.contains("select a token or the session") == true)
        bench = try self.bench(users: [nil])
        #expect(reason(bench)?.contains("nobody knows whose token") == true)
        bench = try self.bench()
        bench.state.clusters = [:]
        #expect(reason(bench)?.contains("log in first") == true)
        bench = try self.bench(.test("alpha", isReadOnly: true))
        #expect(reason(bench) == "profile is read-only")
        #expect(bench.press(.revokeUser) == [.bell])
    }
}
