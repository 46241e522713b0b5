import DemoCluster
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct TokenScriptTests {
    @Test func `A token for one object, by a secret key`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["prod-eu"]?.secretKey)
            await program.press(.newToken)
            await program.choose(.kind, "object")
            await program.choose(.credential, "secret-key")
            await program.fill(.secretKey, key)
            await program.press(.submit)
            // What is missing is said on its field, and nothing is sent.
            #expect(program.form?.focused == .objectID)
            #expect(program.wire.count("auth/token/object") == 0)
            await program.fill(.objectID, "0d1c2b3a-4958-4473-a2b1-c0d9e8f70011")
            #expect(program.screen.contains("secret_key: (secret)"))
            await program.press(.submit)
            #expect(program.wire.count("auth/token/object") == 1)
            #expect(program.said.hasPrefix("issued token"))
            await program.press(.open)
            #expect(program.screen.contains("0d1c2b3a-4958-4473-a2b1-c0d9e8f70011"))
            #expect(!program.film.contains(key))
        }
    }

    @Test
    func `A v1 token is issued after a question, and cannot be revoked, which is said with its reason`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["lab-old"]?.secretKey)
            try await program.select("lab-old")
            await program.press(.newToken)
            await program.fill(.secretKey, key)
            await program.press(.submit)
            #expect(program.screen.contains("a v1 token on lab-old?"))
            #expect(program.wire.count("auth/token") == 0)
            // No is the default.
            await program.keys("Enter")
            #expect(program.wire.count("auth/token") == 0)
            #expect(program.form != nil)
            await program.press(.submit)
            await program.keys("y")
            #expect(program.wire.count("auth/token") == 1)
            await program.press(.focusTokens)
            await program.keys("r")
            #expect(program.state.stack.isEmpty)
            #expect(program.said == "v1 has no revoke")
            // What cannot be used is hinted where all that can be used has room.
            #expect(!program.screen.contains("(revoke)"))
            await program.resize(columns: 240, rows: 30)
            #expect(program.screen.contains("r revoke (v1 has no revoke)") || program.screen.contains("r (revoke)"))
        }
    }

    @Test
    func `A pasted token is imported without its line break, validated, and only its fingerprint is kept`() async throws
    {
        try await ProgramDriver.run { program in
            let cluster = try #require(program.fleet["prod-us"]?.cluster)
            let token = try #require(await cluster.preset(.fresh, for: "anna"))
            try await program.select("prod-us")
            await program.press(.importToken)
            await program.paste(token.value + "\n")
            #expect(program.form != nil, "a paste never sends a form")
            await program.keys("Ctrl-S")
            #expect(program.form == nil)
            #expect(program.said.contains("imported"))
            #expect(program.screen.contains("anna"))
            #expect(!program.film.contains(token.value))
            #expect(!program.journal.contains(token.value))
        }
    }

    @Test func `A token is shown in clear for 20 seconds, and by then gone`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .moveDown, .reveal)
            #expect(program.screen.contains("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."))
            #expect(program.screen.contains("hidden in 20s"))
            await program.advance(seconds: 1)
            #expect(program.screen.contains("hidden in 19s"))
            await program.advance(seconds: 18)
            #expect(program.screen.contains("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."))
            await program.advance(seconds: 1)
            #expect(!program.screen.contains("eyJ"))
            // Any key hides it at once.
            await program.press(.reveal)
            #expect(program.screen.contains("eyJ"))
            await program.keys("j")
            #expect(!program.screen.contains("eyJ"))
        }
    }

    @Test func `Copying hands over the token and says which way it went, without showing it`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .moveDown, .copy)
            #expect(program.copied.count == 1)
            #expect(program.copied[0].hasPrefix("eyJ"))
            #expect(program.said.contains("OSC 52"))
            #expect(!program.film.contains(program.copied[0].prefix(60)))
        }
    }

    @Test func `A countdown runs to its end, and the token moves down among the expired`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens)
            #expect(program.rows(with: "af5cfd2dcf22").first?.contains("34s") == true)
            await program.advance(seconds: 5)
            #expect(program.rows(with: "af5cfd2dcf22").first?.contains("29s") == true)
            await program.advance(seconds: 31)
            #expect(program.rows(with: "af5cfd2dcf22").first?.contains("expired") == true)
            #expect(program.state.shownTokens.first?.fingerprint.text != "af5cfd2dcf22")
        }
    }

}
