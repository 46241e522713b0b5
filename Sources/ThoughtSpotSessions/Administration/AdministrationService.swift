/// What an administrator does on a cluster beside its sessions and tokens, by the generation's own operation or by a
/// named neighbour (<doc:Capabilities>).
///
/// Every call is one attempt of one operation, and throws ``SessionError`` and nothing else.
public protocol AdministrationService: Sendable {
    /// The Orgs of a name, to find the number that some calls want. See <doc:V1>, <doc:BetaTspublic>, <doc:V2>.
    ///
    /// - Parameters:
    ///   - name: all Orgs the caller may see when absent.
    ///   - authentication: the caller's session.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]>
    /// Moves the presented session to another Org, by its number; the Org of a token is fixed. See <doc:V1> and
    /// <doc:BetaTspublic>.
    func switchOrg(to org: OrgReference, as authentication: Authentication) async throws(SessionError) -> Reply<Void>
    /// Ends all sessions of the users named. See <doc:V1>, <doc:BetaTspublic>, <doc:V2>.
    func forceLogout(
        _ users: UserSelection, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// How trusted authentication stands, **with its keys in clear**: only on an explicit wish. See <doc:V2>.
    ///
    /// - Parameters:
    ///   - scope: cluster and Orgs when absent.
    ///   - authentication: the session of somebody with the privilege for it.
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TrustedAuthenticationState>
    /// Switches trusted authentication on or off in one place; off revokes its key. See <doc:V2>.
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// The security events of a window, in the server's order; up to 30 minutes late. See <doc:V1>, <doc:BetaTspublic>,
    /// <doc:V2>, <doc:AuditLog>.
    ///
    /// - Parameters:
    ///   - window: the time asked for.
    ///   - coverage: the Orgs asked for, always said in the request.
    ///   - authentication: the session of an administrator.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[AuditEvent]>
    /// What the cluster says of itself. <doc:FindingTheGeneration>; v1 and the betas ask `v1 session/info`.
    func systemInformation(_ authentication: Authentication) async throws(SessionError) -> Reply<SystemInformation>
    /// The banner everybody may read, without a credential: the cheapest sign of life there is. See
    /// <doc:FindingTheGeneration>.
    func banner() async throws(SessionError) -> Reply<MaintenanceBanner>
}
