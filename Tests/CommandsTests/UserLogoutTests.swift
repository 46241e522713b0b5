import DemoCluster
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct UserLogoutTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    /// The demo's production clusters want their names typed only when they are tagged so; this one is.
    private func addTagged() async throws {
        let url = try #require(world.fleet["prod-us"]).inProcessOrigin.description
        let added = await world.run(
            "profile", "add", "prod-us", "--url", url, "--username", "tsadmin", "--generation", "v2.0", "--tag",
            "production")
        try #require(added.code == .done)
    }

    private func forcedOut(_ member: String = "prod-eu") async throws -> [String] {
        let cluster = try #require(world.fleet[member]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    @Test(arguments: [
        ["user", "logout", "prod-eu", "anna", "bot-reports"],
        ["user", "logout", "--profile", "prod-eu", "anna", "bot-reports"],
    ])
    func `Each user has a row and a verdict`(_ arguments: [String]) async throws {
        let ran = await world.run(
            arguments + ["--yes", "--password-stdin", "--json"], input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let json = try ran.json()
        let items = try #require(json["items"]?.arrayValue)
        #expect(items.map { $0["user"]?.stringValue } == ["anna", "bot-reports"])
        #expect(items.map { $0["verdict"]?.stringValue } == ["accepted", "accepted"])
        #expect(items.map { $0["profile"]?.stringValue } == ["prod-eu", "prod-eu"])
        #expect(items.allSatisfy { $0["error"]?.isNull == true })
        #expect(json["via"]?.isNull == true)
        #expect(json["logout"]?.stringValue == "ended")
        #expect(try await forcedOut() == ["anna", "bot-reports"])
        #expect(try world.journal().count { $0.contains(#""force_logout""#) } == 4)
    }

    @Test func `For people there is a table`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "anna", "--yes", "--password-stdin", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.output == "USER  PROFILE  VERDICT\nanna  prod-eu  accepted\n")
    }

    /// P64: nothing that could mean everybody leaves, and nothing is asked.
    @Test(arguments: [
        (["user", "logout"], Operations.ExitCode.refused, "E_EMPTY_TARGET"),
        (["user", "logout", "prod-eu"], .refused, "E_EMPTY_TARGET"),
        (["user", "logout", "--profile", "prod-eu"], .refused, "E_EMPTY_TARGET"),
        (["user", "logout", "prod-eu", ""], .usage, "E_INVALID_INPUT"),
        (["user", "logout", "prod-eu", "anna", " "], .usage, "E_INVALID_INPUT"),
        (["user", "logout", "anna", "bot-reports"], .notFound, "E_PROFILE_UNKNOWN"),
        // The beginning of a profile's name may be a user's.
        (["user", "logout", "prod", "anna"], .notFound, "E_PROFILE_UNKNOWN"),
    ])
    func `No user is not all users`(_ arguments: [String], _ code: Operations.ExitCode, _ name: String) async throws {
        for extra in [[], ["--yes"], ["--yes", "--password-stdin"]] {
            let ran = await world.run(arguments + extra + ["--json"])
            #expect(ran.code == code, "\(ran.error)")
            #expect(try ran.jsonError()["code"]?.stringValue == name)
        }
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `There is no option for all users, and the help says why`() async {
        let ran = await world.run(
            "user", "logout", "prod-eu", "--yes-log-out-everyone-on=prod-eu.demo.example")
        #expect(ran.code == .usage)
        let help = await world.run("user", "logout", "--help")
        #expect(help.output.replacing("\n", with: " ").contains("There is no command that logs out all users"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `Without a terminal only options agree`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "anna", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .refused)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_CONFIRM_NEEDED")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(
        arguments: [
            (["--yes"], "E_PROTECTED"), (["--yes", "--confirm", "prod-eu"], "E_CONFIRM_MISMATCH"),
            (["--yes", "--confirm", "prod-us"], nil),
        ] as [([String], String?)])
    func `Production wants its name`(_ options: [String], _ code: String?) async throws {
        try await addTagged()
        let ran = await world.run(
            ["user", "logout", "prod-us", "anna", "--password-stdin", "--json"] + options, input: DemoFleet.password)
        #expect(ran.code == (code == nil ? .done : .refused), "\(ran.error)")
        if let code { #expect(try ran.jsonError()["code"]?.stringValue == code) }
        #expect(try await forcedOut("prod-us") == (code == nil ? ["anna"] : []))
    }

    @Test func `At a terminal the list is shown and the count typed`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "anna", "tsadmin", answers: ["2", DemoFleet.password])
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.error.contains("Log out anna on prod-eu (https://prod-eu.demo.example)"))
        #expect(ran.error.contains("Log out tsadmin"))
        #expect(ran.error.contains("including your own session"))
        let no = await world.run("user", "logout", "prod-eu", "anna", answers: ["y"])
        #expect(no.code == .refused)
        #expect(no.error.contains("E_CONFIRM_MISMATCH"))
        #expect(try await forcedOut() == ["anna", "tsadmin"])
    }

    /// D-2-7: also when we are named by a GUID that only the server can tell.
    @Test func `We go last, and there is nothing left to log out of`() async throws {
        let guid = "59481331-ee53-42be-a548-bd87be6ddd4a"
        let ran = await world.run(
            "user", "logout", "prod-eu", guid, "anna", "--yes", "--password-stdin", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let json = try ran.json()
        let items = try #require(json["items"]?.arrayValue)
        #expect(items.map { $0["user"]?.stringValue } == ["anna", guid])
        #expect(items.map { $0["isOurselves"]?.boolValue } == [false, true])
        #expect(json["logout"]?.stringValue == "not-needed")
        #expect(try await forcedOut() == ["anna", "tsadmin"])
    }

    @Test func `A failure of one is told, and the others are done`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "ghost", "anna", "--yes", "--password-stdin", "--json",
            input: DemoFleet.password)
        #expect(ran.code == .someFailed)
        let items = try #require(try ran.json()["items"]?.arrayValue)
        #expect(items.map { $0["verdict"]?.stringValue } == ["failed", "accepted"])
        #expect(items[0]["error"]?["code"]?.stringValue == "E_BAD_REQUEST")
        #expect(try ran.jsonError()["code"]?.stringValue == "E_SOME_FAILED")
    }

    @Test func `Who has no right to it is told once`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "bot-reports", "tsadmin", "--username", "anna", "--yes", "--password-stdin",
            "--json", input: DemoFleet.password)
        #expect(ran.code == .someFailed)
        let items = try #require(try ran.json()["items"]?.arrayValue)
        #expect(items.map { $0["verdict"]?.stringValue } == ["failed", "not-attempted"])
        #expect(items[0]["error"]?["code"]?.stringValue == "E_FORBIDDEN")
        #expect(try await forcedOut().isEmpty)
    }

    @Test func `Read-only sends nothing`() async throws {
        let ran = await world.run(
            "user", "logout", "prod-eu", "anna", "--yes", "--read-only", "--password-stdin", "--json")
        #expect(ran.code == .refused)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_READ_ONLY")
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `An old cluster is asked in its own words`() async throws {
        try await world.addProfile("lab-old")
        let ran = await world.run(
            "user", "logout", "lab-old", "anna", "--yes", "--password-stdin", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(world.traffic.requests.contains("/callosum/v1/tspublic/v1/user/session/invalidate"))
        #expect(try await forcedOut("lab-old") == ["anna"])
    }
}
