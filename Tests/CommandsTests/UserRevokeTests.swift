import DemoCluster
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct UserRevokeTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func forcedOut(_ member: String) async throws -> [String] {
        let cluster = try #require(world.fleet[member]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    /// A token of the user that the journal knows and no later run holds.
    private func issueToken() async throws {
        let issued = await world.run(
            "token", "issue", "--profile", "prod-eu", "--user", "anna", "--password-stdin", "--show-token", "--json",
            input: DemoFleet.password)
        try #require(issued.code == .done, "\(issued.error)")
    }

    @Test func `The sessions end, and the result says so`() async throws {
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--confirm", "anna", "--password-stdin",
            "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let json = try ran.json()
        #expect(json["user"]?.stringValue == "anna")
        #expect(json["sessions"]?.arrayValue?.map { $0["verdict"]?.stringValue } == ["accepted"])
        #expect(json["tokens"]?.arrayValue?.isEmpty == true)
        #expect(json["leftOut"]?.arrayValue?.isEmpty == true)
        #expect(json["logouts"]?.arrayValue?.map { $0["logout"]?.stringValue } == ["had-ended"])
        #expect(try await forcedOut("prod-eu") == ["anna"])
    }

    /// What only a fingerprint is known of cannot be revoked, and is not passed over.
    @Test func `A token that is not stored here is named, and the exit code says it`() async throws {
        try await issueToken()
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--yes", "--password-stdin", input: DemoFleet.password)
        #expect(ran.code == .someFailed)
        #expect(ran.output.contains("not stored here"))
        #expect(ran.error.contains("E_SOME_FAILED"))
        #expect(try await forcedOut("prod-eu") == ["anna"])
    }

    @Test func `Several clusters are one question, and a failure on one costs the other nothing`() async throws {
        try await world.addProfile("prod-us")
        let refused = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--profile", "prod-us", "--yes", "--password-stdin",
            "--json", input: DemoFleet.password)
        #expect(refused.code == .refused)
        #expect(try refused.jsonError()["code"]?.stringValue == "E_CONFIRM_NEEDED")
        #expect(world.traffic.requests.isEmpty)
        let ran = await world.run(
            "user", "revoke", "anna", "--profile", "prod-eu", "--profile", "prod-us",
            answers: ["anna", "wrong password", DemoFleet.password])
        #expect(ran.code == .someFailed, "\(ran.error)")
        #expect(ran.output.contains("prod-eu") && ran.output.contains("failed: wrong credentials, E_CREDENTIALS"))
        #expect(try await forcedOut("prod-eu").isEmpty)
        #expect(try await forcedOut("prod-us") == ["anna"])
    }

    @Test(arguments: [
        (["user", "revoke", " "], Operations.ExitCode.usage), (["user", "revoke", "anna"], .refused),
        (["user", "revoke", "anna", "--yes", "--confirm", "bot"], .refused),
        (["user", "revoke", "anna", "--yes", "--read-only"], .refused),
        (["user", "revoke", "anna", "--profile", "nowhere"], .notFound),
    ])
    func `Nothing is sent before all is clear`(_ arguments: [String], _ code: Operations.ExitCode) async throws {
        let ran = await world.run(arguments + ["--password-stdin", "--json"], input: DemoFleet.password)
        #expect(ran.code == code, "\(ran.error)")
        #expect(world.traffic.requests.isEmpty)
    }
}
