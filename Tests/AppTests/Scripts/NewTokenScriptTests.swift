import DemoCluster
import DisplayText
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import App

/// Custom tokens, users made at issue, and the token of a session, through the whole program.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct NewTokenScriptTests {
    @Test func `A custom token by rules on one line, with its request to be read at 80x24`() async throws {
        try await ProgramDriver.run { program in
            await program.resize(columns: 80, rows: 24)
            await program.press(.newToken)
            await program.choose(.kind, "custom")
            await program.fill(.password, ProgramDriver.password)
            await program.fill(.filterRules, "Region north")
            await program.press(.submit)
            #expect(program.form?.focused == .filterRules)
            #expect(program.screen.contains("a rule is COLUMN OP VALUE"))
            #expect(program.wire.count("auth/token/custom") == 0)
            await program.clear(.filterRules)
            await program.fill(.filterRules, "Region IN north,south")
            #expect(program.screen.contains("Sends POST /api/rest/2.0/auth/token/custom"))
            #expect(program.screen.contains("password: (secret)"))
            // The whole of a long request is there where it is sent.
            #expect(!program.screen.contains("auto_create: false"))
            await program.keys("Tab", "Tab", "Tab", "Tab")
            #expect(program.screen.contains("auto_create: false"))
            await program.press(.submit)
            #expect(program.wire.count("auth/token/custom") == 1)
            #expect(program.said.hasPrefix("issued token"))
            // The pane alone has room for the kind.
            await program.keys("z")
            #expect(program.screen.contains("custom"))
            #expect(!program.film.contains(ProgramDriver.password))
        }
    }

    @Test func `A user is created on production only after the name of the profile is typed`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["prod-eu"]?.secretKey)
            let cluster = try #require(program.fleet["prod-eu"]?.cluster)
            await program.press(.newToken)
            await program.choose(.credential, "secret-key")
            await program.fill(.secretKey, key)
            await program.clear(.username)
            await program.fill(.username, "anna")
            await program.switchOn(.createsUser)
            await program.choose(.membership, "none")
            await program.press(.submit)
            #expect(program.screen.contains("ALL groups of anna are removed"))
            await program.keys("Esc")
            #expect(program.wire.count("auth/token/full") == 0)
            #expect(program.form != nil)
            await program.press(.submit)
            // A cluster of production wants its name, as before everything else that is lost there.
            await program.type("prod-us")
            await program.keys("Enter")
            #expect(program.wire.count("auth/token/full") == 0)
            await program.keys("Ctrl-U")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.wire.count("auth/token/full") == 1)
            #expect(await cluster.executedChanges.contains { $0.action == .provisionedUser })
            #expect(program.journal.contains("auto_create"))
        }
    }

    @Test func `T issues a token from the open session, once, and nothing else ever does`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("T")
            #expect(program.state.stack.isEmpty)
            #expect(program.said.contains("not logged in to"))
            await program.logIn()
            await program.press(.refresh, .focusSession, .open, .cancel, .showAllClusters, .showAllClusters)
            await program.keys("T")
            #expect(program.screen.contains("GET /api/rest/2.0/auth/session/token"))
            #expect(program.wire.count("auth/session/token") == 0)
            await program.press(.submit)
            #expect(program.wire.count("auth/session/token") == 1)
            #expect(program.said.hasPrefix("issued token"))
            await program.press(.refresh)
            await program.advance(seconds: 60)
            #expect(program.wire.count("auth/session/token") == 1)
        }
    }

    @Test func `A token goes into a new file, and no existing one is overwritten`() async throws {
        try await ProgramDriver.run { program in
            try program.home.write("precious", to: "old.txt")
            await program.press(.newToken)
            await program.fill(.password, ProgramDriver.password)
            await program.choose(.destination, "file")
            await program.fill(.path, "~/old.txt")
            await program.press(.submit)
            #expect(program.form?[.path]?.error?.string.contains("already exists") == true)
            #expect(program.wire.count("auth/token/full") == 0)
            await program.clear(.path)
            await program.fill(.path, "~/new.txt")
            await program.press(.submit)
            #expect(program.wire.count("auth/token/full") == 1)
            #expect(program.said.contains(program.home.file("new.txt")))
            #expect(program.home.permissions(of: "new.txt") == 0o600)
            let token = try program.home.text(of: "new.txt").dropLast()
            #expect(token.count > 20 && !program.film.contains(token))
            #expect(try program.home.text(of: "old.txt") == "precious")
            let fingerprint = Fingerprint(of: Secret(String(token)))
            let record = try #require(program.state.tokens.records.first { $0.fingerprint == fingerprint })
            #expect(!program.state.tokens.isHeld(record.id))
        }
    }
}
