import DemoCluster
import Storage
import Testing

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct KeysScriptTests {
    private static let salesKey = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c01"

    @Test
    func `Keys are read when they are asked for, shown masked, and only revealed by a key of its own`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["prod-us"]?.secretKey)
            try await program.select("prod-us")
            await program.keys("K")
            #expect(program.said.contains("not logged in to prod-us"))
            #expect(program.wire.count("auth/search") == 0)
            await program.logIn()
            await program.press(.showAllClusters, .showAllClusters, .refresh, .focusTokens, .open, .cancel)
            #expect(program.wire.count("auth/search") == 0)
            await program.press(.focusClusters)
            await program.keys("K")
            #expect(program.wire.count("auth/search") == 1)
            #expect(program.rows(with: "cluster ").contains { $0.contains("on") && $0.contains("(secret)") })
            #expect(program.rows(with: "Sales (1)").contains { $0.contains("(secret)") })
            #expect(program.rows(with: "Finance (2)").contains { $0.contains("off") && !$0.contains("(secret)") })
            #expect(program.screen.contains("as of "))
            #expect(program.journal.contains("read_secret_keys"))
            #expect(!program.journal.contains("reveal_secret_key"))
            #expect(!program.film.contains(key))

            await program.keys("j", "p")
            #expect(program.screen.contains(Self.salesKey))
            #expect(program.screen.contains("The secret key in clear text"))
            #expect(program.journal.contains("reveal_secret_key"))
            await program.advance(seconds: 20)
            #expect(!program.screen.contains(Self.salesKey))
            await program.keys("p", "j")
            #expect(!program.screen.contains(Self.salesKey))
            #expect(program.screen.contains("Secret keys: prod-us"))

            await program.keys("g", "y")
            #expect(program.copied == [key])
            #expect(program.said.contains("OSC 52"))
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)

            // The inspector of requests knows that there was one, and nothing of what it said.
            await program.press(.requestLog, .open)
            #expect(!program.film.contains(key))
            #expect(!program.journal.contains(key))
            #expect(!program.journal.contains(Self.salesKey))
        }
    }

    @Test func `A rotation wants the name typed, and shows that the key is another one`() async throws {
        try await ProgramDriver.run { program in
            let key = try #require(program.fleet["prod-eu"]?.secretKey)
            await program.logIn()
            await program.keys("K", "r")
            #expect(program.screen.contains("Rotate the secret key of the cluster?"))
            #expect(program.screen.contains("PRODUCTION"))
            await program.type("y")
            await program.keys("Enter")
            #expect(program.wire.count("auth/configure") == 0)
            await program.keys("Ctrl-U")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.wire.count("auth/configure") == 2)
            #expect(program.said.contains("has a new key on prod-eu"))
            await program.keys("y")
            #expect(program.copied.count == 1)
            #expect(program.copied != [key])
            #expect(program.journal.contains("disable_trusted_authentication"))
            #expect(program.journal.contains("enable_trusted_authentication"))
        }
    }

    @Test func `Half a rotation stays on the screen until it is completed`() async throws {
        var setting = ProgramSetting()
        setting.faults["prod-eu"] = [
            DemoFaultRule(
                match: .init(path: "/api/rest/2.0/auth/configure", nth: 2),
                action: .answer(status: 403, headers: [:], body: []))
        ]
        try await ProgramDriver.run(setting) { program in
            await program.logIn()
            await program.keys("K", "r")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.screen.contains("on prod-eu is now OFF"))
            #expect(program.screen.contains("e in the secret keys (K)"))
            await program.keys("e")
            await program.type("prod-eu")
            await program.keys("Enter")
            // The activity keeps what was; the view shows what is.
            #expect(program.rows(with: "on prod-eu is now OFF").allSatisfy { $0.contains("error: ") })
            #expect(program.said.contains("on prod-eu is on (verified)"))
        }
    }

    @Test func `A cluster that fails to answer says so where the keys would be, and v1 says why before`() async throws {
        var setting = ProgramSetting()
        setting.faults["prod-eu"] = [
            DemoFaultRule(
                match: .init(path: "/api/rest/2.0/auth/search"),
                action: .answer(status: 404, headers: [:], body: []))
        ]
        try await ProgramDriver.run(setting) { program in
            await program.logIn()
            await program.keys("K")
            #expect(program.screen.contains("does not support auth/search"))
            await program.keys("q")
            #expect(program.state.stack.isEmpty)
            try await program.select("lab-old")
            await program.keys("K")
            #expect(program.state.stack.isEmpty)
            #expect(program.said.contains("managed by v2.0 only"))
        }
    }
}
