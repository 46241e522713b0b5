import HTTPExchange
import HTTPTypes
import TestSupport
import Testing
import ThoughtSpotSessions

/// A cluster without v1's undocumented `session/isactive`: the betas go on with their documented `GET session`
/// (<doc:BetaAPI>).
struct DocumentedFallbackTests {
    private static let paths: [Generation: String] = [
        .betaAPI: "/api/rest/v2/session", .betaTspublic: "/tspublic/rest/v2/session",
        .betaQuery: "/tspublic/rest/v2/session",
    ]
    private static let info = #"{"userName":"anna","userGUID":"guid-1"}"#
    private static let refusal = Betas.fault(401, code: 10_097, debug: "[\\\"nope\\\"]")

    private func operation(_ generation: Generation) -> String {
        generation == .betaAPI ? "beta-api session" : "beta-tspublic session"
    }

    @Test(arguments: Betas.all)
    func `validate asks GET session by the token itself`(generation: Generation) async throws {
        let script = Script(generation, .empty(404), .json(Self.info), .empty(404), Self.refusal)
        let valid = try await script.client.validateToken(Betas.token, as: Script.bearer)
        #expect(valid.value.verdict == .valid)
        #expect(valid.value.operation == operation(generation))
        #expect(valid.value.userID == "guid-1")
        #expect(valid.status == 200)
        let refused = try await script.client.validateToken(Betas.token, as: .none)
        #expect(refused.value.verdict == .invalid(serverText: "nope"))
        #expect(refused.value.operation == operation(generation))
        let path = try #require(Self.paths[generation])
        #expect(
            script.transport.requests.map(\.path) == [
                "/callosum/v1/session/isactive", path, "/callosum/v1/session/isactive", path,
            ])
        for request in script.transport.requests {
            #expect(request.headers[.authorization] == "Bearer \(Betas.token.expose())")
            #expect(request.method == .get)
            #expect(request.safety == .read)
        }
    }

    @Test(arguments: Betas.all)
    func `isActive asks GET session with the credential, and without one whether the cluster is there`(
        generation: Generation
    ) async throws {
        let script = Script(
            generation, .empty(404), .json(Self.info), .empty(404), Self.refusal, .empty(404), .empty(401))
        #expect(try await script.client.isActive(Script.cookies).value)
        #expect(try await !script.client.isActive(Script.bearer).value)
        #expect(try await !script.client.isActive(.none).value)
        #expect(script.transport.requests.count == 6)
        #expect(script.transport.requests[1].headers[.cookie] == "JSESSIONID=session-1; clientId=client-1")
        #expect(script.transport.requests[5].headers[.authorization] == nil)
    }

    /// What is no clear answer stays none: no verdict is made of it.
    @Test(arguments: Betas.all)
    func `the second call's own failures are told`(generation: Generation) async {
        let answers: [(ExchangeResponse, SessionError.Code)] = [
            (.empty(404), .notOnThisRelease), (.json("{}", status: 500), .server), (.html("down"), .notThoughtSpot),
            (.json("{}"), .badField), (.empty(200), .emptyAnswer), (.empty(401), .sessionEnded),
            (Betas.fault(401, code: 10_023), .sessionEnded),
        ]
        for (answer, code) in answers {
            let script = Script(generation, .empty(404), answer)
            let error = await failure { () throws(SessionError) in
                try await script.client.validateToken(Betas.token, as: .none)
            }
            #expect(error?.code == code)
            #expect(error?.operation == operation(generation))
        }
    }

    /// Only a missing operation is answered by another one.
    @Test(arguments: Betas.all, [400, 403, 405, 429, 500, 503])
    func `any other failure of the first call is its own`(generation: Generation, status: Int) async {
        let script = Script(generation, .empty(status))
        let error = await failure { () throws(SessionError) in
            try await script.client.validateToken(Betas.token, as: .none)
        }
        #expect(error?.operation == "v1 session/isactive")
        #expect(script.transport.requests.count == 1)
    }

    @Test func `v1 and v2.0 have no second call`() async {
        for generation in [Generation.v1, .v2] {
            let script = Script(generation, .empty(404), .json(Self.info))
            let error = await failure { () throws(SessionError) in try await script.client.isActive(Script.bearer) }
            #expect(error?.code == .notOnThisRelease)
            #expect(script.transport.requests.count == 1)
        }
    }

    @Test func `a token is a session of beta-api once GET session says whose`() async throws {
        let script = Script(.betaAPI, .json(Self.info), Self.refusal)
        let request = LoginRequest(credential: .bearer(token: Betas.token))
        let session = try await script.client.logIn(request).value.session
        #expect(session.authentication == .bearer(Betas.token))
        #expect(session.username == "anna")
        #expect(session.credential == .bearer)
        let error = await failure { () throws(SessionError) in try await script.client.logIn(request) }
        #expect(error?.code == .credentialsRefused)
        #expect(error?.execution == .notExecuted)
        #expect(script.transport.requests.map(\.path) == ["/api/rest/v2/session", "/api/rest/v2/session"])
        #expect(script.transport.requests.allSatisfy { $0.safety == .read })
    }
}
