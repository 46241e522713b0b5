import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct PaneTests {
    @Test(arguments: [[Command.diagnose], [.showProfile], [.focusSession, .open]])
    func `every frame about one cluster says that it is production`(commands: [Command]) {
        let alpha = Profile.test("alpha", tag: "production")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        for command in commands { bench.press(command) }
        #expect(bench.state.top != nil)
        #expect(bench.drawn.first?.contains("PRODUCTION") == true, "\(bench.drawn)")
    }

    @Test func `so does the preview`() {
        for (tag, isProduction) in [("production", true), ("test", false)] {
            let bench = Bench([.test("alpha", tag: tag)])
            var grid = CellGrid(Size(rows: 20, columns: 60))
            Preview(bench.state).draw(in: grid.area, on: &grid, theme: .mono)
            #expect(GridText(grid).text.contains("PRODUCTION") == isProduction)
        }
    }

    @Test func `the preview tells the profile where there is no session, and says where nothing is selected`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.state.size = Size(rows: 50, columns: 200)
        #expect(bench.screen.contains("Profile alpha"))
        #expect(bench.screen.contains("Generation"))
        bench.logIn(on: alpha)
        #expect(!bench.screen.contains("Profile alpha"))
        #expect(bench.screen.contains("display name  not reported"))
        bench.press(.focusTokens)
        #expect(bench.screen.contains("No token selected."))
        bench = Bench([])
        bench.state.size = Size(rows: 50, columns: 200)
        // In the panes of clusters and of the session, and in the preview.
        #expect(bench.screen.ranges(of: "No clusters yet.").count == 3)
    }

    @Test(arguments: [
        (120, "alpha", "b-tsp"), (200, "alpha", "beta-tspublic"), (200, "a-name-of-17-cols", "b-tsp"),
        (240, "alpha", "beta-tspublic"),
    ])
    func `a generation has its whole name where no name of a cluster is cut for it`(
        columns: Int, name: String, generation: String
    ) {
        var bench = Bench([.test(name, generation: .betaTspublic)])
        bench.state.size = Size(rows: 30, columns: columns)
        let row = bench.screen.split(separator: "\n").first { $0.contains(">") }
        #expect(row?.contains(" \(generation) ") == true, "\(row ?? "")")
        #expect(row?.contains(name) == true)
    }

    @Test(arguments: [(120, false), (139, true), (200, true), (240, true)])
    func `the table of all clusters has the credential, and the release where there is room`(
        columns: Int, hasRelease: Bool
    ) {
        var bench = Bench()
        bench.state.size = Size(rows: 30, columns: columns)
        bench.press(.showAllClusters)
        let titles = bench.screen.split(separator: "\n").first { $0.contains("Time left") } ?? ""
        #expect(titles.contains("Credential"), "\(titles)")
        #expect(titles.contains("Release") == hasRelease, "\(titles)")
    }

    @Test func `an activity without a message says where the requests are`() {
        #expect(Bench().screen.contains("L shows the requests sent so far."))
        #expect(!Bench([]).screen.contains("requests sent"))
    }

    /// The rows of the preview alone.
    private func preview(_ bench: Bench) -> String {
        var grid = CellGrid(Size(rows: 50, columns: 70))
        Preview(bench.state).draw(in: grid.area, on: &grid, theme: .mono)
        return GridText(grid).text
    }

    @Test func `the preview does not repeat the pane of the session`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.state.size = Size(rows: 50, columns: 200)
        #expect(!preview(bench).contains("Not logged in"))
        bench.logIn(on: alpha)
        let told = ["user          tsadmin", "credential    password", "privileges    not reported"]
        for fact in told { #expect(!preview(bench).contains(fact), "\(preview(bench))") }
        #expect(preview(bench).contains("user's Orgs   not reported"))
        #expect(preview(bench).contains("https://alpha.example"), "what the profile says is not in the pane")
        // The table of all clusters has no such pane; its row has the user.
        bench.press(.showAllClusters)
        #expect(!preview(bench).contains(told[0]))
        #expect(preview(bench).contains(told[2]))
    }

    /// The record of an administrator often names the Primary Org alone; the Org picker has those of the cluster.
    @Test func `the Orgs of an administrator's record do not pass for all of them`() {
        let alpha = Profile.test("alpha")
        var report = SessionReport.test(alpha)
        report.info.orgs = [OrgReference(id: 0, name: "Primary")]
        var bench = Bench([alpha])
        bench.state.clusters[alpha.id] = ClusterRow(session: report)
        let row = { (bench: Bench) in
            ClusterWords(profile: alpha, program: bench.state).sessionRows.first {
                if case .value("user's Orgs", _) = $0 { true } else { false }
            }
        }
        #expect(row(bench) == .value("user's Orgs", TextRun("Primary (0)")))
        report.info.privileges = ["ADMINISTRATION"]
        bench.state.clusters[alpha.id] = ClusterRow(session: report)
        let told: SafeText = "Primary (0) (user record; O lists those of the cluster)"
        #expect(row(bench) == .value("user's Orgs", TextRun(told)))
    }

    @Test func `the preview of a message leaves out what its row tells whole`() {
        var bench = Bench([Profile.test("alpha")])
        bench.state.size = Size(rows: 50, columns: 200)
        bench.state.say(.good, "short enough")
        bench.press(.focusActivity)
        #expect(preview(bench).contains("when  "))
        #expect(!preview(bench).contains("short enough"))
        bench.state.say(.good, SafeText(outside: String(repeating: "long ", count: 60), limit: 400))
        #expect(preview(bench).contains("long long"))
    }

    @Test func `the preview tells why a cluster failed only where the pane of the session has no room for it`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.state.clusters[alpha.id] = ClusterRow(
            error: MessageComposer.message(for: .test(.credentialsRefused, on: alpha)))
        for (rows, columns, isRepeated) in [(50, 200, false), (20, 140, true)] {
            bench.state.size = Size(rows: rows, columns: columns)
            #expect(preview(bench).contains("E_CREDENTIALS") == isRepeated, "\(rows) rows: \(preview(bench))")
            #expect(preview(bench).contains("https://alpha.example"))
            #expect(preview(bench).contains(isRepeated ? " Session: alpha " : " Profile alpha "))
        }
    }

    @Test func `the preview of a token leaves out what its row tells, and has what is cut there`() throws {
        let alpha = Profile.test("alpha")
        let long = "a-user-whose-name-is-far-too-long-for-the-column-of-a-narrow-pane-of-tokens"
        var bench = Bench(
            tokens: try [TokenRecord.test(1, of: alpha, user: "bot-reports-eu"), .test(2, of: alpha, user: long)],
            profiles: [alpha])
        bench.state.size = Size(rows: 50, columns: 140)
        #expect(!preview(bench).contains(" user  "))
        #expect(!preview(bench).contains(" fingerprint "))
        #expect(preview(bench).contains("last validated  never"))
        bench.keys("j")
        #expect(preview(bench).contains(" user  "))
    }

    @Test func `the table of all clusters tells how many tokens are active on each, and what follows them`() throws {
        let (alpha, beta) = (Profile.test("alpha"), Profile.test("beta", tag: "production"))
        let tokens = try [
            TokenRecord.test(1, of: beta), TokenRecord.test(2, of: beta, endsIn: nil),
            TokenRecord.test(3, of: beta, state: .revokedVerified), TokenRecord.test(4, of: alpha, endsIn: -5),
        ]
        var bench = Bench([alpha, beta])
        bench.state.size = Size(rows: 30, columns: 120)
        bench.send(.started)
        #expect(bench.state.activeTokens(on: beta) == nil)
        bench.answer(.journal, TokenList(records: TokenRows(tokens)))
        #expect(bench.state.activeTokens(on: alpha) == 0)
        #expect(bench.state.activeTokens(on: beta) == 2)
        bench.press(.showAllClusters)
        let lines = bench.screen.split(separator: "\n")
        let titles = try #require(lines.first { $0.contains("Time left") })
        let row = try #require(lines.first { $0.contains("beta") })
        let end = try #require(titles.firstRange(of: "Active")).upperBound
        #expect(
            row[..<row.index(row.startIndex, offsetBy: titles.distance(from: titles.startIndex, to: end))].hasSuffix(
                "2"))
        bench.state.pass(to: start.advanced(seconds: 400), uptime: 400_000)
        bench.send(.tick)
        #expect(bench.state.activeTokens(on: beta) == 1)
    }

    @Test func `before a profile goes it is told that its tokens stay valid`() throws {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.journal, TokenList(records: TokenRows(try [1, 2].map { try TokenRecord.test($0, of: alpha) })))
        bench.press(.removeProfile)
        #expect(
            bench.question?.lines.contains { (line: SafeText) in
                line.string.contains("2 active tokens of this cluster stay valid")
            } == true)
    }

    @Test func `the panes behind a question do not look as if they had the focus`() {
        var bench = Bench([.test("alpha")])
        let focused = Theme.standard[.focusedBorder]
        let isFocused = { (bench: Bench) in
            let grid = Screen.draw(bench.state, theme: .standard)
            return grid[0, 0].style == focused
        }
        #expect(isFocused(bench))
        bench.press(.removeProfile)
        #expect(!isFocused(bench))
    }

    @Test func `read-only mode is on the screen, and in lines`() throws {
        let bench = Bench([.test("alpha")], isReadOnly: true)
        #expect(bench.screen.contains("read-only mode"))
        #expect(SessionPane().plain(in: bench.state).title.string.contains("read-only mode"))
        #expect(!Bench([.test("alpha")]).screen.contains("read-only"))
    }

    @Test func `a production cluster keeps its word in the list, whatever its connection`() {
        var profile = Profile.test("alpha", tag: "production")
        profile.trust = .insecure
        let bench = Bench([profile])
        #expect(bench.screen.contains("PROD  "))
        #expect(!bench.screen.contains("INSE  "))
        #expect(bench.screen.contains("INSECURE"))
    }

    @Test func `Tab goes round the panes`() {
        var bench = Bench()
        var seen: [PaneID] = []
        for _ in 0..<4 {
            seen.append(bench.state.panes.focus)
            bench.press(.nextPane)
        }
        #expect(seen == [.clusters, .session, .tokens, .activity])
        #expect(bench.state.panes.focus == .clusters)
        bench.press(.previousPane)
        #expect(bench.state.panes.focus == .activity)
    }

    @Test(arguments: [
        (Command.focusClusters, PaneID.clusters), (.focusSession, .session), (.focusTokens, .tokens),
        (.focusActivity, .activity),
    ])
    func `numbers go to their pane`(_ command: Command, _ pane: PaneID) {
        var bench = Bench()
        bench.press(.showAllClusters, command)
        #expect(bench.state.panes.focus == pane)
        #expect(!bench.state.panes.isShowingAllClusters)
    }

    @Test func `moving in clusters changes what is shown`() throws {
        let profiles: [Profile] = [.test("alpha"), .test("beta")]
        var bench = Bench(profiles)
        bench.list([try .test(1, of: profiles[0]), try .test(2, of: profiles[1]), try .test(3, of: profiles[1])])
        #expect(bench.state.panes.tokens.total == 1)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == profiles[1].id)
        #expect(bench.state.panes.tokens.total == 2)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == profiles[1].id)
        bench.press(.moveFirst)
        #expect(bench.state.selectedProfile == profiles[0].id)
    }

    @Test func `a page is what the screen shows`() throws {
        let alpha = Profile.test("alpha")
        var bench = Bench(tokens: try (0..<40).map { try .test($0, of: alpha, endsIn: 1000 + Int64($0)) })
        // Tabs, frame, head, message and hints take six of the rows.
        bench.send(.input(.resize(Size(rows: 15, columns: 80))))
        bench.press(.pageDown)
        #expect(bench.state.panes.tokens.list.position == 8)
        bench.press(.halfPageDown)
        #expect(bench.state.panes.tokens.list.position == 12)
        bench.press(.moveLast)
        #expect(bench.state.panes.tokens.list.position == 39)
        bench.press(.pageUp, .halfPageUp, .moveUp)
        #expect(bench.state.panes.tokens.list.position == 26)
    }

    @Test func `Enter on a cluster goes into its tokens, and I shows its profile`() {
        var bench = Bench()
        bench.press(.open)
        #expect(bench.state.panes.focus == .tokens)
        #expect(bench.state.stack.isEmpty)
        bench.press(.showAllClusters, .moveDown, .open)
        #expect(bench.state.panes.table == nil)
        #expect(bench.state.panes.focus == .tokens)
        bench.press(.showProfile)
        #expect(bench.state.top is ProfileDetail)
    }

    @Test func `z gives the focused pane the whole screen, and back`() {
        var bench = Bench()
        bench.state.size = Size(rows: 24, columns: 80)
        #expect(bench.screen.contains("Session: alpha"))
        bench.keys("3", "z")
        #expect(bench.screen.contains("[3 Tokens]"))
        #expect(!bench.screen.contains("Session: alpha"))
        bench.keys("1")
        #expect(bench.screen.contains("[1 Clusters]"))
        bench.keys("z")
        #expect(bench.screen.contains("Session: alpha"))
        bench.press(.showAllClusters)
        #expect(bench.reason(against: .zoom) != nil)
    }

    @Test func `80x24 shows the four panes, and a wide screen what is selected beside them`() throws {
        let alpha = Profile.test("alpha")
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.state.size = Size(rows: 24, columns: 80)
        for pane in PaneID.allCases { #expect(bench.screen.contains(pane.title.string), "\(pane)") }
        #expect(!bench.screen.contains("Token \(token.fingerprint.text)"))
        bench.state.size = Size(rows: 40, columns: 140)
        #expect(bench.screen.contains("Token \(token.fingerprint.text)"))
        bench.press(.focusSession)
        #expect(bench.screen.contains("Profile alpha"))
        bench.press(.showAllClusters, .showAllClusters)
        #expect(bench.screen.contains("Token \(token.fingerprint.text)"))
    }

    /// In the table of all tokens a cluster is that of the row: where no profile has its address, none is meant.
    @Test func `a token without a profile leads to no other cluster`() throws {
        let (alpha, gone) = (Profile.test("alpha"), Profile.test("gone"))
        let token = try TokenRecord.test(1, of: gone)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.showAllClusters, .showAllClusters)
        #expect(bench.state.paneToken?.id == token.id)
        let commands: [Command] = [
            .logIn, .logOut, .editProfile, .newToken, .importToken, .removeProfile, .diagnose, .revokeUser,
        ]
        for command in commands { #expect(bench.reason(against: command) != nil, "\(command)") }
        #expect(
            bench.reason(against: .logIn) == "no profile has the address of this token; add one (a)")
    }

    @Test(arguments: PaneID.allCases.filter { $0 != .clusters })
    func `Enter inspects what is selected`(_ pane: PaneID) throws {
        let alpha = Profile.test("alpha")
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.state.say(.plain, "done")
        bench.state.panes.focus = pane
        bench.press(.open)
        let detail: any Feature =
            switch pane {
            case .clusters: ProfileDetail(alpha.id)
            case .session: SessionDetail(alpha.id)
            case .tokens: TokenDetail(token.id)
            case .activity: ActivityDetail(try #require(bench.state.activity[id: 1]))
            }
        #expect(bench.state.stack.count == 1)
        #expect(bench.state.top?.isEqual(to: detail) == true)
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `the table of all clusters is sorted by what expires first`() {
        let profiles: [Profile] = [.test("alpha"), .test("beta"), .test("gamma")]
        var bench = Bench(profiles)
        bench.state.clusters["id-alpha"] = ClusterRow(session: .test(profiles[0], endsIn: 900))
        bench.state.clusters["id-gamma"] = ClusterRow(session: .test(profiles[2], endsIn: 60))
        bench.press(.showAllClusters)
        #expect(bench.state.panes.allClusters.rows == ["id-gamma", "id-alpha", "id-beta"])
        bench.press(.sortNext)
        let screen = GridText(Screen.draw(bench.state, theme: .standard)).text
        #expect(screen.contains("Name \u{2191}"))
        #expect(bench.state.panes.allClusters.rows == ["id-alpha", "id-beta", "id-gamma"])
        bench.press(.sortReverse)
        #expect(bench.state.panes.allClusters.rows == ["id-gamma", "id-beta", "id-alpha"])
        bench.press(.cancel)
        #expect(!bench.state.panes.isShowingAllClusters)
    }

    @Test func `a question hides the panes from keys`() {
        var bench = Bench()
        bench.press(.removeProfile)
        #expect(bench.effects == [.flushTypeAhead])
        let before = bench.state.stack
        #expect(before.count == 1)
        bench.press(.newToken, .focusTokens, .quit, .revoke)
        #expect(bench.state.stack == before)
        #expect(bench.state.panes.focus == .clusters)
        #expect(!bench.state.isQuitting)
    }

    @Test func `help and palette open and close`() {
        var bench = Bench()
        bench.press(.help)
        let first = bench.drawn
        bench.press(.moveDown)
        #expect(bench.state.top is HelpView)
        // A sign at the end of the first line says that there is more above it.
        #expect(bench.drawn[1].prefix(70) == first[2].prefix(70), "one line down")
        #expect(bench.drawn[2] == first[3])
        bench.press(.cancel, .palette)
        bench.type("rev")
        #expect(bench.state.top is Palette)
        #expect(bench.drawn.contains { $0.contains(": rev") })
        bench.keys("Ctrl-U")
        bench.type("pane tokens")
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.panes.focus == .tokens)
        #expect(bench.state.paletteHistory == [.command(.focusTokens)])
    }

    @Test func `help begins with the keys of the place, and is searched`() {
        var bench = Bench()
        bench.press(.focusTokens, .help)
        #expect(bench.drawn[1].contains("Here"))
        #expect(bench.drawn.prefix(4).contains { $0.contains("Issue a token") })
        bench.keys("/")
        bench.type("revoke and ver")
        #expect(bench.screen.contains("Revoke and verify"))
        #expect(!bench.screen.contains("Issue a token"))
        bench.keys("Esc")
        #expect(bench.screen.contains("Issue a token"))
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
        bench.press(.addProfile)
        bench.keys("F1")
        #expect(bench.drawn.prefix(6).contains { $0.contains("Send the form") })
    }

    private let what: SafeText = "the request as curl (without secrets)"

    private func curl(_ path: SafeText) -> SafeText {
        "curl -X GET 'https://a.example\(path)?...' -H 'Authorization: ...' --data '...'"
    }

    @Test func `the request log shows requests alone and copies them without secrets`() {
        var bench = Bench()
        bench.send(.exchanged(.test(1)))
        bench.send(.exchanged(.test(2, path: "/api/rest/2.0/orgs/search")))
        bench.press(.makeDefault)
        bench.answer(.profile("id-alpha"), ())
        bench.press(.requestLog)
        // The newest request is selected, and the message after it is not there.
        bench.press(.copy)
        #expect(bench.work == [.copyText([curl("/api/rest/2.0/orgs/search")], what: what)])
        bench.press(.moveUp, .copy)
        #expect(bench.work == [.copyText([curl("/api/rest/2.0/auth/session/user")], what: what)])
        bench.press(.moveUp, .copy)
        #expect(bench.work == [.copyText([curl("/api/rest/2.0/auth/session/user")], what: what)])
        bench.answer(.copy, CopyOutcome.tmux)
        #expect(bench.said == "copied the request as curl (without secrets) with tmux load-buffer")
    }

    @Test func `the activity shows what was done, and requests are in their log alone`() {
        var bench = Bench()
        bench.state.size = Size(rows: 30, columns: 100)
        bench.press(.makeDefault)
        bench.answer(.profile("id-alpha"), ())
        for number in 1...40 { bench.send(.exchanged(.test(number))) }
        #expect(bench.screen.contains("alpha is the default profile"))
        #expect(!bench.screen.contains("auth/session/user"))
        bench.press(.focusActivity, .moveFirst, .open)
        #expect(bench.drawn.contains { $0.contains("alpha is the default profile") })
        bench.press(.cancel, .requestLog)
        #expect(bench.drawn.contains { $0.contains("auth/session/user") })
    }

    @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 30, columns: 100), Size(rows: 50, columns: 200)])
    func `a view over the whole screen leaves the message of what is done there in sight`(_ size: Size) {
        var bench = Bench()
        bench.state.size = size
        bench.send(.exchanged(.test(1)))
        bench.press(.requestLog, .copy)
        bench.answer(.copy, CopyOutcome.tmux)
        #expect(bench.state.top is RequestLogView)
        #expect(bench.screen.contains("ok: copied the request as curl"))
    }
}
