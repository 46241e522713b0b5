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
        #expect(bench.drawnLine(with: "prod-us").contains("not logged in - l logs in"))
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
        #expect(labels(bench).starts(with: ["reason", "log in", "choose"]))
        #expect(labels(bench).last == "help" && bench.hintKeys.last == "?")
        bench.keys("Enter")
        #expect(labels(bench) == ["confirmation", "back", "help"])
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
        bench.answer(.session("id-staging"), .failed(.test(.accountLocked, on: Self.profiles[2])))
        #expect(bench.drawnLine(with: "staging").contains("locked until about 09:00"))
        #expect(!bench.drawnLine(with: "staging").contains("l logs in"))
        bench.keys("G")
        let way = "your own account is locked or inactive: wait until about 09:00, let an"
        #expect(bench.screen.contains(way))
        #expect(!bench.drawn.contains { $0.contains("The account on staging") }, "the message tells it")
        #expect(bench.screen.contains("The account on staging"))
        #expect(bench.reason(against: .logIn) == nil)
    }

    /// The one secret for all is one more refusal there.
    @Test func `a locked account takes a login of its own, as another user`() throws {
        var bench = try bench()
        bench.state.clusters["id-staging"] = ClusterRow()
        bench.state.clusters["id-staging"]?.lockedAt = start
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

    @Test func `rows are settled as they fall, what failed is tried again, and the report has all of it`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let part = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        #expect(bench.reason(against: .report) != nil)
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(bench.drawnLine(with: "logout").contains("accepted"))
        let token = try #require(part.tokens.first)
        var report = EndUser.Report(sessions: [ForceLogoutItem(target: part.target, verdict: .accepted)])
        report.sessions.append(
            ForceLogoutItem(
                target: part.target, verdict: .failed(.test(.timeout, on: Self.profiles[0])), act: .revokeTokens))
        report.tokens = [
            RevocationItem(
                profile: token.profile, fingerprint: token.fingerprint, user: "anna", verdict: .revokedVerified)
        ]
        bench.answer(.revocation, report)
        #expect(bench.drawnLine(with: token.fingerprint.text).contains("revoked (verified)"))
        #expect(bench.drawn.contains { $0.contains("1 left: r retries other tokens on prod-eu.") })
        #expect(bench.drawnLine(with: "000000000002").contains("user logged out"))
        bench.press(.retry)
        let again = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        #expect(again.acts == [.revokeTokens])
        #expect(again.tokens.isEmpty)
        bench.answer(
            .revocation,
            EndUser.Report(sessions: [ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens)]))
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
        // What was answered is not all there is: two clusters were never asked.
        #expect(bench.drawn.contains { $0.contains("Not done on prod-us, staging (X plans it again).") })
        bench.press(.report)
        let written = try #require(bench.began(WriteIncident.self))
        #expect(written.path == "tessera-incident-anna-20270115T080000Z")
        #expect(written.report.result.sessions.count == 2)
        #expect(written.report.leftOut.map(\.profile.name) == ["prod-us", "staging"])
        let first = try #require(written.report.earlier.first)
        #expect(first.result.sessions.map(\.act) == [.revokeTokens], "what was tried again is not lost")
        #expect(first.result.tokens.isEmpty && written.report.earlier.count == 1)
        // What is left is planned anew, with the reason, once the report is saved or given up.
        bench.press(.revokeEverywhere)
        #expect(results(bench) != nil)
        #expect(bench.screen.contains("No report is saved. w saves it; X again plans, and the report of that plan"))
        #expect(bench.screen.contains("has these rows, too."))
        bench.keys("Esc")
        #expect(bench.drawn.contains { $0.contains("No report is saved. w saves it, Enter or Esc closes without it.") })
        #expect(results(bench) != nil, "each way to lose it is told of")
        bench.send(.interrupt)
        #expect(bench.drawn.contains { $0.contains("the report of the incident is not saved") })
        bench.keys("n")
        bench.answer(.report, ["/home/a/tessera-incident.txt", "/home/a/tessera-incident.json"])
        bench.press(.revokeEverywhere)
        #expect(view(bench)?.incident?.user == .name("anna"))
        #expect(bench.drawnLine(with: "prod-eu").contains("[ ]"))
        #expect(bench.drawnLine(with: "prod-us").contains("[-]"))
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    /// An auditor reads one report: what was done first, and what the later plan did.
    @Test(arguments: [true, false])
    func `the report of a later plan for the same user has the rows of the earlier ones`(isPlannedAgain: Bool) throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let part = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        var report = EndUser.Report(sessions: [
            ForceLogoutItem(target: part.target, verdict: .accepted),
            ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens),
        ])
        report.tokens = part.tokens.map {
            RevocationItem(profile: $0.profile, fingerprint: $0.fingerprint, user: "anna", verdict: .revokedVerified)
        }
        bench.answer(.revocation, report)
        let other = Self.profiles[1]
        bench.state.clusters[other.id] = ClusterRow(session: .test(other, user: "tsadmin"))
        bench.state.now = start.advanced(seconds: 60)
        if isPlannedAgain {
            bench.keys("X", "X")
        } else {
            bench.keys("Esc", "Esc", "X", "Ctrl-U")
            bench.type("Anna")
            bench.keys("Enter", "Space")
        }
        bench.keys("Enter", "Enter")
        bench.type(isPlannedAgain ? "anna" : "Anna")
        bench.keys("Enter")
        let second = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        #expect(second.target.profile.name == "prod-us")
        bench.answer(
            .revocation,
            EndUser.Report(sessions: [
                ForceLogoutItem(target: second.target, verdict: .accepted),
                ForceLogoutItem(target: second.target, verdict: .accepted, act: .revokeTokens),
            ]))
        bench.press(.report)
        let written = try #require(bench.began(WriteIncident.self)).report
        #expect(written.earlier.map(\.begunAt) == [start])
        let token = try #require(part.tokens.first)
        #expect(written.lines.filter { $0.string.contains(token.fingerprint.text) }.count == 1)
        #expect(written.tokens.contains(token.tokenID))
        // A third one tells of both.
        bench.answer(.report, ["/home/a/one.txt", "/home/a/one.json"])
        bench.keys("Esc")
        #expect(bench.state.incidents.map(\.begunAt) == [start, start.advanced(seconds: 60)])
    }

    /// Esc while it runs stops what has not begun, and keeps the verdicts.
    @Test func `a stopped run keeps its verdicts`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        let part = try #require(bench.began(EndUser.self)?.confirmed.parts.first)
        bench.progress(
            .revocation, EndUser.Item.sessions(ForceLogoutItem(target: part.target, verdict: .accepted)))
        #expect(bench.keys("Esc").contains(.stop(.revocation)))
        #expect(bench.keys("Esc").contains(.cancel(.revocation)))
        #expect(results(bench) != nil)
        bench.answer(.revocation, .cancelled)
        #expect(bench.drawnLine(with: "logout").contains("accepted"))
        #expect(bench.drawnLine(with: "other tokens").contains("not attempted"))
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

    @Test func `the account is deactivated only when that was chosen and agreed to on its own`() throws {
        var bench = try bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "d")
        #expect(bench.drawnLine(with: "prod-eu").contains("log out, deactivate"))
        bench.keys("Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.work.isEmpty, "it is asked for on its own")
        #expect(bench.screen.contains("Deactivate the account of anna too?"))
        #expect(bench.screen.contains("tessera-activation-links-anna-20270115T080000Z.txt"))
        bench.keys("Esc")
        #expect(view(bench) != nil, "nothing was sent, and the plan is there")
        bench.keys("Enter")
        bench.type("prod-eu")
        bench.keys("Enter")
        #expect(bench.work.isEmpty)
        bench.confirm("anna")
        let verb = try #require(bench.began(EndUser.self))
        #expect(verb.deactivations.map(\.target.profile.name) == ["prod-eu"])
        #expect(bench.drawnLine(with: "deactivation").contains("waiting"))
        let order = ["logout", "000000000001", "deactivation", "other tokens"]
        #expect(bench.drawn.compactMap { line in order.first { line.contains($0) } }.prefix(4) == order[...])

        let part = try #require(verb.confirmed.parts.first)
        let token = try #require(part.tokens.first)
        var report = EndUser.Report(
            sessions: [
                ForceLogoutItem(target: part.target, verdict: .accepted),
                ForceLogoutItem(target: part.target, verdict: .accepted, act: .revokeTokens),
            ],
            tokens: [
                RevocationItem(
                    profile: token.profile, fingerprint: token.fingerprint, user: "anna", verdict: .revokedVerified)
            ],
            deactivations: [
                DeactivationItem(target: part.target, verdict: .failed(.test(.timeout, on: Self.profiles[0])))
            ])
        bench.answer(.revocation, report)
        #expect(bench.drawn.contains { $0.contains("1 left: r retries 1 deactivation on prod-eu.") })
        bench.press(.retry)
        let again = try #require(bench.began(EndUser.self))
        #expect(again.deactivations.count == 1)
        #expect(again.confirmed.parts.allSatisfy { $0.acts.isEmpty && $0.tokens.isEmpty })
        report = EndUser.Report(deactivations: [DeactivationItem(target: part.target, verdict: .accepted)])
        report.links = .kept(path: "links.txt")
        bench.answer(.revocation, report)
        #expect(bench.said.contains("the activation links are in links.txt, readable only by you"))
        bench.state.activity.latest = nil
        #expect(bench.screen.contains("Activation links: links.txt (mode 0600)."))
        #expect(bench.reason(against: .retry) == "nothing is left to try again")
    }

    @Test func `without a session nothing is deactivated, and a file that cannot be made ends it`() throws {
        var bench = try bench()
        bench.state.clusters[Self.profiles[0].id] = nil
        bench.press(.revokeEverywhere)
        bench.keys("Enter")
        #expect(bench.reason(against: .deactivate)?.string.hasPrefix("no chosen cluster has a session") == true)
        bench.keys("d")
        #expect(view(bench)?.deactivates == false)

        bench = try self.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "d", "Enter", "Enter")
        bench.type("anna")
        bench.keys("Enter")
        bench.confirm("anna")
        bench.answer(.revocation, .failed(.storage(StorageError(.fileExists, file: "links.txt", detail: ""))))
        #expect(results(bench)?.isRunning == false)
        #expect(bench.drawnLine(with: "deactivation").contains("not attempted"))
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
