import DemoCluster
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// `tessera token issue` beyond full and object tokens.
struct CustomTokenCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
        try await world.addProfile("lab-old")
        #expect(await world.run("profile", "default", "prod-eu").code == .done)
    }

    private var key: String? { world.fleet["prod-eu"]?.secretKey }

    @Test func `Rules as options`() async throws {
        let ran = await world.run(
            "token", "issue", "--kind", "custom", "--persist", "replace", "--filter-rule", "Region IN north,south",
            "--filter-rule", "Order Date GE 2024", "--variable", "tenant=acme", "--parameter", "Currency=EUR",
            "--org", "Sales", "--lifetime", "10m", "--password-stdin", "--show-token", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["kind"]?.stringValue == "custom")
        #expect(token["org"]?["name"]?.stringValue == "Sales")
        #expect(token["remainingMs"]?.intValue == 600_000)
        // One request: neither the Org nor anything else was looked up.
        #expect(world.traffic.requests == ["/api/rest/2.0/auth/token/custom"])
        let body = try #require(world.traffic.bodies.first)
        #expect(body.contains(#""filter_rules":[{"column_name":"Region","operator":"IN","values":["north","south"]},"#))
        #expect(body.contains(#""org_identifier":"Sales""#) && body.contains(#""auto_create":false"#))
    }

    @Test func `Rules in a file`() async throws {
        let file = try world.file(
            "rules.json", #"{"persist_option":"APPEND","objects":[{"identifier":"Sales","type":"LOGICAL_TABLE"}]}"#)
        let ran = await world.run(
            "token", "issue", "--kind", "custom", "--rules", file, "--secret-key-stdin", "--show-token", "--json",
            input: key)
        #expect(ran.code == .done, "\(ran.error)")
        let body = try #require(world.traffic.bodies.first)
        #expect(body.contains(#""persist_option":"APPEND","objects":[{"type":"LOGICAL_TABLE","identifier":"Sales"}]"#))
    }

    @Test(arguments: [
        (#"{"persist_option":"APPEND""#, "line 1, column 27"),
        (#"{"persist_option":"X"}"#, "persist_option: not one of"),
        (#"{"persist_option":"APPEND","filter_rules":[{"operator":"EQ"}]}"#, "filter_rules[0].column_name: missing"),
    ])
    func `A file that is wrong is told by place or path`(text: String, words: String) async throws {
        let file = try world.file("rules.json", text)
        let ran = await world.run("token", "issue", "--kind", "custom", "--rules", file, "--password-stdin", input: "x")
        #expect(ran.code == .localFile)
        #expect(ran.error.contains(words), "\(ran.error)")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [
        ["--kind", "custom"], ["--kind", "custom", "--persist", "keep"], ["--kind", "custom", "--rules", "-"],
        ["--kind", "custom", "--rules", "/nowhere", "--persist", "replace"], ["--persist", "replace"],
        ["--kind", "custom", "--persist", "replace", "--filter-rule", "Region north"],
        ["--kind", "custom", "--persist", "replace", "--variable", "tenant"],
        ["--kind", "custom", "--persist", "none", "--variable", "tenant=acme"],
        ["--kind", "custom", "--persist", "replace", "--object-id", "x"], ["--kind", "other"],
        ["--email", "a@example.com"], ["--accept-provisioning"], ["--create-user", "--group", "a", "--no-groups"],
        ["--create-user", "--password-stdin"], ["--kind", "session", "--lifetime", "5m"],
        ["--kind", "session", "--user", "anna"], ["--kind", "session", "--create-user"],
        ["--kind", "session", "--persist", "replace"],
    ])
    func `What contradicts itself is refused before a secret is read`(arguments: [String]) async throws {
        let ran = await world.run(["token", "issue"] + arguments)
        #expect(ran.code == .usage, "\(ran.error)")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `A user is made only on consent`() async throws {
        let arguments = [
            "token", "issue", "--user", "anna", "--create-user", "--email", "a@example.com", "--no-groups",
            "--secret-key-stdin", "--show-token", "--json",
        ]
        // Nothing is read from standard input yet.
        let refused = await world.run(arguments)
        #expect(refused.code == .refused)
        let error = try refused.jsonError()
        #expect(error["code"]?.stringValue == "E_PROVISIONING")
        #expect(refused.error.contains("ALL groups of anna are removed"))
        let ran = await world.run(arguments + ["--accept-provisioning"], input: key)
        #expect(ran.code == .done, "\(ran.error)")
        let cluster = try #require(world.fleet["prod-eu"]?.cluster)
        #expect(await cluster.executedChanges.contains { $0.action == .provisionedUser })
    }

    @Test func `A session issues its token, ends, and the token stays valid`() async throws {
        let ran = await world.run(
            "token", "issue", "--kind", "session", "--password-stdin", "--show-token", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["kind"]?.stringValue == "session")
        #expect(token["remainingMs"]?.intValue == 86_400_000)
        #expect(try ran.json()["logout"]?.stringValue == "ended")
        #expect(world.traffic.requests.count { $0.hasSuffix("auth/session/token") } == 1)
        let cluster = try #require(world.fleet["prod-eu"]?.cluster)
        #expect(await cluster.isValid(token: try #require(token["value"]?.stringValue)))
    }

    @Test(arguments: [
        ["--kind", "custom", "--persist", "replace", "--accept-superseding"], ["--kind", "session"],
    ])
    func `An older generation says so before a secret is read`(arguments: [String]) async throws {
        let ran = await world.run(["token", "issue", "--profile", "lab-old", "--secret-key-stdin"] + arguments)
        #expect(ran.code == .notFound, "\(ran.error)")
        #expect(ran.error.contains("E_NOT_IN_GENERATION"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `The help shows what a rules file looks like`() async {
        let ran = await world.run("token", "issue", "--help")
        for words in ["\"persist_option\"", "\"filter_rules\"", "BW_INC"] {
            #expect(ran.output.contains(words))
        }
    }
}
