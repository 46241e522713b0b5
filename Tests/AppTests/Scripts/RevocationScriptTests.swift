import DemoCluster
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct RevocationScriptTests {
    @Test
    func `Marked tokens are revoked together after their number is typed, with a verdict for each`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["staging"]?.secretKey)
            try await program.select("staging")
            for label in ["one", "two", "three"] {
                await program.press(.newToken)
                await program.choose(.credential, "secret-key")
                await program.clear(.username)
                await program.fill(.username, "anna")
                await program.fill(.secretKey, key)
                await program.fill(.label, label)
                await program.press(.submit)
                #expect(program.form == nil)
            }
            await program.press(.focusTokens, .moveFirst, .mark, .mark)
            #expect(program.state.panes.tokens.list.marks.count == 2)
            await program.press(.revoke)
            #expect(program.screen.contains("Revoke 2 tokens?"))
            await program.type("3")
            await program.keys("Enter")
            #expect(program.wire.count("auth/token/revoke") == 0)
            await program.keys("Backspace")
            await program.type("2")
            await program.keys("Enter")
            #expect(program.wire.count("auth/token/revoke") == 2)
            #expect(program.rows(with: "revoked (verified)").count >= 2)
            await program.keys("Enter")
            // Two rows of the list, and what is said.
            #expect(program.rows(with: "revoked (verified)").count == 3)
        }
    }

    @Test func `The default of every question is No`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .moveDown)
            let flushes = program.flushes
            await program.press(.revoke)
            #expect(program.flushes == flushes + 1)
            await program.keys("Enter")
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)
            #expect(program.wire.count("auth/token/revoke") == 0)
        }
    }

    @Test func `A token that was revoked elsewhere is invalid`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .moveFirst)
            while program.state.panes.tokens.selected(in: program.state.tokens)?.facts.user != "sso-sara" {
                await program.press(.moveDown)
            }
            await program.press(.validate)
            #expect(program.said.contains("is invalid"))
            #expect(program.rows(with: "sso-sara").first?.contains("invalid") == true)
        }
    }

    /// As by `tessera login` and `tessera logout`.
    @Test func `Read-only: your own session is opened and ended all the same`() async throws {
        try await ProgramDriver.run(ProgramSetting(isReadOnly: true)) { program in
            await program.logIn()
            let cluster = try #require(program.fleet["prod-eu"]?.cluster)
            #expect(await cluster.openSessionCount == 1)
            await program.press(.logOut)
            await program.keys("y")
            #expect(await cluster.openSessionCount == 0)
        }
    }

    @Test
    func `Read-only: nothing can be issued or revoked, by program or by profile, and the reason is said`() async throws
    {
        try await ProgramDriver.run(ProgramSetting(isReadOnly: true)) { program in
            await program.press(.newToken)
            #expect(program.said.contains("read-only mode"))
            await program.press(.focusTokens, .moveDown, .revoke)
            #expect(program.said.contains("read-only mode"))
            #expect(program.state.stack.isEmpty)
        }
        try await ProgramDriver.run(ProgramSetting(profiles: { $0[0].isReadOnly = true })) { program in
            await program.press(.newToken)
            #expect(program.said.contains("read-only"))
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `Revoking the token that carries the session says so, and the session is over`() async throws {
        try await ProgramDriver.run(ProgramSetting(hasTokens: false)) { program in
            let key = try #require(program.fleet["staging"]?.secretKey)
            try await program.select("staging")
            await program.press(.logIn)
            await program.choose(.credential, "secret-key")
            await program.clear(.username)
            await program.fill(.username, "anna")
            await program.fill(.secretKey, key)
            await program.press(.submit, .focusTokens, .revoke)
            #expect(program.screen.contains("You are logged in with this token: revoking it logs you out."))
            await program.keys("y")
            #expect(program.rows(with: "revoked (verified)").isEmpty == false)
            await program.keys("Enter")
            let staging = try #require(program.state.profile)
            #expect(!program.state.isLoggedIn(staging.id))
        }
    }

    /// Agrees to the revocation of all tokens, and returns when the first request has been sent; no answer comes.
    private func beginToRevokeAll(_ program: ProgramDriver) async {
        await program.press(.focusTokens, .markAll, .revoke)
        program.wire.hold("auth/token/revoke", on: "prod-eu")
        program.waitsForIdle = false
        await program.type("prod-eu")
        await program.keys("Enter")
        await program.wire.untilHeld()
    }

    @Test
    func `Esc lets what a bulk revocation has begun come to its verdict, and leaves the rest`() async throws {
        try await ProgramDriver.run { program in
            await beginToRevokeAll(program)
            await program.keys("Esc")
            #expect(program.screen.contains("Stopping after the current items"))
            program.wire.release()
            program.waitsForIdle = true
            await program.idle()
            #expect(program.wire.count("auth/token/revoke") == 1)
            #expect(program.rows(with: "  revoked (verified)  ").isEmpty == false)
            #expect(program.rows(with: "(not verified)").isEmpty)
            #expect(program.rows(with: "  not attempted  ").count == 4)
            #expect(program.screen.contains("4 left: r tries again."))
            await program.keys("r")
            #expect(program.rows(with: "  not attempted  ").isEmpty)
            #expect(program.wire.count("auth/token/revoke") == 5)
            #expect(program.screen.contains("5 of 5"))
            #expect(program.screen.contains("Enter closes."))
        }
    }

    @Test
    func `Esc pressed twice cancels a bulk revocation: what was on its way is unknown, the rest was not attempted`()
        async throws
    {
        try await ProgramDriver.run { program in
            await beginToRevokeAll(program)
            #expect(program.screen.contains("Esc stops after the current items"))
            await program.keys("Esc")
            #expect(program.screen.contains("Esc cancels them, too."))
            await program.keys("Esc")
            program.waitsForIdle = true
            await program.idle()
            #expect(program.wire.count("auth/token/revoke") == 1)
            #expect(program.rows(with: "  not attempted  ").count == 4)
            // Its verdict, and its row behind.
            #expect(program.rows(with: "  outcome unknown  ").count == 2)
            #expect(program.journal.contains("unknown"))
            #expect(program.screen.contains("5 left: r tries again."))
            await program.keys("Enter")
            // Its row, and what is said.
            #expect(program.rows(with: "outcome unknown").count == 2)
        }
    }
}
