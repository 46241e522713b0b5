import DemoCluster
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// The journal fails after a request has left: what was done is told, and is no success (fault F21).
struct UnrecordedChangeTests {
    /// Makes the journal unusable when a request to this path passes.
    private struct Breaking: HTTPTransport {
        let next: any HTTPTransport
        let suffix: String
        let journal: String

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            if request.path.hasSuffix(suffix) { breakFile(journal) }
            return try await next.send(request)
        }
    }

    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func run(_ arguments: String..., input: String? = nil, breakingAt suffix: String) async -> World.Ran {
        let wire = Breaking(next: world.traffic, suffix: suffix, journal: "\(world.home)/journal/2026-11.jsonl")
        return await world.run(arguments, input: input) { context in
            context.makeTransport = { CommandContext.OpenTransport(wire) }
        }
    }

    @Test func `A revocation that the journal does not have is told with its verdict, and is no success`() async throws
    {
        let token = try await world.issuedToken()
        let file = try world.file("token", token.value)
        let ran = await run(
            "token", "revoke", "--yes", "--json", "--token-file", file, breakingAt: "auth/token/revoke")
        #expect(ran.code == .localFile)
        #expect(try ran.json()["items"]?.arrayValue?.first?["verdict"] == "revoked-verified")
        let error = try ran.jsonError()
        #expect(error["code"] == "E_NOT_RECORDED" && error["exitCode"] == 10)
        let message = try #require(error["message"]?.stringValue)
        #expect(message.contains("revoke token \(token.fingerprint) on prod-eu, revoked (verified)"))
        #expect(!message.contains("not verified"), "the last word on a token is told, once")
        #expect(ran.error.contains("`tessera journal left-open` lists it"))
    }

    @Test func `A token that the journal does not have is delivered, and is no success`() async throws {
        let ran = await run(
            "token", "issue", "--password-stdin", "--json", "--show-token", input: DemoFleet.password,
            breakingAt: "auth/token/full")
        #expect(ran.code == .localFile)
        #expect(try ran.json()["token"]?["value"] != nil)
        #expect(ran.error.contains("E_NOT_RECORDED") && ran.error.contains("tessera token import --profile prod-eu"))
    }

    @Test func `A validation that the journal does not have is answered`() async throws {
        let token = try await world.issuedToken()
        let file = try world.file("token", token.value)
        let ran = await run("token", "validate", "--token-file", file, breakingAt: "auth/token/validate")
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.error.contains("not recorded in the journal"))
    }
}
