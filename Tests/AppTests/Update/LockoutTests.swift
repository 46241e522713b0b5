import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Forms that present a credential, after refusals (promise P72).
struct LockoutTests {
    private let alpha = Profile.test("alpha")

    private func refusals(_ count: Int, of user: String = "tsadmin", on profile: Profile) -> TokenList {
        var lockouts = LockoutCount()
        for number in 0..<count {
            lockouts.apply(
                JournalEvent(
                    id: "\(number)", operation: "\(number)", at: start, phase: .result, action: .logIn,
                    outcome: .refused, profileID: profile.id, profileName: profile.name,
                    origin: profile.origin.description, user: user, credential: .password,
                    errorCode: "E_CREDENTIALS"))
        }
        return TokenList(lockouts: lockouts)
    }

    private func bench(_ count: Int, _ command: AppCommand = .logIn) -> Bench {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, .tokens(refusals(count, on: alpha), inUse: []))
        bench.press(command)
        bench.fill(.password, secret: "pa55")
        return bench
    }

    private func isAsking(_ bench: Bench) -> Bool {
        if case .lockout? = bench.state.topLayer { true } else { false }
    }

    @Test(arguments: [AppCommand.logIn, .newToken])
    func afterOneRefusalTheFormWarns(_ command: AppCommand) {
        #expect(bench(0, command).form?.caution == nil)
        var bench = bench(1, command)
        #expect(bench.form?.caution?.string.contains("After 2 within an hour") == true)
        bench.fill(.username, "anna")
        #expect(bench.form?.caution == nil)
        bench.fill(.username, "TSAdmin")
        #expect(bench.form?.caution != nil)
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    @Test(arguments: [AppCommand.logIn, .newToken])
    func afterTwoTheFormAsksAndSendsOnce(_ command: AppCommand) throws {
        var bench = bench(2, command)
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(isAsking(bench))
        #expect(bench.effects == [.flushTypeAhead])
        // No is the default, and the form stands as it was.
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?.secret(.password).isEmpty == false)
        bench.press(.submit, .yes)
        switch try #require(bench.work.first) {
        case .logIn(let verb): #expect(verb.acceptsLockoutRisk)
        case .issueToken(let verb): #expect(verb.acceptsLockoutRisk)
        default: Issue.record("\(bench.work)")
        }
        let id: EffectID = command == .logIn ? .session(alpha.id) : .issue(alpha.id)
        bench.answer(id, .failed(.test(.credentialsRefused, on: alpha)))
        #expect(bench.work == [.listTokens])
        // The word was for one attempt.
        bench.fill(.password, secret: "pa56")
        bench.press(.submit)
        #expect(isAsking(bench))
    }

    @Test func theJournalReadAgainReachesTheOpenForm() {
        var bench = bench(0)
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.test(.credentialsRefused, on: alpha)))
        #expect(bench.form?.caution == nil)
        bench.answer(.journal, .tokens(refusals(1, on: alpha), inUse: []))
        #expect(bench.form?.caution != nil)
    }

    /// Another process was refused, and this one had not read it yet.
    @Test func aGuardThatKnowsMoreAsks() {
        var bench = bench(0)
        bench.press(.submit)
        let risk = LockoutRisk(user: "tsadmin", refusals: [start, start])
        bench.answer(.session(alpha.id), .failed(.refused(.lockoutLikely(profile: "alpha", risk))))
        #expect(isAsking(bench))
        #expect(bench.work == [.listTokens])
        bench.press(.yes)
        guard case .logIn(let verb)? = bench.work.first else {
            Issue.record("nothing was sent")
            return
        }
        #expect(verb.acceptsLockoutRisk)
    }

    @Test func otherFormsHaveNoCaution() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, .tokens(refusals(2, on: alpha), inUse: []))
        bench.press(.importToken)
        #expect(bench.form?.caution == nil)
    }
}
