/// Orgs and other people's sessions: beta-tspublic on the same paths has the words (wire contract, sections 5.3 and 19).
extension BetaQueryCodec {
    /// `beta-tspublic org/search`.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { try neighbour.searchOrgs(named: name, as: authentication) }
}
