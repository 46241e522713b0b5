import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Advice fits what was presented and what the generation has.
struct AdviceTests {
    private static let origin = Origin(scheme: .https, host: "eu.example")

    private func told(_ error: SessionError) -> String {
        let message = MessageComposer.message(for: .session(error, profile: "prod-eu"))
        return ([message.sentence] + message.hints).map(\.string).joined(separator: " | ")
    }

    private func error(
        _ code: SessionError.Code, _ operation: String, _ generation: Generation, _ credential: CredentialKind? = nil,
        issued: Bool = false
    ) -> SessionError {
        let token = IssuedToken(
            token: Secret("a.b"), createdAt: nil, expiry: .unknown, scope: nil, username: "mallory", userID: nil)
        return SessionError(
            code, operation: operation, origin: Self.origin, status: 400, serverCode: 10_002,
            issuedToken: issued ? token : nil, generation: generation, credential: credential)
    }

    @Test(arguments: SessionError.Code.allCases)
    func `a secret key is no password`(_ code: SessionError.Code) {
        // What locks an account, and that a certificate or a page is no answer, is told of everybody.
        if [.accountLocked, .notThoughtSpot, .multiFactor].contains(code) { return }
        let text = told(error(code, "auth/token/full", .v2, .secretKey))
        #expect(!text.contains("password"), "\(text)")
    }

    @Test func `what was presented is named`() {
        #expect(
            told(error(.credentialsRefused, "auth/token/full", .v2, .secretKey)).hasPrefix(
                "prod-eu refused the secret key or the user"))
        #expect(
            told(error(.credentialsRefused, "auth/session/login", .v2, .bearer)).hasPrefix(
                "prod-eu refused the bearer token"))
        #expect(
            told(error(.credentialsRefused, "auth/session/login", .v2, .password)).contains("about 4 refused logins"))
    }

    /// beta-api has no field for a key, and its issue takes a password only.
    @Test(arguments: [SessionError.Code.credentialsRefused, .multiFactor, .noSession, .notThoughtSpot])
    func `beta API is not told to use a key`(_ code: SessionError.Code) {
        #expect(!told(error(code, "beta-api session/login", .betaAPI, .password)).contains("secret key"))
        #expect(told(error(code, "beta-api session/login", .betaAPI, .password)).contains("a bearer token"))
        #expect(!told(error(code, "beta-api session/gettoken", .betaAPI, .password)).contains("use a"))
        #expect(told(error(code, "auth/session/login", .v2, .password)).contains("a secret key or a bearer token"))
    }

    /// v1 has no revoke.
    @Test(arguments: Generation.allCases)
    func `only what can be revoked is to be revoked`(_ generation: Generation) {
        let operation = generation == .v1 ? "v1 session/auth/token" : "auth/token/full"
        let text = told(error(.orgMismatch, operation, generation, .secretKey, issued: true))
        #expect(text.contains("revoke the token") == (generation != .v1))
        #expect(text.contains("rotate the secret key") == (generation == .v1))
        #expect(!told(error(.identityMismatch, "session/login", generation, .password)).contains("revoke"))
    }

    @Test func `the defect of one generation is not that of others`() {
        for generation in Generation.allCases {
            #expect(
                told(error(.noSession, "session/login", generation, .password)).contains("SCAL-142933")
                    == (generation == .v2))
        }
    }

    @Test(arguments: [
        ("auth/token/revoke", "validate the token"), ("beta-api session/revoketoken", "validate the token"),
        ("auth/token/object", "tessera audit prod-eu"), ("v1 session/auth/token", "whether a token was issued"),
        ("users/force-logout", "tessera audit prod-eu"),
    ])
    func `what shows an unknown outcome`(_ operation: String, _ words: String) {
        var error = error(.outcomeUnknown, operation, .v2)
        error.execution = .unknown
        #expect(told(error).contains(words))
    }

    @Test(arguments: [
        ("the password or secret_key is missing", CredentialKind.secretKey, SessionError.Code.badRequest),
        ("invalid password", .bearer, .badRequest), ("invalid secret key", .secretKey, .trustedAuthentication),
        ("invalid credentials", .secretKey, .credentialsRefused), ("invalid password", .password, .credentialsRefused),
    ])
    func `a refusal of400 is about what was presented`(
        _ words: String, _ kind: CredentialKind, _ code: SessionError.Code
    ) async throws {
        let world = try await World(faults: [
            .v2(
                kind == .bearer ? "auth/session/login" : "auth/token/full",
                .answer(
                    status: 400, headers: ["Content-Type": "application/json"],
                    body: Array(#"{"error":{"message":{"code":10002,"debug":"\#(words)"}}}"#.utf8)))
        ])
        let error = await failure { () throws(OperationError) in
            switch kind {
            case .bearer:
                let token = Secret("bm8tc3VjaC10b2tlbi1hdC1hbGw=")
                _ = try await LogIn(profile: world.profile, credential: .bearer(token: token), org: nil).run(
                    in: world.workspace)
            case .secretKey: _ = try await world.issue().run(in: world.workspace)
            case .password:
                var issue = world.issue()
                issue.request.credential = .password(Secret(World.password))
                _ = try await issue.run(in: world.workspace)
            }
        }
        #expect(error?.session?.code == code)
        #expect(error?.session?.credential == kind)
        #expect(error?.session?.generation == .v2)
    }

    @Test func `a key that cannot be used is replaced by a password`() async throws {
        let world = try await World.speaking(.betaAPI)
        let refused = await failure { () throws(OperationError) in
            try await world.issue().requirePossible(in: world.workspace)
        }
        let hints = try #require(refused.map(MessageComposer.message(for:))).hints.map(\.string)
        #expect(hints == ["use a password instead"])
    }
}
