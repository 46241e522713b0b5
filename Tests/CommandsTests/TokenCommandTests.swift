import DemoCluster
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct TokenCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("staging")
        try await world.addProfile("prod-eu", extra: ["--tag", "production"])
        try await world.addProfile("lab-old")
        #expect(await world.run("profile", "default", "prod-eu").code == .done)
    }

    private func cluster(_ name: String = "prod-eu") throws -> SimulatedCluster {
        try #require(world.fleet[name]?.cluster)
    }

    @Test func `An issued token is recorded and goes to its destination only`() async throws {
        let ran = await world.run(
            "token", "issue", "--lifetime", "15m", "--password-stdin", "--label", "nightly", "--json", "--out",
            world.home + "/issued", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["value"] == nil)
        #expect(token["user"]?.stringValue == "tsadmin")
        #expect(token["label"]?.stringValue == "nightly")
        #expect(token["state"]?.stringValue == "active")
        #expect(token["remainingMs"]?.intValue == 900_000)
        // It is in its file, and not in any memory a later command could use.
        #expect(token["held"]?.boolValue == false)
        let people = await world.run("token", "issue", "--password-stdin", input: DemoFleet.password)
        #expect(people.code == .done)
        // A pipe gets the token alone.
        #expect(await (try cluster()).isValid(token: String(people.output.dropLast())))
        #expect(people.error.contains("Issued on prod-eu"))
        let tokens = try await world.run("token", "list", "--json").json()["tokens"]?.arrayValue
        #expect(tokens?.count == 2)
    }

    @Test func `The list shows what may still matter, and the rest on request`() async throws {
        let old = try await world.issuedToken().fingerprint
        world.advance(seconds: 20 * 86_400)
        let recent = try await world.issuedToken().fingerprint
        world.advance(seconds: 11 * 86_400)
        let active = try await world.issuedToken().fingerprint
        func listed(_ options: String...) async throws -> [String?] {
            let ran = await world.run(["token", "list", "--json"] + options)
            #expect(ran.code == .done, "\(ran.error)")
            #expect(try ran.json().objectValue?.keys.prefix(2) == ["version", "tokens"])
            return try ran.json()["tokens"]?.arrayValue?.map { $0["fingerprint"]?.stringValue } ?? []
        }
        #expect(try await listed() == [recent, active])
        #expect(try await listed("--all") == [old, recent, active])
        #expect(try await listed("--state", "expired") == [old, recent])
        #expect(try await listed("--state", "active") == [active])
        #expect(try await listed("--state", "valid") == [active])
        // What is named is found, however old it is.
        #expect(await world.run("token", "show", old).code == .done)
    }

    @Test func `A token is shown on request, with a warning when it goes into a pipe`() async throws {
        let piped = await world.run("token", "issue", "--password-stdin", "--show-token", input: DemoFleet.password)
        let value = try #require(piped.output.split(separator: "\n").last)
        #expect(await (try cluster()).isValid(token: String(value)))
        #expect(piped.error.contains("W_") == false && piped.error.contains("the token is printed"))
        let seen = await world.run(
            "token", "issue", "--password-stdin", "--show-token", input: DemoFleet.password, isOutputTerminal: true)
        #expect(!seen.error.contains("the token is printed"))
        #expect(try world.journal().allSatisfy { !$0.contains(value) })
    }

    @Test(arguments: [
        "0s", "-1", "300", "1e9s", "abc", "0x10s", "\u{663}m", "5 m", "5M", "", "99999999d", "1.5h", "+5m",
    ])
    func `Lifetimes have strict units`(_ lifetime: String) async {
        let ran = await world.run("token", "issue", "--lifetime=\(lifetime)", "--password-stdin", input: "x")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_INVALID_INPUT"))
        #expect(ran.error.contains("--lifetime"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [("300s", 300), ("15m", 900), ("24h", 86_400), ("7d", 604_800)])
    func `Lifetimes with units are taken`(_ lifetime: String, _ seconds: Int) async throws {
        let ran = await world.run(
            "token", "issue", "--lifetime", lifetime, "--password-stdin", "--show-token", "--json",
            input: DemoFleet.password)
        #expect(try ran.json()["token"]?["remainingMs"]?.intValue == seconds * 1_000, "\(ran.error)")
    }

    @Test func `Kinds, users and Orgs are passed on`() async throws {
        let object = await world.run(
            "token", "issue", "--kind", "object", "--object-id", "11111111-2222-4333-8444-555555555555", "--user",
            "anna",
            "--org", "1", "--secret-key-stdin", "--show-token", "--json", input: world.fleet["prod-eu"]?.secretKey)
        #expect(object.code == .done, "\(object.error)")
        let token = try #require(try object.json()["token"])
        #expect(token["kind"]?.stringValue == "object")
        #expect(token["user"]?.stringValue == "anna")
        #expect(token["org"]?["id"]?.intValue == 1)
        let named = await world.run(
            "token", "issue", "--org", "Sales", "--password-stdin", "--show-token", "--json",
            input: DemoFleet.password)
        #expect(named.code == .done, "\(named.error)")
        #expect(try named.json()["token"]?["org"]?["id"]?.intValue == 1)
        #expect(try named.json()["logout"]?.stringValue == "ended")
        #expect(await (try cluster()).openSessionCount == 0)
        for wrong in [["--kind", "object"], ["--object-id", "x"], ["--kind", "custom"], ["--kind", "other"]] {
            #expect(await world.run(["token", "issue"] + wrong).code == .usage)
        }
    }

    @Test func `A v1 token wants its side effect accepted`() async throws {
        let key = world.fleet["lab-old"]?.secretKey
        let arguments = ["token", "issue", "--profile", "lab-old", "--secret-key-stdin", "--show-token", "--json"]
        let refused = await world.run(arguments)
        #expect(refused.code == .refused)
        #expect(try refused.jsonError()["code"]?.stringValue == "E_SUPERSEDES")
        let ran = await world.run(arguments + ["--accept-superseding"], input: key)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["token"]?["expiry"]?.stringValue == "until-next-mint")
        let password = await world.run(
            "token", "issue", "--profile", "lab-old", "--password-stdin", "--accept-superseding", input: "x")
        #expect(password.code == .notFound)
        #expect(password.error.contains("E_NOT_IN_GENERATION"))
    }

    @Test func `A token is validated by itself, and by a session`() async throws {
        let token = try await world.issuedToken()
        let own = await world.run("token", "validate", "--token-stdin", "--json", input: token.value + "\n")
        #expect(own.code == .done, "\(own.error)")
        let validation = try #require(try own.json()["validations"]?.arrayValue?.first)
        #expect(validation["verdict"]?.stringValue == "valid")
        #expect(validation["fingerprint"]?.stringValue == token.fingerprint)
        let file = try world.file("token", token.value)
        let session = await world.run(
            "token", "validate", token.fingerprint, "--token-file", file, "--password-stdin", "--json",
            input: DemoFleet.password)
        #expect(session.code == .done, "\(session.error)")
        #expect(try session.json()["validations"]?.arrayValue?.first?["expiry"]?.stringValue == "certain")
        #expect(try session.json()["logout"]?.stringValue == "ended")
        world.advance(seconds: 1_000)
        let dead = await world.run("token", "validate", "--token-stdin", input: token.value)
        #expect(dead.code == .notLoggedIn)
        #expect(dead.output.contains("expired"))
    }

    @Test func `A fingerprint is enough only for a token that is stored`() async throws {
        let token = try await world.issuedToken()
        for command in ["validate", "revoke", "print"] {
            let consent = command == "revoke" ? ["--yes"] : []
            let ran = await world.run(["token", command, token.fingerprint] + consent)
            #expect(ran.code == .notFound)
            #expect(ran.error.contains("E_TOKEN_NOT_HELD"))
            #expect(ran.error.contains("--token-stdin"))
        }
        let mismatch = await world.run("token", "validate", "0000", "--token-stdin", input: token.value)
        #expect(mismatch.code == .usage)
        #expect(mismatch.error.contains("E_TOKEN_MISMATCH"))
        let unknown = await world.run("token", "validate", "000000000000")
        #expect(unknown.error.contains("E_TOKEN_UNKNOWN"))
    }

    @Test func `The token in the place of the fingerprint is not repeated`() async throws {
        let token = try await world.issuedToken()
        for command in ["validate", "revoke", "show", "remove", "print"] {
            let ran = await world.run("token", command, token.value)
            #expect(ran.code == .usage)
            #expect(!ran.error.contains(token.value.prefix(12)))
            #expect(ran.error.contains("compromised"))
        }
    }

    @Test func `A production token is revoked only with the profile's name, and verified`() async throws {
        let token = try await world.issuedToken()
        let revoke = ["token", "revoke", token.fingerprint, "--token-stdin"]
        let silent = await world.run(revoke, input: token.value)
        #expect(silent.code == .refused)
        #expect(silent.error.contains("E_CONFIRM_NEEDED"))
        let yes = await world.run(revoke + ["--yes"], input: token.value)
        #expect(yes.code == .refused)
        #expect(yes.error.contains("E_PROTECTED"))
        #expect(yes.error.contains("--confirm prod-eu"))
        let wrong = await world.run(revoke + ["--yes", "--confirm", "staging"], input: token.value)
        #expect(wrong.error.contains("E_CONFIRM_MISMATCH"))
        #expect(await (try cluster()).isValid(token: token.value))
        let ran = await world.run(revoke + ["--yes", "--confirm", "prod-eu", "--json"], input: token.value)
        #expect(ran.code == .done, "\(ran.error)")
        let item = try #require(try ran.json()["items"]?.arrayValue?.first)
        #expect(item["verdict"]?.stringValue == "revoked-verified")
        #expect(item["user"]?.stringValue == "tsadmin")
        #expect(await (try cluster()).isValid(token: token.value) == false)
        let shown = try await world.run("token", "show", token.fingerprint, "--json").json()
        #expect(shown["token"]?["state"]?.stringValue == "revoked-verified")
    }

    @Test func `A person types the name`() async throws {
        let token = try await world.issuedToken()
        let file = try world.file("token", token.value)
        let ran = await world.run("token", "revoke", "--token-file", file, answers: ["prod-eu"])
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.output.contains("revoked (verified)"))
        #expect(ran.error.contains("Revoke \(token.fingerprint) of tsadmin on prod-eu"))
    }

    @Test func `Read-only is read-only`() async throws {
        let token = try await world.issuedToken()
        let revoke = await world.run(
            "token", "revoke", "--token-stdin", "--confirm", "prod-eu", "--read-only")
        #expect(revoke.code == .refused)
        #expect(revoke.error.contains("E_READ_ONLY"))
        let issue = await world.run("token", "issue", "--password-stdin", "--read-only")
        #expect(issue.error.contains("E_READ_ONLY"))
        #expect(await (try cluster()).isValid(token: token.value))
    }

    @Test func `v1 has no revoke, and says so`() async throws {
        let ran = await world.run(
            "token", "revoke", "--profile", "lab-old", "--token-stdin", "--yes", input: "YWJjZGVmZ2hpamtsbW5vcHFy")
        #expect(ran.code == .notFound)
        #expect(ran.error.contains("E_NOT_IN_GENERATION"))
    }

    @Test func `Two secrets do not fit into one input`() async {
        let ran = await world.run("token", "validate", "--token-stdin", "--password-stdin")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_STDIN_TWICE"))
    }

    @Test func `A foreign token is imported, listed, removed`() async throws {
        let issued = try #require(await (try cluster()).preset(.fresh, for: "anna"))
        let ran = await world.run("token", "import", "--token-stdin", "--label", "embed", "--json", input: issued.value)
        #expect(ran.code == .done, "\(ran.error)")
        let document = try ran.json()
        #expect(document["verdict"]?.stringValue == "valid")
        #expect(document["token"]?["user"]?.stringValue == "anna")
        #expect(document["token"]?["imported"]?.boolValue == true)
        let fingerprint = try #require(document["token"]?["fingerprint"]?.stringValue)
        let list = await world.run("token", "list", "--state", "valid")
        #expect(list.output.contains(fingerprint))
        #expect(list.output.contains("embed"))
        let refused = await world.run("token", "remove", fingerprint)
        #expect(refused.code == .refused)
        #expect(refused.error.contains("E_CONFIRM_NEEDED"))
        #expect(await world.run("token", "remove", fingerprint, "--yes").code == .done)
        #expect(try await world.run("token", "list", "--json").json()["tokens"] == [])
        #expect(await (try cluster()).isValid(token: issued.value))
    }

    @Test func `An import whose check fails says that the token is imported`() async throws {
        try await world.addProfile("down-dc2")
        let ran = await world.run(
            "token", "import", "--profile", "down-dc2", "--token-stdin", input: "YWJjZGVmZ2hpamtsbW5vcHFy")
        #expect(ran.code == .network)
        let fingerprint = Fingerprint(of: Secret("YWJjZGVmZ2hpamtsbW5vcHFy")).text
        #expect(ran.error.contains("The token \(fingerprint) is imported and not validated: `tessera token validate"))
        #expect(await world.run("token", "list").output.contains(fingerprint))
    }

    @Test func `An import without a check sends nothing`() async throws {
        let ran = await world.run(
            "token", "import", "--token-stdin", "--no-check", "--json", input: "YWJjZGVmZ2hpamtsbW5vcHFy")
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["verdict"] == .null)
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `Printing wants a pipe or the word for it`() async throws {
        let token = try await world.issuedToken()
        let tty = await world.run("token", "print", token.fingerprint, "--token-stdin", isOutputTerminal: true)
        #expect(tty.code == .refused)
        #expect(tty.error.contains("E_SHOW_NEEDED"))
        let shown = await world.run(
            "token", "print", "--show", "--token-stdin", input: token.value, isOutputTerminal: true)
        #expect(shown.output == token.value + "\n")
        let piped = await world.run("token", "print", "--token-stdin", input: token.value)
        #expect(piped.code == .done)
        #expect(piped.output == token.value + "\n")
        #expect(piped.error.contains("the token is printed"))
    }

    @Test func `The list is filtered and sorted by what ends first`() async throws {
        _ = await world.run("token", "issue", "--lifetime", "24h", "--password-stdin", input: DemoFleet.password)
        _ = await world.run("token", "issue", "--lifetime", "300s", "--password-stdin", input: DemoFleet.password)
        let list = try await world.run("token", "list", "--json").json()
        let remaining = try #require(list["tokens"]?.arrayValue).map { $0["remainingMs"]?.intValue ?? 0 }
        #expect(remaining == [300_000, 86_400_000])
        world.advance(seconds: 400)
        let expired = try await world.run("token", "list", "--state", "expired", "--json").json()
        #expect(expired["tokens"]?.arrayValue?.count == 1)
        #expect(try await world.run("token", "list", "--profile", "staging", "--json").json()["tokens"] == [])
        #expect(await world.run("token", "list", "--state", "odd").code == .usage)
    }
}
