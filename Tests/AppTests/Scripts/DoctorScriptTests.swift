import DisplayText
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct DoctorScriptTests {
    @Test func `D looks at the whole way to a cluster, without a credential`() async throws {
        try await ProgramDriver.run { program in
            let logins = program.wire.count("session/login")
            await program.keys("D")
            #expect(program.screen.contains("Doctor: prod-eu"))
            #expect(program.rows(with: "ok: prod-eu.demo.example is 192.0.2.7, 2001:db8::7").count == 1)
            #expect(program.rows(with: "v2.0, matches the profile; also supports v1").count == 1)
            #expect(program.said == "prod-eu: 7 ok, 0 warnings, 0 failed, 3 skipped")
            #expect(program.wire.count("session/login") == logins)
            await program.keys("y")
            #expect(program.copied.last?.contains("\n  ok       TCP") == true)
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `An unreachable cluster ends the diagnosis at the step that failed, with the next step`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("down-dc2")
            await program.keys("D")
            #expect(program.rows(with: "FAILED").count == 1)
            #expect(program.screen.contains("because TCP failed"))
            #expect(program.screen.contains("next: check the port"))
            await program.keys("F5")
            #expect(program.rows(with: "FAILED").count == 1)
        }
    }

    @Test func `A look that hangs is stopped, and what was found stays`() async throws {
        try await ProgramDriver.run { program in
            program.wire.hold("auth/session/user", on: "prod-eu")
            program.waitsForIdle = false
            await program.begin(.diagnose)
            await program.wire.untilHeld()
            await program.until { state in
                (state.top as? DoctorView)?.findings.count == 4
            }
            #expect(program.screen.contains("checking ..."))
            await program.keys("x")
            #expect(program.screen.contains("Stopped before the end"))
            #expect(program.screen.contains("TLS 1.3, certificate for *.demo.example"))
            program.wire.release()
        }
    }

    @Test func `With a session the rest is told: release, session, Org`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            await program.press(.diagnose)
            #expect(program.rows(with: "tsadmin, by password").count == 1)
            #expect(program.rows(with: "26.8.0.cl").isEmpty == false)
            #expect(program.said.contains("10 ok"))
        }
    }

    @Test
    func `The test of a new profile tells the generation that was found; choosing stays with the person`() async throws
    {
        try await ProgramDriver.run { program in
            await program.press(.addProfile)
            await program.fill(.name, "lab-new")
            await program.fill(.url, "https://lab-old.demo.example")
            await program.press(.test)
            #expect(program.form?[.generation]?.note?.string.hasPrefix("detected v1") == true)
            #expect(program.form?.choice(.generation) == "v2.0")
            await program.choose(.generation, "v1")
            await program.press(.submit)
            #expect(program.state.profiles.list.last?.generation == .v1)
        }
    }
}
