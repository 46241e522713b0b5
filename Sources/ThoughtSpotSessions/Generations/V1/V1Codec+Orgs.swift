import HTTPExchange
import HTTPTypes
import StrictJSON

extension V1Codec {
    /// `GET session/orgs` (3.3): the Orgs of the session, from 8.10.0.cl, never on Software.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> {
        let presented = try InputChecks.presented(authentication)
        let get = Self.request(
            "session/orgs", .get, query: "batchsize=-1&offset=-1", as: presented, purpose: .session, safety: .read)
        return Call(get) { (answer) throws(SessionError) in
            let fields = try answer.fields()
            guard fields.object["orgs"]?.arrayValue != nil else { throw fields.missing("orgs") }
            var orgs: [OrgReference] = []
            for org in fields.shownObjects("orgs") {
                guard let id = try org.optionalInt("orgId") else { throw org.missing("orgId") }
                orgs.append(OrgReference(id: id, name: try org.optionalString("orgName")))
            }
            guard let name else { return orgs }
            return orgs.filter { $0.name?.lowercased() == name.lowercased() }
        }
    }

    /// `PUT session/orgs` (3.3): the Org by its number, in the session of the cookie.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        let number = try InputChecks.orgNumber(org, "v1 session/orgs")
        let put = Self.request(
            "session/orgs", .put, form: [(name: "orgid", value: String(number))],
            as: try InputChecks.cookieSession(authentication), purpose: .session, safety: .change)
        return Call(put) { (answer) throws(SessionError) in try answer.nothing() }
    }
}
