import DemoCluster
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct LoginScriptTests {
    @Test func `A wrong password lands on its field, is wiped, and the next try works`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn(password: "not-the-password")
            let form = try #require(program.form)
            #expect(form.focused == .password)
            #expect(form[.password]?.error != nil)
            #expect(form[.password]?.isEmpty == true)
            await program.type(ProgramDriver.password)
            await program.keys("Ctrl-S")
            #expect(program.form == nil)
            #expect(program.screen.contains("user tsadmin"))
            #expect(!program.film.contains("not-the-password"))
            #expect(!program.film.contains(ProgramDriver.password))
        }
    }

    @Test func `A secret key logs in as the user asked for, and is named as the credential`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["prod-us"]?.secretKey)
            try await program.select("prod-us")
            await program.press(.logIn)
            await program.choose(.credential, "secret-key")
            await program.clear(.username)
            await program.fill(.username, "anna")
            await program.fill(.secretKey, key)
            await program.press(.submit)
            #expect(program.screen.contains("user anna"))
            #expect(program.screen.contains("secret key"))
            #expect(!program.film.contains(key))
        }
    }

    @Test func `A locked account says so, and not that the password is wrong`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("staging")
            await program.logIn()
            #expect(program.form != nil)
            #expect(program.said.contains("locked"))
        }
    }

    @Test func `A user with a second factor is told which way is open`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn("mfa-max")
            #expect(program.screen.contains("requires MFA"))
            #expect(program.screen.contains("use a secret key"))
            // The password was not what was wrong.
            #expect(program.form?[.password]?.error == nil)
        }
    }

    @Test func `Right credentials and a refused Org: the message stands on the Org`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.logIn)
            await program.clear(.username)
            await program.fill(.username, "anna")
            await program.fill(.password, ProgramDriver.password)
            await program.fill(.org, "2")
            await program.press(.submit)
            let form = try #require(program.form)
            #expect(form.focused == .org)
            #expect(form[.org]?.error != nil)
            #expect(form[.password]?.error == nil)
        }
    }

    @Test func `The session counts down, and its end is seen`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            #expect(program.screen.contains("expires in ~29m"))
            await program.advance(seconds: 60)
            #expect(program.screen.contains("expires in ~28m"))
            await program.advance(seconds: 1_800)
            #expect(program.rows(with: "> prod-eu").first?.contains("~ended") == true)
            // The end was an estimate; the server is asked, and it decides.
            await program.press(.refresh)
            #expect(program.rows(with: "> prod-eu").first?.contains("logged in") == true)
        }
    }

    @Test func `A session that was not confirmed is shown as unknown and can be logged out`() async throws {
        var setting = ProgramSetting()
        setting.faults["prod-eu"] = [
            DemoFaultRule(match: .init(path: "/api/rest/2.0/auth/session/user"), action: .closeWithoutAnswer)
        ]
        try await ProgramDriver.run(setting) { program in
            await program.logIn()
            await program.keys("Esc", "y")
            #expect(program.rows(with: "> prod-eu").first?.contains("unknown") == true)
            await program.press(.quit)
            #expect(program.screen.contains("1 session is open"))
            await program.keys("Esc")
            await program.press(.logOut)
            await program.keys("y")
            #expect(program.wire.count("auth/session/logout") == 1)
            #expect(program.rows(with: "> prod-eu").first?.contains("logged out") == true)
        }
    }

    @Test func `An old cluster is logged in to by cookies`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("lab-old")
            await program.logIn()
            #expect(program.screen.contains("user tsadmin"))
            await program.press(.logOut)
            #expect(program.screen.contains("l logs in again"))
        }
    }

    @Test func `A pasted bearer token logs in as its user`() async throws {
        try await ProgramDriver.run { program in
            let cluster = try #require(program.fleet["prod-us"]?.cluster)
            let token = try #require(await cluster.preset(.fresh, for: "anna"))
            try await program.select("prod-us")
            await program.press(.logIn)
            await program.choose(.credential, "bearer")
            await program.fill(.token, "")
            await program.paste(token.value + "\r\n")
            await program.press(.submit)
            #expect(program.screen.contains("user anna"))
            #expect(program.screen.contains("credential bearer token"))
            #expect(!program.film.contains(token.value.prefix(60)))
        }
    }
}
