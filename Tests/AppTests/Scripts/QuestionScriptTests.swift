import HTTPExchange
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

/// Nothing disappears without a question, and no question is answered by a key that was meant for something else.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct QuestionScriptTests {
    @Test func `A y that comes with the key that opened the question does nothing`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("staging")
            await program.keys("d")
            #expect(program.screen.contains("Remove the profile staging?"))
            await program.burst(.character("y"))
            await program.idle()
            #expect(program.screen.contains("Remove the profile staging?"))
            await program.keys("y")
            #expect(!program.state.profiles.list.contains { $0.name == "staging" })
        }
    }

    @Test func `Keys typed on into a form whose button a space pressed do not act on the panes behind`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("prod-us")
            await program.press(.logIn)
            await program.fill(.password, ProgramDriver.password)
            await program.keys("Tab", "Tab", "Tab")
            #expect(program.screen.contains("[>"), "a button has the keys")
            await program.keys("Space")
            #expect(program.form == nil)
            await program.burst(.character("o"), .character("d"), .character("y"), .character("q"))
            await program.idle()
            #expect(program.state.isLoggedIn(program.state.selectedProfile ?? ""))
            #expect(program.state.stack.isEmpty)
            #expect(!program.state.isQuitting)
        }
    }

    @Test
    func `A removed token is asked about, says that it stays valid, and comes back with its secret`() async throws {
        try await ProgramDriver.run(ProgramSetting(size: Size(rows: 24, columns: 80))) { program in
            await program.press(.focusTokens)
            await program.keys("f")
            #expect(program.screen.contains("Remove this token from the list?"))
            #expect(program.screen.contains("Removing from the list does not revoke"))
            #expect(program.screen.contains("PRODUCTION"))
            await program.keys("Enter")
            #expect(program.rows(with: "af5cfd2dcf22").isEmpty == false)
            await program.keys("f", "y")
            #expect(program.rows(with: "> af5cfd2dcf22").isEmpty)
            await program.keys("u")
            #expect(program.said == "restored 1 token")
            await program.keys("y")
            #expect(program.copied.count == 1)
        }
    }

    @Test func `On 80x24 with the clusters in sight, nothing acts on a token`() async throws {
        try await ProgramDriver.run(ProgramSetting(size: Size(rows: 24, columns: 80))) { program in
            for key in ["f", "r", "v", "p"] {
                await program.keys(key)
                #expect(program.said == "select a token first (3)")
                #expect(program.state.stack.isEmpty)
            }
            await program.keys("3", "d")
            #expect(program.said == "select a profile first (1)")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `On a screen that is too small, keys act on nothing`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("staging")
            await program.resize(columns: 39, rows: 9)
            await program.keys("d", "y", "f", "a")
            await program.resize(columns: 110, rows: 30)
            #expect(program.state.stack.isEmpty)
            #expect(program.state.profiles.list.contains { $0.name == "staging" })
        }
    }

    @Test
    func `Quitting names the open session and the token that only this run has, and closes both first`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("prod-us")
            await program.logIn()
            await program.issueToken(label: "mine")
            let token = try #require(program.state.tokens.records.last)
            await program.keys("q")
            #expect(program.screen.contains("1 session is open:"))
            #expect(program.screen.contains("tsadmin on prod-us"))
            #expect(program.screen.contains(token.fingerprint.text))
            await program.keys("n")
            #expect(program.state.stack.isEmpty)
            await program.keys("q", "o")
            #expect(!program.state.isQuitting, "the token is still there")
            #expect(!program.screen.contains("session is open"))
            await program.keys("r")
            await program.type("prod-us")
            await program.keys("Enter")
            #expect(!program.state.isQuitting, "the verdict can be read")
            await program.keys("Enter")
            #expect(program.state.isQuitting)
            #expect(program.wire.count("auth/session/logout") == 1)
            #expect(program.wire.count("auth/token/revoke") == 1)
        }
    }

    @Test
    func `Another address for a profile with a session says what would be left behind, and logs out first`()
        async throws
    {
        try await ProgramDriver.run { program in
            try await program.select("prod-eu")
            await program.logIn()
            await program.press(.focusClusters, .editProfile)
            await program.clear(.url)
            await program.fill(.url, "https://elsewhere.demo.example")
            await program.press(.submit)
            #expect(program.screen.contains("Change the address of prod-eu?"))
            #expect(program.screen.contains("to    https://elsewhere.demo.example"))
            // The tokens of the old address are still in memory.
            #expect(program.screen.contains("may be valid"))
            await program.keys("o")
            #expect(program.wire.count("auth/session/logout") == 1)
            #expect(program.state.profile?.origin.host == "elsewhere.demo.example")
        }
    }
}
