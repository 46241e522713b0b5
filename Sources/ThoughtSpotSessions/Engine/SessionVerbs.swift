extension SessionClient {
    public func logIn(_ request: LoginRequest) async throws(SessionError) -> Reply<Login> {
        let operation = "session/login"
        switch try plan(operation, { (codec) throws(Refusal) in try codec.logIn(request) }) {
        case .direct(let call):
            return try await run(call).map { Login(session: $0) }
        case .issue(let call, let asSession):
            let reply = try await run(call)
            return reply.map { Login(session: asSession($0, now()), issuedToken: $0) }
        case .issueThen(let call, let next):
            let issued = try await run(call).value
            do throws(SessionError) {
                let second = try plan(operation, { (_) throws(Refusal) in try next(issued) })
                return try await run(second).map { Login(session: $0, issuedToken: issued) }
            } catch {
                // The first request has left a token on the server: what handles the failure must know of it.
                var failure = error
                failure.issuedToken = issued
                throw failure
            }
        }
    }

    public func logOut(_ authentication: Authentication) async throws(SessionError) -> Reply<Void> {
        try await call("session/logout") { (codec) throws(Refusal) in try codec.logOut(authentication) }
    }

    public func sessionInfo(_ authentication: Authentication) async throws(SessionError) -> Reply<SessionInfo> {
        try await call("session/info") { (codec) throws(Refusal) in try codec.sessionInfo(authentication) }
    }

    public func isActive(_ authentication: Authentication) async throws(SessionError) -> Reply<Bool> {
        try await call("session/isactive") { (codec) throws(Refusal) in try codec.isActive(authentication) }
    }

    public func issueToken(_ request: TokenRequest) async throws(SessionError) -> Reply<IssuedToken> {
        try await call("token/issue") { (codec) throws(Refusal) in try codec.issueToken(request) }
    }

    public func sessionToken(_ authentication: Authentication) async throws(SessionError) -> Reply<IssuedToken> {
        try await call("auth/session/token") { (codec) throws(Refusal) in try codec.sessionToken(authentication) }
    }

    public func validateToken(
        _ token: Secret, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TokenValidation> {
        try await call("token/validate") { (codec) throws(Refusal) in
            try codec.validateToken(token, as: authentication)
        }
    }

    public func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await call("token/revoke") { (codec) throws(Refusal) in
            try codec.revokeToken(revocation, as: authentication)
        }
    }
}

extension Reply {
    func map<Other: Sendable>(_ transform: (Value) -> Other) -> Reply<Other> {
        Reply<Other>(
            value: transform(value), status: status, clockSkew: clockSkew, duration: duration, evidence: evidence)
    }
}

extension SessionClient: AdministrationService {
    public func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]> {
        try await call("orgs/search") { (codec) throws(Refusal) in
            try codec.searchOrgs(named: name, as: authentication)
        }
    }

    public func switchOrg(
        to org: OrgReference, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await call("session/org") { (codec) throws(Refusal) in try codec.switchOrg(to: org, as: authentication) }
    }

    public func forceLogout(
        _ users: UserSelection, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await call("users/force-logout") { (codec) throws(Refusal) in
            try codec.forceLogout(users, as: authentication)
        }
    }

    public func deactivateUser(
        _ user: UserIdentifier, baseURL: String, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Secret?> {
        try await call("users/deactivate") { (codec) throws(Refusal) in
            try codec.deactivateUser(user, baseURL: baseURL, as: authentication)
        }
    }

    public func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TrustedAuthenticationState> {
        try await call("auth/search") { (codec) throws(Refusal) in
            try codec.trustedAuthentication(scope, as: authentication)
        }
    }

    public func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await call("auth/configure") { (codec) throws(Refusal) in
            try codec.changeTrustedAuthentication(change, as: authentication)
        }
    }

    public func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[AuditEvent]> {
        try await call("logs/fetch") { (codec) throws(Refusal) in
            try codec.auditLog(window, covering: coverage, as: authentication)
        }
    }

    public func systemInformation(
        _ authentication: Authentication
    ) async throws(SessionError) -> Reply<SystemInformation> {
        try await call("system") { (codec) throws(Refusal) in try codec.systemInformation(authentication) }
    }

    public func banner() async throws(SessionError) -> Reply<MaintenanceBanner> {
        try await call("system/banner") { (codec) throws(Refusal) in try codec.banner() }
    }
}
