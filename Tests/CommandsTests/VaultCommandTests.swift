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

/// The vault by commands, over several runs: what one keeps, the next one finds.
struct VaultCommandTests {
    private let runs: VaultRuns
    private var world: World { runs.world }
    private var passphrase: String { runs.passphrase }

    init() async throws { runs = try await VaultRuns() }

    private func run(_ arguments: String..., input: String? = nil, answers: [String]? = nil) async -> World.Ran {
        await runs.run(arguments, input: input, answers: answers)
    }

    private func unlocked() async throws { try await runs.unlocked() }

    @Test func `An imported token is kept in the vault, and its owner is not overwritten`() async throws {
        try await unlocked()
        let token = try #require(await world.fleet["prod-eu"]?.cluster?.preset(.fresh, for: "anna")).value
        let file = try world.file("token", token)
        let imported = await run("token", "import", "--profile", "prod-eu", "--token-file", file)
        #expect(imported.code == .done, "\(imported.error)")
        #expect(!imported.error.contains("could not be changed"))
        let kinds = try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.map { $0["kind"] }
        #expect(kinds == ["token"])
        let wrong = await run(
            "token", "import", "--profile", "prod-eu", "--token-file", file, "--no-check", "--user", "bob", "--json")
        #expect(try wrong.jsonError()["code"] == "E_INVALID_INPUT")
        #expect(await run("vault", "lock").code == .done)
        let locked = await run("token", "import", "--profile", "prod-eu", "--token-file", file, "--json")
        #expect(try locked.jsonError()["code"] == "E_VAULT_LOCKED")
    }

    @Test func `The list of the vault tells the state of each token`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let issued = await run("token", "issue", "--profile", "prod-eu", "--lifetime", "10m", "--json")
        #expect(issued.code == .done, "\(issued.error)")
        func state() async throws -> String? {
            try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.first { $0["kind"] == "token" }?[
                "state"]?
                .stringValue
        }
        #expect(try await state() == "active")
        world.advance(seconds: 660)
        #expect(try await state() == "expired")
        #expect(await run("vault", "list").output.contains("expired"))
    }

    @Test func `A token is issued without a question, kept, and revoked by its fingerprint the next day`() async throws
    {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let issued = await run("token", "issue", "--profile", "prod-eu", "--lifetime", "24h", "--json")
        #expect(issued.code == .done, "\(issued.error)")
        let fingerprint = try #require(try issued.json()["token"]?["fingerprint"]?.stringValue)

        let revoked = await run(
            "token", "revoke", "--profile", "prod-eu", fingerprint, "--yes", "--confirm", "prod-eu", "--json")
        #expect(revoked.code == .done, "\(revoked.error)")
        #expect(try revoked.json()["items"]?.arrayValue?.first?["verdict"] == "revoked-verified")
        let kinds = try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.compactMap {
            $0["kind"]?.stringValue
        }
        #expect(kinds?.contains("token") == false)
        // Once more: the journal knows what became of it.
        let again = await run(
            "token", "revoke", "--profile", "prod-eu", fingerprint, "--yes", "--confirm", "prod-eu", "--json")
        #expect(again.code == .notFound)
        #expect(try again.jsonError()["code"] == "E_TOKEN_NOT_HELD")
        #expect(again.error.contains("the journal has it as revoked (verified)"))
    }

    @Test(arguments: [["--password-stdin"], ["--kind", "session", "--password-stdin"], []])
    func `A token that goes into a file is in no vault`(_ credential: [String]) async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let out = world.home + "/token"
        let issued = await runs.run(
            ["token", "issue", "--profile", "prod-eu", "--out", out] + credential,
            input: credential.isEmpty ? nil : DemoFleet.password)
        #expect(issued.code == .done, "\(issued.error)")
        #expect(issued.output.contains("Written to \(out) (mode 0600), and kept nowhere else."))
        #expect(TemporaryHome.text(of: out).count > 20)
        let kinds = try await run("vault", "list", "--json").json()["entries"]?.arrayValue?.compactMap {
            $0["kind"]?.stringValue
        }
        #expect(kinds?.sorted() == ["password", "session"])
    }

    @Test(arguments: ["full", "session"])
    func `A token for a file, by a credential of its own, asks for no vault; one for the vault does`(
        _ kind: String
    ) async throws {
        try await unlocked()
        #expect(await run("vault", "lock").code == .done)
        let arguments = ["token", "issue", "--profile", "prod-eu", "--kind", kind, "--password-stdin", "--json"]
        let filed = await runs.run(arguments + ["--out", world.home + "/token"], input: DemoFleet.password)
        #expect(filed.code == .done, "\(filed.error)")
        let sent = world.traffic.requests.count
        // Standard input is not there: the vault is looked at before the password is read.
        let kept = await runs.run(arguments)
        #expect(try kept.jsonError()["code"] == "E_VAULT_LOCKED")
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `A locked vault stops a command before anything is sent or asked`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(try await run("vault", "lock", "--json").json()["vault"]?["wasUnlocked"] == true)
        let sent = world.traffic.requests.count
        let issued = await run("token", "issue", "--profile", "prod-eu", "--out", world.home + "/token", "--json")
        #expect(issued.code == .secretStore)
        #expect(try issued.jsonError()["code"] == "E_VAULT_LOCKED")
        #expect(issued.error.split(separator: "\n").count == 1)
        #expect(world.traffic.requests.count == sent)
        // By the passphrase it is open for this run only.
        let read = await run("session", "prod-eu", "--passphrase-file", passphrase, "--json")
        #expect(try read.json()["logout"] == "kept")
        #expect(try await run("session", "prod-eu", "--json").jsonError()["code"] == "E_VAULT_LOCKED")
    }

    @Test func `Where the kernel keeps no key, the hint is what opens the vault for one run`() async throws {
        try await unlocked()
        let arguments = ["token", "issue", "--profile", "prod-eu", "--out", world.home + "/token"]
        let ran = await runs.run(arguments) { $0.keyring = .absent }
        #expect(ran.code == .secretStore)
        #expect(ran.error.contains("E_VAULT_LOCKED"))
        #expect(ran.error.contains("hint: add --passphrase-file FILE, or set TESSERA_PASSPHRASE_FILE to its path"))
        #expect(!ran.error.contains("tessera vault unlock"))
    }

    @Test func `A person is asked for the passphrase where the kernel has no key`() async throws {
        let made = await run("vault", "create", answers: ["correct horse battery", "correct horse battery"])
        #expect(made.code == .done, "\(made.error)")
        let login = await run("login", "prod-eu", answers: ["correct horse battery", DemoFleet.password])
        #expect(login.code == .done, "\(login.error)")
        let wrong = await run("session", "prod-eu", answers: ["wrong"])
        #expect(wrong.code == .secretStore)
        #expect(wrong.error.contains("E_PASSPHRASE"))
    }

    @Test func `Two different new passphrases make no vault`() async throws {
        let made = await run("vault", "create", answers: ["correct horse battery", "correct horse batterz"])
        #expect(made.code == .usage)
        #expect(try await run("vault", "status", "--json").json()["vault"]?["exists"] == false)
    }

    @Test func `P22 what was kept for one address is not sent to another`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let other = try #require(world.fleet["prod-us"]).inProcessOrigin.description
        let moved = await run("profile", "edit", "prod-eu", "--url", other)
        try #require(moved.code == .done, "\(moved.error)")
        let sent = world.traffic.requests.count
        let read = await run("session", "prod-eu", "--json")
        #expect(try read.jsonError()["code"] == "E_ORIGIN_BOUND")
        #expect(read.code == .refused)
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `No file of the home holds what was kept`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        let out = world.home + "/token"
        #expect(await run("token", "issue", "--profile", "prod-eu", "--out", out).code == .done)
        let token = TemporaryHome.text(of: out).split(separator: "\n").first.map(String.init) ?? ""
        #expect(token.count > 20)
        for name in ["vault.json", "vault.json.bak", "profiles.json", "journal/2026-11.jsonl", "vault-generation.json"]
        {
            let text = TemporaryHome.text(of: world.home + "/" + name)
            #expect(!text.contains(DemoFleet.password), "\(name)")
            #expect(!text.contains(token), "\(name)")
        }
    }

    @Test func `Removing asks, and says how much`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("vault", "remove", "prod-eu", "--kind", "password").code == .refused)
        let removed = await run("vault", "remove", "prod-eu", "--kind", "password", "--yes", "--json")
        #expect(try removed.json()["removed"] == 1)
        #expect(await run("vault", "remove", "prod-eu", "--kind", "password", "--yes").code == .notFound)
    }

    @Test func `A changed passphrase opens, and a new key asks again`() async throws {
        try await unlocked()
        let fresh = try world.file("fresh", "five other words here\n")
        let changed = await run(
            "vault", "passphrase", "--passphrase-file", passphrase, "--new-passphrase-file", fresh)
        #expect(changed.code == .done, "\(changed.error)")
        #expect(await run("vault", "list", "--json").code == .done)
        #expect(await run("vault", "unlock", "--passphrase-file", passphrase).code == .secretStore)
        #expect(await run("vault", "rekey", "--passphrase-file", fresh).code == .done)
        #expect(try await run("vault", "list", "--json").jsonError()["code"] == "E_VAULT_LOCKED")
    }

    @Test func `Tokens in the vault are revoked with their user`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(await run("token", "issue", "--profile", "prod-eu", "--lifetime", "15m", "--json").code == .done)
        let ended = await run(
            "user", "revoke", "tsadmin", "--profile", "prod-eu", "--yes", "--confirm", "tsadmin", "--json")
        let verdicts = try ended.json()["tokens"]?.arrayValue?.map { $0["verdict"]?.stringValue }
        #expect(verdicts == ["revoked-verified"], "\(ended.error)")
    }

    /// A credential is given: what the locked vault has is not at hand, and everything else is done.
    @Test func `A locked vault does not hold up an incident`() async throws {
        try await unlocked()
        #expect(await run("vault", "lock").code == .done)
        try await world.addProfile("prod-us")
        let ran = await run(
            "user", "revoke", "anna", "--everywhere", "--yes", "--confirm", "anna", "--password-stdin", "--json",
            input: DemoFleet.password)
        let json = try ran.json()
        #expect(json["sessions"]?.arrayValue?.allSatisfy { $0["verdict"] == "accepted" } == true, "\(ran.error)")
        #expect(json["sessions"]?.arrayValue?.count == 2)
        #expect(ran.error.contains("The vault is locked: tokens in the vault are not at hand"))
    }

    @Test func `What a locked vault may keep is said not to be listed`() async throws {
        try await unlocked()
        #expect(await run("vault", "lock").code == .done)
        let list = await run("journal", "left-open")
        #expect(list.output.contains("Nothing else is known to be open."))
        #expect(list.error.contains("The vault is locked: sessions and tokens that it may keep are not listed."))
    }

    @Test func `A vault is not created over the last good copy of another`() async throws {
        try await unlocked()
        #expect(await run("login", "prod-eu", "--password-stdin", input: DemoFleet.password).code == .done)
        #expect(unlink(world.home + "/vault.json") == 0)
        // No passphrase is asked for.
        let made = await run("vault", "create", "--json")
        #expect(try made.jsonError()["code"] == "E_VAULT_MISSING")
        let (file, copy) = (world.home + "/vault.json", world.home + "/vault.json.bak")
        #expect(
            try made.jsonError()["hints"] == [
                .string("put the last good copy back: `cp -p \(copy) \(file)`"),
                .string("or create a new vault: `mv -n \(copy) \(copy).old`, then `tessera vault create`"),
            ])
        #expect(try await run("session", "prod-eu", "--json").jsonError()["code"] == "E_VAULT_MISSING")
        #expect(rename(copy, copy + ".old") == 0)
        #expect(await run("vault", "create", "--passphrase-file", passphrase).code == .done)
    }
}
