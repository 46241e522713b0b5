import DisplayText
import Moments
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The incident on the screen: who, where, one confirmation, one result.
struct IncidentTests {
    static let profiles = [
        Profile.test("prod-eu", tag: "production"), .test("prod-us", tag: "production"), .test("staging"),
    ]

    /// Logged in to prod-eu, where two tokens of anna are, one of them stored.
    func bench(isReadOnly: Bool = false) throws -> Bench {
        let profile = Self.profiles[0]
        let tokens = try (1...2).map { try TokenRecord.test($0, of: profile, user: "anna") }
        var bench = Bench(
            tokens: tokens, held: Array(tokens.prefix(1)), profiles: Self.profiles, isReadOnly: isReadOnly)
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        return bench
    }

    func view(_ bench: Bench) -> IncidentView? { bench.state.top as? IncidentView }
    func results(_ bench: Bench) -> IncidentResults? { bench.state.top as? IncidentResults }

    @Test func `the user of the token under the cursor is offered, and a plan is made without a request that changes`()
        throws
    {
        var bench = try bench()
        // The name may be typed at once; the plan takes nothing that was typed before it could be read.
        #expect(bench.press(.revokeEverywhere).isEmpty)
        #expect(view(bench)?.name.text == "anna")
        let scene = bench.state.scene
        bench.keys("Enter")
        #expect(bench.state.scene == scene + 1)
        #expect(view(bench)?.focus == .clusters)
        #expect(bench.began(FindIssuedElsewhere.self)?.profile.name == "prod-eu")
        #expect(bench.work.allSatisfy { !$0.base.isChange })
        #expect(bench.drawnLine(with: "prod-eu").contains("all; 1 stored, 1 not"))
        #expect(bench.drawnLine(with: "prod-eu").contains("log out"))
        #expect(bench.drawnLine(with: "prod-us").contains("blocked: log in first (l)"))
        #expect(bench.drawn.contains { $0.contains("After the reason, type anna to revoke all tokens of anna") })
        #expect(bench.drawn.contains { $0.contains("Nothing is done on prod-us, staging.") })
    }

    @Test func `only the name goes on, and what was typed before is not taken`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter", "Enter")
        #expect(view(bench)?.focus == .confirmation)
        bench.type("prod-eu")
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        #expect(bench.drawn.contains { $0.contains("Does not match") })
        bench.type("anna")
        bench.keys("Enter")
        let verb = try #require(bench.began(EndUser.self))
        #expect(verb.confirmed.parts.map(\.target.profile.name) == ["prod-eu"])
        #expect(verb.confirmed.parts.first?.acts == [.logOut, .revokeTokens])
        #expect(verb.reason == nil)
        #expect(results(bench)?.isRunning == true)
        // Its seconds are counted once a second.
        bench.state.now = Instant(milliseconds: start.milliseconds + 500)
        #expect(Screen.nextChange(bench.state) == start.advanced(seconds: 1))
    }

    @Test func `the hints tell what a key does where one is`() throws {
        var bench = try bench()
        let labels = { (bench: Bench) in bench.state.top?.hints(in: bench.state).map(\.label.string) ?? [] }
        bench.press(.revokeEverywhere)
        #expect(labels(bench) == ["next", "complete", "close", "help"])
        bench.keys("Enter")
        #expect(labels(bench).starts(with: ["add reason", "log in", "choose"]))
        #expect(labels(bench).last == "help" && bench.hintKeys.last == "?")
        bench.keys("Enter")
        #expect(labels(bench) == ["go to confirmation", "back", "help"])
        #expect(bench.hintKeys == ["Enter", "Esc", "F1"], "a question mark is text in a field")
        #expect(bench.drawn.contains { $0.contains("Enter, then type anna to revoke all tokens of anna") })
        bench.keys("Enter")
        #expect(labels(bench) == ["confirm", "clusters", "back", "help"])
        // Below 64 columns the tokens are told in short, and the word for production stays.
        bench.state.size = Size(rows: 18, columns: 60)
        #expect(bench.drawnLine(with: "prod-eu").contains("PROD  all "))
        bench.state.size = Size(rows: 10, columns: 40)
        let drawn = bench.drawn.joined(separator: " ")
        #expect(drawn.contains("1 cluster:"), "what is agreed to is not cut")
        bench.type("annX")
        #expect(bench.drawn.contains { $0.contains("annX") }, "what is typed is in sight")
    }

    @Test func `the reason goes with it`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter")
        bench.type("token in a repository")
        #expect(bench.drawn.contains { $0.contains("Reason for the journal: token in a repository") })
        bench.keys("Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.began(EndUser.self)?.reason == "token in a repository")
    }

    @Test func `one secret logs in to the chosen clusters, once on each`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter")
        let logins = bench.work.compactMap { $0.base as? LogIn }
        #expect(logins.map(\.profile.name) == ["prod-us", "staging"])
        #expect(logins.map(\.username) == ["tsadmin", "tsadmin"])
        #expect(view(bench) != nil)
        #expect(bench.drawnLine(with: "prod-us").contains("logging in"))
        #expect(bench.reason(against: .logIn) == "no chosen cluster needs a login")
        let profile = Self.profiles[1]
        bench.answer(.session(profile.id), SessionReport.test(profile, user: "tsadmin"))
        #expect(bench.began(FindIssuedElsewhere.self)?.profile.name == "prod-us")
        #expect(bench.drawnLine(with: "prod-us").contains("log out"))
        var locked = SessionError(.accountLocked, operation: "auth/session/login", origin: Self.profiles[2].origin)
        locked.username = "tsadmin"
        bench.answer(.session("id-staging"), .failed(.session(locked, profile: "staging")))
        // Whose account it is: the plan is about anna.
        #expect(bench.drawnLine(with: "staging").contains("blocked: tsadmin is locked"))
        #expect(!bench.drawnLine(with: "staging").contains("(l)"))
        bench.keys("G")
        let way = "the account of tsadmin that logs in here is locked or inactive: wait until"
        #expect(bench.screen.contains(way))
        #expect(bench.screen.contains("about 09:00, let another administrator unlock it"))
        #expect(bench.screen.contains("The account of tsadmin on staging is locked or inactive"))
        #expect(bench.reason(against: .logIn) == nil)
    }

    /// The one secret for all is one more refusal there.
    @Test func `a locked account takes a login of its own, as another user`() throws {
        var bench = try bench()
        bench.state.clusters["id-staging"] = ClusterRow()
        bench.state.clusters["id-staging"]?.lockedAccount = LockedAccount(since: start)
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "l")
        bench.type("secret")
        bench.keys("Enter")
        #expect(bench.work.compactMap { ($0.base as? LogIn)?.profile.name } == ["prod-us"])
        bench.keys("G", "l")
        #expect(bench.form?.title == "Log in to staging")
        bench.keys("Esc")
        #expect(view(bench) != nil)
    }

    @Test func `a pasted token is not shown and not typed into a field`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Ctrl-U")
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.AAAABBBBCCCCDDDDEEEE0123456789abcdef"
        bench.send(.input(.paste(token, truncated: false)))
        // A paste begins nothing; any other key than Enter drops what was pasted.
        #expect(bench.work.isEmpty)
        #expect(bench.drawn.contains { $0.contains("Enter looks for it") && !$0.contains("AAAABBBB") })
        bench.keys("x")
        #expect(view(bench)?.pasted == nil && view(bench)?.name.isEmpty == true)
        bench.send(.input(.paste(token, truncated: false)))
        bench.keys("Enter")
        #expect(bench.began(FindLeakedToken.self)?.token == Secret(token))
        #expect(view(bench)?.name.isEmpty == true && view(bench)?.pasted == nil)
        bench.answer(.leak, .failed(.refused(.unknownLeak(Fingerprint(of: Secret(token))))))
        #expect(bench.drawn.contains { $0.contains("The journal does not know the token") })
        #expect(bench.drawn.contains { $0.contains("the name") }, "the second row has what to do next")
        #expect(bench.said.isEmpty && !bench.state.activity.messages.isEmpty)
        bench.type(token)
        #expect(!bench.screen.contains("AAAABBBB"))
        bench.keys("Enter")
        #expect(bench.began(FindLeakedToken.self) != nil)
        let leak = LeakedToken(
            fingerprint: Fingerprint(of: Secret(token)), profile: Self.profiles[0], user: .name("anna"))
        bench.answer(.leak, leak)
        #expect(view(bench)?.leaked == leak.fingerprint)
        #expect(view(bench)?.focus == .clusters)
        // What is done tells with which token it began.
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.drawnLine(with: "Revoke anna everywhere").contains("leaked token \(leak.fingerprint.text)"))
        #expect(results(bench)?.report.leaked == leak.fingerprint)
    }

    @Test func `the long name of a service account is a name`() throws {
        let name = "svc-ThoughtSpot-Reporting-Production-Europe-01"
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Ctrl-U")
        bench.send(.input(.paste(name, truncated: false)))
        #expect(bench.screen.contains(name))
        bench.keys("Enter")
        #expect(bench.began(FindLeakedToken.self) == nil)
        #expect(view(bench)?.focus == .clusters, "it is planned for")
    }

    @Test func `the palette takes the user, and read-only mode refuses`() throws {
        var bench = try bench()
        bench.keys(":")
        bench.type("revoke anna")
        #expect(bench.screen.contains("user revoke everywhere anna  Log out and revoke all tokens"))
        bench.keys("Enter")
        #expect(view(bench)?.focus == .clusters)
        #expect(view(bench)?.incident?.user == .name("anna"))
        let frozen = try self.bench(isReadOnly: true)
        #expect(frozen.reason(against: .revokeEverywhere) == "read-only mode")
    }

    /// Text from a server or a person moves nothing on the screen.
    @Test func `a hostile name is inert`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Ctrl-U")
        bench.send(.input(.paste("an\u{202E}na", truncated: false)))
        bench.keys("Enter")
        #expect(view(bench)?.focus == .clusters)
        #expect(!bench.screen.unicodeScalars.contains("\u{202E}"))
        #expect(
            WriteIncident(IncidentReport(user: .name("../../x\u{1B}"), begunAt: start), at: start).path.contains(
                "tessera-incident-x-"))
    }
}

extension Bench {
    /// Goes from the key to the confirmed plan for the user of the selected token.
    mutating func revokeEverywhere(deactivating: Bool = false) throws -> EndUser {
        press(.revokeEverywhere)
        keys("Enter")
        if deactivating { keys("d") }
        keys("Enter", "Enter")
        type("anna")
        keys("Enter")
        if deactivating { confirm("anna") }
        return try #require(began(EndUser.self))
    }
}
