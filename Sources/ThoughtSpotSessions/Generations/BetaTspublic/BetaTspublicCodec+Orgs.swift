import HTTPExchange
import HTTPTypes
import StrictJSON

extension BetaTspublicCodec {
    /// `POST org/search` (5.3), answered with one Org or a list of them.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> {
        var body: JSONObject = [:]
        if let name { body["name"] = .string(try InputChecks.line(name, "the name of the Org")) }
        body["showDeleted"] = "false"
        let presented = try InputChecks.presented(authentication)
        let post = paths.request(
            "org/search", .post, body: body, as: presented, purpose: .session, safety: .read)
        return Call(post) { (answer) throws(SessionError) in
            let document = try answer.json()
            var orgs: [OrgReference] = []
            for (index, item) in (document.arrayValue ?? [document]).enumerated() {
                guard let object = item.objectValue else {
                    throw answer.unusable(.badField, "the field [\(index)] is not an object")
                }
                let fields = AnswerFields(object: object, path: "[\(index)].", answer: answer)
                guard let id = fields.wholeOrDigits("orgId") else { throw fields.missing("orgId") }
                orgs.append(OrgReference(id: id, name: try fields.optionalString("orgName")))
            }
            return orgs
        }
    }

    /// `PUT session/org` (<doc:BetaTspublic>): the number of the Org as a text, in the session of the cookie.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        let number = try InputChecks.orgNumber(org, "beta-tspublic session/org")
        let put = paths.request(
            "session/org", .put, body: ["id": .string(String(number))],
            as: try InputChecks.cookieSession(authentication), purpose: .session, safety: .change)
        return Call(put) { (answer) throws(SessionError) in try answer.confirmed() }
    }
}
