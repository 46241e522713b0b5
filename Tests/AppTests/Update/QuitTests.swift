import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Quitting says what would be lost or left open, and offers to close it first.
struct QuitTests {
    @Test func `an interrupt asks as q does, and the second one ends`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(bench.send(.interrupt) == [.flushTypeAhead])
        #expect(bench.question?.title == "Quit Tessera?")
        #expect(!bench.state.isQuitting)
        #expect(bench.send(.interrupt) == [.quit])
        // A no is a no: the next one asks again.
        bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.send(.interrupt)
        bench.keys("n")
        #expect(bench.send(.interrupt) == [.flushTypeAhead])
        // Nothing to lose, nothing to ask.
        bench = Bench([alpha])
        #expect(bench.send(.interrupt) == [.quit])
    }

    let alpha = Profile.test("alpha")

    /// A bench on which these tokens have come into being.
    private func bench(_ tokens: [TokenRecord], held: [TokenRecord]? = nil) -> Bench {
        var bench = Bench([alpha])
        bench.list([])
        bench.list(tokens, held: held)
        bench.press(.focusTokens)
        return bench
    }

    private func isAsking(_ bench: Bench) -> Bool { bench.state.top is QuitQuestion }

    private let openSession: [SafeText] = ["1 session is open:", "  tsadmin on alpha   https://alpha.example"]

    /// Those of the tokens that the question names.
    private func named(_ tokens: [TokenRecord], in bench: Bench) -> [TokenRecord] {
        let lines = bench.question?.lines.map(\.string) ?? []
        return tokens.filter { token in lines.contains { $0.contains(token.fingerprint.text) } }
    }

    @Test func `an open session is named and can be closed first`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.quit)
        #expect(isAsking(bench))
        #expect(bench.question?.lines == openSession)
        #expect(bench.question?.buttons == ["Log out", "Quit anyway", "Stay"])
        bench.keys("o")
        #expect(bench.work == [.logOut(alpha)])
        #expect(!bench.state.isQuitting)
        #expect(bench.question?.lines == ["logging out of alpha is in progress"] + openSession)
        bench.answer(.session(alpha.id), LogoutReport(profile: alpha, onServer: .ended))
        #expect(bench.effects.last == .quit)
        #expect(bench.state.isQuitting)
    }

    @Test func `a logout that fails is told and the program stays`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.quit)
        bench.keys("o")
        bench.answer(.session(alpha.id), .failed(.test(.connect, on: alpha)))
        #expect(!bench.state.isQuitting)
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.question?.lines == openSession + [bench.state.activity.latest?.text ?? ""])
        bench.keys("q")
        #expect(bench.effects == [.quit])
    }

    @Test func `a valid token that nothing else has is named`() throws {
        let mine = try TokenRecord.test(1, of: alpha)
        let over = try TokenRecord.test(2, of: alpha, endsIn: -5)
        let revoked = try TokenRecord.test(3, of: alpha, state: .revokedVerified)
        let elsewhere = try TokenRecord.test(4, of: alpha)
        var imported = try TokenRecord.test(5, of: alpha)
        imported.isImported = true
        let all = [mine, over, revoked, elsewhere, imported]
        var bench = self.bench(all, held: [mine, over, revoked, imported])
        bench.press(.quit)
        #expect(bench.question?.lines.first == "1 token that may be valid exists only in memory:")
        #expect(named(all, in: bench) == [mine])
        #expect(bench.question?.buttons == ["Revoke", "Copy", "Quit anyway", "Stay"])
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty, "Enter is the default, and the default is to stay")
        bench.press(.quit)
        bench.keys("q")
        #expect(bench.effects == [.quit])
    }

    @Test func `a copy that is certain is enough`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        for (outcome, isEnough) in [(CopyOutcome.tmux, true), (.terminal, false), (.impossible("no way"), false)] {
            var bench = self.bench([token])
            bench.press(.quit)
            bench.keys("y")
            #expect(bench.work == [.copyTokens([token])])
            bench.answer(.copy, outcome)
            #expect(isAsking(bench))
            #expect(named([token], in: bench) == (isEnough ? [] : [token]))
            #expect(!bench.state.isQuitting)
        }
    }

    @Test func `what is revoked first is gone when its verdict is read`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = self.bench([token])
        bench.press(.quit)
        bench.keys("r")
        #expect(bench.state.top is RevocationQuestion)
        #expect(named([token], in: bench) == [token])
        bench.keys("y")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets.map(\.fingerprint) == [token.fingerprint])
        let item = RevocationItem(profile: alpha, fingerprint: token.fingerprint, user: nil, verdict: .revokedVerified)
        bench.answer(.revocation, [item])
        bench.list([try .test(1, of: alpha, state: .revokedVerified)])
        #expect(!bench.state.isQuitting, "the verdict is still on the screen")
        bench.keys("Enter")
        #expect(bench.state.isQuitting)
    }

    /// What was there before anything was done here, as the demo's own tokens are, came from elsewhere.
    @Test func `what this run did not issue is not lost with it`() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.quit)
        #expect(bench.effects == [.quit])
    }

    /// It is open there, and here is what can end it.
    @Test func `a logout that the cluster did not get leaves the session, and quitting asks`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut)
        bench.answer(.session(alpha.id), .failed(.test(.connect, on: alpha)))
        #expect(bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.activity.messages.contains { "\($0)".contains("refused the connection") })
        #expect(bench.said == "not logged out of alpha; the session is kept here")
        bench.press(.quit)
        #expect(isAsking(bench))
        #expect(!bench.state.isQuitting)
    }

    @Test func `a signal asks nothing`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(bench.send(.terminate) == [.quit])
    }

    @Test(arguments: [Profile.test("alpha", tag: "production"), .test("alpha", isProtected: true)])
    func `logging out of a production cluster asks`(_ profile: Profile) {
        var bench = Bench([profile])
        bench.logIn(on: profile)
        bench.press(.logOut)
        #expect(bench.state.top as? LogOutQuestion == LogOutQuestion(profile, in: bench.state))
        #expect(bench.question?.title == "Log out of alpha?")
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.logOut)
        bench.keys("y")
        #expect(bench.work == [.logOut(profile)])
    }
}
