import DemoCluster
import Glibc
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing

@testable import Commands

/// Activation links by commands: what became of each is told, and the vault hands them out.
struct ActivationLinkCommandTests {
    private let runs: VaultRuns
    private var world: World { runs.world }

    init() async throws { runs = try await VaultRuns() }

    private func run(_ arguments: String..., input: String? = nil, answers: [String]? = nil) async -> World.Ran {
        await runs.run(arguments, input: input, answers: answers)
    }

    private func unlocked() async throws { try await runs.unlocked() }

    @Test func `An activation link is kept, listed by its kind and age, written into a file and removed`() async throws
    {
        try await unlocked()
        // The vault keeps links whatever the secret source of the profile is.
        #expect(await run("profile", "edit", "prod-eu", "--secret-source", "memory").code == .done)
        let arguments = [
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--json",
            "--deactivate", "--confirm-deactivation", "anna",
        ]
        let twice = await runs.run(
            arguments + ["--activation-links-in-vault", "--activation-links", world.home + "/links"],
            input: DemoFleet.password)
        #expect(twice.code == .usage)
        let ran = await runs.run(arguments + ["--activation-links-in-vault"], input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.output)\(ran.error)")
        #expect(try ran.json()["activationLinks"] == "vault")
        world.advance(seconds: 3_600)
        let listed = await run("vault", "list", "--json")
        let entry = try #require(
            try listed.json()["entries"]?.arrayValue?.first { $0["kind"] == "activation-link" })
        #expect(entry["name"] == "anna" && entry["profile"] == "prod-eu")
        #expect(await run("vault", "list").output.contains("activation-link  anna"))

        let out = world.home + "/link"
        let exported = await run("vault", "export", "anna", "--profile", "prod-eu", "--out", out, "--json")
        #expect(exported.code == .done, "\(exported.error)")
        #expect(try exported.json()["activationLink"]?["file"]?.stringValue == out)
        let link = TemporaryHome.text(of: out)
        #expect(link.hasPrefix("https://prod-eu.demo.example/#/activate?userName=anna&authToken="))
        let secret = try #require(link.split(separator: "=").last?.prefix(36))
        let told = [ran, listed, exported].map { $0.output + $0.error }.joined() + (try world.journal().joined())
        #expect(secret.count == 36 && !told.contains(secret))
        let again = await run("vault", "export", "anna", "--profile", "prod-eu", "--out", out)
        #expect(again.code == .localFile && again.error.contains("E_FILE_EXISTS"))

        #expect(await run("vault", "remove", "prod-eu", "--kind", "activation-link", "--yes").code == .done)
        let gone = await run("vault", "export", "anna", "--profile", "prod-eu", "--out", out + "2")
        #expect(gone.code == .notFound && gone.error.contains("keeps no activation link of anna for prod-eu"))
        #expect(gone.error.contains("E_NOT_IN_VAULT"))
    }

    /// Closes the account of anna; its link goes into the vault.
    private func keepLink() async throws {
        let ran = await run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--deactivate", "--confirm-deactivation", "anna", "--activation-links-in-vault", input: DemoFleet.password)
        try #require(ran.code == .done, "\(ran.output)\(ran.error)")
    }

    @Test func `Removing a profile names what the vault keeps for it, or that it is locked`() async throws {
        try await unlocked()
        try await keepLink()
        let asked = await run("profile", "remove", "prod-eu", answers: ["no"])
        #expect(asked.code == .refused, "\(asked.error)")
        #expect(asked.error.contains("The vault keeps 1 activation link for prod-eu."))
        #expect(await run("vault", "lock").code == .done)
        let removed = await run("profile", "remove", "prod-eu", "--yes")
        #expect(removed.code == .done)
        #expect(removed.error.contains("the vault is locked: what it keeps for prod-eu stays there under the id"))
    }

    @Test func `A link that is lost is told in the item, the text and the exit code`() async throws {
        #expect(await run("profile", "edit", "prod-eu", "--secret-source", "memory").code == .done)
        let path = world.home + "/links"
        // Something takes the name of the file while the account is closed, and there is no vault.
        let ran = await runs.run(
            [
                "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
                "--deactivate", "--confirm-deactivation", "anna", "--activation-links", path, "--json",
            ], input: DemoFleet.password
        ) {
            let transport = TakingName(next: world.traffic, path: path)
            $0.makeTransport = { CommandContext.OpenTransport(transport) }
        }
        #expect(ran.error.contains("W_LINKS"))
        #expect(try ran.json()["deactivations"]?.arrayValue?.first?["activationLink"] == "lost")
        #expect(ran.code == .someFailed)
        #expect(ran.error.contains("1 activation link of anna is lost"))
    }

    private struct TakingName: HTTPTransport {
        let next: any HTTPTransport
        let path: String

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            if request.path.hasSuffix("users/deactivate") { _ = symlink("/nowhere", path) }
            return try await next.send(request)
        }
    }

    @Test func `A kept link is told in the item`() async throws {
        try await unlocked()
        let ran = await run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--deactivate", "--confirm-deactivation", "anna", "--activation-links-in-vault", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .done)
        #expect(try ran.json()["deactivations"]?.arrayValue?.first?["activationLink"] == "kept")
    }

    @Test func `An open vault counts its links`() async throws {
        try await unlocked()
        try await keepLink()
        #expect(await run("vault", "status").output.contains("1 activation link"))
        #expect(try await run("vault", "status", "--json").json()["vault"]?["keeps"] == ["activation-link": 1])
        let opened = await run("vault", "unlock", "--passphrase-file", runs.passphrase)
        #expect(opened.output.contains("0 sessions, 0 tokens, 1 activation link."))
        #expect(await run("vault", "lock").code == .done)
        #expect(try await run("vault", "status", "--json").json()["vault"]?["keeps"] == .null)
    }

    @Test func `A link of a removed profile is exported by the id that the list shows`() async throws {
        try await unlocked()
        try await keepLink()
        let removed = await run("profile", "remove", "prod-eu", "--yes", "--json")
        #expect(removed.code == .done)
        #expect(try removed.json()["kept"] == ["activation-link": 1])
        let listed = await run("vault", "list", "--json")
        let id = try #require(try listed.json()["entries"]?.arrayValue?.first?["profileId"]?.stringValue)
        #expect(await run("vault", "list").output.contains("\(id) (removed)"))
        #expect(try await run("vault", "list", "--profile", id, "--json").json()["entries"]?.arrayValue?.count == 1)
        let out = world.home + "/link"
        let exported = await run("vault", "export", "anna", "--profile", id, "--out", out, "--json")
        #expect(exported.code == .done, "\(exported.error)")
        #expect(TemporaryHome.text(of: out).contains("activate?userName=anna"))
        let unknown = await run("vault", "export", "anna", "--profile", "nothing", "--out", out + "2")
        #expect(unknown.code == .notFound && unknown.error.contains("E_PROFILE_UNKNOWN"))
    }
}
