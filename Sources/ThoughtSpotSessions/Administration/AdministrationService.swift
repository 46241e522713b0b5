/// What an administrator does on a cluster beside its sessions and tokens, by the generation's own operation or by a
/// named neighbour (wire contract, section 19).
///
/// Every call is one attempt of one operation, and throws ``SessionError`` and nothing else.
public protocol AdministrationService: Sendable {
    /// The Orgs of a name, to find the number that some calls want. Sections 3.3, 5.3, 7.10.
    ///
    /// - Parameters:
    ///   - name: all Orgs the caller may see when absent.
    ///   - authentication: the caller's session.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]>
    /// Moves the presented session to another Org, by its number; the Org of a token is fixed. Sections 3.3, 5.
    func switchOrg(to org: OrgReference, as authentication: Authentication) async throws(SessionError) -> Reply<Void>
    /// Ends all sessions of the users named. Sections 3.3, 5.3, 7.8.
    func forceLogout(
        _ users: UserSelection, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// How trusted authentication stands, **with its keys in clear**: only on an explicit wish. Section 7.9.
    ///
    /// - Parameters:
    ///   - scope: cluster and Orgs when absent.
    ///   - authentication: the session of somebody with the privilege for it.
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TrustedAuthenticationState>
    /// Switches trusted authentication on or off in one place; off revokes its key. Section 7.9.
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// The security events of a window, in the server's order; up to 30 minutes late. Sections 3.3, 5.3, 7.10, 8.1, 21.
    ///
    /// - Parameters:
    ///   - window: the time asked for.
    ///   - coverage: the Orgs asked for, always said in the request.
    ///   - authentication: the session of an administrator.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[AuditEvent]>
    /// What the cluster says of itself. Section 10; v1 and the betas ask `v1 session/info`.
    func systemInformation(_ authentication: Authentication) async throws(SessionError) -> Reply<SystemInformation>
    /// The banner everybody may read, without a credential: the cheapest sign of life there is. Section 10.
    func banner() async throws(SessionError) -> Reply<MaintenanceBanner>
}
