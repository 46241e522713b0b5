import DemoCluster
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct KeyCommandTests {
    private let world: World
    private static let salesKey = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c01"

    init() async throws {
        world = try World()
        try await world.addProfile("prod-us")
        try await world.addProfile("prod-eu", extra: ["--tag", "production"])
        try await world.addProfile("lab-old")
        #expect(await world.run("profile", "default", "prod-us").code == .done)
    }

    private var key: String { world.fleet["prod-us"]?.secretKey ?? "" }

    private func list(_ more: String...) async -> World.Ran {
        await world.run(["key", "list", "prod-us", "--password-stdin"] + more, input: DemoFleet.password)
    }

    /// Fault D-2-12: masked for people and for scripts.
    @Test func `D-2-12 Keys are masked, and the journal knows that they were read`() async throws {
        let people = await list()
        #expect(people.code == .done, "\(people.error)")
        #expect(people.output.contains("the cluster"))
        #expect(people.output.contains("Org Sales (1)"))
        #expect(people.output.contains("(secret)"))
        let script = try await list("--json").json()
        let places = try #require(script["places"]?.arrayValue)
        #expect(places.map { $0["place"]?.stringValue } == ["cluster", "org", "org"])
        #expect(places.map { $0["enabled"]?.boolValue } == [true, true, false])
        #expect(places.map { $0["keyCount"]?.intValue } == [1, 1, 0])
        #expect(places[1]["org"]?["name"]?.stringValue == "Sales")
        #expect(places.allSatisfy { $0["keys"] == nil })
        #expect(script["logout"]?.stringValue == "ended")
        let verbose = await list("-v")
        for secret in [key, Self.salesKey] {
            for text in [people.output, people.error, "\(script)", verbose.output, verbose.error] {
                #expect(!text.contains(secret))
            }
            #expect(try world.journal().allSatisfy { !$0.contains(secret) })
        }
        #expect(try world.journal().count { $0.contains("read_secret_keys") } == 3)
        #expect(try world.journal().allSatisfy { !$0.contains("reveal_secret_key") })
    }

    @Test func `D-2-12 A key is printed on explicit wish, with a line in the journal and a warning`() async throws {
        let script = await list("--reveal", "--json")
        let places = try #require(try script.json()["places"]?.arrayValue)
        #expect(places[0]["keys"]?.arrayValue?.map(\.stringValue) == [key])
        #expect(places[1]["keys"]?.arrayValue?.map(\.stringValue) == [Self.salesKey])
        #expect(places[2]["keys"]?.arrayValue?.isEmpty == true)
        #expect(script.error.contains("W_KEY_PRINTED"))
        let people = await list("--org", "sales", "--reveal")
        #expect(people.output.contains(Self.salesKey))
        #expect(!people.output.contains(key))
        let lines = try world.journal().filter { $0.contains("reveal_secret_key") }
        #expect(lines.count == 3)
        #expect(lines.last?.contains("Sales (1)") == true)
        #expect(lines.allSatisfy { !$0.contains(Self.salesKey) && !$0.contains(key) })
    }

    @Test func `An Org that tells nothing is not taken for another place`() async throws {
        let ran = await list("--org", "Nowhere", "--json")
        #expect(ran.code == .notFound)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_NO_KEY")
        #expect(ran.output.isEmpty)
    }

    @Test(arguments: [["list"], ["enable", "--yes"], ["disable", "--yes"], ["rotate", "--confirm", "lab-old"]])
    func `v1 says why, before a secret is asked for`(_ command: [String]) async throws {
        let sent = world.traffic.requests.count
        let ran = await world.run(["key"] + command + ["--profile", "lab-old", "--password-stdin", "--json"])
        #expect(ran.code == .notFound)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_NOT_IN_GENERATION")
        #expect(world.traffic.requests.count == sent)
    }

    /// Fault D-2-13, promise P65.
    @Test(arguments: ["disable", "rotate"])
    func `The end of a key wants the profile's name`(_ command: String) async throws {
        let sent = world.traffic.requests.count
        for arguments in [["--yes"], ["--json"], [], ["--yes", "--json"]] {
            let ran = await world.run(["key", command, "prod-us", "--password-stdin"] + arguments)
            #expect(ran.code == .refused)
            #expect(ran.error.contains("E_CONFIRM_NEEDED"))
            #expect(ran.error.contains("--confirm prod-us"))
        }
        let wrong = await world.run("key", command, "prod-us", "--password-stdin", "--confirm", "prod-eu")
        #expect(wrong.error.contains("E_CONFIRM_MISMATCH"))
        let typed = await world.run("key", command, "prod-us", answers: ["prod-eu"])
        #expect(typed.error.contains("E_CONFIRM_MISMATCH"))
        #expect(typed.error.contains("Every login and token request"))
        let readOnly = await world.run("key", command, "prod-us", "--password-stdin", "--read-only")
        #expect(readOnly.error.contains("E_READ_ONLY"))
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `Enabling wants the name on production, and a yes elsewhere`() async throws {
        let production = await world.run("key", "enable", "prod-eu", "--password-stdin", "--yes")
        #expect(production.code == .refused)
        let silent = await world.run("key", "enable", "prod-us", "--password-stdin")
        #expect(silent.code == .refused)
        let ran = await world.run(
            "key", "enable", "prod-us", "--org", "Finance", "--password-stdin", "--yes", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let change = try #require(try ran.json()["change"])
        #expect(change["outcome"]?.stringValue == "verified")
        #expect(change["action"]?.stringValue == "enable")
        #expect(change["org"]?["id"]?.intValue == 2)
        #expect(change["enabled"]?.boolValue == true)
        #expect(change["keyCount"]?.intValue == 1)
        #expect(change["keys"] == nil)
    }

    @Test func `A disabled key logs no user in`() async throws {
        let ran = await world.run("key", "disable", "prod-us", answers: ["prod-us", DemoFleet.password])
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.output.contains("on prod-us is off and its key is revoked (verified)"))
        let login = await world.run("session", "prod-us", "--secret-key-stdin", input: key)
        #expect(login.code == .notLoggedIn)
    }

    @Test func `A rotation prints the new key when asked to`() async throws {
        let masked = await world.run(
            "key", "rotate", "prod-us", "--password-stdin", "--confirm", "prod-us", "--json",
            input: DemoFleet.password)
        #expect(masked.code == .done, "\(masked.error)")
        #expect(try masked.json()["change"]?["keys"] == nil)
        let shown = await world.run(
            "key", "rotate", "prod-us", "--password-stdin", "--confirm", "prod-us", "--reveal", "--json",
            input: DemoFleet.password)
        let change = try #require(try shown.json()["change"])
        #expect(change["outcome"]?.stringValue == "verified")
        let new = try #require(change["keys"]?.arrayValue?.first?.stringValue)
        #expect(new != key)
        #expect(try world.journal().allSatisfy { !$0.contains(new) })
        let old = await world.run("session", "prod-us", "--secret-key-stdin", input: key)
        #expect(old.code == .notLoggedIn)
        let login = await world.run("session", "prod-us", "--secret-key-stdin", input: new)
        #expect(login.code == .done, "\(login.error)")
    }

    @Test func `Half a rotation ends with an error that says how to go on`() async throws {
        let cluster = try #require(world.fleet["prod-us"]?.cluster)
        let fault = DemoFaultRule(
            match: .init(path: "/api/rest/2.0/auth/configure", nth: 2),
            action: .answer(status: 403, headers: [:], body: []))
        await cluster.setFaults(DemoFaultPlan(rules: [fault]))
        let ran = await world.run(
            "key", "rotate", "prod-us", "--password-stdin", "--confirm", "prod-us", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .someFailed)
        #expect(try ran.json()["change"]?["outcome"]?.stringValue == "left-off")
        let error = try ran.jsonError()
        #expect(error["code"]?.stringValue == "E_KEY_LEFT_OFF")
        #expect("\(error)".contains("tessera key enable prod-us"))
        let mended = await world.run(
            "key", "enable", "prod-us", "--password-stdin", "--yes", input: DemoFleet.password)
        #expect(mended.code == .done, "\(mended.error)")
    }

    @Test func `An unknown outcome has its own exit code`() async throws {
        let cluster = try #require(world.fleet["prod-us"]?.cluster)
        await cluster.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(match: .init(path: "/api/rest/2.0/auth/configure"), action: .closeWithoutAnswer),
                DemoFaultRule(
                    match: .init(path: "/api/rest/2.0/auth/search"),
                    action: .answer(status: 500, headers: [:], body: [])),
            ]))
        let ran = await world.run(
            "key", "disable", "prod-us", "--password-stdin", "--confirm", "prod-us", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .outcomeUnknown)
        #expect(try ran.json()["change"]?["outcome"]?.stringValue == "unknown")
        #expect(try ran.json()["change"]?["enabled"]?.isNull == true)
    }

    /// Promise P68: what lists, refreshes and reads never asks for keys.
    @Test func `Nothing else asks for keys`() async throws {
        let token = try await world.issuedToken(on: "prod-us")
        for arguments in [
            ["status"], ["session", "prod-us", "--password-stdin"], ["token", "list"], ["profile", "test", "prod-us"],
            ["token", "validate", "--token-stdin"],
        ] {
            _ = await world.run(
                arguments, input: arguments.contains("--token-stdin") ? token.value : DemoFleet.password)
        }
        #expect(world.traffic.requests.contains { $0.hasSuffix("/auth/session/user") })
        #expect(world.traffic.requests.allSatisfy { !$0.hasSuffix("/auth/search") })
    }
}
