import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct RevocationTests {
    /// What is to be revoked, and the consent it takes.
    struct Danger: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var user = "tsadmin"
        var count = 1
        var profile = Profile.test("alpha")
        var consent: Consent.Kind
    }

    static let dangers = [
        Danger(testDescription: "one own token", consent: .key),
        Danger(testDescription: "one of another user", user: "anna", consent: .count(1)),
        Danger(testDescription: "several", count: 3, consent: .count(3)),
        Danger(
            testDescription: "protected", profile: .test("alpha", isProtected: true), consent: .profileName("alpha")),
        Danger(
            testDescription: "production", count: 2, profile: .test("alpha", tag: "production"),
            consent: .profileName("alpha")),
    ]

    static func bench(_ danger: Danger) throws -> Bench {
        let tokens = try (0..<danger.count).map { number in
            try TokenRecord.test(number, of: danger.profile, user: danger.user, endsIn: 100 + Int64(number))
        }
        var bench = Bench(tokens: tokens, profiles: [danger.profile])
        if danger.count > 1 { bench.press(.markAll) }
        bench.press(.revoke)
        return bench
    }

    @Test(arguments: dangers)
    func consentGrowsWithTheBlastRadius(_ danger: Danger) throws {
        var bench = try Self.bench(danger)
        #expect(bench.effects == [.flushTypeAhead])
        let plan = try #require(bench.question).plan
        #expect(plan.consent.kind == danger.consent)
        #expect(plan.targets.count == danger.count)

        let answer: ConsentAnswer
        switch danger.consent {
        case .key:
            bench.press(.yes)
            answer = .key
        case .count(let count):
            // `y` is not enough here.
            #expect(bench.press(.yes).isEmpty)
            bench.send(.setConfirmation("\(count)"))
            bench.press(.submit)
            answer = .typed("\(count)")
        case .profileName(let name), .userName(let name):
            #expect(bench.press(.yes).isEmpty)
            bench.send(.setConfirmation(name))
            bench.press(.submit)
            answer = .typed(name)
        }
        #expect(bench.work == [.revokeTokens(try plan.confirmed(by: answer))])
        #expect(bench.results?.rows.count == danger.count)
        #expect(bench.results?.isRunning == true)
    }

    @Test(arguments: dangers)
    func theDefaultIsNo(_ danger: Danger) throws {
        for command: AppCommand in [.cancel, .no, .submit] {
            var bench = try Self.bench(danger)
            bench.press(command)
            #expect(bench.work.isEmpty)
            #expect(bench.results == nil)
        }
    }

    @Test func whatDoesNotMatchIsNotSent() throws {
        var bench = try Self.bench(Self.dangers[2])
        bench.send(.setConfirmation("2"))
        #expect(bench.press(.submit) == [.bell])
        #expect(bench.question?.mismatch != nil)
        bench.send(.setConfirmation("3"))
        #expect(bench.question?.mismatch == nil)
        bench.press(.submit)
        #expect(bench.results != nil)
    }

    @Test func verdictsComeOneByOneAndAreCounted() throws {
        var bench = try Self.bench(Self.dangers[2])
        bench.send(.setConfirmation("3"))
        bench.press(.submit)
        let stamp = try #require(bench.state.inFlight[.revocation]).stamp
        let targets = try #require(bench.results).rows.map(\.target)
        let verdicts: [RevocationItem.Verdict] = [
            .revokedVerified, .stillValid, .unknown(.test(.timeout, on: .test("alpha"))),
        ]
        let items = zip(targets, verdicts).map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: $1)
        }
        bench.send(.progressed(.revocation, stamp: stamp, .revocation(items[1])))
        #expect(bench.results?.rows.map(\.verdict) == [nil, .stillValid, nil])
        bench.send(.progressed(.revocation, stamp: stamp - 1, .revocation(items[0])))
        #expect(bench.results?.rows.map(\.verdict) == [nil, .stillValid, nil])
        bench.answer(.revocation, .revoked(items))
        #expect(bench.results?.rows.map(\.verdict) == verdicts)
        #expect(bench.results?.isRunning == false)
        #expect(bench.said == "revocation of 3 tokens: 1 revoked (verified), 1 STILL VALID, 1 outcome unknown")
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.state.tokens.marks.isEmpty)
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func escStopsARunThatKeepsItsVerdicts() throws {
        var bench = try Self.bench(Self.dangers[2])
        bench.send(.setConfirmation("3"))
        bench.press(.submit, .cancel)
        #expect(bench.effects == [.cancel(.revocation)])
        #expect(bench.results?.isStopping == true)
        // The run tells what became of each; until then its place is kept.
        #expect(bench.state.inFlight[.revocation]?.isCancelling == true)
        #expect(bench.press(.cancel).isEmpty)
        let targets = try #require(bench.results).rows.map(\.target)
        bench.answer(
            .revocation,
            .revoked(
                targets.map {
                    RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: nil, verdict: .notAttempted)
                }))
        #expect(bench.results?.isRunning == false)
    }

    @Test func tokensThatCannotBeRevokedAreLeftOutAndCounted() throws {
        let alpha = Profile.test("alpha")
        let alive = try TokenRecord.test(1, of: alpha)
        let dead = try TokenRecord.test(2, of: alpha, state: .revokedVerified)
        let other = try TokenRecord.test(3, of: alpha)
        var bench = Bench(tokens: [alive, dead, other], held: [alive, dead], profiles: [alpha])
        bench.press(.markAll, .revoke)
        #expect(bench.question?.plan.targets.map(\.fingerprint) == [alive.fingerprint])
        #expect(bench.said == "2 of 3 tokens cannot be revoked and are left out")
    }

    @Test func theCredentialInUseIsKnownAndGoesLast() throws {
        let alpha = Profile.test("alpha")
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, inUse: [tokens[0].id], profiles: [alpha])
        bench.press(.markAll, .revoke)
        #expect(bench.question?.plan.targets.map(\.isInUse) == [false, true])
    }

    @Test func theDetailOfATokenOffersItsRevocation() throws {
        let alpha = Profile.test("alpha")
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .open, .revoke)
        #expect(bench.question?.plan.targets.map(\.fingerprint) == [tokens[0].fingerprint])
    }

    @Test func afterARevocationTheSessionIsLookedAt() throws {
        var bench = try Self.bench(Self.dangers[0])
        bench.logIn(on: .test("alpha"))
        bench.press(.yes)
        let target = try #require(bench.results?.rows.first?.target)
        let item = RevocationItem(
            profile: target.profile, fingerprint: target.fingerprint, user: nil, verdict: .revokedVerified)
        bench.answer(.revocation, .revoked([item]))
        #expect(bench.work == [.listTokens, .checkCluster(.test("alpha"))])
        #expect(bench.said == "revocation of 000000000000: revoked (verified)")
        #expect(bench.state.activity.latest?.weight == .good)
    }
}
