import DemoCluster
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Credentials that are refused again and again, by commands (promise P72).
struct LockoutTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func wrong(_ extra: String..., command: [String] = ["session", "prod-eu"]) async -> World.Ran {
        await world.run(command + ["--password-stdin"] + extra, input: "wrong-password-4711")
    }

    @Test func `The second refusal warns, the third attempt is not made`() async throws {
        let first = await wrong()
        #expect(first.code == .notLoggedIn)
        #expect(!first.error.contains("W_LOCKOUT") && !first.error.contains("--ignore-lockout-guard"))
        let second = await wrong("--json")
        #expect(second.code == .notLoggedIn)
        let warnings = second.error.split(separator: "\n").filter { $0.contains("W_LOCKOUT") }
        #expect(warnings.count == 2, "once before, once after: \(second.error)")
        #expect(try second.jsonError()["code"]?.stringValue == "E_CREDENTIALS")
        let sent = world.traffic.requests.count
        // No secret is even read: there is no standard input to read it from.
        let third = await world.run("session", "prod-eu", "--password-stdin")
        #expect(third.code == .refused)
        #expect(third.error.contains("E_LOCKOUT_GUARD"))
        #expect(third.error.contains("--ignore-lockout-guard"))
        #expect(world.traffic.requests.count == sent)
        let known = await world.run(
            "session", "prod-eu", "--password-stdin", "--ignore-lockout-guard", input: DemoFleet.password)
        #expect(known.code == .done, "\(known.error)")
        #expect(await world.run("session", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
    }

    @Test(arguments: [
        ["profile", "test", "prod-eu"], ["token", "issue", "--profile", "prod-eu"], ["session", "prod-eu"],
        ["token", "issue", "--profile", "prod-eu", "--org", "Sales"],
    ])
    func `Every command that presents a credential is guarded, and can be told better`(command: [String]) async throws {
        for _ in 0..<2 { #expect(await wrong(command: command).code == .notLoggedIn) }
        let guarded = await world.run(command + ["--password-stdin"])
        #expect(guarded.code == .refused, "\(guarded.error)")
        #expect(guarded.error.contains("E_LOCKOUT_GUARD"))
        let known = await world.run(
            command + ["--password-stdin", "--ignore-lockout-guard"], input: DemoFleet.password)
        #expect(known.code == .done, "\(known.error)")
    }

    @Test func `An hour later the next attempt is free`() async {
        for _ in 0..<2 { _ = await wrong() }
        world.advance(seconds: 3_600)
        #expect(await wrong().code == .notLoggedIn)
    }

    @Test func `What is refused anyway is refused before a secret is read`() async throws {
        let member = try #require(world.fleet["prod-eu"])
        let added = await world.run(
            "profile", "add", "query", "--url", member.inProcessOrigin.description, "--username", member.username,
            "--generation", "beta-query")
        try #require(added.code == .done, "\(added.error)")
        for command in [
            ["session", "query"], ["profile", "test", "query"], ["token", "issue", "--profile", "query"],
        ] {
            let ran = await world.run(command + ["--password-stdin"])
            #expect(ran.code == .refused, "\(command): \(ran.error)")
            #expect(ran.error.contains("E_URL_SECRETS"))
        }
        #expect(world.traffic.requests.isEmpty)
    }
}
