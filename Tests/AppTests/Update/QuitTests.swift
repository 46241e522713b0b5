import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Quitting says what would be lost or left open, and offers to close it first.
struct QuitTests {
    let alpha = Profile.test("alpha")

    /// A bench on which these tokens have come into being.
    private func bench(_ tokens: [TokenRecord], held: [TokenRecord]? = nil) -> Bench {
        var bench = Bench([alpha])
        bench.list([])
        bench.list(tokens, held: held)
        bench.press(.focusTokens)
        return bench
    }

    @Test func anOpenSessionIsNamedAndCanBeClosedFirst() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.quit)
        #expect(bench.quitQuestion?.sessions == [alpha])
        #expect(Question.quit(bench.quitQuestion ?? QuitQuestion()).answers == [.logOut, .quit])
        bench.press(.logOut)
        #expect(bench.work == [.logOut(alpha)])
        #expect(!bench.state.isQuitting)
        #expect(bench.quitQuestion?.reasons == ["logging out of alpha is under way"])
        bench.answer(.session(alpha.id), .loggedOut(LogoutReport(profile: alpha, onServer: .ended)))
        #expect(bench.effects.last == .quit)
        #expect(bench.state.isQuitting)
    }

    @Test func aLogoutThatFailsIsToldAndTheProgramStays() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.quit, .logOut)
        bench.answer(.session(alpha.id), .failed(.test(.connect, on: alpha)))
        #expect(!bench.state.isQuitting)
        #expect(bench.quitQuestion?.sessions == [alpha])
        #expect(bench.quitQuestion?.failure != nil)
        bench.press(.quit)
        #expect(bench.effects == [.quit])
    }

    @Test func aValidTokenThatNothingElseHasIsNamed() throws {
        let mine = try TokenRecord.test(1, of: alpha)
        let over = try TokenRecord.test(2, of: alpha, endsIn: -5)
        let revoked = try TokenRecord.test(3, of: alpha, state: .revokedVerified)
        let elsewhere = try TokenRecord.test(4, of: alpha)
        var imported = try TokenRecord.test(5, of: alpha)
        imported.isImported = true
        var bench = self.bench([mine, over, revoked, elsewhere, imported], held: [mine, over, revoked, imported])
        bench.press(.quit)
        #expect(bench.quitQuestion?.tokens == [mine])
        #expect(Question.quit(bench.quitQuestion ?? QuitQuestion()).answers == [.revoke, .copy, .quit])
        bench.press(.submit)
        #expect(bench.state.layers.isEmpty, "Enter is the default, and the default is to stay")
        bench.press(.quit, .quit)
        #expect(bench.effects == [.quit])
    }

    @Test func aCopyThatIsCertainIsEnough() throws {
        let token = try TokenRecord.test(1, of: alpha)
        for (outcome, isEnough) in [(CopyOutcome.tmux, true), (.terminal, false), (.impossible("no way"), false)] {
            var bench = self.bench([token])
            bench.press(.quit, .copy)
            #expect(bench.work == [.copyTokens([token])])
            bench.answer(.copy, .copiedTokens([token.id], what: "the token", outcome))
            #expect(bench.quitQuestion?.tokens == (isEnough ? [] : [token]))
            #expect(!bench.state.isQuitting)
        }
    }

    @Test func whatIsRevokedFirstIsGoneWhenItsVerdictIsRead() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = self.bench([token])
        bench.press(.quit, .revoke)
        #expect(bench.question?.plan.targets.map(\.fingerprint) == [token.fingerprint])
        bench.press(.yes)
        let item = RevocationItem(profile: alpha, fingerprint: token.fingerprint, user: nil, verdict: .revokedVerified)
        bench.answer(.revocation, .revoked([item]))
        bench.list([try .test(1, of: alpha, state: .revokedVerified)])
        #expect(!bench.state.isQuitting, "the verdict is still on the screen")
        bench.press(.submit)
        #expect(bench.state.isQuitting)
    }

    /// What was there before anything was done here, as the demo's own tokens are, came from elsewhere.
    @Test func whatThisRunDidNotMakeIsNotLostWithIt() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.quit)
        #expect(bench.effects == [.quit])
    }

    @Test func aSignalAsksNothing() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(bench.send(.terminate) == [.quit])
    }

    @Test(arguments: [Profile.test("alpha", tag: "production"), .test("alpha", isProtected: true)])
    func loggingOutOfAProductionClusterAsks(_ profile: Profile) {
        var bench = Bench([profile])
        bench.logIn(on: profile)
        bench.press(.logOut)
        #expect(bench.state.topLayer == .question(.logOut(profile)))
        bench.press(.submit)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.logOut, .yes)
        #expect(bench.work == [.logOut(profile)])
    }
}
