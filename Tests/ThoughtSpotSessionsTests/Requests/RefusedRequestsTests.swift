import HTTPExchange
import Testing
import ThoughtSpotSessions

/// What is refused before anything is sent.
struct RefusedRequestsTests {
    private func mint(
        _ credential: MintCredential = .secretKey(Secret("k")), username: String = "u", lifetime: Int? = nil,
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
            let error = await refusal(generation, mint(org: OrgReference(name: "Sales")))
            #expect(error?.code == .invalidInput)
            #expect(error?.detail?.contains("number of an Org") == true)
        }
    }

    @Test(arguments: [0, -1, Int(Int32.max) + 1])
    func `a lifetime has bounds`(seconds: Int) async {
        #expect(await refusal(.v2, mint(lifetime: seconds))?.code == .invalidInput)
    }

    @Test func `nothing is empty and no name has control characters`() async {
        #expect(await refusal(.v2, mint(username: ""))?.code == .invalidInput)
        #expect(await refusal(.v2, mint(username: "a\nb"))?.code == .invalidInput)
        #expect(await refusal(.v2, mint(.secretKey(Secret(""))))?.code == .invalidInput)
        #expect(await refusal(.v2, mint(kind: .object(id: "")))?.code == .invalidInput)
        #expect(await refusal(.v1, mint(username: "a\u{0}"))?.code == .invalidInput)
    }

    @Test func `provisioning needs the secret key`() async {
        let request = mint(.password(Secret("p")), provisioning: Provisioning())
        #expect(await refusal(.v2, request)?.code == .invalidInput)
    }

    @Test func `v1 mints with the key only and has no lifetime`() async {
        #expect(await refusal(.v1, mint(.password(Secret("p"))))?.code == .notInThisGeneration)
        #expect(await refusal(.v1, mint(lifetime: 60))?.code == .notInThisGeneration)
    }

    @Test func `v1 has no revoke and says what there is instead`() async {
        let script = Script(.v1)
        let error = await failure { () throws(SessionError) in
            try await script.client.revokeToken(.token(Secret("t"), user: nil), as: Script.bearer)
        }
        #expect(error?.code == .notInThisGeneration)
        for way in ["minting another", "rotating", "user/session/invalidate"] {
            #expect(error?.detail?.contains(way) == true)
        }
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: [Generation.betaAPI, .betaQuery, .betaTspublic])
    func `a generation that is not spoken yet refuses every verb`(generation: Generation) async {
        let script = Script(generation)
        let login = LoginRequest(credential: .password(username: "u", password: Secret("p")))
        let errors = [
            await failure { () throws(SessionError) in try await script.client.logIn(login) },
            await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) },
            await failure { () throws(SessionError) in try await script.client.issueToken(mint()) },
            await failure { () throws(SessionError) in try await script.client.banner() },
        ]
        #expect(errors.allSatisfy { $0?.code == .notInThisGeneration })
        #expect(errors.allSatisfy { $0?.detail?.contains(generation.rawValue) == true })
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: [Generation.v1, .v2])
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
