import DemoCluster
import Glibc
import Operations
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import Commands

/// What a person reads, and a script gets, when a verdict is not "revoked (verified)".
struct VerdictCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
        try await world.addProfile("prod-us")
    }

    private func cluster(_ name: String = "prod-eu") throws -> SimulatedCluster {
        try #require(world.fleet[name]?.cluster)
    }

    private func issued() async throws -> (value: String, fingerprint: String) {
        try await world.issuedToken(on: "prod-eu")
    }

    @Test func `A token of another cluster is sent nowhere, and both are named`() async throws {
        let token = try await issued()
        for verb in ["validate", "revoke", "import"] {
            let consent = verb == "revoke" ? ["--yes"] : []
            let ran = await world.run(
                ["token", verb, "--profile", "prod-us", "--token-stdin"] + consent, input: token.value)
            #expect(ran.code == .refused, "\(verb): \(ran.error)")
            #expect(ran.error.contains("E_ORIGIN_BOUND"))
            #expect(ran.error.contains("prod-eu") && ran.error.contains("prod-us"))
        }
        for verb in ["validate", "revoke"] {
            let consent = verb == "revoke" ? ["--yes"] : []
            let named = await world.run(["token", verb, token.fingerprint, "--profile", "prod-us"] + consent)
            #expect(named.code == .refused, "\(verb): \(named.error)")
            #expect(named.error.contains("E_ORIGIN_BOUND") && named.error.contains("prod-eu"))
        }
        let login = await world.run("session", "prod-us", "--token-stdin", input: token.value)
        #expect(login.code == .refused)
        #expect(await (try cluster()).isValid(token: token.value))
    }

    @Test func `What no cluster ever accepted is not called revoked`() async throws {
        let hello = await world.run(
            "token", "revoke", "--profile", "prod-eu", "--token-stdin", "--yes", input: "hello")
        #expect(hello.code == .usage)
        #expect(hello.error.contains("E_NOT_A_TOKEN"))
        let unknown = await world.run(
            "token", "revoke", "--profile", "prod-eu", "--token-stdin", "--yes", "--json",
            input: "bm8tc3VjaC10b2tlbi1hdC1hbGw=")
        #expect(unknown.code == .someFailed)
        let item = try #require(try unknown.json()["items"]?.arrayValue?.first)
        #expect(item["verdict"]?.stringValue == "not-recognized")
        #expect(item["explanation"]?.stringValue?.contains("nothing was revoked") == true)
        #expect(item["evidence"]?["status"]?.intValue == 401)
        // Listed when it is asked for, and no noise otherwise.
        #expect(try await world.run("token", "list", "--json").json()["tokens"] == [])
        let asked = try await world.run("token", "list", "--state", "not-recognized", "--json").json()
        #expect(asked["tokens"]?.arrayValue?.count == 1)
    }

    /// Issued for another user than asked: it exists, and is revoked by the command itself.
    @Test(arguments: [false, true])
    func `A token that was issued otherwise than asked is revoked unless it is kept`(_ keeps: Bool) async throws {
        let rule = DemoFaultRule(
            match: .init(path: "/api/rest/2.0/auth/token/full"), action: .echo(member: "valid_for_username"))
        await (try cluster()).setFaults(DemoFaultPlan(rules: [rule]))
        let ran = await world.run(
            ["token", "issue", "--profile", "prod-eu", "--password-stdin"] + (keeps ? ["--keep"] : []),
            input: DemoFleet.password)
        #expect(ran.code == .unusableAnswer, "\(ran.error)")
        #expect(ran.error.contains("E_IDENTITY_MISMATCH"))
        #expect(ran.error.contains("revoked (verified)") == !keeps)
        #expect(!ran.error.contains(DemoFleet.password))
        let tokens = try await world.run("token", "list", "--json").json()["tokens"]?.arrayValue
        #expect(tokens?.map { $0["state"]?.stringValue } == [keeps ? "active" : "revoked-verified"])
        #expect(await (try cluster()).executedChanges.count { $0.action == .revokedToken } == (keeps ? 0 : 1))
        // What is kept is in reach: it goes to the destination, alone.
        let token = ran.output.split(separator: "\n").first.map(String.init) ?? ""
        #expect(ran.output.isEmpty == !keeps)
        if keeps { #expect(await (try cluster()).isValid(token: token)) }
        #expect(try world.journal().allSatisfy { !$0.contains(DemoFleet.password) })
    }

    @Test func `A token's timeline is shown, and written to a new file of ours`() async throws {
        let token = try await issued()
        _ = await world.run(
            "token", "revoke", "--profile", "prod-eu", "--token-stdin", "--yes", input: token.value)
        let path = world.home + "/report.txt"
        let ran = await world.run("token", "show", token.fingerprint, "--report", path)
        #expect(ran.code == .done, "\(ran.error)")
        for text in ["issued", "revoked", "verified", "401/10097", "POST /api/rest/2.0/auth/token/validate"] {
            #expect(ran.output.contains(text), "\(text)")
        }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let again = await world.run("token", "show", token.fingerprint, "--report", path)
        #expect(again.code == .localFile)
        #expect(again.error.contains("E_FILE_EXISTS"))
        let json = try await world.run("token", "show", token.fingerprint, "--json").json()
        let entries = try #require(json["timeline"]?.arrayValue)
        #expect(entries.map { $0["what"]?.stringValue } == ["issued", "revocation accepted", "revoked (verified)"])
        #expect(entries.allSatisfy { $0["evidence"]?["status"] != nil })
    }

    @Test func `A damaged journal is told, stops changes, and is accepted by a person`() async throws {
        let token = try await issued()
        _ = try await issued()
        let lines = try world.journal()
        _ = try world.file("journal/2026-11.jsonl", ([lines[0]] + lines[2...]).joined(separator: "\n") + "\n")
        let list = await world.run("token", "list")
        #expect(list.error.contains("the journal is damaged at line 2 of 2026-11.jsonl"))
        let check = await world.run("journal", "check", "--json")
        #expect(check.code == .localFile)
        #expect(try check.json()["damage"]?.arrayValue?.first?["kind"]?.stringValue == "broken-chain")
        let revoke = await world.run(
            "token", "revoke", "--profile", "prod-eu", "--token-stdin", "--yes", input: token.value)
        #expect(revoke.code == .localFile)
        #expect(revoke.error.contains("E_JOURNAL_DAMAGED"))
        #expect(await (try cluster()).isValid(token: token.value))
        #expect(await world.run("journal", "accept").code == .refused)
        #expect(await world.run("journal", "accept", "--yes").code == .done)
        // What was accepted is there still, and proven by nothing.
        let accepted = await world.run("journal", "check")
        #expect(accepted.code == .done)
        #expect(accepted.output.hasPrefix("The journal is intact, but for what was accepted:\n"))
        #expect(accepted.output.contains("2026-11.jsonl line 2, accepted 2026-"))
        let verified = try await world.run("audit", "own", "verify", "--json").json()["accepted"]?.arrayValue
        #expect(verified?.map { $0["places"] } == [["2026-11.jsonl line 2"]])
        let again = await world.run(
            "token", "revoke", "--profile", "prod-eu", "--token-stdin", "--yes", input: token.value)
        #expect(again.code == .done, "\(again.error)")
    }
}
