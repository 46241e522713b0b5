import DisplayText
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct ProgramTests {
    let alpha = Profile.test("alpha")

    @Test func `quitting asks only when something would be lost`() {
        var bench = Bench([alpha])
        bench.press(.refresh, .quit)
        #expect(bench.effects == [.quit])
        #expect(bench.state.isQuitting)
        #expect(bench.press(.help).isEmpty)
    }

    @Test func `quitting asks while a change is under way`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut, .quit)
        #expect(bench.question?.lines.first == "logging out of alpha is in progress")
        #expect(bench.question?.lines.count { $0.string.hasSuffix("is in progress") } == 1)
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty)
        #expect(!bench.state.isQuitting)
        bench.press(.quit)
        bench.keys("q")
        #expect(bench.effects == [.quit])
    }

    @Test func `a signal ends without asking`() {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "x")
        #expect(bench.send(.terminate) == [.quit])
        #expect(bench.send(.terminate).isEmpty)
    }

    @Test func `start tells what is wrong with the profile file`() {
        var list = ProfileList(profiles: [alpha])
        list.warnings = [
            StorageWarning(
                .readableByOthers, file: "profiles.json", detail: "others may read it", advice: "chmod 600 it")
        ]
        list.readOnlyReason = StorageError(.profilesNewer, file: "profiles.json", detail: "a newer version wrote it")
        var bench = Bench([])
        bench.state = ProgramState(profiles: LoadedProfiles(list), now: start)
        bench.send(.started)
        let texts = bench.state.activity.entries.compactMap {
            if case .message(let message) = $0.content { message.text.string } else { nil }
        }
        #expect(texts.count == 2)
        #expect(texts.last == "profiles.json: others may read it (chmod 600 it)")
        #expect(bench.reason(against: .addProfile) != nil)
        #expect(bench.reason(against: .logIn) == nil)
    }

    @Test func `what is stopped tells that nothing was changed`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.logOut, .cancelRequest)
        #expect(bench.effects == [.cancel(.session(alpha.id))])
        #expect(bench.said == "cancelling: logging out of alpha")
        bench.answer(.session(alpha.id), .failed(.test(.cancelled, on: alpha)))
        #expect(bench.said == "cancelled: logging out of alpha; nothing was changed")
        #expect(bench.state.isLoggedIn(alpha.id))
    }

    @Test func `suspend hides and resume redraws`() {
        var bench = Bench([alpha])
        #expect(bench.press(.suspend) == [.suspend])
        #expect(bench.send(.resumed).first == .redraw)
        #expect(bench.work == [.listTokens, .listProfiles])
        #expect(bench.press(.redraw) == [.redraw])
    }

    @Test func `Esc and x cancel the request under the cursor`() {
        for command: Command in [.cancel, .cancelRequest] {
            var bench = Bench([alpha, .test("beta")])
            bench.send(.started)
            bench.press(command)
            #expect(bench.effects == [.cancel(.check(alpha.id))])
            #expect(!bench.state.isChecking(alpha.id))
            #expect(bench.state.isChecking("id-beta"))
            #expect(bench.reason(against: .cancelRequest) == "nothing to cancel")
        }
    }

    @Test func `Esc goes back one step at a time`() throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.mark, .filter)
        bench.type("0")
        bench.keys("Enter")
        #expect(!bench.state.panes.tokens.filter.isEditing)
        #expect(bench.state.panes.tokens.filter.text == "0")
        bench.keys("Esc")
        #expect(bench.state.panes.tokens.filter.text.isEmpty)
        #expect(bench.state.panes.tokens.list.marks.count == 1)
        bench.keys("Esc")
        #expect(bench.state.panes.tokens.list.marks.isEmpty)
        bench.press(.filter)
        bench.type("zzz")
        #expect(bench.state.panes.tokens.rows.isEmpty)
        bench.keys("Esc")
        #expect(bench.state.panes.tokens.filter.text.isEmpty)
        #expect(!bench.state.panes.tokens.filter.isEditing)
    }

    @Test(arguments: [
        (39, 24, true, true), (40, 10, false, true), (69, 30, false, true), (80, 19, false, true),
        (70, 20, false, false),
    ])
    func `panes fit every size`(_ columns: Int, _ rows: Int, _ isTooSmall: Bool, _ isStacked: Bool) {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "kept")
        let size = Size(rows: rows, columns: columns)
        bench.send(.input(.resize(size)))
        #expect(bench.state.size == size)
        #expect(TooSmall.applies(to: bench.state.size) == isTooSmall)
        #expect(PaneLayout.isStacked(bench.state.size) == isStacked)
        #expect(bench.form?.text(.name) == "kept")
    }
}
