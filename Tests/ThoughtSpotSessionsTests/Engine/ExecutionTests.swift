import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// What is known of a change when there is no answer (promise P62).
struct ExecutionTests {
    private let issue = TokenRequest(kind: .full, username: "u", credential: .password(Secret("p")))

    private func failures(
        _ code: TransportError.Code, _ reach: TransportError.Reach
    ) async -> (read: SessionError?, change: SessionError?, requests: Int) {
        let script = Script(.v2, steps: [.failure(code, reach), .failure(code, reach)])
        let read = await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
        let change = await failure { () throws(SessionError) in try await script.client.issueToken(issue) }
        return (read, change, script.transport.requests.count)
    }

    @Test(arguments: TransportError.Code.allCases)
    func `a request that was not sent did nothing`(code: TransportError.Code) async {
        let (read, change, requests) = await failures(code, .notSent)
        #expect(read?.execution == .notExecuted)
        #expect(change?.execution == .notExecuted)
        #expect(change?.code == read?.code)
        #expect(change?.transport?.code == code)
        #expect(requests == 2)
    }

    @Test(arguments: TransportError.Code.allCases)
    func `a change that may have been sent has an unknown outcome`(code: TransportError.Code) async {
        let (read, change, requests) = await failures(code, .maybeSent)
        #expect(read?.execution == .notExecuted)
        #expect(read?.code != .outcomeUnknown)
        #expect(change?.execution == .unknown)
        #expect(change?.code == (code == .cancelled ? .cancelled : .outcomeUnknown))
        #expect(change?.transport?.code == code)
        #expect(requests == 2)
    }

    @Test func `a token from a session is a change, although it is a GET`() async {
        let script = Script(.v2, steps: [.failure(.timeout, .maybeSent)])
        let error = await failure { () throws(SessionError) in try await script.client.sessionToken(Script.bearer) }
        #expect(error?.code == .outcomeUnknown)
        #expect(error?.execution == .unknown)
        #expect(script.transport.requests.map(\.safety) == [.change])
    }

    @Test func `a cancelled task sends nothing`() async {
        let script = Script(.v2, .json("{}"))
        let task = Task { () -> SessionError? in
            await failure { () throws(SessionError) in
                await untilCancelled()
                return try await script.client.sessionInfo(Script.bearer)
            }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(script.transport.requests.isEmpty)
    }

    @Test func `what changes and what only reads`() async throws {
        let token = #"{"token":"t","valid_for_username":"u"}"#
        let script = Script(
            .v2, .empty(204, cookies: Script.sessionCookies), .json(token), .json(token), .empty(), .empty(),
            .json(#"{"id":"g","name":"u","display_name":"U","visibility":"S"}"#), .json(#"{"valid_for_user_id":"g"}"#))
        let client = script.client
        _ = try await client.logIn(LoginRequest(credential: .password(username: "u", password: Secret("p"))))
        _ = try await client.issueToken(issue)
        _ = try await client.sessionToken(Script.bearer)
        _ = try await client.revokeToken(.token(Secret("t"), user: nil), as: .none)
        _ = try await client.logOut(Script.bearer)
        _ = try await client.sessionInfo(Script.bearer)
        _ = try await client.validateToken(Secret("t"), as: Script.bearer)
        #expect(
            script.transport.requests.map(\.safety)
                == [.change, .change, .change, .change, .change, .read, .read])
    }
}
