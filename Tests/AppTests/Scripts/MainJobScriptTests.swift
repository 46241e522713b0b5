import DemoCluster
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// The job the program is made for, from the first look to the last.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct MainJobScriptTests {
    @Test
    func `See the clusters, log in, issue, inspect, validate, revoke, see it refused, log out: by keys alone`()
        async throws
    {
        try await ProgramDriver.run { program in
            for member in program.fleet.members { #expect(program.screen.contains(member.name)) }
            #expect(program.screen.contains("l logs in as tsadmin"))
            await program.keys("l")
            #expect(program.form?.focused == .password)
            await program.type(ProgramDriver.password)
            await program.keys("Ctrl-S")
            #expect(program.screen.contains("user tsadmin   Org Primary (0)   credential password"))
            #expect(program.said == "logged in to prod-eu as tsadmin")

            await program.keys("n")
            await program.fill(.password, ProgramDriver.password)
            await program.fill(.lifetime, "15m")
            await program.fill(.label, "for the audit")
            #expect(program.screen.contains("until 2026-11-21 10:07:50 +01:00 = 2026-11-21 09:07:50 UTC"))
            #expect(program.screen.contains("password: (secret)"))
            await program.keys("Ctrl-S")
            let token = try #require(program.state.panes.tokens.selected(in: program.state.tokens))
            let name = token.fingerprint.text
            #expect(program.said.contains("issued token \(name)"))
            #expect(program.rows(with: name).first?.contains("15m 00s") == true)

            await program.keys("Enter")
            #expect(program.screen.contains("active, 15m 00s left"))
            #expect(program.screen.contains("for the audit"))
            await program.keys("v")
            #expect(program.said == "token \(name) on prod-eu is valid (auth/token/validate)")

            await program.keys("r")
            #expect(program.screen.contains("Type prod-eu to confirm:"))
            // A slip of the finger is not enough on a production cluster.
            await program.keys("y", "Enter")
            #expect(program.wire.count("auth/token/revoke") == 0)
            await program.keys("Backspace")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.wire.count("auth/token/revoke") == 1)
            #expect(program.rows(with: name).contains { $0.contains("revoked (verified)") })
            await program.keys("Enter", "Esc")
            #expect(program.rows(with: name).first?.contains("revoked (verified)") == true)

            await program.keys("o")
            #expect(program.screen.contains("Log out of prod-eu?"))
            await program.keys("y")
            #expect(program.said == "Logged out of prod-eu")
            #expect(program.screen.contains("l logs in again"))
            let cluster = try #require(program.fleet["prod-eu"]?.cluster)
            #expect(await cluster.openSessionCount == 0)

            #expect(!program.film.contains(ProgramDriver.password))
            #expect(!program.film.contains("eyJ"), "a token was on the screen, and nobody asked for it")
            #expect(!program.journal.contains("eyJ"))
            #expect(!program.journal.contains(ProgramDriver.password))
        }
    }
}
