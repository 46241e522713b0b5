import ASCIIText
import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("The demo world")
struct DemoFleetTests {
    private let clock = TestClock(1_790_000_000_000)
    private var fleet: DemoFleet { DemoFleet(now: { [clock] in clock.milliseconds }, seed: 1) }

    private func logIn(_ member: DemoFleetMember, through transport: DemoTransport) async throws -> Int {
        let isV1 = member.generation == "v1"
        let body =
            isV1
            ? "username=\(member.username)&password=demo-Passw0rd%21"
            : #"{"username":"\#(member.username)","password":"\#(member.password)"}"#
        var request = ExchangeRequest(
            method: .post, origin: member.inProcessOrigin,
            path: isV1 ? "/callosum/v1/tspublic/v1/session/login" : "/api/rest/2.0/auth/session/login",
            headers: [
                .userAgent: "tests",
                .contentType: isV1 ? "application/x-www-form-urlencoded" : "application/json",
            ], body: [UInt8](body.utf8), safety: .change)
        if let name = HTTPField.Name("X-Requested-By") { request.headers[name] = "ThoughtSpot" }
        return try await transport.send(request).status
    }

    @Test(arguments: [
        ("prod-eu", 204), ("prod-us", 204), ("staging", 403), ("lab-old", 204), ("slow-apac", 204),
    ])
    func `what a login comes to on each cluster`(name: String, status: Int) async throws {
        let fleet = fleet
        let member = try #require(fleet[name])
        #expect(try await logIn(member, through: fleet.transport { _ in }) == status)
    }

    @Test func `the unreachable one refuses the connection`() async throws {
        let fleet = fleet
        let member = try #require(fleet["down-dc2"])
        let error = await #expect(throws: TransportError.self) {
            try await logIn(member, through: fleet.transport { _ in })
        }
        #expect(error?.code == .connectionRefused)
    }

    @Test func `old software has no v2.0`() async throws {
        let fleet = fleet
        let member = try #require(fleet["lab-old"])
        let request = ExchangeRequest(
            method: .get, origin: member.inProcessOrigin, path: "/api/rest/2.0/system/banner",
            headers: [.userAgent: "tests"], safety: .read)
        #expect(try await fleet.transport { _ in }.send(request).status == 404)
    }

    @Test func `secret keys are GUIDs and differ; a description holds what a profile needs`() throws {
        let members = fleet.members
        #expect(Set(members.map(\.secretKey)).count == members.count)
        #expect(members.allSatisfy { UUIDText.isWellFormed($0.secretKey) })
        let origin = Origin(scheme: .http, host: "127.0.0.1", port: 8_080)
        let description = try #require(members.first).description(at: origin)
        #expect(description.origin == origin)
        #expect(description.generation == "v2.0")
        #expect(description.password == DemoFleet.password)
    }

    @Test(
        arguments: [
            (.fresh, true, 0, 600_000), (.expiring, true, 0, 40_000), (.expired, false, 0, -60_000),
            (.revokedElsewhere, false, 0, 3_600_000), (.otherOrg(2), true, 2, 600_000),
        ] as [(PresetToken.State, Bool, Int, Int64)])
    func `tokens come in every state`(state: PresetToken.State, isValid: Bool, org: Int, lifeLeft: Int64)
        async throws
    {
        let cluster = try #require(fleet["prod-eu"]?.cluster)
        let token = try #require(await cluster.preset(state, for: "tsadmin"))
        #expect(await cluster.isValid(token: token.value) == isValid)
        #expect(token.orgID == org)
        #expect(token.expiresAt - clock.milliseconds == lifeLeft)
        #expect(!"\(token)".contains(token.value))
        #expect(await cluster.executedChanges.isEmpty)
        #expect(await cluster.preset(state, for: "ghost") == nil)
    }

    @Test func `the showcase has a token of every state, and only the valid ones work`() async throws {
        let fleet = fleet
        var alive: [Bool] = []
        for shown in await fleet.makeShowcaseTokens() {
            let cluster = try #require(fleet[shown.memberName]?.cluster)
            alive.append(await cluster.isValid(token: shown.token.value))
        }
        #expect(alive == [true, true, false, false, true, true])
    }

    @Test func `the same seed makes the same tokens, another seed others`() async throws {
        var values: [String] = []
        for seed: UInt64? in [1, 1, 2, nil, nil] {
            let cluster = try #require(DemoFleet(now: { 0 }, seed: seed)["prod-eu"]?.cluster)
            values.append(try #require(await cluster.preset(.fresh, for: "anna")).value)
        }
        #expect(values[0] == values[1])
        #expect(Set(values).count == 4)
    }
}
