import ASCIIText
import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("The fleet of the generations")
struct GenerationFleetTests {
    private let fleet = DemoFleet.generations(now: { 1_790_000_000_000 }, seed: 3)

    @Test func `one cluster for each generation; the showcase has every age`() {
        #expect(
            fleet.members.map(\.name) == ["gen-v1", "gen-beta-api", "gen-beta-tspublic", "gen-beta-query", "gen-v2"])
        #expect(fleet.members.map(\.generation) == ["v1", "beta-api", "beta-tspublic", "beta-query", "v2.0"])
        #expect(Set(fleet.members.map(\.secretKey)).count == 5)
        #expect(fleet.members.allSatisfy { UUIDText.isWellFormed($0.secretKey) })
        #expect(
            DemoFleet(now: { 0 }).members.map(\.name)
                == [
                    "prod-eu", "prod-us", "staging", "onprem-sw", "cloud-94", "partners", "kiosk", "embed-21",
                    "lab-old", "slow-apac", "down-dc2",
                ])
    }

    @Test(arguments: DemoGeneration.allCases)
    func `the administrator logs in everywhere, in the way of the generation`(generation: DemoGeneration) async throws {
        let member = DemoFleet.single(now: { 0 }, seed: 1, latencyMilliseconds: 7, generation: generation)
        #expect(member.generation == generation.rawValue)
        let json = #"{"userName":"\#(member.username)","password":"\#(member.password)"}"#
        let form = "userName=\(member.username)&password=\(member.password)"
        let (method, path, query, body, type): (HTTPRequest.Method, String, String?, String, String?) =
            switch generation {
            case .v1:
                (
                    .post, "/callosum/v1/tspublic/v1/session/login", nil,
                    "username=\(member.username)&password=\(member.password)", "application/x-www-form-urlencoded"
                )
            case .betaAPI: (.post, "/api/rest/v2/session/login", nil, json, "application/json")
            case .betaTspublic: (.post, "/tspublic/rest/v2/session/login", nil, json, "application/json")
            case .betaQuery: (.get, "/tspublic/rest/v2/session/login", form, "", nil)
            case .v2:
                (
                    .post, "/api/rest/2.0/auth/session/login", nil,
                    #"{"username":"\#(member.username)","password":"\#(member.password)"}"#, "application/json"
                )
            }
        var request = ExchangeRequest(
            method: method, origin: member.inProcessOrigin, path: path, query: query, headers: [.userAgent: "tests"],
            body: [UInt8](body.utf8), safety: .change)
        request.headers[.contentType] = type
        if let name = HTTPField.Name("X-Requested-By") { request.headers[name] = "ThoughtSpot" }
        let answer = await (try #require(member.cluster)).answer(to: request)
        #expect(answer.response.status == (generation == .v1 || generation == .v2 ? 204 : 200))
        #expect(!answer.response.headers[values: .setCookie].isEmpty)
        #expect(answer.delayMilliseconds == 7)
    }

    @Test func `a token made for show is valid on every cluster, in the form of its generation`() async throws {
        for member in fleet.members {
            let cluster = try #require(member.cluster)
            let token = try #require(await cluster.preset(.fresh, for: "anna"))
            #expect(await cluster.isValid(token: token.value))
            #expect(token.value.hasPrefix("eyJ") == (member.generation == "v2.0"))
            #expect((token.value.count == 64) == member.generation.hasPrefix("beta"))
        }
    }
}
