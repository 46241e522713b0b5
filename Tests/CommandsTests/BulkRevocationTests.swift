import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Several tokens in one run: each has its verdict, and the exit code is the gravest.
struct BulkRevocationTests {
    /// Loses the answer to every request of these paths, from the nth on.
    private struct Losing: HTTPTransport {
        let next: any HTTPTransport
        let isLost: @Sendable (ExchangeRequest) async -> Bool

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            let response = try await next.send(request)
            if await isLost(request) { throw TransportError(.connectionLost, reach: .maybeSent, peer: request.peer) }
            return response
        }
    }

    private let world: World
    private let files: [String]
    private let fingerprints: [String]

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
        var files: [String] = []
        var fingerprints: [String] = []
        for index in 0..<2 {
            let token = try await world.issuedToken()
            files.append(try world.file("token-\(index)", token.value))
            fingerprints.append(token.fingerprint)
        }
        self.files = files
        self.fingerprints = fingerprints
    }

    private var arguments: [String] {
        ["token", "revoke", "--yes", "--json"] + files.flatMap { ["--token-file", $0] }
    }

    @Test func `A bulk that stopped names the command that goes on with it`() async throws {
        let origin = Origin(scheme: .https, host: "prod-eu.example", port: 443)
        let profile = Profile(id: "prod-eu", name: "prod-eu", origin: origin, generation: .v2)
        let items = try fingerprints.map {
            RevocationItem(
                profile: profile, fingerprint: try #require(Fingerprint($0)), user: nil, verdict: .revokedVerified)
        }
        #expect(RevocationOutcome(items: items).hint == nil)
        var stopped = items
        stopped[1].verdict = .notAttempted
        #expect(RevocationOutcome(items: stopped).hint?.string.hasPrefix("`tessera journal resume --all`") == true)
    }

    @Test func `All are verified`() async throws {
        let ran = await world.run(arguments)
        #expect(ran.code == .done, "\(ran.error)")
        let items = try #require(try ran.json()["items"]?.arrayValue)
        #expect(items.map { $0["fingerprint"]?.stringValue } == fingerprints)
        #expect(items.map { $0["verdict"]?.stringValue } == ["revoked-verified", "revoked-verified"])
    }

    @Test func `A lost answer that cannot be checked is an unknown outcome`() async throws {
        let revocations = Counter()
        let ran = await world.run(arguments) { context in
            let losing = Losing(next: world.traffic) { request in
                if request.path.hasSuffix("auth/token/revoke") { return await revocations.next() == 1 }
                // Neither can the first one be asked for again.
                return await revocations.count == 1
            }
            context.makeTransport = { CommandContext.OpenTransport(losing) }
        }
        #expect(ran.code == .outcomeUnknown)
        let items = try #require(try ran.json()["items"]?.arrayValue)
        #expect(items.map { $0["verdict"]?.stringValue } == ["unknown", "revoked-verified"])
        let error = try ran.jsonError()
        #expect(error["exitCode"]?.intValue == 13)
        #expect(error["why"]?.stringValue?.contains(fingerprints[0]) == true)
        #expect(world.traffic.requests.count { $0.hasSuffix("auth/token/revoke") } == 2)
    }

    @Test func `A refusal of one is a partial failure, the others are revoked`() async throws {
        let revocations = Counter()
        let ran = await world.run(arguments) { context in
            let traffic = world.traffic
            let refusing = Refusing(next: traffic) { request in
                guard request.path.hasSuffix("auth/token/revoke") else { return false }
                return await revocations.next() == 1
            }
            context.makeTransport = { CommandContext.OpenTransport(refusing) }
        }
        #expect(ran.code == .someFailed, "\(ran.error)")
        let items = try #require(try ran.json()["items"]?.arrayValue)
        #expect(items.map { $0["verdict"]?.stringValue } == ["failed", "revoked-verified"])
        #expect(items[0]["error"]?["code"]?.stringValue == "E_FORBIDDEN")
        #expect(try ran.jsonError()["code"]?.stringValue == "E_SOME_FAILED")
    }

    /// Says 403 to the requests that it picks.
    private struct Refusing: HTTPTransport {
        let next: any HTTPTransport
        let isRefused: @Sendable (ExchangeRequest) async -> Bool

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            guard await isRefused(request) else { return try await next.send(request) }
            var elsewhere = request
            elsewhere.path = "/api/rest/2.0/nowhere"
            let answer = try await next.send(elsewhere)
            return ExchangeResponse(status: 403, headers: answer.headers, body: Array("{}".utf8))
        }
    }

    private actor Counter {
        private(set) var count = 0

        func next() -> Int {
            count += 1
            return count
        }
    }
}
