import DemoCluster
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct AuditCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func audit(_ arguments: String...) async -> World.Ran {
        await world.run(["audit", "prod-eu", "--password-stdin"] + arguments, input: DemoFleet.password)
    }

    @Test func `The log of a day, newest first, and the session is ended`() async throws {
        let ran = await audit("--json")
        #expect(ran.code == .done, "\(ran.error)")
        let document = try ran.json()
        let events = try #require(document["events"]?.arrayValue)
        #expect(events.count == document["told"]?.intValue)
        #expect(events.count > 10)
        let times = events.compactMap { $0["at"]?.stringValue }
        #expect(times == times.sorted(by: >))
        #expect(times.count == events.count)
        let own = try #require(events.first)
        #expect(own["type"]?.stringValue == "LOGIN_SUCCESSFUL")
        #expect(own["user"]?.stringValue == "tsadmin")
        #expect(own["likelyOurs"]?.boolValue == true)
        #expect(document["windows"]?.arrayValue?.count == 1)
        #expect(document["lagMinutes"]?.intValue == 30)
        #expect(document["incompleteFrom"]?.stringValue != nil)
        #expect(document["logout"]?.stringValue == "ended")
        #expect(world.traffic.requests.filter { $0.contains("logs") } == ["/api/rest/2.0/logs/fetch"])
    }

    @Test func `People see a table, the windows and the lag`() async {
        let ran = await audit("--since", "3d")
        #expect(ran.code == .done)
        let lines = ran.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("TIME") == true)
        #expect(lines[1].contains("LOGIN_SUCCESSFUL"))
        #expect(lines[1].hasSuffix("ours"))
        #expect(lines.dropLast().last?.contains("in 3 windows") == true)
        #expect(lines.last == "Clusters write late: events of the last 30 minutes may still be missing.")
        #expect(!(ran.output + ran.error).contains(DemoFleet.password))
    }

    /// All Orgs unless narrowed; always told to the cluster, and to the reader.
    @Test(arguments: [
        ([], "true", "all-orgs", "all Orgs"), (["--primary-org"], "false", "primary-org", "Primary Org only"),
    ])
    func `The Orgs it covers are said`(option: [String], flag: String, name: String, words: String) async throws {
        let ran = await world.run(
            ["audit", "prod-eu", "--password-stdin", "--json"] + option, input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(world.traffic.bodies.contains { $0.contains("\"get_all_logs\":\(flag)") })
        #expect(try ran.json()["coverage"]?.stringValue == name)
        let orgs = try #require(try ran.json()["orgs"]?.arrayValue?.compactMap(\.intValue))
        #expect(orgs.contains(0))
        #expect(orgs == orgs.sorted())
        let people = await world.run(["audit", "prod-eu", "--password-stdin"] + option, input: DemoFleet.password)
        let footer = people.output.split(separator: "\n").dropLast().last
        #expect(footer?.hasPrefix(words) == true, "\(footer ?? "")")
    }

    @Test func `User, type and limit narrow it`() async throws {
        let ran = await audit("--since", "14d", "--user", "anna", "--type", "login", "--limit", "3", "--json")
        let document = try ran.json()
        let events = try #require(document["events"]?.arrayValue)
        #expect(events.count == 3)
        #expect(events.allSatisfy { $0["user"]?.stringValue == "anna" })
        #expect(events.allSatisfy { $0["type"]?.stringValue?.contains("LOGIN") == true })
        #expect((document["wanted"]?.intValue ?? 0) > 3)
        #expect((document["told"]?.intValue ?? 0) > (document["wanted"]?.intValue ?? 0))
    }

    @Test func `A closed time of the past has no lag`() async throws {
        let ran = await audit("--since", "2026-11-17T00:00Z", "--until", "2026-11-18T00:00:00Z", "--json")
        let document = try ran.json()
        #expect(document["incompleteFrom"]?.isNull == true)
        #expect(
            document["windows"]?.arrayValue == [["from": "2026-11-17T00:00:00.000Z", "to": "2026-11-18T00:00:00.000Z"]])
    }

    @Test(arguments: [
        ["--since", "yesterday"], ["--until", "tomorrow"], ["--limit", "0"], ["--since", "32d"],
        ["--since", "1h", "--until", "2h"],
    ])
    func `A time that is none is a wrong use`(arguments: [String]) async {
        // Nothing is asked for where the options alone are wrong.
        let ran = await world.run(["audit", "prod-eu", "--password-stdin"] + arguments, input: DemoFleet.password)
        #expect(ran.code == .usage)
        #expect(world.traffic.requests.allSatisfy { !$0.contains("logs") })
    }

    @Test func `Who may not read it is told so`() async throws {
        let ran = await audit("--username", "anna", "--json")
        #expect(ran.code == .forbidden)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_FORBIDDEN")
    }

    @Test func `v1 asks by its own call`() async throws {
        try await world.addProfile("lab-old")
        let ran = await world.run("audit", "lab-old", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(world.traffic.requests.contains("/callosum/v1/tspublic/v1/logs/topics/security_logs"))
    }

    @Test func `A log that is cut says where, and that it is cut`() async throws {
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(
                    match: .init(path: "/api/rest/2.0/logs/fetch", nth: 2),
                    action: .answer(status: 403, headers: [:], body: []))
            ]))
        let ran = await audit("--since", "3d", "--json")
        #expect(ran.code == .someFailed)
        #expect(try ran.json()["isCut"]?.boolValue == true)
        #expect(ran.error.contains("W_AUDIT_CUT"))
    }

    @Test func `Hostile text comes out as marks, and entries that cannot be read are shown`() async throws {
        let log =
            #"[{"date":"2026-11-18T00:00:00Z","log":"{\"type\":\"A\\u001b[2J\",\"userName\":\"x\\u202ey\\n\",\"desc\":\"\\u0007\"}"},{"log":"no \u001b json"}]"#
        await world.fleet["prod-eu"]?.cluster?.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(match: .init(path: "/api/rest/2.0/logs/fetch"), action: .lie(body: Array(log.utf8)))
            ]))
        let ran = await audit()
        #expect(ran.code == .done)
        #expect(ran.output.contains("A<U+001B>[2J"))
        #expect(ran.output.contains("x<U+202E>y"))
        #expect(ran.output.contains("no <U+001B> json"))
        #expect(ran.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
        #expect(ran.error.contains("1 entry is not as documented"))
    }

    // MARK: What Tessera did

    @Test func `what was done while our clock was ahead is shown`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ahead = world.now + 5 * 86_400_000
        let issued = await world.run(
            ["token", "issue", "--profile", "prod-eu", "--password-stdin"], input: DemoFleet.password
        ) { context in
            context.clock = ExchangeClock(now: { ahead }, wallNow: { ahead }, sleep: { _ in })
            context.files = .live(now: { Instant(milliseconds: ahead) })
            context.files.accountHome = nil
        }
        try #require(issued.code == .done, "\(issued.error)")
        let acts = try await world.run("audit", "own", "show", "--json").json()["acts"]?.arrayValue ?? []
        #expect(acts.contains { $0["action"] == "issue_token" })
        let until = await world.run("audit", "own", "show", "--json", "--until", "1m")
        #expect(try until.json()["acts"]?.arrayValue?.isEmpty == true)
    }

    @Test func `Own acts come from the journal and ask no cluster`() async throws {
        let token = try await world.issuedToken()
        let sent = world.traffic.requests.count
        let ran = await world.run("audit", "own", "show", "--json")
        #expect(ran.code == .done, "\(ran.error)")
        let acts = try #require(try ran.json()["acts"]?.arrayValue)
        // Each result stands for its intent.
        #expect(acts.map { $0["phase"]?.stringValue } == ["result"])
        #expect(acts.first?["action"]?.stringValue == "issue_token")
        #expect(acts.first?["token"]?["fp"]?.stringValue == token.fingerprint)
        #expect(!ran.output.contains(token.value))
        let people = await world.run("--profile", "prod-eu", "audit", "own", "show", "--since", "1h")
        #expect(people.output.contains("issue token"))
        #expect(people.output.contains(token.fingerprint))
        world.advance(seconds: 7_200)
        let later = await world.run("audit", "own", "show", "--since", "1h")
        #expect(later.output.isEmpty)
        #expect(later.error.contains("no line of that time"))
        #expect(await world.run("audit", "own", "show", "--since", "soon").code == .usage)
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `The journal is copied as it is, and verified`() async throws {
        _ = try await world.issuedToken()
        let file = world.home + "/copy.jsonl"
        let ran = await world.run("audit", "own", "export", file, "--json")
        #expect(ran.code == .done, "\(ran.error)")
        let journal = try world.journal()
        #expect(TemporaryHome.text(of: file) == journal.map { $0 + "\n" }.joined())
        #expect(try ran.json()["bytes"]?.intValue == TemporaryHome.text(of: file).utf8.count)
        #expect(await world.run("audit", "own", "export", file).code == .localFile)
        #expect(await world.run("audit", "own", "verify").code == .done)
        let verified = await world.run("audit", "own", "verify", file)
        #expect(verified.code == .done)
        #expect(verified.output.contains("copy.jsonl is intact."))
        #expect(verified.output.contains("\(journal.count) lines from 20"))
        _ = try world.file("journal/2026-11.jsonl", journal[1] + "\n")
        let damaged = await world.run("audit", "own", "verify", "--json")
        #expect(damaged.code == .localFile)
        #expect(try damaged.json()["damage"]?.arrayValue?.map { $0["line"]?.intValue } == [1])
    }

    @Test func `A copy that was changed is found by itself, with the line`() async throws {
        _ = try await world.issuedToken()
        let journal = try world.journal()
        let copy = try world.file("handed-in.jsonl", journal.map { $0 + "\n" }.joined())
        // The journal of this machine is no help to the judgement.
        _ = try world.file("journal/2026-11.jsonl", "")
        #expect(await world.run("audit", "own", "verify", copy).code == .done)

        _ = try world.file(
            "handed-in.jsonl", journal[0].replacing("prod-eu", with: "prod-us") + "\n" + journal[1] + "\n")
        let changed = await world.run("audit", "own", "verify", copy, "--json")
        #expect(changed.code == .localFile)
        #expect(try changed.json()["damage"]?.arrayValue?.map { $0["line"]?.intValue } == [2])
        #expect(try changed.json()["lines"]?.intValue == 2)

        // Cut in the middle of its last line: an export ends with a line.
        _ = try world.file("handed-in.jsonl", journal[0] + "\n" + String(journal[1].dropLast(40)))
        #expect(await world.run("audit", "own", "verify", copy).code == .localFile)
        // The last line vouches for those before it, and its hash for it.
        _ = try world.file(
            "handed-in.jsonl", journal[0] + "\n" + journal[1].replacing("prod-eu", with: "prod-us") + "\n")
        let exported = try await world.run("audit", "own", "export", world.home + "/e.jsonl", "--json").json()["hash"]
        let last = try await world.run("audit", "own", "verify", copy, "--json").json()["hash"]
        #expect(last != nil && last != exported)

        _ = try world.file("handed-in.jsonl", journal[1] + "\n")
        #expect(await world.run("audit", "own", "verify", copy).code == .localFile)

        _ = try world.file("handed-in.jsonl", "")
        let empty = await world.run("audit", "own", "verify", copy)
        #expect(empty.code == .localFile)
        #expect(empty.output.contains("has no line of a journal"))
        #expect(await world.run("audit", "own", "verify", "/nonexistent/file").code == .localFile)
        #expect(await world.run("audit", "own", "verify", "/").code == .localFile)
    }

    @Test func `No copy goes where it would be read as a month of the journal`() async throws {
        _ = try await world.issuedToken()
        let ran = await world.run("audit", "own", "export", world.home + "/journal/2026-12.jsonl")
        #expect(ran.code == .localFile)
        #expect(ran.error.contains("it would be in the directory of the journal"))
        #expect(await world.run("journal", "check").code == .done)
    }

    @Test func `Damage is told where the journal is shown or copied`() async throws {
        _ = try await world.issuedToken()
        let journal = try world.journal()
        _ = try world.file("journal/2026-11.jsonl", journal[1] + "\n")
        let shown = await world.run("audit", "own", "show")
        #expect(shown.error.contains("the journal is damaged at line 1 of 2026-11.jsonl"))
        let exported = await world.run("audit", "own", "export", world.home + "/damaged-copy.jsonl")
        #expect(exported.code == .done)
        #expect(exported.error.contains("the journal is damaged at line 1 of 2026-11.jsonl"))
    }
}
