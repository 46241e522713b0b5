import DisplayText
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// One secret for the marked clusters, one try on each, and what becomes of each.
struct SharedLoginTests {
    private static let profiles = [
        Profile.test("prod-eu", tag: "production"), .test("prod-us", tag: "production"), .test("staging"),
    ]

    private func results(_ bench: Bench) -> LoginResults? { bench.state.top as? LoginResults }

    /// All three are marked, and their secret is sent.
    private func sent(_ commands: Command...) -> Bench {
        var bench = Bench(Self.profiles)
        for command in commands { bench.press(command) }
        bench.press(.markAll)
        #expect(bench.said == "3 clusters marked; l logs in to them")
        bench.keys("l")
        bench.type("secret")
        bench.keys("Enter")
        return bench
    }

    @Test func `every production cluster is named before the secret is typed`() throws {
        let many = (1...12).map { Profile.test("prod-\($0)", tag: "production") } + [.test("staging")]
        let form = SharedLoginForm(many)
        let first = try #require(form.facts.first)
        #expect(first.role == .production)
        #expect(first.text.string.hasPrefix("PRODUCTION prod-1, prod-2"))
        #expect(first.text.string.hasSuffix("prod-12"))
        #expect(form.facts[1].text == "staging")
        #expect(SharedLoginForm([.test("a")]).facts.first?.text == "a")
    }

    @Test(arguments: [false, true])
    func `marked clusters are logged in to with one secret, in the pane and in the table`(inTable: Bool) {
        var bench = inTable ? sent(.showAllClusters) : sent()
        let logins = bench.work.compactMap { $0.base as? LogIn }
        #expect(logins.map(\.profile.name) == ["prod-eu", "prod-us", "staging"])
        #expect(Set(logins.map(\.credential.secret)).count == 1)
        #expect(results(bench) != nil)
        #expect(bench.drawnLine(with: "prod-us").contains("logging in ..."))
        #expect(bench.reason(against: .retry) == "wait for the answers, or cancel with x")
        bench.answer(.session("id-prod-eu"), SessionReport.test(Self.profiles[0], user: "tsadmin"))
        #expect(bench.drawnLine(with: "prod-eu").contains("logged in as tsadmin"))
        bench.answer(.session("id-prod-us"), .failed(.test(.timeout, on: Self.profiles[1])))
        bench.answer(.session("id-staging"), .cancelled)
        #expect(bench.said == "logged in to 1 of 3 clusters")
        #expect(bench.drawnLine(with: "staging").contains("cancelled"))
        bench.keys("Down")
        #expect(bench.drawn.contains { $0.contains("prod-us") })

        // What failed, and nothing else, is tried again with a secret that is typed anew.
        bench.keys("r")
        #expect(bench.drawn.contains { $0.contains("Log in to 2 clusters") })
        bench.type("another")
        bench.keys("Enter")
        #expect(bench.work.compactMap { ($0.base as? LogIn)?.profile.name } == ["prod-us", "staging"])
    }

    /// Each row has its cells below their titles.
    @Test func `a long result moves no cell of its row on a small screen`() throws {
        var bench = sent()
        bench.state.size = Size(rows: 18, columns: 60)
        bench.answer(.session("id-prod-eu"), .failed(.test(.credentialsRefused, on: Self.profiles[0])))
        bench.answer(.session("id-prod-us"), .failed(.test(.timeout, on: Self.profiles[1])))
        let head = bench.drawnLine(with: "Result")
        func place(_ text: String, in line: String) -> Int? {
            line.firstRange(of: text).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
        }
        let result = try #require(place("Result", in: head))
        #expect(place("failed: wrong credentials", in: bench.drawnLine(with: "prod-eu")) == result)
        #expect(place("failed:", in: bench.drawnLine(with: "prod-us")) == result)
        #expect(bench.drawnLine(with: "prod-eu").contains("PROD"))
    }

    @Test func `marking all says on how many of them a login is possible`() {
        var bench = Bench(Self.profiles)
        bench.logIn(on: Self.profiles[0])
        bench.press(.markAll)
        #expect(bench.said == "3 clusters marked; l logs in to 2 of them")
        bench.press(.markAll)
        #expect(bench.said == "no cluster marked")
        for profile in Self.profiles { bench.logIn(on: profile) }
        bench.press(.markAll)
        #expect(bench.said == "3 clusters marked")
    }

    @Test func `a cluster that one secret cannot be tried on is not promised`() {
        let kiosk = Profile.test("kiosk", generation: .betaQuery)
        var bench = Bench(Self.profiles + [kiosk])
        bench.press(.markAll)
        #expect(bench.said == "4 clusters marked; l logs in to 3 of them")
        bench.keys("l")
        #expect(bench.drawn.contains { $0.contains("Log in to 3 clusters") })
        // Alone it has a form of its own.
        bench = Bench([kiosk])
        bench.press(.markAll)
        #expect(bench.said == "1 cluster marked; l logs in to it")
    }

    @Test func `the results can be closed while logins go on`() {
        var bench = sent()
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.isSessionBusy("id-prod-eu"))
        bench.answer(.session("id-prod-eu"), SessionReport.test(Self.profiles[0], user: "tsadmin"))
        #expect(bench.state.isLoggedIn("id-prod-eu"))
    }

    @Test func `x cancels what is in progress`() {
        var bench = sent()
        bench.keys("x")
        #expect(bench.effects.filter { if case .cancel = $0 { true } else { false } }.count == 3)
    }

    @Test func `one mark is enough, Esc takes the marks away, and a profile that goes takes its own`() {
        var bench = Bench(Self.profiles)
        bench.keys("Space")
        #expect(bench.state.markedClusters.map(\.name) == ["prod-eu"])
        #expect(bench.state.profile?.name == "prod-us")
        #expect(bench.screen.contains("1 marked"))
        bench.keys("Space")
        bench.changeFile(to: [Self.profiles[0], Self.profiles[2]])
        #expect(bench.state.markedClusters.map(\.name) == ["prod-eu"])
        // Where the list has not the keys, its marks mean nothing.
        bench.press(.focusTokens)
        #expect(bench.state.markedClusters.isEmpty)
        bench.press(.focusClusters)
        bench.keys("Esc")
        #expect(bench.state.markedClusters.isEmpty)
    }

    @Test func `a cluster that cannot be logged in to is left out and named`() {
        var bench = Bench(Self.profiles)
        bench.logIn(on: Self.profiles[0])
        bench.press(.markAll)
        bench.keys("l")
        #expect(bench.drawn.contains { $0.contains("Log in to 2 clusters") })
        #expect(bench.drawn.contains { $0.contains("left out: prod-eu: already logged in; o logs out") })
        bench.keys("Esc")
        for profile in Self.profiles { bench.logIn(on: profile) }
        #expect(bench.reason(against: .logIn) == "already logged in; o logs out")
    }

    /// What is counted and listed is tried.
    @Test func `clusters on which the one secret is not tried are told apart, with the reason`() {
        let kiosk = Profile.test("kiosk", generation: .betaQuery)
        var bench = Bench(Self.profiles + [kiosk])
        bench.state.size = Size(rows: 30, columns: 100)
        bench.state.clusters["id-prod-us"] = ClusterRow(
            status: ClusterStatus(
                profile: Self.profiles[1], state: .failed(.test(.unreachable, on: Self.profiles[1])), checkedAt: start,
                clockSkew: nil, duration: 12))
        bench.state.clusters["id-staging"] = ClusterRow()
        bench.state.clusters["id-staging"]?.lockedAccount = LockedAccount(user: "tsadmin", since: start)
        bench.press(.markAll)
        bench.keys("l")
        #expect(bench.drawn.contains { $0.contains("Log in to 1 cluster") })
        #expect(bench.screen.contains("left out: prod-us: unreachable; F5 checks again"))
        #expect(bench.screen.contains("left out: staging: account of tsadmin locked"))
        #expect(bench.screen.contains("left out: 1 more"))
        bench.type("secret")
        bench.keys("Enter")
        #expect(bench.work.compactMap { ($0.base as? LogIn)?.profile.name } == ["prod-eu"])
    }

    @Test func `a marked cluster that takes a token alone has its own form`() {
        var bench = Bench([Profile.test("kiosk", generation: .betaQuery)])
        bench.press(.markAll)
        bench.keys("l")
        #expect(bench.form?.title == "Log in to kiosk")
    }

    @Test func `a busy session and a missing user are told apart`() {
        let nameless = Profile.test("nameless", username: nil)
        var bench = Bench([Self.profiles[0], nameless])
        bench.press(.markAll)
        bench.keys("l")
        bench.state.inFlight[.session("id-prod-eu")] = InFlight(
            DropSession(profile: Self.profiles[0]), stamp: 99, at: start)
        bench.type("secret")
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        let texts: [SafeText] = bench.state.activity.messages.compactMap { entry in
            if case .message(let message) = entry.content { message.text } else { nil }
        }
        #expect(texts.contains("no login to prod-eu: a login or logout is in progress"))
        #expect(texts.contains("no login to nameless: its profile names no user"))
        #expect(bench.drawn.contains { $0.contains("a login or logout is in progress") })
    }

    @Test func `a cluster that the palette names is meant, whatever is marked`() {
        var bench = Bench(Self.profiles)
        bench.press(.markAll)
        bench.keys(":")
        bench.type("session login staging")
        bench.keys("Enter")
        #expect(bench.state.top is LoginForm)
        #expect((bench.state.top as? LoginForm)?.target.name == "staging")
        #expect(bench.state.markedClusters.isEmpty)
    }

    /// The tag of production stays in sight beside the marks at the common size.
    @Test func `marks fit into the narrow pane`() {
        var bench = Bench(Self.profiles)
        bench.press(.markAll)
        let line = bench.screen.split(separator: "\n").first { $0.contains("*prod-us") }
        #expect(line?.contains("PROD") == true)
    }

    /// The login in the plan of an incident has a password or a key, and neither goes into a URL that was not agreed to.
    @Test func `a cluster that accepts no secret in its URL is not promised a login`() {
        var bench = Bench([.test("staging"), .test("kiosk", generation: .betaQuery)])
        bench.state.size = Size(rows: 30, columns: 120)
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.drawnLine(with: "staging").contains("blocked: log in first (l)"))
        #expect(bench.drawnLine(with: "kiosk").contains("blocked: token needed (l)"))
        bench.keys("l")
        #expect(bench.drawn.contains { $0.contains("Log in to 1 cluster") })
        bench.type("secret")
        bench.keys("Enter")
        #expect(bench.work.compactMap { ($0.base as? LogIn)?.profile.name } == ["staging"])
        bench.answer(.session("id-staging"), SessionReport.test(.test("staging"), user: "tsadmin"))
        // What is left takes a token, wherever the cursor is.
        bench.keys("l")
        #expect(bench.form?.title == "Log in to kiosk")
        bench.keys("Esc")
        #expect(bench.state.top is IncidentView)
    }

    @Test func `a token is asked for on the row that needs one, and where nothing else can be logged in to`() {
        var bench = Bench([.test("staging"), .test("kiosk", generation: .betaQuery)])
        bench.press(.revokeEverywhere)
        bench.type("anna")
        bench.keys("Enter", "j", "l")
        #expect(bench.form?.title == "Log in to kiosk")
        bench.keys("Esc", "k", "Space")
        #expect(bench.screen.contains("Nothing can be revoked yet; l logs in."))
        bench.keys("Enter")
        #expect(bench.screen.contains("log in to the chosen clusters first (l)"))
        bench.keys("l")
        #expect(bench.form?.title == "Log in to kiosk")
        bench.keys("Esc", "j", "Space")
        #expect(bench.reason(against: .logIn) == "no chosen cluster needs a login")
    }
}
