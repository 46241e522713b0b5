import DemoCluster
import Glibc
import HTTPExchange
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Sessions of the vault by commands, over several runs: what one logs in to, the next one uses, renews and ends.
struct KeptSessionCommandTests {
    private let runs: VaultRuns
    private var world: World { runs.world }

    init() async throws { runs = try await VaultRuns() }

    private func run(_ arguments: String..., input: String? = nil, answers: [String]? = nil) async -> World.Ran {
        await runs.run(arguments, input: input, answers: answers)
    }

    private func unlocked() async throws { try await runs.unlocked() }

    private var openSessions: Int? {
        get async { await world.fleet["prod-eu"]?.cluster?.openSessionCount }
    }

    @Test func `A session is kept for later commands, and ended in both places`() async throws {
        try await unlocked()
        let login = await run("login", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(login.code == .done, "\(login.error)")
        #expect(try login.json()["sessions"]?.arrayValue?.first?["user"] == "tsadmin")
        #expect(await openSessions == 1)

        // No secret, no question: the session is there.
        let read = await run("session", "prod-eu", "--json")
        #expect(try read.json()["session"]?["user"] == "tsadmin")
        #expect(try read.json()["logout"] == "kept")
        #expect(await openSessions == 1)

        let logout = await run("logout", "prod-eu", "--json")
        #expect(logout.code == .done, "\(logout.error)")
        #expect(try logout.json()["logouts"] == [["profile": "prod-eu", "server": "ended", "here": "removed"]])
        #expect(await openSessions == 0)
        #expect(
            try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.map { $0["kind"] } == ["password"])
    }

    @Test func `A second logout says that the first one got no answer`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [.v2("auth/session/logout", .closeWithoutAnswer)]))
        #expect(await run("logout", "prod-eu").code == .outcomeUnknown)
        let again = await run("logout", "prod-eu")
        #expect(again.output.contains("not logged in"))
        #expect(again.error.contains("an earlier logout from prod-eu got no answer"))
    }

    @Test func `A session that has ended is renewed once with what is kept`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        // The estimate for a cookie session is 30 minutes.
        world.advance(seconds: 31 * 60)
        let logins = world.traffic.count("/session/login")
        let read = await run("session", "prod-eu", "--json")
        #expect(read.code == .done, "\(read.error)")
        #expect(try read.json()["logout"] == "kept")
        #expect(world.traffic.count("/session/login") == logins + 1)
    }

    /// The estimate for a cookie session is 30 minutes; v1 tells three hours.
    @Test func `A session ends when its cluster says so, and is told with the same words everywhere`() async throws {
        try await unlocked()
        try await world.addProfile("lab-old", extra: ["--secret-source", "vault"])
        let login = await run("login", "lab-old", "--password-stdin", "--session-only", input: DemoFleet.password)
        #expect(login.code == .done, "\(login.error)")
        #expect(await run("vault", "list").output.contains("in ~3h"))
        let logins = world.traffic.count("/session/login")
        world.advance(seconds: 31 * 60)
        let read = await run("session", "lab-old")
        #expect(read.code == .done, "\(read.error)")
        #expect(world.traffic.count("/session/login") == logins)
        #expect(read.output.contains("in ~2h"))
    }

    @Test func `Without the password an ended session is not renewed, and nobody is asked`() async throws {
        try await unlocked()
        #expect(
            await run("login", "prod-eu", "--password-stdin", "--session-only", input: DemoFleet.password).code == .done
        )
        world.advance(seconds: 31 * 60)
        let read = await run("session", "prod-eu", "--json")
        #expect(try read.jsonError()["code"] == "E_NO_PROMPT")
        #expect(read.code == .secretStore)
    }

    @Test func `A session that would not outlive the command is not opened`() async throws {
        try await unlocked()
        try await world.addProfile("staging")
        let login = await run("login", "staging", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(try login.jsonError()["code"] == "E_NOT_KEPT")
        #expect(login.code == .secretStore)
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `B25 a session that cannot be removed from the vault is said to be there`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        // A directory stands where the lock of the vault is made.
        let lock = world.home + "/.vault.json.lock"
        #expect(unlink(lock) == 0 && mkdir(lock, 0o700) == 0)
        let logout = await run("logout", "prod-eu", "--json")
        #expect(try logout.json()["logouts"] == [["profile": "prod-eu", "server": "ended", "here": "kept"]])
        #expect(logout.error.contains("the vault could not be changed"))
        #expect(logout.code != .done)
    }

    @Test func `P61 a renewed session that the vault does not take ends with its command`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        world.advance(seconds: 31 * 60)
        // A directory stands where the lock of the vault is made.
        let lock = world.home + "/.vault.json.lock"
        #expect(unlink(lock) == 0 && mkdir(lock, 0o700) == 0)
        let read = await run("session", "prod-eu", "--json")
        #expect(try read.json()["logout"] == "ended", "\(read.error)")
        #expect(read.error.contains("W_VAULT"))
        #expect(await openSessions == 0)
    }

    @Test func `A session of one command leaves the kept one alone`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let visit = await run("session", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(try visit.json()["logout"] == "ended")
        #expect(await openSessions == 1)
        #expect(try await run("session", "prod-eu", "--json").json()["logout"] == "kept")
    }

    /// The login that fails opened nothing: what there is to end is another session, and nobody asked for that.
    @Test(arguments: [true, false])
    func `A login that fails leaves the kept session alone`(_ isReachable: Bool) async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        if !isReachable {
            await world.fleet["prod-eu"]?.cluster?.setFaults(
                DemoFaultPlan(rules: [.v2("auth/session/login", .status(503))]))
        }
        let ended = await run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            input: isReachable ? "wrong" : DemoFleet.password)
        #expect(ended.code != .done)
        #expect(await openSessions == 1)
        #expect(try await run("session", "prod-eu", "--json").json()["logout"] == "kept")
        #expect(try world.journal().allSatisfy { !$0.contains("log_out") })
    }

    @Test func `A second login ends the session that it replaces`() async throws {
        try await unlocked()
        for _ in 0..<2 {
            #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        }
        #expect(await openSessions == 1)
    }

    /// As on the screen: what may be opened can be ended, and nothing else is changed.
    @Test func `In read-only mode, and on a read-only profile, your own session is opened and ended`() async throws {
        try await unlocked()
        for arguments in [["logout", "prod-eu"], ["logout", "--all"]] {
            let login = await run("login", "prod-eu", "--password-stdin", "--read-only", input: DemoFleet.password)
            #expect(login.code == .done)
            #expect(await openSessions == 1)
            #expect(await runs.run(arguments + ["--read-only", "--json"]).code == .done)
            #expect(await openSessions == 0)
        }
        #expect(await run("profile", "edit", "prod-eu", "--no-changes").code == .done)
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("logout", "prod-eu").code == .done)
        #expect(await openSessions == 0)
    }

    @Test func `Logout tells of sessions that no profile leads to`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("profile", "remove", "prod-eu", "--yes").code == .done)
        try await world.addProfile("prod-us", extra: ["--secret-source", "vault"])
        let logout = await run("logout", "--all")
        #expect(logout.error.contains("1 session of removed profiles"))
        #expect(logout.code == .secretStore)
    }
}
