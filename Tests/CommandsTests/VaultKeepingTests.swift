import DemoCluster
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Commands

/// What the vault keeps is there until it is ended or removed: whatever a clock says for a moment, and whatever became of
/// the profile meanwhile.
struct VaultKeepingTests {
    private let runs: VaultRuns
    private var world: World { runs.world }

    init() async throws {
        runs = try await VaultRuns()
        try await runs.unlocked()
    }

    private func run(
        _ arguments: String..., input: String? = nil, adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> World.Ran {
        await runs.run(arguments, input: input, adjust: adjust)
    }

    private func issue(lifetime: String, adjust: (inout CommandContext) -> Void = { _ in }) async throws {
        let ran = await run(
            "token", "issue", "--profile", "prod-eu", "--lifetime", lifetime, "--password-stdin", "--json",
            input: DemoFleet.password, adjust: adjust)
        try #require(ran.code == .done, "\(ran.error)")
    }

    private func kinds() async throws -> [String] {
        try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.compactMap { $0["kind"]?.stringValue }
            ?? []
    }

    /// Promise P73. The journal knows the clock of the cluster from a run whose own clock was wrong.
    @Test(arguments: [-3, 3] as [Int64])
    func `tokens stay in the vault after a run whose clock was days off`(_ days: Int64) async throws {
        try await issue(lifetime: "24h")
        let now = world.now + days * 86_400_000
        try await issue(lifetime: "24h") { context in
            context.clock = ExchangeClock(now: { now }, wallNow: { now }, sleep: { _ in })
            context.files = .live(now: { Instant(milliseconds: now) })
            context.files.accountHome = nil
        }
        #expect(try await kinds().count { $0 == "token" } == 2)
        try await issue(lifetime: "24h")
        #expect(try await kinds().count { $0 == "token" } == 3)
    }

    /// The session was opened by a run whose clock was 40 days ahead.
    @Test func `an end that was estimated by a wrong clock is not told`() async throws {
        let wrong = world.now + 40 * 86_400_000
        let login = await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password) { context in
            context.clock = ExchangeClock(now: { wrong }, wallNow: { wrong }, sleep: { _ in })
            context.files = .live(now: { Instant(milliseconds: wrong) })
            context.files.accountHome = nil
        }
        #expect(login.code == .done, "\(login.error)")
        let read = await run("session", "prod-eu")
        #expect(read.code == .done, "\(read.error)")
        let ends = read.output.split(separator: "\n").first { $0.hasPrefix("Ends") }
        #expect(ends?.hasSuffix("not reported") == true, "\(read.output)")
        let kept = await run("vault", "list").output.split(separator: "\n").first { $0.contains("session") }
        #expect(kept?.contains("not reported") == true)
    }

    @Test func `logging out of everything tells of the session of the last profile that was removed`() async throws {
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("profile", "remove", "prod-eu", "--yes").code == .done)
        let logout = await run("logout", "--all")
        #expect(logout.code == .secretStore)
        #expect(logout.error.contains("1 session of removed profiles"))
        #expect(!logout.error.contains("keeps no session"))
        #expect(await run("vault", "lock").code == .done)
        #expect(try await run("logout", "--all", "--json").jsonError()["code"] == "E_VAULT_LOCKED")
    }

    @Test func `a session that is kept ends though its profile keeps its secrets in memory by now`() async throws {
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("profile", "edit", "prod-eu", "--secret-source", "memory").code == .done)
        #expect(await run("vault", "lock").code == .done)
        let unknown = await run("logout", "prod-eu")
        #expect(unknown.error.contains("may keep a session of prod-eu; `tessera vault unlock` unlocks it"))
        try #require(
            await run("vault", "unlock", "--for", "1h", "--passphrase-file", runs.passphrase).code == .done)
        let logout = await run("logout", "prod-eu", "--json")
        #expect(try logout.json()["logouts"] == [["profile": "prod-eu", "server": "ended", "here": "removed"]])
        #expect(await world.fleet["prod-eu"]?.cluster?.openSessionCount == 0)
        #expect(try await !kinds().contains("session"))
    }

    /// No command asks for the passphrase: the kernel keeps the key.
    @Test func `tokens of the vault are listed and revoked after the journal was lost`() async throws {
        try await issue(lifetime: "24h")
        try world.directory.removeAll("journal")
        let listed = try await run("token", "list", "--json").json()["tokens"]?.arrayValue ?? []
        #expect(listed.map { $0["state"] } == ["active"])
        #expect(listed.map { $0["inVault"] } == [true])
        _ = await run("token", "list", "--json")
        #expect(try world.journal().count == 1, "one line for one token")
        let fingerprint = try #require(listed.first?["fingerprint"]?.stringValue)
        let revoked = await run("token", "revoke", "--profile", "prod-eu", fingerprint, "--yes", "--json")
        #expect(revoked.code == .done, "\(revoked.error)")
        #expect(try await kinds().count { $0 == "token" } == 0)
    }
}
