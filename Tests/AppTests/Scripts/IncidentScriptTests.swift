import DemoCluster
import Glibc
import Operations
import Storage
import StrictJSON
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// "anna's token leaked: revoke it everywhere and prove it", by keys, down to the wire.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(60)))
struct IncidentScriptTests {
    private func setting(_ names: String..., size: Size = Size(rows: 24, columns: 80)) -> ProgramSetting {
        var setting = ProgramSetting(profiles: { $0.removeAll { !names.contains($0.name) } })
        setting.size = size
        return setting
    }

    private func forcedOut(_ program: ProgramDriver, _ name: String) async throws -> [String] {
        let cluster = try #require(program.fleet[name]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    /// Three clusters, one of them logged out, one whose account is locked: names and secrets aside, 12 keys at most.
    @Test func `twelve keys end with the report in hand`() async throws {
        try await ProgramDriver.run(setting("prod-eu", "prod-us", "staging")) { program in
            await program.logIn()
            var count = 0
            func press(_ keys: String...) async {
                for key in keys {
                    await program.keys(key)
                    count += 1
                }
            }
            await press("X")
            await program.type("anna")
            await press("Enter")
            #expect(program.rows(with: "prod-us").first?.contains("blocked: log in first (l)") == true)
            await press("l")
            await program.type(ProgramDriver.password)
            await press("Enter")
            #expect(program.rows(with: "prod-us").first?.contains("log out") == true)
            #expect(program.rows(with: "staging").first?.contains("blocked: tsadmin is locked") == true)
            await press("Enter", "Enter")
            await program.type("anna")
            await press("Enter")
            #expect(program.rows(with: "logout").count { $0.contains("accepted") } == 2)
            #expect(program.rows(with: "revoked (verified)").isEmpty == false)
            await press("w")
            let said = program.said
            let start = try #require(said.firstRange(of: "tessera-incident-anna-")?.lowerBound)
            let name = String(said[start...].prefix { $0 != "." })
            let (text, json) = (TemporaryHome.text(of: name + ".txt"), TemporaryHome.text(of: name + ".json"))
            for ending in [".txt", ".json"] { unlink(name + ending) }
            #expect(text.contains("Incident  user anna"))
            #expect(text.contains("POST /api/rest/2.0/users/force-logout"))
            let document = try JSONValue.parse(Array(json.utf8))
            #expect(
                document["incident"]?["notLoggedOut"]?.arrayValue?.map { $0["profile"]?.stringValue } == ["staging"])
            await press("Esc")
            #expect(program.state.stack.isEmpty)
            #expect(count <= 12)
            for name in ["prod-eu", "prod-us"] {
                let forced = try await forcedOut(program, name)
                #expect(forced == ["anna"])
            }
        }
    }

    /// A cluster that does not answer holds up neither the others nor the keys.
    @Test func `a slow cluster holds nothing up`() async throws {
        var setting = setting("prod-eu", "prod-us", size: Size(rows: 30, columns: 110))
        setting.isOrdered = false
        try await ProgramDriver.run(setting) { program in
            await program.logIn()
            try await program.select("prod-us")
            await program.logIn()
            await program.keys("X")
            await program.type("anna")
            await program.keys("Enter", "Enter", "Enter")
            await program.type("anna")
            program.wire.hold("users/force-logout", on: "prod-us")
            program.waitsForIdle = false
            await program.keys("Enter")
            await program.wire.untilHeld()
            await program.until { state in
                (state.top as? IncidentResults)?.report.result.sessions.count { $0.verdict == .accepted } == 2
            }
            await program.keys("j", "j")
            #expect((program.state.top as? IncidentResults)?.list.position == 2)
            #expect(program.rows(with: "logging out").first?.contains("prod-us") == true)
            await program.keys("Esc")
            #expect(program.rows(with: "logging out").first?.contains("prod-us") == true, "it is under way still")
            program.wire.release()
            program.waitsForIdle = true
            await program.idle()
            let results = try #require(program.state.top as? IncidentResults)
            #expect(!results.isRunning)
            #expect(results.report.result.tokens.contains { $0.verdict == .revokedVerified })
        }
    }

    /// The answer to a logout is lost: it may have happened, and is not repeated by itself.
    @Test func `a lost answer is unknown, and the tokens are revoked nevertheless`() async throws {
        var setting = setting("prod-eu", size: Size(rows: 30, columns: 110))
        setting.faults = ["prod-eu": [.v2("users/force-logout", .closeWithoutAnswer)]]
        try await ProgramDriver.run(setting) { program in
            await program.logIn()
            await program.keys("X")
            await program.type("anna")
            await program.keys("Enter", "Enter", "Enter")
            await program.type("anna")
            await program.keys("Enter")
            #expect(program.rows(with: "logout").first?.contains("unknown") == true)
            let results = try #require(program.state.top as? IncidentResults)
            #expect(results.report.result.sessions.first { $0.act == .logOut }?.verdict != .accepted)
            #expect(program.wire.count("users/force-logout") == 1)
            await program.keys("Esc")
        }
    }
}
