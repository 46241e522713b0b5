import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct ProgramTests {
    let alpha = Profile.test("alpha")

    @Test func quittingAsksOnlyWhenSomethingWouldBeLost() {
        var bench = Bench([alpha])
        bench.press(.refresh, .quit)
        #expect(bench.effects == [.quit])
        #expect(bench.state.isQuitting)
        #expect(bench.press(.help).isEmpty)
    }

    @Test func quittingAsksWhileAChangeIsUnderWay() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut, .quit)
        #expect(bench.quitQuestion?.reasons == ["logging out of alpha is under way"])
        bench.press(.submit)
        #expect(!bench.state.isQuitting)
        bench.press(.quit, .quit)
        #expect(bench.effects == [.quit])
    }

    @Test func aSignalEndsWithoutAsking() {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "x")
        #expect(bench.send(.terminate) == [.quit])
        #expect(bench.send(.terminate).isEmpty)
    }

    @Test func startTellsWhatIsWrongWithTheProfileFile() {
        var list = ProfileList(profiles: [alpha])
        list.warnings = [
            StorageWarning(
                .readableByOthers, file: "profiles.json", detail: "others may read it", advice: "chmod 600 it")
        ]
        list.readOnlyReason = StorageError(.profilesNewer, file: "profiles.json", detail: "a newer version wrote it")
        var bench = Bench([])
        bench.state = .initial(profiles: ProfileShelf(list), now: start)
        bench.send(.started)
        let texts = bench.state.activity.entries.compactMap {
            if case .message(let message) = $0.content { message.text.string } else { nil }
        }
        #expect(texts.count == 2)
        #expect(texts.last == "profiles.json: others may read it (chmod 600 it)")
        #expect(!availability(of: .addProfile, in: bench.state).isEnabled)
        #expect(availability(of: .logIn, in: bench.state).isEnabled)
    }

    @Test func whatIsStoppedTellsThatNothingWasChanged() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut, .cancelRequest)
        #expect(bench.effects == [.cancel(.session(alpha.id))])
        #expect(bench.said == "stopping: logging out of alpha")
        bench.answer(.session(alpha.id), .failed(.test(.cancelled, on: alpha)))
        #expect(bench.said == "cancelled: logging out of alpha; nothing was changed")
        #expect(bench.state.isLoggedIn(alpha.id))
    }

    @Test func suspendHidesAndResumeRedraws() {
        var bench = Bench([alpha])
        #expect(bench.press(.suspend) == [.suspend])
        #expect(bench.send(.resumed).first == .redraw)
        #expect(bench.work == [.listTokens, .listProfiles])
        #expect(bench.press(.redraw) == [.redraw])
    }

    @Test func escAndXCancelTheRequestUnderTheCursor() {
        for command: AppCommand in [.cancel, .cancelRequest] {
            var bench = Bench([alpha, .test("beta")])
            bench.send(.started)
            bench.press(command)
            #expect(bench.effects == [.cancel(.check(alpha.id))])
            #expect(!bench.state.isChecking(alpha.id))
            #expect(bench.state.isChecking("id-beta"))
            #expect(availability(of: .cancelRequest, in: bench.state) == .disabled("nothing is under way here"))
        }
    }

    @Test func escGoesBackOneStepAtATime() throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.mark, .filter)
        bench.send(.setFilter("0"))
        bench.press(.submit)
        #expect(!bench.state.tokens.isFiltering)
        #expect(bench.state.tokens.filterText == "0")
        bench.press(.cancel)
        #expect(bench.state.tokens.filterText.isEmpty)
        #expect(bench.state.tokens.marks.count == 1)
        bench.press(.cancel)
        #expect(bench.state.tokens.marks.isEmpty)
        bench.press(.filter)
        bench.send(.setFilter("zzz"))
        bench.press(.cancel)
        #expect(bench.state.tokens.filterText.isEmpty)
        #expect(!bench.state.tokens.isFiltering)
    }

    @Test(arguments: [(39, 24, true, true), (40, 10, false, true), (99, 30, false, true), (100, 24, false, false)])
    func sizes(_ columns: Int, _ rows: Int, _ isTooSmall: Bool, _ isStacked: Bool) {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "kept")
        bench.send(.resized(ScreenSize(columns: columns, rows: rows)))
        #expect(bench.state.size.isTooSmall == isTooSmall)
        #expect(bench.state.size.isStacked == isStacked)
        #expect(bench.form?.text(.name) == "kept")
    }
}
