import DisplayText
import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// What is said where there are answers instead of keys. That no run by lines names a key is checked of each by
/// ``PlainDriver``.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainWordsTests {
    private static func answer(_ keys: String) -> SafeText {
        PlainWords.answer(Binding(keys, .refresh, "again", "Refresh", in: "View", layer: .panes))
    }

    @Test func `an action is called by a small letter, else by its name`() {
        #expect(Self.answer("r") == "r")
        #expect(Self.answer("F5 Ctrl-R r") == "r")
        // A capital letter sounds like the small one, a key is no line, and two letters mean the same everywhere.
        for keys in ["R", "F5 Ctrl-R", "Ctrl-x", "*", "3", "b", "q", ""] { #expect(Self.answer(keys) == "refresh") }
    }

    @Test func `every page and its help can be read without a keyboard in mind`() async throws {
        try await PlainDriver.run { program in
            await program.type("?", "/no such cluster", "?")
            #expect(program.page.contains("0 prints the page again"))
            #expect(program.output.contains("No cluster matches the filter.\n/ alone clears it.\n"))
            await program.type("/", "1", "?", "l", ProgramDriver.password)
            await program.type("?")
            for view in ["audit", "doctor", "key list", "profile show", "session switch org", "open", "key rotate"] {
                await program.type(view)
                #expect(!program.state.stack.isEmpty, "\(view)")
                await program.type("?", "b")
                #expect(program.state.stack.isEmpty, "\(view)")
            }
            await program.type("tokens", "?", "1", "?", "token timeline", "?", "b", "b", "clusters")
            for view in ["request log", "user revoke everywhere"] {
                await program.type(view)
                #expect(!program.state.stack.isEmpty, "\(view)")
                await program.type("?", "b")
                #expect(program.state.stack.isEmpty, "\(view)")
            }
            await program.type("activity", "?", "1", "?", "b", "b")
        }
    }

    @Test func `what a reason names is an answer`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "?")
            #expect(program.page.contains("Not now: Validate: select a token first (tokens)\n"))
            await program.type("tokens")
            #expect(program.page.hasPrefix("Tokens of prod-eu: "))
            await program.type("clusters")
            #expect(program.page.hasPrefix("Clusters, "))
        }
    }

    @Test func `an action is said with its answer, and its letter on the screen means it still`() async throws {
        try await PlainDriver.run { program in
            #expect(program.output.contains("Refresh the selected cluster, the profiles and the tokens (refresh)\n"))
            #expect(
                program.output.contains(
                    "Incident: revoke a user or a leaked token everywhere (user revoke everywhere or X)\n"))
            await program.type("X")
            #expect(program.state.top is IncidentView)
        }
    }

    @Test func `parts of a line are divided as they are read aloud`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "l")
            #expect(program.page.contains(", generation v2.0\n"))
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("user tsadmin, Org Primary (0), credential password\n"))
            await program.type("b", "q")
            #expect(program.page.contains("\no: "))
            #expect(!program.output.contains("   "))
        }
        let plain: SafeText = "a b"
        #expect(plain.spoken == plain)
        let columns: SafeText = "  from   here  to"
        #expect(columns.spoken == "from, here, to")
        let command: SafeText = "secret by command: pass show 'two  blanks'"
        #expect(command.spoken == command)
    }

    @Test func `what can only be closed is left by an empty line`() throws {
        var bench = Bench([.test("alpha"), .test("beta")])
        bench.state.isPlain = true
        bench.press(.logIn)
        bench.fill(.password, "pa55")
        bench.changeFile(to: [.test("beta")])
        bench.press(.submit)
        #expect(bench.question?.buttons == ["Close"])
        let page = PlainPage(of: bench.state)
        #expect(page.prompt == "An empty line goes back: ")
        #expect(!page.lines.contains { $0.string.contains("Enter") })
        guard case .act(let actions) = page.answer("", in: bench.state) else {
            Issue.record("an empty line does nothing")
            return
        }
        for action in actions { bench.send(action) }
        #expect(bench.question == nil)
    }

    @Test func `a vault says what it waits for`() {
        var bench = Bench([.test("alpha")])
        bench.state.isPlain = true
        #expect(
            UnlockForm(bench.state).facts.map(\.text) == [
                "unlocked until vault unlock locks it or 15m pass without an answer"
            ])
    }
}
