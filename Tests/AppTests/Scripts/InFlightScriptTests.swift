import Storage
import Testing

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct InFlightScriptTests {
    @Test func `Esc cancels a login on its way; what was typed is still there`() async throws {
        try await ProgramDriver.run { program in
            program.wire.hold("auth/session/login", on: "prod-eu")
            await program.press(.logIn)
            await program.fill(.password, ProgramDriver.password)
            await program.begin(.submit)
            await program.wire.untilHeld()
            #expect(program.form?.isSubmitting == true)
            #expect(program.screen.contains("Esc cancels"))
            await program.keys("Esc")
            #expect(program.form?.isSubmitting == false)
            #expect(!program.state.isLoggedIn(program.state.profiles.list[0].id))
            program.wire.release()
            await program.press(.submit)
            #expect(program.screen.contains("user tsadmin"))
        }
    }

    @Test func `A cluster that does not answer does not stop the others`() async throws {
        try await ProgramDriver.run(ProgramSetting(isOrdered: false)) { program in
            let slow = try #require(program.state.profiles.list.first { $0.name == "slow-apac" })
            let living = try #require(program.state.profiles.list.first { $0.name == "prod-eu" })
            program.wire.hold("auth/session/user", on: "slow-apac")
            program.waitsForIdle = false
            try await program.select("slow-apac")
            await program.begin(.refresh)
            await program.wire.untilHeld()
            #expect(program.state.isChecking(slow.id))
            try await program.select("prod-eu")
            await program.logIn()
            await program.until { $0.isLoggedIn(living.id) }
            #expect(program.state.isChecking(slow.id))
            program.wire.release()
            program.waitsForIdle = true
            await program.idle()
            #expect(!program.state.isChecking(slow.id))
        }
    }

    @Test func `An unreachable cluster shows its own error only`() async throws {
        try await ProgramDriver.run { program in
            #expect(program.rows(with: "down-dc2").first?.contains("unreachable") == true)
            try await program.select("down-dc2")
            #expect(program.screen.contains("down-dc2.demo.example refused the connection"))
            #expect(program.screen.contains("Next: check the port"))
            await program.keys("Enter", "Esc")
            try await program.select("prod-eu")
            await program.logIn()
            #expect(program.screen.contains("user tsadmin"))
        }
    }

    @Test func `Quitting asks while a change is on its way, and only then`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            program.wire.hold("auth/session/logout", on: "prod-eu")
            await program.begin(.logOut)
            await program.begin(key: "y")
            await program.wire.untilHeld()
            program.waitsForIdle = false
            await program.keys("q")
            #expect(program.screen.contains("Quit Tessera?"))
            #expect(program.screen.contains("logging out of prod-eu is in progress"))
            await program.keys("n")
            #expect(!program.state.isQuitting)
            program.wire.release()
            program.waitsForIdle = true
            await program.idle()
            #expect(program.screen.contains("l logs in again"))
            await program.keys("q")
            #expect(program.state.isQuitting)
        }
    }
}
