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

/// `tessera user revoke --everywhere`: one question over clusters, one result, one report.
struct IncidentCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        for name in ["prod-eu", "prod-us", "staging", "down-dc2"] {
            try await world.addProfile(name, extra: ["--tag", name.hasPrefix("prod") ? "production" : "other"])
        }
    }

    private func forcedOut(_ member: String) async throws -> [String] {
        let cluster = try #require(world.fleet[member]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    private func verdicts(_ json: JSONValue, _ list: String) -> [String] {
        (json[list]?.arrayValue ?? []).map {
            "\($0["profile"]?.stringValue ?? "") \($0["verdict"]?.stringValue ?? "")"
        }
    }

    /// A locked account and a cluster that does not answer cost their own rows.
    @Test func `what can be done is done everywhere, and the report proves it`() async throws {
        let token = try await world.issuedToken(on: "prod-eu", for: "anna")
        let report = world.home + "/report.json"
        let text = world.home + "/report.txt"
        let ran = await world.run(
            "user", "revoke", "anna", "--everywhere", "--reason", "token in a repository", "--report", report,
            "--report", "\(world.home)/./report.txt", "--yes", "--confirm", "anna", "--password-stdin", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .someFailed, "\(ran.error)")
        let json = try ran.json()
        #expect(
            verdicts(json, "sessions") == [
                "prod-eu accepted", "prod-us accepted", "staging failed", "down-dc2 failed",
            ])
        #expect(verdicts(json, "userRevocations").prefix(2) == ["prod-eu accepted", "prod-us accepted"])
        #expect(
            json["sessions"]?.arrayValue?.map { $0["error"]?["code"]?.stringValue } == [
                nil, nil, "E_LOCKED_ACCOUNT", "E_CONNECT",
            ])
        #expect(json["leftOut"]?.arrayValue?.map { $0["end"]?.stringValue } == ["revoked-not-verified"])
        #expect(json["reports"]?.arrayValue?.map(\.stringValue) == [report, text])
        #expect(try await forcedOut("prod-eu") == ["anna"])
        #expect(try await forcedOut("prod-us") == ["anna"])
        #expect(await world.fleet["prod-eu"]?.cluster?.isValid(token: token.value) == false)
        let written = try JSONValue.parse(Array(TemporaryHome.text(of: report).utf8))
        #expect(written["incident"]?["reason"]?.stringValue == "token in a repository")
        #expect(written["incident"]?["sessions"]?.arrayValue?.first?["evidence"]?["status"]?.intValue == 204)
        #expect(written["tokens"]?.arrayValue?.map { $0["fingerprint"]?.stringValue } == [token.fingerprint])
        let lines = TemporaryHome.text(of: text)
        #expect(lines.contains("Incident  user anna"))
        let words = lines.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words.contains { $0.contains("prod-us logout accepted 204 POST /api/rest/2.0/users/force-logout") })
        #expect(!lines.contains(token.value))
        #expect(words.contains("Program Tessera 0.1.0"))
        #expect(
            written["incident"]?["clusters"]?.arrayValue?.prefix(2).map { $0["profile"]?.stringValue } == [
                "prod-eu", "prod-us",
            ])
        #expect(try mode(of: text) == 0o600)
        #expect(try world.journal().contains { $0.contains("force_logout") && $0.contains("token in a repository") })
    }

    private func mode(of path: String) throws -> mode_t {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }

    private func addSecond() async throws {
        let url = try #require(world.fleet["prod-eu"]).inProcessOrigin.description
        let added = await world.run(
            "profile", "add", "second", "--url", url, "--username", "tsadmin", "--generation", "v2.0")
        try #require(added.code == .done, "\(added.error)")
    }

    /// Two profiles of one account on one cluster; the tokens of both belong to the plan.
    @Test func `a user is logged out of a cluster once, however many profiles it has`() async throws {
        try await addSecond()
        let token = try await world.issuedToken(on: "second", for: "anna")
        let arguments = [
            "user", "revoke", "anna", "--profile", "prod-eu", "--profile", "second", "--confirm", "anna",
            "--password-stdin",
        ]
        let ran = await world.run(arguments + ["--yes", "--json"], input: DemoFleet.password)
        let json = try ran.json()
        #expect(verdicts(json, "sessions") == ["prod-eu accepted"])
        #expect(verdicts(json, "userRevocations") == ["prod-eu accepted"])
        #expect(json["sameClusters"]?.arrayValue?.map { $0["profile"]?.stringValue } == ["second"])
        #expect(json["sameClusters"]?.arrayValue?.map { $0["loggedOutBy"]?.stringValue } == ["prod-eu"])
        #expect(json["notLoggedOut"]?.arrayValue?.isEmpty == true)
        #expect(try await forcedOut("prod-eu") == ["anna"])
        #expect(await world.fleet["prod-eu"]?.cluster?.isValid(token: token.value) == false)
        let open = try await world.run("journal", "left-open", "--json").json()
        #expect(open["changes"]?.arrayValue?.isEmpty == true)
    }

    /// The same account would be told the same.
    @Test func `a user whom the cluster does not know is asked for once`() async throws {
        try await addSecond()
        let ran = await world.run(
            "user", "revoke", "nemo", "--profile", "prod-eu", "--profile", "second", "--yes", "--confirm", "nemo",
            "--password-stdin", "--json", input: DemoFleet.password)
        let json = try ran.json()
        #expect(ran.code != .done)
        #expect(verdicts(json, "sessions") == ["prod-eu failed"])
        #expect(json["sessions"]?.arrayValue?.map { $0["error"]?["code"]?.stringValue } == ["E_BAD_REQUEST"])
        #expect(json["sameClusters"]?.arrayValue?.map { $0["profile"]?.stringValue } == ["second"])
    }

    /// A cluster is not left alone because the one profile could not do it.
    @Test func `another profile of the account does what the first one could not`() async throws {
        try await addSecond()
        let cluster = try #require(world.fleet["prod-eu"]?.cluster)
        await cluster.setFaults(DemoFaultPlan(rules: [.v2("users/force-logout", nth: 1, .status(403))]))
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--profile", "second", "--yes", "--confirm", "anna",
            "--password-stdin", "--json", input: DemoFleet.password)
        let json = try ran.json()
        #expect(verdicts(json, "sessions") == ["prod-eu failed", "second accepted"])
        #expect(verdicts(json, "userRevocations") == ["prod-eu accepted"])
        #expect(try await forcedOut("prod-eu") == ["anna"])
    }

    @Test func `a tag chooses the clusters, and one password serves them`() async throws {
        let ran = await world.run(
            "user", "revoke", "anna", "--tag", "production", "--yes", "--confirm", "anna", "--password-stdin",
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.output)\(ran.error)")
        #expect(ran.output.contains("EVIDENCE"))
        #expect(try await forcedOut("prod-eu") == ["anna"])
        #expect(try await forcedOut("prod-us") == ["anna"])
    }

    /// The clusters that nothing can log in to are said, and the tokens that are at hand are revoked nevertheless.
    @Test func `without a credential the tokens at hand are revoked`() async throws {
        let token = try await world.issuedToken(on: "prod-eu", for: "anna")
        let file = try world.file("leaked", token.value + "\n")
        let ran = await world.run(
            "user", "revoke", "--leaked-token-file", file, "--everywhere", "--yes", "--confirm", "anna", "--json")
        #expect(ran.code == .someFailed, "\(ran.error)")
        let json = try ran.json()
        #expect(verdicts(json, "tokens") == ["prod-eu revoked-verified"])
        #expect(json["leakedToken"]?.stringValue == Fingerprint(of: Secret(token.value)).text)
        #expect(
            json["notLoggedOut"]?.arrayValue?.map { $0["reason"]?.stringValue }
                == [String?](repeating: "no administrator session", count: 4))
        #expect(await world.fleet["prod-eu"]?.cluster?.isValid(token: token.value) == false)
    }

    @Test func `a leaked token that the journal does not know is shown to no cluster`() async throws {
        let file = try world.file("leaked", "eyJhbGciOiJub25lIn0.e30.AAAA\n")
        let ran = await world.run(
            "user", "revoke", "--leaked-token-file", file, "--everywhere", "--yes", "--confirm", "anna",
            "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .notFound)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_TOKEN_UNKNOWN")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [
        ["user", "revoke"], ["user", "revoke", "anna", "--leaked-token-stdin"],
        ["user", "revoke", "anna", "--everywhere", "--tag", "production"],
        ["user", "revoke", "anna", "--everywhere", "--profile", "prod-eu"],
        ["user", "revoke", "anna", "--tag", "nothing"],
        ["user", "revoke", "anna", "--everywhere", "--reason", "one\ntwo"],
        ["user", "revoke", "--leaked-token-stdin", "--password-stdin", "--everywhere"],
    ])
    func `contradictions are refused before anything is read or sent`(_ arguments: [String]) async throws {
        let ran = await world.run(arguments + ["--yes", "--json"])
        #expect(ran.code == .usage, "\(ran.error)")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `a report that cannot be written stops before anything is sent`() async throws {
        let taken = try world.file("taken", "")
        let ran = await world.run(
            "user", "revoke", "anna", "--everywhere", "--report", taken, "--yes", "--confirm", "anna",
            "--password-stdin", "--json", input: DemoFleet.password)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_FILE_EXISTS")
        #expect(world.traffic.requests.isEmpty)
    }

    /// A name with a control of the writing direction reaches the cluster, and no terminal.
    @Test func `a hostile name is inert`() async throws {
        let name = "an\u{202E}na"
        let ran = await world.run(
            "user", "revoke", name, "--tag", "production", "--yes", "--confirm", name, "--password-stdin",
            input: DemoFleet.password)
        #expect(ran.code == .someFailed || ran.code == .usage, "\(ran.output)\(ran.error)")
        #expect(!(ran.output + ran.error).unicodeScalars.contains("\u{202E}"))
    }

    /// Production wants the name; the word `incident` is the same command.
    @Test func `production takes the user's name`() async throws {
        let ran = await world.run(
            "user", "incident", "anna", "--profile", "prod-eu", "--yes", "--password-stdin", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .refused)
        #expect(world.traffic.requests.isEmpty)
        let asked = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", answers: ["anna", DemoFleet.password])
        #expect(asked.code == .done, "\(asked.error)")
        #expect(asked.error.contains("Revoke all other tokens of the user"))
    }

    /// The link that comes back is a secret: it is in its file, and nowhere else.
    @Test func `the account is deactivated last, with a confirmation of its own`() async throws {
        let links = world.home + "/links"
        let arguments = [
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--json",
            "--deactivate", "--activation-links", links,
        ]
        let refused = await world.run(arguments, input: DemoFleet.password)
        #expect(refused.code == .refused)
        #expect(try refused.jsonError()["code"]?.stringValue == "E_CONFIRM_NEEDED")
        #expect(world.traffic.requests.isEmpty)
        let ran = await world.run(arguments + ["--confirm-deactivation", "anna"], input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.output)\(ran.error)")
        #expect(verdicts(try ran.json(), "deactivations") == ["prod-eu accepted"])
        let text = TemporaryHome.text(of: links)
        #expect(text.hasPrefix("prod-eu https://prod-eu.demo.example/#/activate?userName=anna&authToken="))
        #expect(try mode(of: links) == 0o600)
        let secret = try #require(text.split(separator: "=").last).trimmingPrefix("=").prefix(36)
        #expect(secret.count == 36)
        let told = ran.output + ran.error + (try world.journal().joined())
        #expect(!told.contains(secret))
        let login = await world.run(
            "session", "prod-eu", "--username", "anna", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(login.code != .done)
    }

    @Test func `nothing is deactivated where something else was not done`() async throws {
        let links = world.home + "/links"
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [.v2("users/force-logout", .status(403))]))
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--json",
            "--deactivate", "--activation-links", links, "--confirm-deactivation", "anna", input: DemoFleet.password)
        #expect(verdicts(try ran.json(), "deactivations") == ["prod-eu not-attempted"])
        #expect(world.traffic.requests.allSatisfy { !$0.hasSuffix("users/deactivate") })
    }

    /// What one of them leaves undone is left undone at the address, and an account is deactivated once.
    @Test(arguments: [true, false])
    func `two profiles of one address have one account`(_ isDone: Bool) async throws {
        let url = try #require(world.fleet["prod-eu"]).inProcessOrigin.description
        let added = await world.run(
            "profile", "add", "prod-eu-2", "--url", url, "--username", "tsadmin", "--generation", "v2.0")
        try #require(added.code == .done, "\(added.error)")
        if !isDone {
            await world.fleet["prod-eu"]?.cluster?.setFaults(
                DemoFaultPlan(rules: [.v2("users/force-logout", .status(403))]))
        }
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--profile", "prod-eu-2", "--yes", "--confirm", "anna",
            "--password-stdin", "--json", "--deactivate", "--activation-links", world.home + "/links",
            "--confirm-deactivation", "anna", input: DemoFleet.password)
        let json = try ran.json()
        #expect(verdicts(json, "deactivations") == ["prod-eu \(isDone ? "accepted" : "not-attempted")"])
        #expect(world.traffic.count("users/deactivate") == (isDone ? 1 : 0))
    }

    /// After a crash each token is in the journal, whatever cluster it is of.
    @Test func `the plan of all clusters is written before the first of them is logged in to`() async throws {
        let file = try world.file("leaked", try await world.issuedToken(on: "prod-us", for: "anna").value + "\n")
        let before = try world.journal().count
        _ = await world.run(
            "user", "revoke", "--leaked-token-file", file, "--everywhere", "--yes", "--confirm", "anna",
            "--password-stdin", input: DemoFleet.password)
        let lines = Array(try world.journal().dropFirst(before))
        let first = try #require(lines.firstIndex { $0.contains("log_in") })
        #expect(lines[..<first].count { $0.contains("plan_revocation") } == 1)
        #expect(lines.count { $0.contains("plan_revocation") } == 1)
    }

    /// Two words are easily put in each other's place; a token is written nowhere, and sent nowhere.
    @Test func `a token in the place of a user or a reason goes nowhere`() async throws {
        let token = try await world.issuedToken(on: "prod-eu", for: "anna").value
        let (before, sent) = (try world.journal().count, world.traffic.requests.count)
        for arguments in [
            ["user", "revoke", token, "--everywhere", "--yes", "--confirm", token],
            ["user", "revoke", "anna", "--everywhere", "--yes", "--confirm", "anna", "--reason", "leak: \(token)"],
        ] {
            let ran = await world.run(arguments + ["--password-stdin"], input: DemoFleet.password)
            #expect(ran.code == .usage)
            #expect(!(ran.output + ran.error).contains(token))
        }
        #expect(world.traffic.requests.count == sent)
        for arguments in [
            ["user", "logout", token, "--profile", "prod-eu", "--yes", "--confirm", "prod-eu"],
            ["token", "issue", "--profile", "prod-eu", "--show-token", "--label", token],
        ] {
            _ = await world.run(arguments + ["--password-stdin"], input: DemoFleet.password)
        }
        #expect(world.traffic.count("force-logout") == 0 && world.traffic.count("auth/token/full") == 1)
        #expect(try world.journal().dropFirst(before).allSatisfy { !$0.contains(token) })
    }
}
