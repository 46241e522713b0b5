import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// No value of the SDK shows a secret, however it is printed (promise P4).
struct SecretPrintingTests {
    private static let canary = "CANARY-7f3a"
    private static let secret = Secret(canary)
    private static let issued = IssuedToken(
        token: secret, createdAt: nil, expiry: .unknown, scope: nil, username: "u", userID: nil)
    private static let jar = CookieJar(
        origin: Script.origin, cookies: [CookieJar.Cookie(name: "JSESSIONID", value: secret)])

    private static let values: [any Sendable] = [
        secret, [secret], ["key": secret], Optional(secret) as any Sendable,
        Credential.password(username: "u", password: secret), Credential.secretKey(username: "u", key: secret),
        Credential.bearer(token: secret), IssueCredential.secretKey(secret), Authentication.bearer(secret),
        Authentication.cookies(jar), jar, issued, Revocation.token(secret, user: "u"),
        LoginRequest(credential: .bearer(token: secret)),
        TokenRequest(kind: .full, username: "u", credential: .password(secret)),
        ActiveSession(
            authentication: .bearer(secret), credential: .bearer, username: nil, openedAt: Script.now, expiry: .unknown),
        Login(
            session: ActiveSession(
                authentication: .cookies(jar), credential: .bearer, username: nil, openedAt: Script.now,
                expiry: .unknown), issuedToken: issued),
        SessionError(.badField, operation: "o", origin: Script.origin, issuedToken: issued),
    ]

    @Test(arguments: values.indices)
    func `printed, dumped, interpolated, mirrored`(index: Int) {
        let value = Self.values[index]
        var dumped = ""
        dump(value, to: &dumped)
        var printed = ""
        print(value, to: &printed)
        debugPrint(value, to: &printed)
        let texts = [dumped, printed, "\(value)", String(describing: value), String(reflecting: value)]
        for text in texts + mirrored(value, depth: 8) {
            #expect(!text.contains(Self.canary))
        }
    }

    private func mirrored(_ value: Any, depth: Int) -> [String] {
        guard depth > 0 else { return [] }
        return Mirror(reflecting: value).children.flatMap { child in
            ["\(child.label ?? ""): \(child.value)"] + mirrored(child.value, depth: depth - 1)
        }
    }

    @Test func `requests and thrown errors`() async {
        for generation in [Generation.v1, .v2] {
            let echo = ExchangeResponse.json(#"{"code":10002,"debug":"bad \#(Self.canary)"}"#, status: 400)
            let credentials: [Credential] = [
                .password(username: "u", password: Self.secret), .secretKey(username: "u", key: Self.secret),
                .bearer(token: Self.secret),
            ]
            for credential in credentials {
                let script = Script(generation, echo)
                let error = await failure { () throws(SessionError) in
                    try await script.client.logIn(LoginRequest(credential: credential))
                }
                var dumped = ""
                if let error { dump(error, to: &dumped) }
                dump(script.transport.requests, to: &dumped)
                #expect(dumped.contains("10002"))
                #expect(!dumped.contains(Self.canary))
            }
        }
    }

    @Test func `one credential is all that fits`() {
        // Two at once have no place: the types are enumerations with one payload, and an issue takes no bearer.
        let kinds = [
            Credential.password(username: "u", password: Self.secret).kind,
            Credential.secretKey(username: "u", key: Self.secret).kind, Credential.bearer(token: Self.secret).kind,
        ]
        #expect(Set(kinds) == Set(CredentialKind.allCases))
    }

    @Test func `no request carries two credentials`() async {
        let token = ExchangeResponse.json(#"{"token":"t","valid_for_username":"u"}"#)
        for generation in [Generation.v1, .v2] {
            for credential in [
                Credential.password(username: "u", password: Secret("pass-1234")),
                .secretKey(username: "u", key: Secret("pass-1234")), .bearer(token: Secret("pass-1234")),
            ] {
                let script = Script(generation, generation == .v1 ? .text("dG9r") : token, .empty())
                _ = await failure { () throws(SessionError) in
                    try await script.client.logIn(LoginRequest(credential: credential))
                }
                for request in script.transport.requests {
                    let text = request.wireText
                    let carried = [
                        "password\":", "password=", "secret_key\":", "secret_key=", "authorization:", "auth_token=",
                        "cookie:",
                    ]
                    .filter { text.contains($0) }
                    #expect(carried.count == 1, "\(carried)")
                }
            }
        }
    }

    @Test func `equality does not look at places`() {
        #expect(Secret("abc") == Secret("abc"))
        #expect(Secret("abc") != Secret("abd"))
        #expect(Secret("abc") != Secret("ab"))
        #expect(Secret("") == Secret(""))
    }
}
