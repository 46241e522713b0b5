import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// Errors of the betas: always HTTP 500, the truth inside (<doc:ErrorAnswers>; faults D-b-1 and D-b-2).
struct BetaErrorsTests {
    private func login(_ answer: ExchangeResponse, _ generation: Generation) async -> SessionError? {
        let script = Script(generation, answer)
        return await failure { () throws(SessionError) in try await script.client.logIn(Betas.passwordLogin) }
    }

    private func read(_ answer: ExchangeResponse, _ generation: Generation) async -> SessionError? {
        let script = Script(generation, answer)
        return await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
    }

    private func revoke(_ answer: ExchangeResponse, _ generation: Generation) async -> SessionError? {
        let script = Script(generation, answer)
        return await failure { () throws(SessionError) in
            try await script.client.revokeToken(.token(Betas.token, user: nil), as: .none)
        }
    }

    @Test(arguments: [
        (400, 10_002, "Invalid credentials", SessionError.Code.credentialsRefused, SessionError.Code.badRequest),
        (400, 10_002, "", .credentialsRefused, .badRequest), (400, 10_002, "rememberMe", .badRequest, .badRequest),
        (401, 10_003, "login failure", .credentialsRefused, .sessionEnded),
        (401, 10_097, "MFA is required", .multiFactor, .sessionEnded),
        (403, 10_023, "The account is locked", .accountLocked, .accountLocked),
        (403, 10_023, "no right", .forbidden, .forbidden),
        (400, 13_090, "user has no access to Org 3", .orgRefused, .orgRefused),
        (405, 1, "", .dialect, .dialect), (403, 10_023, "No licence for embedding", .licence, .licence),
        (429, 1, "", .busy, .busy), (418, 1, "", .refusedByServer, .refusedByServer),
    ])
    func `the status inside is judged, and a no is a no`(
        status: Int, code: Int, debug: String, onLogin: SessionError.Code, onSession: SessionError.Code
    ) async {
        let answer = Betas.fault(status, code: code, debug: debug)
        for generation in Betas.all {
            let login = await login(answer, generation)
            #expect(login?.code == onLogin)
            for error in [login, await read(answer, generation), await revoke(answer, generation)] {
                #expect(error?.execution == .notExecuted)
                #expect(error?.status == status)
                #expect(error?.serverCode == code)
                #expect(error?.incident == "inc-1")
            }
            #expect(await read(answer, generation)?.code == onSession)
            #expect(await revoke(answer, generation)?.code == onSession)
        }
    }

    @Test(arguments: [
        Betas.fault(nil), Betas.fault(500), Betas.fault(503), Betas.fault(200), Betas.fault(-401), .empty(500),
        .text("boom", status: 500), .json("{", status: 500), Betas.fault(nil, stack: 40_000),
    ])
    func `without a refusal inside the outcome is unknown`(answer: ExchangeResponse) async {
        for generation in Betas.all {
            #expect(await read(answer, generation)?.code == .server)
            for error in [await login(answer, generation), await revoke(answer, generation)] {
                #expect(error?.code == .outcomeUnknown)
                #expect(error?.execution == .unknown)
            }
        }
    }

    @Test func `a stack trace is not shown, the incident is`() async {
        let error = await read(Betas.fault(nil, debug: "boom", stack: 40_000), .betaTspublic)
        #expect(error?.incident == "inc-1")
        #expect(error?.serverText == "boom")
        #expect(!"\(String(describing: error))".contains("server.js"))
    }

    @Test func `other statuses mean what they say`() async {
        for generation in Betas.all {
            #expect(await login(.empty(401), generation)?.code == .credentialsRefused)
            // Two of the three share a path, and differ in the method.
            let absent = generation == .betaAPI ? SessionError.Code.notOnThisRelease : .dialect
            #expect(await login(.empty(404), generation)?.code == absent)
            #expect(await login(Betas.fault(404), generation)?.code == absent)
            #expect(await read(.empty(404), generation)?.code == .notOnThisRelease)
            #expect(await login(.html("maintenance", status: 503), generation)?.code == .maintenance)
            // A status inside does not outdo one outside that is no 500.
            let nested = Betas.fault(401)
            let outside = ExchangeResponse(status: 404, headers: nested.headers, body: nested.body)
            #expect(await read(outside, generation)?.status == 404)
        }
    }

    @Test func `what must not be asked again`() {
        for status in [400, 401, 403, 404, 409] { #expect(Betas.fault(status).isNestedRefusal) }
        for status in [nil, 200, 408, 425, 429, 500, 503] as [Int?] { #expect(!Betas.fault(status).isNestedRefusal) }
        let nested = Betas.fault(401)
        #expect(!ExchangeResponse(status: 503, headers: nested.headers, body: nested.body).isNestedRefusal)
        #expect(!ExchangeResponse.empty(500).isNestedRefusal)
    }
}
