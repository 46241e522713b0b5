/// Orgs and other people's sessions: beta-tspublic on the same paths has the words (<doc:BetaTspublic> and
/// <doc:Capabilities>).
extension BetaQueryCodec {
    /// `beta-tspublic org/search`.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { try neighbour.searchOrgs(named: name, as: authentication) }

    /// `beta-tspublic session/org`.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try neighbour.switchOrg(to: org, as: authentication)
    }

    /// `beta-tspublic admin/forcelogout`.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try neighbour.forceLogout(users, as: authentication)
    }
}
