import DemoCluster
import Glibc
import Operations
import Storage
import StrictJSON
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import App

/// "anna's token leaked: revoke it everywhere and prove it", by lines, down to the wire.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(60)))
struct PlainIncidentTests {
    private func setting(_ names: String...) -> ProgramSetting {
        ProgramSetting(profiles: { $0.removeAll { !names.contains($0.name) } })
    }

    private func forcedOut(_ program: PlainDriver, _ name: String) async throws -> [String] {
        let cluster = try #require(program.fleet[name]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    @Test func `a user is revoked everywhere with one confirmation, and the report is in hand`() async throws {
        try await PlainDriver.run(setting("prod-eu", "prod-us", "staging")) { program in
            await program.type("X", "anna")
            #expect(program.page.contains("nothing yet, prod-us, PRODUCTION"))
            await program.choose("Log in to the chosen clusters")
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("logged in to prod-eu as tsadmin\n"))
            #expect(program.page.contains("staging"))
            await program.choose("Go on")
            await program.type("leaked in a chat")
            #expect(program.prompt.contains("Type anna to revoke"))
            await program.type("y")
            #expect(program.page.contains("Does not match"))
            #expect(program.wire.count("users/force-logout") == 0)
            await program.type("anna")
            #expect(program.page.contains("prod-eu, PRODUCTION, logout, accepted"))
            #expect(program.page.contains("prod-us, PRODUCTION, logout, accepted"))
            // Each result once, with the number that chooses it.
            let rows = program.page.split(separator: "\n").filter { $0.first?.isNumber == true && $0.contains(", ") }
            #expect(Set(rows).count == rows.count, "\(program.page)")
            #expect(rows.count { $0.contains("prod-us, PRODUCTION, logout, accepted") } == 1, "\(program.page)")
            #expect(program.page.contains("revoked (verified)"))
            await program.type("w")
            let start = try #require(program.page.firstRange(of: "tessera-incident-anna-")?.lowerBound)
            let name = String(program.page[start...].prefix { $0 != "." })
            // What it came from is not read out once more.
            #expect(!program.page.contains("prod-eu, PRODUCTION, logout, accepted"))
            #expect(program.page.split(separator: "\n").count <= 3, "\(program.page)")
            let (text, json) = (TemporaryHome.text(of: name + ".txt"), TemporaryHome.text(of: name + ".json"))
            for ending in [".txt", ".json"] { unlink(name + ending) }
            await program.type("0")
            #expect(program.page.contains("prod-eu, PRODUCTION, logout, accepted"))
            #expect(text.contains("leaked in a chat"))
            #expect(try JSONValue.parse(Array(json.utf8))["incident"]?["notLoggedOut"]?.arrayValue?.count == 1)
            for name in ["prod-eu", "prod-us"] {
                let forced = try await forcedOut(program, name)
                #expect(forced == ["anna"])
            }
        }
    }

    /// On the demo as it comes, with its eleven clusters: names and secrets aside, twelve keys at most, the end of each line
    /// among them.
    @Test func `by numbers alone twelve keys end with the report in hand`() async throws {
        try await PlainDriver.run { program in
            var keys = 0
            func choose(_ text: String) async throws {
                let found = await program.number(of: text)
                let number = try #require(found, "nothing to choose like \(text)")
                keys += number.count + 1
                await program.type(number)
            }
            func enter(_ text: String = "") async {
                keys += 1
                await program.type(text)
            }
            try await choose("Incident: revoke a user")
            await enter("anna")
            #expect(program.page.contains("chosen, prod-eu, PRODUCTION, 2 stored, 1 expired, blocked: log in first\n"))
            #expect(program.page.contains("\nType l to log in to the chosen clusters.\n"))
            #expect(!program.page.contains("l logs in"))
            try await choose("Log in to the chosen clusters")
            await enter(ProgramDriver.password)
            let goOn = program.number(of: "Go on") ?? ""
            #expect(program.prompt.contains(" [\(goOn)], b back"))
            await program.type("?")
            #expect(program.page.contains("An empty line takes what stands in brackets: Go on"))
            await enter()
            await enter()
            #expect(program.prompt.contains("Type anna to revoke"))
            await enter("anna")
            let report = program.number(of: "Write a report") ?? ""
            #expect(program.prompt.contains(" [\(report)], b back"))
            await enter()
            let start = try #require(program.page.firstRange(of: "tessera-incident-anna-")?.lowerBound)
            let name = String(program.page[start...].prefix { $0 != "." })
            for ending in [".txt", ".json"] { #expect(unlink(name + ending) == 0) }
            #expect(keys <= 12)
        }
    }

    @Test func `an empty line leaves neither the plan nor the results, and goes on where the prompt says so`()
        async throws
    {
        try await PlainDriver.run(setting("prod-eu")) { program in
            // No token of that name is stored, and there is no session.
            await program.type("X", "lisa", "")
            #expect(program.state.top is IncidentView)
            #expect(program.page.contains("An empty line does nothing here; b goes back, ? shows the answers."))
            #expect(program.prompt.contains("b back, q quit, ? help"))
            await program.type("?")
            #expect(program.page.contains("\nb goes back, q quits"))
            await program.type("b", "1", "l", ProgramDriver.password)
            await program.type("b", "X", "anna", "")
            #expect((program.state.top as? IncidentView)?.focus == .reason)
            await program.type("", "anna", "")
            #expect(program.state.top is IncidentResults)
            let start = try #require(program.page.firstRange(of: "tessera-incident-anna-")?.lowerBound)
            let name = String(program.page[start...].prefix { $0 != "." })
            for ending in [".txt", ".json"] { #expect(unlink(name + ending) == 0) }
            await program.type("")
            #expect(program.page.contains("An empty line does nothing here; b goes back"), "it is written once")
            await program.type("b")
            #expect(program.state.stack.isEmpty)
            await program.type("X", "anna", "b")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `an empty line takes the user who stands in brackets`() async throws {
        try await PlainDriver.run(setting("prod-eu")) { program in
            await program.type("2", "/anna", "X")
            #expect(program.prompt == "User or GUID, or the word token [anna]: ")
            await program.type("")
            #expect(program.page.contains("Revoke anna everywhere"))
            #expect(program.state.top is IncidentView)
        }
    }

    @Test func `where the activation links go is chosen by lines, and told before the account is closed`() async throws
    {
        try await PlainDriver.run(setting("prod-eu")) { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("b", "X", "anna", "d")
            #expect(program.page.contains("log out, deactivate"))
            await program.type("v")
            #expect(program.page.contains("the vault is not open"))
            await program.choose("Go on")
            await program.type("", "anna")
            #expect(program.page.contains("are written only to tessera-activation-links-anna-"))
            #expect(program.wire.count("users/deactivate") == 0)
        }
    }

    @Test func `a leaked token is typed unseen, and nothing shows it`() async throws {
        try await PlainDriver.run(setting("prod-eu")) { program in
            let record = try #require(program.state.tokens.records.first { $0.facts.user == "anna" })
            let known = try await RevealTokens(records: [record]).run(in: program.workspace)
            let token = try #require(known.first?.expose())
            await program.type("X", "token")
            #expect(program.console.hidden.last == "Token, not shown: ")
            await program.type(token)
            #expect(program.page.contains("Revoke anna everywhere, leaked token \(record.fingerprint.text)"))
            #expect(!program.output.contains(token))
        }
    }

    /// The terminal has shown it while it was typed.
    @Test func `a token that was typed in clear is to be cleared from the screen`() async throws {
        try await PlainDriver.run(setting("prod-eu")) { program in
            let record = try #require(program.state.tokens.records.first { $0.facts.user == "anna" })
            let known = try await RevealTokens(records: [record]).run(in: program.workspace)
            let token = try #require(known.first?.expose())
            await program.type("X", token)
            #expect(program.page.hasPrefix("The token was typed in clear: clear the screen and its scrollback"))
            #expect(program.page.contains("Revoke anna everywhere, leaked token \(record.fingerprint.text)"))
            #expect(!program.output.contains(token))
            await program.type("b", "X", "bob")
            #expect(!program.page.contains("typed in clear"))
        }
    }

    /// It may be a secret still: a name is typed in clear.
    @Test func `what was typed unseen and is no token is not taken for a user`() async throws {
        try await PlainDriver.run(setting("prod-eu")) { program in
            await program.type("X", "token", "hunter2-of-anna")
            #expect(program.page.contains("The text is not a bearer token; it was neither shown nor looked up."))
            #expect(program.prompt.hasPrefix("User or GUID, or the word token"))
            #expect(!program.output.contains("hunter2"))
            await program.type("anna")
            #expect(program.page.contains("Revoke anna everywhere"))
        }
    }

    /// Once it lets what has begun come to its end; twice it cancels that, too.
    @Test func `Ctrl-C stops what has not begun and keeps the verdicts`() async throws {
        try await PlainDriver.run(setting("prod-eu")) { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("b", "X", "anna")
            await program.choose("Go on")
            await program.type("")
            program.wire.hold("users/force-logout", on: "prod-eu")
            async let answered: Void = program.type("anna")
            await program.wire.untilHeld()
            program.console.send(.interrupt)
            program.console.send(.interrupt)
            await answered
            program.wire.release()
            #expect(program.state.top is IncidentResults)
            #expect(program.page.contains("prod-eu, PRODUCTION, logout, "))
            #expect(program.page.contains("Choose 1 to"))
        }
    }
}
