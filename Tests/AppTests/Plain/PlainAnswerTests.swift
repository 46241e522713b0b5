import DemoCluster
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

/// What answers mean, and what becomes of those that mean nothing.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainAnswerTests {
    @Test func `an unknown answer is one line, and the prompt follows again`() async throws {
        try await PlainDriver.run { program in
            let prompt = program.prompt
            await program.type("nothing")
            #expect(program.page == "nothing is no answer here; ? shows the answers.\n\(prompt)")
            await program.type("999")
            #expect(program.page == "999 is no answer here; ? shows the answers.\n\(prompt)")
            await program.type("b")
            #expect(program.page == "This is the first page; q quits.\n\(prompt)")
        }
    }

    @Test func `the row that the actions are about is read out once`() async throws {
        try await PlainDriver.run(ProgramSetting(profiles: { $0.removeAll { $0.name != "prod-eu" } })) { program in
            await program.type("1", "l", ProgramDriver.password, "b", "X", "anna")
            await program.choose("Go on")
            await program.type("", "anna", "0")
            let told = program.page.split(separator: "\n").filter { $0.hasPrefix("Selected: ") }
            #expect(told.count == 1 && told[0].count <= "Selected: 10".count, "\(program.page)")
        }
    }

    @Test func `a line that may be a secret is not repeated`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            for secret in ["S3cret!!", "another-S3cret!"] {
                let prompt = program.prompt
                await program.type(secret)
                #expect(program.page == "That is no answer here; ? shows the answers.\n\(prompt)")
                // Where rows are asked for, and where a number is.
                await program.type("l", secret)
                #expect(program.page.hasPrefix("That is no answer here; ? shows the answers.\n"))
                await program.type("", "1\(secret)")
                #expect(program.page.hasPrefix("That is no answer here; ? shows the answers.\n"))
                #expect(!program.output.contains(secret))
            }
        }
    }

    @Test func `a page is printed again by 0, and a list is filtered by its words`() async throws {
        try await PlainDriver.run { program in
            await program.type("0")
            #expect(program.page.hasPrefix("Clusters, "))
            await program.type("/prod-us")
            #expect(program.page.contains("1. prod-us, PRODUCTION"))
            #expect(!program.page.contains("staging"))
            await program.type("/")
            #expect(program.page.contains("staging"))
        }
    }

    @Test func `what cannot be done now says why`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "o")
            #expect(program.page.contains("not logged in to prod-eu"))
            await program.type("?")
            #expect(program.page.contains("Not now: Log out of the selected cluster; asks on production: "))
        }
    }

    @Test func `several tokens are marked by their numbers, and their number or name is asked for`() async throws {
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            await program.type("1 2")
            #expect(program.page.contains("2 marked"))
            await program.type("r")
            #expect(program.prompt.contains("Type prod-eu to confirm"))
            await program.type("")
            #expect(program.wire.count("auth/token/revoke") == 0)
            #expect(program.page.contains("2 marked"))
        }
    }

    @Test func `nothing acts on a token that was not chosen`() async throws {
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            await program.type("r")
            #expect(program.page.contains("r is no answer here"))
            #expect(program.state.stack.isEmpty)
        }
    }

    /// The page says one number, the list has moved on: the row counts, not the number.
    @Test func `numbers mean what they meant when they were printed`() async throws {
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            let page = PlainPage(of: program.state)
            let meant = try #require(page.rows.last)
            var moved = program.state
            _ = update(&moved, .command(.sortReverse))
            guard case .act(let actions) = page.answer("\(meant.index + 1)", in: moved) else {
                Issue.record("the row was not found again")
                return
            }
            for action in actions { _ = update(&moved, action) }
            #expect((moved.top as? TokenDetail)?.id == meant.id)
        }
    }

    /// Fault E27.
    @Test func `the end of the input is a quit, and an unanswered question does nothing`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.answer(.ended)
            #expect(program.console.isClosed)
            await program.untilEnded()
            #expect(program.ending == .endOfInput(isOpen: false))
        }
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            await program.type("1", "r")
            await program.answer(.ended)
            await program.untilEnded()
            #expect(program.ending == .endOfInput(isOpen: true))
            #expect(program.wire.count("auth/token/revoke") == 0)
        }
    }

    /// Fault B2. What follows in the input may be the secret: it answers nothing, and is not printed.
    @Test func `a secret that cannot be typed unseen ends the run`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "l")
            #expect(program.console.hidden.count == 1)
            let sent = program.wire.count("auth/session/login")
            await program.answer(.impossible)
            await program.untilEnded()
            #expect(program.ending == .noPrompt)
            #expect(program.console.isClosed)
            #expect(program.wire.count("auth/session/login") == sent)
        }
    }

    /// Fault E13. The signal may not come.
    @Test(arguments: [[], ["1", "l"], ["1", "a"]])
    func `a terminal that is gone at a prompt is a hang-up`(typed: [String]) async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            for line in typed { await program.type(line) }
            await program.answer(.hungUp)
            await program.untilEnded()
            #expect(program.ending == .signal(.hangUp))
            #expect(program.console.isClosed)
        }
    }

    @Test func `q asks about an open session, and quits by its letter`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("q")
            #expect(program.page.contains("1 session is open:\n"))
            await program.type("")
            #expect(!program.console.isClosed)
            await program.type("q", "o")
            await program.untilEnded()
            #expect(program.ending == .quit)
            let cluster = try #require(program.fleet["prod-eu"]?.cluster)
            #expect(await cluster.openSessionCount == 0)
        }
    }

    @Test func `Ctrl-C leaves a form, and quits at the list of clusters`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "a", "half a name")
            #expect(!program.state.stack.isEmpty)
            program.console.send(.interrupt)
            await program.until { $0.stack.isEmpty }
            program.console.send(.interrupt)
            await program.untilEnded()
            #expect(program.ending == .signal(.interrupt))
        }
    }

    @Test func `what is typed ahead of a question is dropped`() async throws {
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            await program.type("1")
            let drops = program.console.drops
            await program.choose("Revoke the token shown")
            #expect(program.console.drops == drops + 1)
        }
    }

    @Test func `a refused secret is asked for again, and is not a command`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "l", "q")
            #expect(program.page.contains("error: "))
            #expect(program.console.hidden.count == 2)
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("logged in to prod-eu as tsadmin\n"))
        }
    }

    /// What goes with the secret is said before it is typed; an empty answer sends nothing.
    @Test func `a secret sends the form that lacks nothing else, and an empty line shows all of it`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "l")
            #expect(program.page.contains("User: tsadmin\n"))
            #expect(program.page.contains("The answer sends the form; an empty line shows all fields.\n"))
            await program.type("")
            #expect(program.page.contains("Password: empty"))
            #expect(program.wire.count("auth/session/login") == 0)
            await program.choose("Change Password")
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("Password: typed, not shown"))
            #expect(program.wire.count("auth/session/login") == 0)
            await program.choose("Log in")
            #expect(program.page.contains("logged in to prod-eu as tsadmin\n"))
            #expect(program.wire.count("auth/session/login") == 1)
        }
    }

    /// A token in clear is one line, on an explicit answer only, with a warning.
    @Test func `a token is shown on request`() async throws {
        try await PlainDriver.run { program in
            await program.type("1")
            await program.choose("Tokens: ")
            await program.type("1")
            #expect(!program.output.contains("eyJ"))
            await program.type("p")
            #expect(program.page.contains("this terminal keeps it"))
            await program.type("")
            #expect(program.state.top is TokenDetail)
        }
    }

    @Test func `every pane and every view can be read`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "l", ProgramDriver.password)
            for command in ["A", "D", "K", "I", "O"] {
                await program.type(command)
                #expect(!program.state.stack.isEmpty, "\(command)")
                await program.type("b")
                #expect(program.state.stack.isEmpty, "\(command)")
            }
            await program.type("b", "L", "b")
            await program.choose("Activity")
            #expect(program.page.hasPrefix("Activity, the newest first"))
            #expect(program.page.contains("ok: logged in to prod-eu as tsadmin"))
        }
    }

    @Test func `without UTF-8 all is ASCII`() async throws {
        var setting = ProgramSetting()
        setting.glyphs = .ascii
        try await PlainDriver.run(setting) { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("A", "b", "D", "b")
            #expect(program.output.utf8.allSatisfy { $0 < 0x80 })
        }
    }
}
