import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct SessionTests {
    @Test func `a check that began before a login does not take its session away`() {
        var bench = Bench([.test("alpha")])
        let alpha = Profile.test("alpha")
        bench.send(.started)
        bench.press(.logIn)
        bench.fill(.password, "x")
        bench.press(.submit)
        bench.answer(.session(alpha.id), SessionReport.test(alpha))
        #expect(bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.inFlight[.check(alpha.id)] == nil)
    }

    private func submitted(_ profile: Profile) -> Bench {
        var bench = Bench([profile])
        bench.press(.logIn)
        bench.fill(.password, "guess")
        bench.press(.submit)
        return bench
    }

    @Test func `the time in the frame is not older than the reason why the login failed`() {
        let alpha = Profile.test("alpha")
        var bench = submitted(alpha)
        bench.state.clusters[alpha.id] = ClusterRow(
            status: ClusterStatus(profile: alpha, state: .reachable, checkedAt: start))
        bench.state.now = start.advanced(seconds: 5)
        bench.answer(.session(alpha.id), .failed(.test(.credentialsRefused, on: alpha)))
        bench.state.stack = []
        #expect(bench.screen.contains("as of \(InstantWords(bench.state).clock(start.advanced(seconds: 5)))"))
    }

    /// The connection was lost between the login and the answer that tells whose session it is.
    @Test func `a session of which the cluster told nothing is not called logged out`() {
        let alpha = Profile.test("alpha")
        var bench = submitted(alpha)
        bench.progress(.session(alpha.id), LogIn.Step.sessionIsOpen)
        bench.answer(.session(alpha.id), .failed(.test(.connectionLost, on: alpha)))
        #expect(bench.work.contains(.checkCluster(alpha)))
        bench.answer(
            .check(alpha.id),
            ClusterStatus(profile: alpha, state: .failed(.test(.connectionLost, on: alpha)), checkedAt: start))
        bench.press(.cancel)
        bench.state.stack = []
        #expect(bench.screen.contains(" unknown "))
        #expect(!bench.screen.contains("logged out"))
        #expect(bench.reason(against: .logOut) == nil)
        bench.press(.quit)
        #expect(bench.question?.lines.contains("1 session is open:") == true)
        #expect(bench.question?.buttons.contains("Log out") == true)
        bench.keys("n")
        bench.send(.fileChanged(.journal))
        bench.press(.refresh)
        bench.answer(
            .check(alpha.id), ClusterStatus(profile: alpha, state: .loggedIn(.test(alpha)), checkedAt: start))
        #expect(!bench.screen.contains(" unknown "))
        #expect(bench.state.isLoggedIn(alpha.id))
    }

    @Test func `a login whose answer is lost leaves a session that may be open`() {
        let alpha = Profile.test("alpha")
        var bench = submitted(alpha)
        bench.answer(.session(alpha.id), .failed(.test(.connectionLost, on: alpha, execution: .unknown)))
        bench.state.stack = []
        #expect(bench.screen.contains(" unknown "))
        bench.press(.quit)
        #expect(
            bench.question?.lines.contains("a session may be open on alpha: the answer to the login was lost") == true)
        bench.keys("n")
        // This run has nothing of it: what the next check says counts.
        bench.press(.refresh)
        bench.answer(.check(alpha.id), ClusterStatus(profile: alpha, state: .reachable, checkedAt: start))
        #expect(bench.screen.contains("logged out"))
    }

    /// The half of the screen that the pane has at 80 columns.
    @Test func `a narrow session pane tells whole facts, the end of the session among them`() {
        let alpha = Profile.test("alpha")
        var bench = submitted(alpha)
        bench.answer(.session(alpha.id), SessionReport.test(alpha, endsIn: 1_740))
        bench.state.size = Size(rows: 24, columns: 80)
        for fact in [
            "user tsadmin", "credential password", "session cookies", "expires in ~29m", "privileges not reported",
        ] {
            #expect(bench.screen.contains(fact))
        }
        bench.state.size = Size(rows: 24, columns: 120)
        #expect(bench.screen.contains("Org not reported   credential password"))
    }

    @Test func `a locked account is a state of its cluster`() {
        let alpha = Profile.test("alpha")
        var bench = submitted(alpha)
        bench.answer(.session(alpha.id), .failed(.test(.accountLocked, on: alpha)))
        bench.state.stack = []
        // One pane at a time: there is room for the whole word.
        bench.state.size = Size(rows: 19, columns: 80)
        #expect(bench.screen.contains("locked account"))
        // A check without a login says nothing of the account.
        bench.press(.refresh)
        bench.answer(.check(alpha.id), ClusterStatus(profile: alpha, state: .reachable, checkedAt: start))
        #expect(bench.screen.contains("locked account"))
        bench.state.now = start.advanced(seconds: 3_601)
        #expect(!bench.screen.contains("locked account"))
        bench.state.now = start
        bench.press(.logIn)
        bench.fill(.password, "right")
        bench.press(.submit)
        bench.answer(.session(alpha.id), SessionReport.test(alpha))
        #expect(!bench.screen.contains("locked account"))
    }

    /// Where the pane has no room for all of it, what failed is cut, and what to do next is not.
    @Test func `the session pane tells the next step of a long failure`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.state.size = Size(rows: 30, columns: 100)
        let message = Message(
            code: "E_TEST", what: SafeText(outside: "alpha did " + String(repeating: "not answer ", count: 30)),
            hints: ["check the port"], exitCode: .network)
        bench.state.clusters[alpha.id] = ClusterRow(error: message)
        #expect(bench.screen.contains("alpha did not answer"))
        #expect(bench.screen.contains("Next: check the port"))
        bench.logIn(on: alpha)
        bench.state.clusters[alpha.id]?.error = message
        #expect(bench.screen.contains("Next: check the port"))
        #expect(bench.screen.contains("tsadmin"))
    }

    let alpha = Profile.test("alpha")
    let beta = Profile.test("beta")

    @Test func `the start reads the journal and checks every cluster`() {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        #expect(bench.work == [.listTokens, .checkCluster(alpha), .checkCluster(beta)])
        #expect(bench.state.isChecking(alpha.id))
    }

    @Test func `an unreachable cluster costs its own row only`() throws {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        let unreachable = ClusterStatus(profile: alpha, state: .failed(.test(.connect, on: alpha)), checkedAt: start)
        bench.answer(.check(alpha.id), unreachable)
        bench.answer(
            .check(beta.id), ClusterStatus(profile: beta, state: .loggedIn(.test(beta)), checkedAt: start))
        #expect(bench.state.clusters[alpha.id]?.error?.code == "E_CONNECT")
        #expect(bench.state.clusters[beta.id]?.error == nil)
        #expect(bench.state.isLoggedIn(beta.id))
        #expect(!bench.state.isChecking(alpha.id))
    }

    @Test(arguments: SessionError.Code.allCases)
    func `every state of a cluster fits its column`(_ code: SessionError.Code) {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(
            .check(alpha.id), ClusterStatus(profile: alpha, state: .failed(.test(code, on: alpha)), checkedAt: start))
        let words = ClusterWords(profile: alpha, program: bench.state)
        for isShort in [true, false] {
            let width = ClusterWords.statusWidth(isShort: isShort)
            #expect(words.short(words.status, isShort: isShort).text.string.count <= width)
        }
    }

    @Test func `a late answer is dropped`() throws {
        var bench = Bench([alpha])
        bench.press(.refresh)
        let old = try #require(bench.state.inFlight[.check(alpha.id)]).stamp
        bench.press(.refresh)
        let status = ClusterStatus(profile: alpha, state: .loggedIn(.test(alpha)), checkedAt: start)
        let work = CheckCluster(profile: alpha)
        bench.send(.news(News(WorkEnd(work: work, stamp: old, outcome: .answer(status)))))
        #expect(bench.state.clusters[alpha.id] == nil)
        #expect(bench.state.isChecking(alpha.id))
        bench.answer(.check(alpha.id), status)
        #expect(bench.state.isLoggedIn(alpha.id))
        let late = ClusterStatus(profile: alpha, state: .reachable, checkedAt: start)
        bench.send(.news(News(WorkEnd(work: work, stamp: old + 1, outcome: .answer(late)))))
        #expect(bench.state.isLoggedIn(alpha.id))
        bench.send(.news(News(WorkEnd(work: work, stamp: old + 1, outcome: .cancelled))))
        #expect(bench.state.isLoggedIn(alpha.id))
    }

    @Test func `refresh in the table of all clusters checks all`() {
        var bench = Bench([alpha, beta])
        bench.press(.showAllClusters, .refresh)
        #expect(bench.work == [.checkCluster(alpha), .checkCluster(beta), .listProfiles, .listTokens])
    }

    @Test func `a password logs in`() throws {
        var bench = Bench([alpha])
        bench.press(.logIn)
        #expect(bench.form?.focused == .password)
        bench.fill(.password, "pa55")
        bench.fill(.org, "Sales")
        bench.press(.submit)
        let verb = LogIn(
            profile: alpha, credential: .password(username: "tsadmin", password: Secret("pa55")),
            org: OrgReference(name: "Sales"))
        #expect(bench.work == [.logIn(verb)])
        #expect(bench.form?.isSubmitting == true)
        #expect(bench.press(.submit).isEmpty)
        bench.answer(.session(alpha.id), SessionReport.test(alpha))
        #expect(bench.state.stack.isEmpty)
        #expect(bench.work == [.listTokens])
        #expect(bench.said == "logged in to alpha as tsadmin")
        #expect(bench.reason(against: .logIn) == "already logged in; o logs out")
    }

    @Test(arguments: [
        ("secret-key", FieldName.secretKey, Credential.secretKey(username: "tsadmin", key: Secret("s"))),
        ("bearer", .token, .bearer(token: Secret("s"))),
    ])
    func `every other credential logs in`(_ choice: String, _ field: FieldName, _ credential: Credential) {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.choose(.credential, choice)
        #expect(bench.form?[.password]?.disabled != nil)
        bench.fill(field, "s")
        bench.press(.submit)
        #expect(bench.work == [.logIn(LogIn(profile: alpha, credential: credential, org: nil))])
    }

    @Test func `a refused password lands on its field and is wiped`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, "wrong")
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.test(.credentialsRefused, on: alpha)))
        #expect(bench.form?[.password]?.error != nil)
        #expect(bench.form?[.password]?.secret?.isEmpty == true)
        #expect(bench.form?.focused == .password)
        #expect(bench.form?.isSubmitting == false)
    }

    @Test func `an Org that is refused is not a wrong password`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, "right")
        bench.fill(.org, "Nowhere")
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.test(.orgRefused, on: alpha)))
        #expect(bench.form?[.org]?.error != nil)
        #expect(bench.form?[.password]?.error == nil)
        bench.fill(.org, "")
        bench.press(.submit)
        let credential = Credential.password(username: "tsadmin", password: Secret("right"))
        #expect(bench.work == [.logIn(LogIn(profile: alpha, credential: credential, org: nil))])
    }

    @Test func `a logout says what happened where`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut)
        #expect(bench.work == [.logOut(alpha)])
        #expect(bench.reason(against: .logOut) == "a login or logout is in progress")
        let error = SessionError(.timeout, execution: .unknown, operation: "logout", origin: alpha.origin)
        bench.answer(.session(alpha.id), LogoutReport(profile: alpha, onServer: .unknown(error)))
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(bench.said.contains("may still be open"))
        #expect(bench.state.activity.latest?.weight == .warning)
    }

    @Test func `a session that has ended is gone`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.refresh)
        bench.answer(.check(alpha.id), ClusterStatus(profile: alpha, state: .sessionEnded, checkedAt: start))
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(bench.said.contains("has ended"))
    }
}
