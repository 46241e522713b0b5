import Terminal
import TestSupport
import Testing

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct ScreenScriptTests {
    @Test func `The palette finds an action by a part of its name and does it`() async throws {
        try await ProgramDriver.run { program in
            await program.keys(":")
            await program.type("logout")
            #expect(program.screen.contains("not logged in to prod-eu"), "what cannot be done has its reason")
            await program.keys("Ctrl-U")
            await program.type("all cl")
            await program.keys("Enter")
            #expect(program.state.panes.isShowingAllClusters)
            await program.keys("Esc")
            #expect(!program.state.panes.isShowingAllClusters)
        }
    }

    /// A key that waits for other work is never handled: then this does not end.
    @Test func `A key is answered while all other work has to wait`() async throws {
        let work = OneThread()
        try await ProgramDriver.run(on: work) { program in
            let goOn = work.hold()
            defer { goOn() }
            await program.keys("?")
            #expect(program.screen.contains("┌ Help"))
            #expect(!program.state.stack.isEmpty)
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)
        }
    }

    /// The fields need the rows while they are filled in; before it is sent all of it can be read.
    @Test func `A long request is cut while a field has the focus, and whole on the buttons`() async throws {
        try await ProgramDriver.run { program in
            try await Scene.customToken.play(on: program)
            await program.resize(columns: 80, rows: 24)
            #expect(!program.screen.contains("auto_create: true"))
            #expect(program.rows(with: "Filter rules").count == 1)
            for _ in 0..<8 where !program.screen.contains("[>Issue the token<]") { await program.keys("Tab") }
            #expect(program.screen.contains("auto_create: true"))
            #expect(program.screen.contains("sales team\"}]"))
        }
    }

    @Test func `A view of details stands alone, without the same beside it`() async throws {
        try await ProgramDriver.run { program in
            await program.resize(columns: 200, rows: 50)
            #expect(program.rows(with: "URL secrets").count == 1)
            await program.press(.focusClusters, .showProfile)
            #expect(program.rows(with: "URL secrets").count == 1)
            #expect(program.rows(with: "Profile prod-eu").count == 1)
            // Wider than the view and the panes together.
            await program.resize(columns: 400, rows: 50)
            #expect(program.screen.ranges(of: "URL secrets").count == 1)
        }
    }

    @Test func `The login form shows all credentials, and what its check box is for`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.logIn)
            for columns in [80, 100, 200] {
                await program.resize(columns: columns, rows: 30)
                #expect(program.screen.contains("(*) password  ( ) secret key  ( ) bearer token"))
                #expect(program.screen.contains("Remember me  [ ] no   Asks the cluster for a longer cookie session."))
            }
        }
    }

    @Test func `A tall screen shows more of the palette, and no vault is called locked where none is`() async throws {
        try await ProgramDriver.run { program in
            await program.keys(":")
            await program.resize(columns: 200, rows: 50)
            #expect(program.screen.contains("vault lock (no vault is open)"))
            let lines = program.screen.split(separator: "\n")
            let top = try #require(lines.firstIndex { $0.contains("┌ Command") })
            let bottom = try #require(lines[top...].firstIndex { $0.contains("└") })
            #expect(bottom - top > 40)
        }
    }

    @Test func `Help names every binding, and goes as far down as it is long`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("?")
            var seen = program.screen
            for _ in 0..<20 {
                await program.keys("PgDn")
                seen += program.screen
            }
            #expect(seen.contains("Redraw"))
            #expect(seen.contains("Send the form"))
            await program.keys("q")
            #expect(program.state.stack.isEmpty)
            #expect(!program.state.isQuitting)
        }
    }

    @Test func `The request log lists what was asked, and copies a request as curl without its secrets`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            await program.keys("L")
            #expect(program.screen.contains("auth/session/login"))
            await program.keys("y")
            #expect(program.copied.count == 1)
            #expect(program.copied[0].hasPrefix("curl -X GET 'https://prod-eu.demo.example/api/rest/2.0/system'"))
            #expect(!program.copied[0].contains(ProgramDriver.password))
            await program.keys("Enter")
            await program.keys("Esc", "Esc")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `All clusters in one table, soonest to expire first`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("prod-us")
            await program.logIn()
            await program.keys("0")
            #expect(program.state.panes.allClusters.rows.first == program.state.selectedProfile)
            await program.keys("s")
            #expect(program.screen.contains("Name ↑"))
            await program.keys("0")
            #expect(!program.state.panes.isShowingAllClusters)
        }
    }

    @Test func `Too small says what is needed, and everything is there when there is room again`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.newToken)
            await program.fill(.label, "kept")
            let before = program.screen
            await program.resize(columns: 39, rows: 9)
            #expect(program.screen.contains("40x10"))
            await program.resize(columns: 80, rows: 24)
            await program.resize(columns: 1, rows: 1)
            await program.resize(columns: 110, rows: 30)
            #expect(program.screen == before)
        }
    }

    @Test func `Ctrl-L redraws, Ctrl-Z suspends and comes back`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("Ctrl-L")
            #expect(program.terminal.invalidations == 1)
            await program.keys("Ctrl-Z")
            #expect(program.terminal.suspensions == 1)
            #expect(program.terminal.invalidations == 2)
        }
    }

    @Test func `What cannot be done is said with its reason, not done in silence`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("o")
            #expect(program.said == "not logged in to prod-eu")
            await program.keys("u")
            #expect(program.said == "nothing was removed or edited")
            #expect(program.bells == 2)
        }
    }
}
