import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// What is refused before anything is sent.
struct RefusedRequestsTests {
    private func issue(
        _ credential: IssueCredential = .secretKey(Secret("k")), username: String = "u", lifetime: Int? = nil,
        org: OrgReference? = nil, kind: TokenKind = .full, provisioning: Provisioning? = nil
    ) -> TokenRequest {
        TokenRequest(
            kind: kind, username: username, credential: credential, lifetime: lifetime, org: org,
            provisioning: provisioning)
    }

    private func refusal(_ generation: Generation, _ request: TokenRequest) async -> SessionError? {
        let script = Script(generation)
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(script.transport.requests.isEmpty)
        #expect(error?.execution == .notExecuted)
        return error
    }

    @Test func `an Org by name cannot be sent where a number is wanted`() async throws {
        for generation in [Generation.v1, .v2] {
            let error = await refusal(generation, issue(org: OrgReference(name: "Sales")))
            #expect(error?.code == .invalidInput)
            #expect(error?.detail?.contains("number of an Org") == true)
        }
    }

    @Test(arguments: [0, -1, Int(Int32.max) + 1])
    func `a lifetime has bounds`(seconds: Int) async {
        #expect(await refusal(.v2, issue(lifetime: seconds))?.code == .invalidInput)
    }

    @Test func `D-v1-2 nothing is empty and no name has control characters`() async {
        #expect(await refusal(.v2, issue(username: ""))?.code == .invalidInput)
        #expect(await refusal(.v2, issue(username: "a\nb"))?.code == .invalidInput)
        #expect(await refusal(.v2, issue(.secretKey(Secret(""))))?.code == .invalidInput)
        #expect(await refusal(.v2, issue(kind: .object(id: "")))?.code == .invalidInput)
        #expect(await refusal(.v1, issue(username: "a\u{0}"))?.code == .invalidInput)
    }

    @Test func `provisioning needs the secret key`() async {
        let request = issue(.password(Secret("p")), provisioning: Provisioning())
        #expect(await refusal(.v2, request)?.code == .invalidInput)
    }

    @Test func `v1 issues tokens with the key only and has no lifetime`() async {
        #expect(await refusal(.v1, issue(.password(Secret("p"))))?.code == .notInThisGeneration)
        #expect(await refusal(.v1, issue(lifetime: 60))?.code == .notInThisGeneration)
    }

    @Test func `v1 has no revoke and says what there is instead`() async {
        let script = Script(.v1)
        let error = await failure { () throws(SessionError) in
            try await script.client.revokeToken(.token(Secret("t"), user: nil), as: Script.bearer)
        }
        #expect(error?.code == .notInThisGeneration)
        for way in ["issuing another", "rotating", "user/session/invalidate"] {
            #expect(error?.detail?.contains(way) == true)
        }
        #expect(script.transport.requests.isEmpty)
    }

    @Test func `beta-api has one credential, no Orgs and no objects`() async {
        #expect(await refusal(.betaAPI, issue())?.code == .notInThisGeneration)
        #expect(
            await refusal(.betaAPI, issue(.password(Secret("p")), org: OrgReference(id: 0)))?.code
                == .notInThisGeneration)
        #expect(
            await refusal(.betaAPI, issue(.password(Secret("p")), kind: .object(id: "g")))?.code == .notInThisGeneration
        )
        let script = Script(.betaAPI)
        let login = LoginRequest(credential: .secretKey(username: "u", key: Secret("k")))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(login) }
        #expect(error?.code == .notInThisGeneration)
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: Betas.all)
    func `what no beta does`(generation: Generation) async {
        let provisioned = issue(.password(Secret("p")), provisioning: Provisioning())
        #expect(await refusal(generation, provisioned)?.code == .notInThisGeneration)
        #expect(await refusal(generation, issue(.password(Secret("p")), username: "a\nb"))?.code == .invalidInput)
        #expect(await refusal(generation, issue(.password(Secret(""))))?.code == .invalidInput)
        #expect(await refusal(generation, issue(.password(Secret("p")), lifetime: 0))?.code == .invalidInput)
        let script = Script(generation)
        let errors = [
            await failure { () throws(SessionError) in try await script.client.sessionToken(Script.bearer) },
            await failure { () throws(SessionError) in
                try await script.client.revokeToken(.user(identifier: "u"), as: Script.bearer)
            },
        ]
        #expect(errors.allSatisfy { $0?.code == .notInThisGeneration })
        let broken = await failure { () throws(SessionError) in
            try await script.client.revokeToken(.token(Secret("a\nb"), user: nil), as: .none)
        }
        #expect(broken?.code == .invalidInput)
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: Betas.all)
    func `the Org of a beta is a number, and no token changes it`(generation: Generation) async {
        if generation != .betaAPI {
            #expect(await refusal(generation, issue(org: OrgReference(name: "Sales")))?.code == .invalidInput)
            #expect(await refusal(generation, issue(kind: .object(id: "")))?.code == .invalidInput)
        }
        let script = Script(generation)
        let login = LoginRequest(credential: .bearer(token: Secret("t")), org: OrgReference(id: 1))
        let error = await failure { () throws(SessionError) in try await script.client.logIn(login) }
        #expect(error?.code == .invalidInput)
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: Generation.allCases)
    func `without a session nothing is asked in its name`(generation: Generation) async {
        let script = Script(generation)
        for error in [
            await failure { () throws(SessionError) in try await script.client.sessionInfo(.none) },
            await failure { () throws(SessionError) in try await script.client.logOut(.none) },
        ] {
            #expect(error?.code == .noSession)
        }
        #expect(script.transport.requests.isEmpty)
    }

    @Test func `cookies of another origin and tokens with line ends are not sent`() async {
        let script = Script(.v2)
        let elsewhere = CookieJar(
            origin: Origin(scheme: .https, host: "evil.example.com"),
            cookies: [CookieJar.Cookie(name: "JSESSIONID", value: Secret("s"))])
        let foreign = await failure { () throws(SessionError) in
            try await script.client.sessionInfo(.cookies(elsewhere))
        }
        #expect(foreign?.code == .invalidInput)
        let broken = await failure { () throws(SessionError) in
            try await script.client.sessionInfo(.bearer(Secret("a\r\nX-Evil: 1")))
        }
        #expect(broken?.code == .invalidInput)
        #expect(script.transport.requests.isEmpty)
    }
}
