/// beta-api has no words for Orgs and for other people's sessions; v1 beside it has (<doc:V1> and <doc:Capabilities>).
/// Its own login chooses no Org, so the neighbour is the only way from one to another.
extension BetaAPICodec {
    /// `v1 session/orgs`.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { try V1Codec().searchOrgs(named: name, as: authentication) }

    /// `v1 session/orgs`.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().switchOrg(to: org, as: authentication)
    }

    /// `v1 user/session/invalidate`.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().forceLogout(users, as: authentication)
    }
}
