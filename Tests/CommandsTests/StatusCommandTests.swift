import DemoCluster
import HTTPExchange
import Operations
import Storage
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import Commands

struct StatusCommandTests {
    @Test func `An unreachable cluster costs its own line only`() async throws {
        let world = try World()
        for member in world.fleet.members { try await world.addProfile(member.name) }
        let ran = await world.run("status", "--json")
        #expect(ran.code == .someFailed)
        let clusters = try #require(try ran.json()["clusters"]?.arrayValue)
        #expect(clusters.map { $0["profile"]?.stringValue } == world.fleet.members.map(\.name))
        for cluster in clusters {
            let isUnreachable = cluster["profile"]?.stringValue == "down-dc2"
            #expect(cluster["state"]?.stringValue == (isUnreachable ? "failed" : "reachable"), "\(cluster)")
            #expect((cluster["error"]?.isNull == true) != isUnreachable)
        }
        let error = try ran.jsonError()
        #expect(error["code"]?.stringValue == "E_SOME_FAILED")
        #expect(error["why"]?.stringValue == "down-dc2 (E_CONNECT)")
        let people = await world.run("status")
        #expect(people.code == .someFailed)
        #expect(people.output.split(separator: "\n").count == world.fleet.members.count + 1)
        #expect(people.output.contains("E_CONNECT"))
        #expect(people.error.contains("1 of \(world.fleet.members.count) clusters"))
        #expect(people.output.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func `All reachable is done, all unreachable is the network`() async throws {
        let world = try World()
        #expect(await world.run("status").code == .done)
        try await world.addProfile("prod-eu")
        #expect(await world.run("status").code == .done)
        try await world.addProfile("down-dc2")
        #expect(await world.run("status", "--profile", "prod-eu").code == .done)
        #expect(await world.run("status", "--profile", "down-dc2").code == .network)
    }

    @Test func `A clock that differs from ours is told, of several clusters in one line`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let late: (inout CommandContext) -> Void = { context in
            let now = world.now - 3_600_000
            context.clock = ExchangeClock(now: { now }, wallNow: { now }, sleep: { _ in })
        }
        let alone = await world.run("status", adjust: late)
        #expect(alone.code == .done)
        #expect(alone.error.contains("the clock of prod-eu is "), "\(alone.error)")
        try await world.addProfile("prod-us")
        let both = await world.run("status", adjust: late)
        #expect(both.error.contains("the clocks of 2 clusters differ from the local clock: prod-eu "), "\(both.error)")
        #expect(both.error.contains(" ahead, prod-us "), "\(both.error)")
        #expect(await !world.run("status").error.contains("clock"))
    }

    @Test func `Secrets are in the vault where there is one`() async throws {
        let runs = try await VaultRuns()
        #expect(await runs.run(["status"]).output.contains("no vault yet"))
        try await runs.unlocked()
        #expect(await runs.run(["status"]).output.contains("in the vault"))
    }

    @Test func `several clusters are checked, and no other`() async throws {
        let world = try World()
        for name in ["prod-eu", "prod-us", "down-dc2"] { try await world.addProfile(name) }
        let named = ["--profile", "prod-us", "--profile", "prod-eu"]
        let ran = await world.run(["status", "--json"] + named)
        #expect(ran.code == .done)
        let clusters = try #require(try ran.json()["clusters"]?.arrayValue)
        #expect(clusters.compactMap { $0["profile"]?.stringValue } == ["prod-us", "prod-eu"])
        #expect(await world.run(["status", "--expiring", "24h"] + named).code == .usage)
    }

    @Test func `What is sent can be told, without secrets`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("session", "prod-eu", "--password-stdin", "-v", input: DemoFleet.password)
        #expect(ran.error.contains("POST https://prod-eu.demo.example/api/rest/2.0/auth/session/login -> 204"))
        #expect(!ran.error.contains(DemoFleet.password))
    }
}

/// A machine without a home, without an account, and without a word about where the files are.
struct HomelessTests {
    @Test(arguments: [["profile", "list"], ["status"], ["token", "list"]])
    func `What rests on nothing readable is an error for a script, and no empty list`(
        _ arguments: [String]
    ) async throws {
        let world = try World()
        let ran = await world.run(arguments + ["--json"], environment: ["TESSERA_HOME": ""])
        #expect(ran.code == .localFile)
        #expect(ran.output.isEmpty)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_NO_HOME")
    }

    @Test(arguments: [["profile", "list"], ["status"], ["token", "list"]])
    func `The account's directory is a home`(_ arguments: [String]) async throws {
        let world = try World()
        let ran = await world.run(arguments + ["--json"], environment: ["TESSERA_HOME": ""]) { context in
            context.files.accountHome = world.home
        }
        #expect(ran.code == .done, "\(ran.error)")
    }
}
