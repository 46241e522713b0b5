import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct PaneTests {
    @Test func tabGoesRoundThePanes() {
        var bench = Bench()
        var seen: [PaneID] = []
        for _ in 0..<4 {
            seen.append(bench.state.focus)
            bench.press(.nextPane)
        }
        #expect(seen == [.clusters, .session, .tokens, .activity])
        #expect(bench.state.focus == .clusters)
        bench.press(.previousPane)
        #expect(bench.state.focus == .activity)
    }

    @Test(arguments: [
        (AppCommand.focusClusters, PaneID.clusters), (.focusSession, .session), (.focusTokens, .tokens),
        (.focusActivity, .activity),
    ])
    func numbersGoToTheirPane(_ command: AppCommand, _ pane: PaneID) {
        var bench = Bench()
        bench.press(.showAllClusters, command)
        #expect(bench.state.focus == pane)
        #expect(bench.state.screen == .panes)
    }

    @Test func movingInClustersChangesWhatIsShown() throws {
        let profiles: [Profile] = [.test("alpha"), .test("beta")]
        var bench = Bench(profiles)
        bench.list([try .test(1, of: profiles[0]), try .test(2, of: profiles[1]), try .test(3, of: profiles[1])])
        #expect(bench.state.tokens.total == 1)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == profiles[1].id)
        #expect(bench.state.tokens.total == 2)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == profiles[1].id)
        bench.press(.moveFirst)
        #expect(bench.state.selectedProfile == profiles[0].id)
    }

    @Test func aPageIsWhatTheScreenShows() throws {
        let alpha = Profile.test("alpha")
        var bench = Bench(tokens: try (0..<40).map { try .test($0, of: alpha, endsIn: 1000 + Int64($0)) })
        bench.send(.laidOut(.tokens, rows: 9))
        bench.press(.pageDown)
        #expect(bench.state.tokens.position == 8)
        bench.press(.halfPageDown)
        #expect(bench.state.tokens.position == 12)
        bench.press(.moveLast)
        #expect(bench.state.tokens.position == 39)
        bench.press(.pageUp, .halfPageUp, .moveUp)
        #expect(bench.state.tokens.position == 26)
    }

    @Test(arguments: PaneID.allCases)
    func enterInspectsWhatIsSelected(_ pane: PaneID) throws {
        let alpha = Profile.test("alpha")
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.send(.exchanged(.test(1)))
        bench.state.focus = pane
        bench.press(.open)
        let subject: Inspector.Subject =
            switch pane {
            case .clusters: .profile(alpha.id)
            case .session: .session(alpha.id)
            case .tokens: .token(token.id)
            case .activity: .activity(1)
            }
        #expect(bench.state.layers == [.inspector(Inspector(subject))])
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func theTableOfAllClustersIsSortedByWhatDiesFirst() {
        let profiles: [Profile] = [.test("alpha"), .test("beta"), .test("gamma")]
        var bench = Bench(profiles)
        bench.state.clusters["id-alpha"] = ClusterRow(session: .test(profiles[0], endsIn: 900))
        bench.state.clusters["id-gamma"] = ClusterRow(session: .test(profiles[2], endsIn: 60))
        bench.press(.showAllClusters)
        #expect(bench.state.allClusters.rows == ["id-gamma", "id-alpha", "id-beta"])
        bench.press(.sortNext)
        #expect(bench.state.allClusters.column == .name)
        #expect(bench.state.allClusters.rows == ["id-alpha", "id-beta", "id-gamma"])
        bench.press(.sortReverse)
        #expect(bench.state.allClusters.rows == ["id-gamma", "id-beta", "id-alpha"])
        bench.press(.cancel)
        #expect(bench.state.screen == .panes)
    }

    @Test func aQuestionHidesThePanesFromKeys() {
        var bench = Bench()
        bench.press(.deleteProfile)
        #expect(bench.effects == [.flushTypeAhead])
        let before = bench.state.layers
        bench.press(.newToken, .focusTokens, .quit, .revoke)
        #expect(bench.state.layers == before)
        #expect(bench.state.focus == .clusters)
        #expect(!bench.state.isQuitting)
    }

    @Test func helpAndPaletteOpenAndClose() {
        var bench = Bench()
        bench.press(.help, .moveDown)
        #expect(bench.state.topLayer == .help(top: 1))
        bench.press(.cancel, .palette)
        bench.send(.setPaletteQuery("rev"))
        #expect(bench.state.topLayer == .palette(query: "rev"))
        bench.send(.runFromPalette(.focusTokens))
        #expect(bench.state.layers.isEmpty)
        #expect(bench.state.focus == .tokens)
        #expect(bench.state.paletteHistory == ["pane.tokens"])
    }

    @Test func theRequestLogShowsRequestsAloneAndCopiesThemWithoutSecrets() throws {
        var bench = Bench()
        bench.send(.exchanged(.test(1)))
        bench.send(.exchanged(.test(2)))
        bench.press(.makeDefault)
        bench.answer(.profile("id-alpha"), .defaultSet("alpha"))
        bench.press(.requestLog)
        #expect(bench.state.topLayer == .requestLog(selection: 2))
        bench.press(.moveUp)
        #expect(bench.state.topLayer == .requestLog(selection: 1))
        bench.press(.copy)
        guard case .copy(let lines, _, let stamp) = try #require(bench.effects.first) else {
            Issue.record("no copy")
            return
        }
        #expect(
            lines
                == [
                    "curl -X GET 'https://a.example/api/rest/2.0/auth/session/user?...' -H 'Authorization: ...' --data '...'"
                ]
        )
        bench.send(.finished(.copy, stamp: stamp, .copied(what: "it", .tmux)))
        #expect(bench.said == "copied it by tmux load-buffer")
    }
}
