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

    private func bench(_ count: Int, _ command: Command = .logIn) -> Bench {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, refusals(count, on: alpha))
        bench.press(command)
        bench.fill(.password, "pa55")
        return bench
    }

    /// What the journal's refusals make a form warn of, when it shows that.
    private func caution(_ bench: Bench) -> SafeText? {
        guard let form = bench.form, let profile = form.profile, let risk = form.status.lockout,
            let warning = LockoutPolicy(profile, risk).consequence,
            form.message?.string.contains(warning.string) == true
        else { return nil }
        return warning
    }

    private func isAsking(_ bench: Bench) -> Bool { bench.question?.title == "Try once more as tsadmin?" }

    @Test(arguments: [Command.logIn, .newToken])
    func `after one refusal the form warns`(_ command: Command) {
        #expect(bench(0, command).form?.message == nil)
        var bench = bench(1, command)
        #expect(caution(bench)?.string.contains("After 2 within an hour") == true)
        #expect(
            bench.form?.message == """
                1 login of tsadmin on alpha failed at \(InstantWords(bench.state).near(start)). \
                After 2 within an hour Tessera asks before trying again (about 4 lock the account).
                """)
        bench.fill(.username, "anna")
        #expect(bench.form?.message == nil)
        bench.fill(.username, "TSAdmin")
        #expect(caution(bench) != nil)
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    private let beta = Profile.test("beta")

    /// One secret was sent to both; on alpha two were refused before.
    private func sharing() -> Bench {
        var bench = Bench([alpha, beta])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, refusals(2, on: alpha))
        bench.press(.markAll)
        bench.keys("l")
        bench.type("secret")
        bench.keys("Enter")
        return bench
    }

    /// As in an incident: whoever has to get in is asked, and not turned away.
    @Test func `one secret for several clusters asks about those where the guard stands against it, and no other`() {
        var bench = sharing()
        #expect(bench.work.isEmpty)
        #expect(bench.drawn.contains { $0.contains("Try once more on alpha?") })
        #expect(bench.drawn.contains { $0.contains("alpha: 2 of tsadmin failed") })
        #expect(bench.drawn.contains { $0.contains("Either way, one login is tried on beta.") })
        bench.keys("y")
        let logins = bench.work.compactMap { $0.base as? LogIn }
        #expect(logins.map(\.profile.name) == ["alpha", "beta"])
        #expect(logins.map(\.acceptsLockoutRisk) == [true, false], "nothing was agreed to for the other one")
    }

    @Test func `what the guard stands against is left out, and the others are logged in to`() {
        var bench = sharing()
        bench.keys("l")
        let logins = bench.work.compactMap { $0.base as? LogIn }
        #expect(logins.map(\.profile.name) == ["beta"])
        #expect(logins.map(\.acceptsLockoutRisk) == [false])
        #expect(bench.drawnLine(with: "alpha").contains("not attempted"))
        #expect(bench.said == "no login to alpha: left out, since one more refusal may lock the account")
    }

    @Test func `cancelling logs in to none, and the secret stays`() {
        var bench = sharing()
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        #expect(bench.form?.typedSecret(.password) == "secret")
        bench.type("s")
        bench.keys("Enter")
        #expect(bench.drawn.contains { $0.contains("Try once more on alpha?") }, "what is changed is asked about again")
    }

    @Test func `in an incident, one account near a lock holds up no other cluster`() throws {
        var bench = Bench([alpha, beta])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, refusals(2, on: alpha))
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter", "l")
        #expect(bench.work.compactMap { ($0.base as? LogIn)?.profile.name } == ["beta"])
        #expect(bench.drawnLine(with: "beta").contains("logging in ..."))
        #expect(bench.drawnLine(with: "alpha").contains("blocked: log in first (l)"))
        // What is left is asked about by itself.
        bench.keys("l")
        bench.type("secret")
        bench.keys("Enter")
        #expect(bench.question?.title == "Try once more as tsadmin?")
    }

    @Test(arguments: [Command.logIn, .newToken])
    func `after two the form asks, and sends once`(_ command: Command) throws {
        var bench = bench(2, command)
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(isAsking(bench))
        #expect(bench.effects == [.flushTypeAhead])
        // No is the default, and the form stands as it was.
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        #expect(bench.form?.typedSecret(.password) == "pa55")
        bench.press(.submit)
        bench.keys("y")
        let accepts = bench.began(LogIn.self)?.acceptsLockoutRisk ?? bench.began(IssueToken.self)?.acceptsLockoutRisk
        #expect(accepts == true)
        let id: WorkID = command == .logIn ? .session(alpha.id) : .issue(alpha.id)
        bench.answer(id, .failed(.test(.credentialsRefused, on: alpha)))
        #expect(bench.work == [.listTokens])
        // The word was for one attempt.
        bench.fill(.password, "pa56")
        bench.press(.submit)
        #expect(isAsking(bench))
    }

    @Test func `the journal read again reaches the open form`() {
        var bench = bench(0)
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.test(.credentialsRefused, on: alpha)))
        #expect(caution(bench) == nil)
        bench.answer(.journal, refusals(1, on: alpha))
        #expect(caution(bench) != nil)
        #expect(
            bench.form?.message == """
                Next: check user name and password; about 4 refused logins lock a local account. \
                After 2 within an hour Tessera asks before trying again.
                """)
        #expect(bench.drawn.count { $0.contains("refused the credentials") } == 1, "the field alone says it")
        #expect(!bench.screen.contains("Required."))
    }

    /// Another process was refused, and this one had not read it yet.
    @Test func `a guard that knows more asks`() throws {
        var bench = bench(0)
        bench.press(.submit)
        let risk = LockoutRisk(user: "tsadmin", refusals: [start, start])
        bench.answer(.session(alpha.id), .failed(.refused(.lockoutLikely(profile: "alpha", risk))))
        #expect(isAsking(bench))
        #expect(bench.work == [.listTokens])
        bench.keys("y")
        #expect(try #require(bench.began(LogIn.self)).acceptsLockoutRisk)
    }

    @Test func `other forms have no caution`() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, refusals(2, on: alpha))
        bench.press(.importToken)
        #expect(bench.form != nil)
        #expect(bench.form?.message == nil)
    }
}
