import DemoCluster
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct LockoutScriptTests {
    @Test func `After a refusal the form warns; after two it asks, and No keeps what was typed`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn(password: "wrong-one")
            #expect(program.screen.contains("After 2 within an hour"))
            await program.type("wrong-two")
            await program.keys("Ctrl-S")
            #expect(program.form?[.password]?.error != nil)
            await program.type(ProgramDriver.password)
            await program.keys("Ctrl-S")
            #expect(program.screen.contains("Try once more as tsadmin?"))
            #expect(program.screen.contains("Tessera asks no longer from 10:52:50 +01:00 on."))
            await program.keys("n")
            #expect(program.form?[.password]?.isEmpty == false)
            await program.keys("Ctrl-S", "y")
            #expect(program.form == nil)
            #expect(program.screen.contains("user tsadmin"))
            for secret in ["wrong-one", "wrong-two", ProgramDriver.password] {
                #expect(!program.film.contains(secret))
            }
        }
    }
}
