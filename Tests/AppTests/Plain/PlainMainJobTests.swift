import DemoCluster
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

/// The job the program is made for, by lines alone.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainMainJobTests {
    @Test func `see the clusters, log in, issue, validate, revoke, see it refused, log out: by lines alone`()
        async throws
    {
        try await PlainDriver.run { program in
            for member in program.fleet.members { #expect(program.output.contains(member.name)) }
            #expect(program.output.contains("1. prod-eu, PRODUCTION, v2.0, logged out\n"))
            await program.type("1")
            #expect(program.prompt.hasPrefix("[prod-eu PRODUCTION] "))
            await program.choose("Log in to the selected cluster")
            #expect(program.output.contains("the secret stays in memory until Tessera exits"))
            #expect(program.console.hidden == ["[prod-eu PRODUCTION] Password, not shown: "])
            #expect(program.page.contains("User: tsadmin\n"))
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("ok: logged in to prod-eu as tsadmin\n"))

            await program.type("n", "", "", "", ProgramDriver.password)
            await program.type("15m")
            #expect(program.prompt == "[prod-eu PRODUCTION] Org [cluster default]: ")
            await program.type("")
            while program.prompt.contains("y or n") { await program.type("") }
            await program.type("for the audit")
            #expect(program.page.contains("2. vault (not available: the vault is not the secret source of prod-eu)\n"))
            #expect(program.prompt == "[prod-eu PRODUCTION] Destination, number [1]: ")
            await program.type("")
            #expect(program.page.contains("until 2026-11-21 10:0"))
            #expect(program.page.contains("password: (secret)"))
            await program.choose("Issue the token")
            #expect(program.page.contains("ok: issued token "))

            await program.choose("for the audit")
            let token = try #require(program.state.tokens.records.first { $0.facts.label == "for the audit" })
            let name = token.fingerprint.text
            #expect(program.page.contains("state: active, 1"))
            await program.choose("Validate the token shown")
            #expect(program.page.contains("ok: token \(name) on prod-eu is valid (auth/token/validate)\n"))

            await program.choose("Revoke the token shown")
            #expect(program.prompt == "[PRODUCTION prod-eu] Type prod-eu to confirm: ")
            await program.type("y")
            #expect(program.wire.count("auth/token/revoke") == 0)
            #expect(program.page.contains("Does not match"))
            await program.type("prod-eu")
            #expect(program.wire.count("auth/token/revoke") == 1)
            #expect(program.page.contains("prod-eu, PRODUCTION, \(name), tsadmin, revoked (verified), "))

            await program.type("b", "b", "b")
            await program.choose("Log out of the selected cluster")
            await program.type("y")
            #expect(program.page.contains("Logged out of prod-eu\n"))
            let cluster = try #require(program.fleet["prod-eu"]?.cluster)
            #expect(await cluster.openSessionCount == 0)
            #expect(!program.output.contains(ProgramDriver.password))
            #expect(!program.output.contains("eyJ"))
            await program.type("b", "q", "q")
            #expect(program.console.isClosed)
        }
    }
}
