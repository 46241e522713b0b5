import DisplayText
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct RevocationTests {
    /// What is to be revoked, and the consent it takes.
    struct Danger: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var user = "tsadmin"
        var count = 1
        var profile = Profile.test("alpha")
        var consent: Consent.Kind

        /// What has to be typed; nil where a key is enough.
        var typed: String? {
            switch consent {
            case .key: nil
            case .count(let count): "\(count)"
            case .profileName(let name), .userName(let name): name
            case .several(let count, let word): "\(count)-\(word)"
            }
        }

        func tokens() throws -> [TokenRecord] {
            try (0..<count).map { try .test($0, of: profile, user: user, endsIn: 100 + Int64($0)) }
        }

        func plan() throws -> RevocationPlan {
            try RevocationPlan(
                tokens().map {
                    RevocationTarget(
                        profile: profile, token: .held($0.fingerprint), user: user, isOwn: user == "tsadmin",
                        isInUse: false)
                })
        }

        func bench() throws -> Bench {
            var bench = Bench(tokens: try tokens(), profiles: [profile])
            if count > 1 { bench.press(.markAll) }
            bench.press(.revoke)
            return bench
        }
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

    private static let own = dangers[0]
    private static let several = dangers[2]

    /// Those of the tokens that the question names.
    private func named(_ tokens: [TokenRecord], in bench: Bench) -> [TokenRecord] {
        let lines = bench.question?.lines.map(\.string) ?? []
        return tokens.filter { token in lines.contains { $0.contains(token.fingerprint.text) } }
    }

    /// The results by now, as the screen shows them.
    private func results(_ bench: Bench, _ verdicts: String...) -> Bool {
        let tokens = (try? Self.several.tokens()) ?? []
        return zip(tokens, verdicts).allSatisfy { bench.drawnLine(with: $0.fingerprint.text).contains($1) }
    }

    @Test(arguments: dangers)
    func `consent grows with the blast radius`(_ danger: Danger) throws {
        var bench = try danger.bench()
        #expect(bench.effects == [.flushTypeAhead])
        let plan = try danger.plan()
        #expect(plan.consent.kind == danger.consent)
        #expect(try named(danger.tokens(), in: bench).count == danger.count)
        let question = try #require(bench.question)
        #expect(question.prompt?.string == danger.typed.map { "Type \($0) to confirm:" })

        let answer: ConsentAnswer
        if let typed = danger.typed {
            #expect(question.buttons.isEmpty)
            // `y` is not enough here.
            #expect(bench.keys("y").isEmpty)
            bench.confirm(typed)
            answer = .typed(typed)
        } else {
            #expect(question.buttons == ["Revoke", "Cancel"])
            bench.keys("y")
            answer = .key
        }
        #expect(bench.work == [.revokeTokens(try plan.confirmed(by: answer))])
        #expect(bench.results?.tokens.count == danger.count)
        #expect(bench.results?.isRunning == true)
    }

    @Test(arguments: dangers)
    func `the default is no`(_ danger: Danger) throws {
        for key in ["Esc", "n", "Enter"] {
            var bench = try danger.bench()
            bench.keys(key)
            #expect(bench.work.isEmpty)
            #expect(bench.results == nil)
        }
    }

    @Test func `what does not match is not sent`() throws {
        var bench = try Self.several.bench()
        #expect(bench.confirm("2") == [.bell])
        #expect(bench.question?.refusal != nil)
        bench.keys("Ctrl-U")
        bench.type("3")
        #expect(bench.question?.refusal == nil)
        bench.keys("Enter")
        #expect(bench.results != nil)
    }

    @Test func `verdicts come one by one and are counted`() throws {
        var bench = try Self.several.bench()
        bench.confirm("3")
        let stamp = try #require(bench.state.inFlight[.revocation]).stamp
        let targets = try #require(bench.began(RevokeTokens.self)).confirmed.targets
        let verdicts: [RevocationItem.Verdict] = [
            .revokedVerified, .stillValid, .unknown(.test(.timeout, on: .test("alpha"))),
        ]
        let items = zip(targets, verdicts).map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: $1)
        }
        bench.progress(.revocation, items[1])
        #expect(results(bench, "revoking", "STILL VALID", "waiting"))
        bench.progress(.revocation, items[0], stamp: stamp - 1)
        #expect(results(bench, "revoking", "STILL VALID", "waiting"))
        bench.answer(.revocation, items)
        #expect(results(bench, "revoked (verified)", "STILL VALID", "outcome unknown"))
        #expect(bench.results?.isRunning == false)
        #expect(bench.said == "revocation of 3 tokens: 1 revoked (verified), 1 STILL VALID, 1 outcome unknown")
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.state.panes.tokens.list.marks.isEmpty)
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `Esc stops a run that keeps its verdicts`() throws {
        var bench = try Self.several.bench()
        bench.confirm("3")
        let targets = try #require(bench.began(RevokeTokens.self)).confirmed.targets
        bench.keys("Esc")
        #expect(bench.effects == [.stop(.revocation)])
        #expect(bench.drawn.contains { $0.contains("Stopping after the current items ... Esc cancels them, too.") })
        #expect(bench.state.inFlight[.revocation]?.isCancelling == false)
        #expect(bench.keys("Esc") == [.cancel(.revocation)])
        #expect(bench.drawn.contains { $0.contains("Cancelling ...") })
        // The run tells what became of each; until then its place is kept.
        #expect(bench.state.inFlight[.revocation]?.isCancelling == true)
        #expect(bench.keys("Esc").isEmpty)
        #expect(bench.results?.isRunning == true)
        bench.answer(
            .revocation,
            targets.map {
                RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: nil, verdict: .notAttempted)
            })
        #expect(bench.results?.isRunning == false)
        #expect(results(bench, "not attempted", "not attempted", "not attempted"))
    }

    @Test func `what is left is tried again in the same view and without another question`() throws {
        var bench = try Self.several.bench()
        bench.confirm("3")
        #expect(bench.reason(against: .retry) == "wait for the verdicts, or stop with Esc")
        let targets = try #require(bench.began(RevokeTokens.self)).confirmed.targets
        let items = { (verdicts: [RevocationItem.Verdict]) in
            zip(targets.suffix(verdicts.count), verdicts).map {
                RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: $1)
            }
        }
        bench.answer(
            .revocation, items([.revokedVerified, .failed(.test(.timeout, on: .test("alpha"))), .notAttempted]))
        #expect(bench.drawn.contains { $0.contains("2 left: r tries again.") })
        bench.keys("r")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets == Array(targets.dropFirst()))
        #expect(results(bench, "revoked (verified)", "revoking", "waiting"))
        bench.answer(.revocation, items([.revokedVerified, .accepted]))
        #expect(results(bench, "revoked (verified)", "revoked (verified)", "revoked (not verified)"))
        #expect(bench.results?.acts.count == 3)
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
    }

    @Test func `tokens that cannot be revoked are left out and counted`() throws {
        let alpha = Profile.test("alpha")
        let valid = try TokenRecord.test(1, of: alpha)
        let revoked = try TokenRecord.test(2, of: alpha, state: .revokedVerified)
        let other = try TokenRecord.test(3, of: alpha)
        var bench = Bench(tokens: [valid, revoked, other], held: [valid, revoked], profiles: [alpha])
        bench.press(.markAll, .revoke)
        #expect(named([valid, revoked, other], in: bench) == [valid])
        // In the question: a message would stand behind it.
        let asked = bench.drawn.joined(separator: " ").split(whereSeparator: { " │".contains($0) }).joined(
            separator: " ")
        #expect(asked.contains("2 of 3 tokens cannot be revoked and are left out: the token itself is not stored"))
        #expect(asked.contains("already revoked (verified)"))
        bench.keys("y")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets.map(\.fingerprint) == [valid.fingerprint])
        bench = Bench(tokens: [valid, revoked], held: [valid, revoked], profiles: [alpha])
        bench.press(.markAll, .revoke)
        #expect(
            bench.drawn.contains { $0.contains("1 of 2 tokens cannot be revoked and is left out:") })
    }

    @Test func `the question lists tokens as the pane does, and expired ones last`() throws {
        let alpha = Profile.test("alpha")
        let ends: [Int64] = [-60, 300, 100]
        let tokens = try ends.enumerated().map { try TokenRecord.test($0, of: alpha, endsIn: $1) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .revoke)
        let lines = try #require(bench.question?.lines.map(\.string).prefix(3))
        let order = [tokens[2], tokens[1], tokens[0]].map(\.fingerprint.text)
        #expect(zip(lines, order).allSatisfy { $0.hasPrefix($1) })
        #expect(lines.map { $0.hasSuffix("expired") } == [false, false, true])
    }

    /// A row that went on in the next one would be no row.
    @Test(arguments: [(80, ["alpha"]), (60, ["alpha"]), (80, ["alpha", "beta-cluster"])])
    func `a row of the question stays in one line`(_ columns: Int, _ names: [String]) throws {
        let guid = "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c"
        let profiles = names.map { Profile.test($0) }
        let tokens = try profiles.enumerated().flatMap { index, profile in
            [
                try TokenRecord.test(2 * index, of: profile, user: "bot-reports", userID: guid),
                try TokenRecord.test(2 * index + 1, of: profile, user: "anna", userID: guid, endsIn: -60),
            ]
        }
        var bench = Bench(tokens: tokens, profiles: profiles)
        bench.state.size = Size(rows: 24, columns: columns)
        bench.press(.showAllClusters, .showAllClusters, .markAll, .revoke)
        for (index, token) in tokens.enumerated() {
            let line = bench.drawnLine(with: "\u{2502} \(token.fingerprint.text)")
            let fits = columns == 80 && names.count == 1
            #expect(line.contains(guid) == fits, "\(line)")
            // It is what tells users apart: whole, in a row of its own.
            let lines = try #require(bench.question).lines.map(\.string)
            let place = try #require(lines.firstIndex { $0.hasPrefix(token.fingerprint.text) })
            #expect((lines[place + 1] == "  GUID \(guid)") != fits)
            #expect(line.contains("expired") == (index % 2 == 1), "\(line)")
        }
    }

    @Test func `the credential in use is known and goes last`() throws {
        let alpha = Profile.test("alpha")
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, inUse: [tokens[0].id], profiles: [alpha])
        bench.press(.markAll, .revoke)
        #expect(
            bench.question?.lines.contains("You are logged in with this token: revoking it logs you out.") == true)
        bench.confirm("2")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets.map(\.isInUse) == [false, true])
    }

    @Test func `the detail of a token offers its revocation`() throws {
        let alpha = Profile.test("alpha")
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .open, .revoke)
        #expect(named(tokens, in: bench) == [tokens[0]])
        bench.keys("y")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets.map(\.fingerprint) == [tokens[0].fingerprint])
    }

    /// The journal has the intent and no result yet; only a lost answer leaves the outcome unknown.
    @Test func `a token whose revocation is under way is not called unknown`() throws {
        let alpha = Profile.test("alpha")
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.revoke)
        bench.keys("y")
        let target = try #require(bench.began(RevokeTokens.self)?.confirmed.targets.first)
        bench.list([try .test(1, of: alpha, state: .revocationUnknown)])
        bench.state.stack = []
        #expect(bench.screen.contains("revoking"))
        #expect(!bench.screen.contains("outcome unknown"))
        bench.list([try .test(1, of: alpha, state: .revoked)])
        #expect(bench.screen.contains("checking"))
        #expect(!bench.screen.contains("not verified"))
        bench.list([try .test(1, of: alpha, state: .revocationUnknown)])
        let lost = RevocationItem.Verdict.unknown(.test(.timeout, on: alpha, execution: .unknown))
        bench.answer(
            .revocation,
            [RevocationItem(profile: alpha, fingerprint: target.fingerprint, user: nil, verdict: lost)])
        bench.press(.cancel)
        #expect(bench.screen.contains("outcome unknown"))
    }

    @Test func `after a revocation the session is checked`() throws {
        var bench = try Self.own.bench()
        bench.logIn(on: .test("alpha"))
        bench.keys("y")
        let target = try #require(bench.began(RevokeTokens.self)?.confirmed.targets.first)
        let item = RevocationItem(
            profile: target.profile, fingerprint: target.fingerprint, user: nil, verdict: .revokedVerified)
        bench.answer(.revocation, [item])
        #expect(bench.work == [.listTokens, .checkCluster(.test("alpha"))])
        #expect(bench.said == "revocation of 000000000000: revoked (verified)")
        #expect(bench.state.activity.latest?.weight == .good)
    }
}
