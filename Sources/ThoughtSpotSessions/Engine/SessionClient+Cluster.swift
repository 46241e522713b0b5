extension SessionClient {
    /// The Orgs of a name, to find the number that v2.0's token calls want: `POST /orgs/search` (wire contract, section
    /// 7.10); v1 searches the Orgs of the session (section 3.3).
    ///
    /// - Parameter name: all Orgs the caller may see when absent.
    public func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]> {
        try await run(
            plan(
                "orgs/search",
                { (codec) throws(Refusal) in
                    try codec.searchOrgs(named: name, as: authentication)
                }))
    }

    /// What the cluster says of itself: `GET /system` (section 10). Needs an administrator.
    public func systemInformation(
        _ authentication: Authentication
    ) async throws(SessionError) -> Reply<SystemInformation> {
        try await run(plan("system", { (codec) throws(Refusal) in try codec.systemInformation(authentication) }))
    }

    /// The banner everybody may read, without a credential (section 10): the cheapest sign of life there is.
    public func banner() async throws(SessionError) -> Reply<MaintenanceBanner> {
        try await run(plan("system/banner", { (codec) throws(Refusal) in try codec.banner() }))
    }
}
