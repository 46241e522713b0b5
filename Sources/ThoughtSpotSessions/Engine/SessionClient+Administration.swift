extension SessionClient: AdministrationService {
    public func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]> {
        try await run(
            plan("orgs/search", { (codec) throws(Refusal) in try codec.searchOrgs(named: name, as: authentication) }))
    }

    public func switchOrg(
        to org: OrgReference, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await run(
            plan("session/org", { (codec) throws(Refusal) in try codec.switchOrg(to: org, as: authentication) }))
    }

    public func forceLogout(
        _ users: UserSelection, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await run(
            plan("users/force-logout", { (codec) throws(Refusal) in try codec.forceLogout(users, as: authentication) }))
    }

    public func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TrustedAuthenticationState> {
        try await run(
            plan(
                "auth/search",
                { (codec) throws(Refusal) in
                    try codec.trustedAuthentication(scope, as: authentication)
                }))
    }

    public func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void> {
        try await run(
            plan(
                "auth/configure",
                { (codec) throws(Refusal) in
                    try codec.changeTrustedAuthentication(change, as: authentication)
                }))
    }

    public func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[AuditEvent]> {
        try await run(
            plan(
                "logs/fetch",
                { (codec) throws(Refusal) in
                    try codec.auditLog(window, covering: coverage, as: authentication)
                }))
    }

    public func systemInformation(
        _ authentication: Authentication
    ) async throws(SessionError) -> Reply<SystemInformation> {
        try await run(plan("system", { (codec) throws(Refusal) in try codec.systemInformation(authentication) }))
    }

    public func banner() async throws(SessionError) -> Reply<MaintenanceBanner> {
        try await run(plan("system/banner", { (codec) throws(Refusal) in try codec.banner() }))
    }
}
