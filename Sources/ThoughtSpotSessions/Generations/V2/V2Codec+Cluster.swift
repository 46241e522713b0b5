import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `POST orgs/search` (7.10).
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> {
        var body: JSONObject = [:]
        if let name { body["org_identifier"] = .string(try InputChecks.line(name, "the name of the Org")) }
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("orgs/search", .post, body: body, as: presented, purpose: .session, safety: .read)
        return Call(post) { (answer) throws(SessionError) in
            guard case .array(let items) = try answer.json() else {
                throw answer.unusable(.badField, "the answer is not a list")
            }
            var orgs: [OrgReference] = []
            for (index, item) in items.enumerated() {
                guard let object = item.objectValue else {
                    throw answer.unusable(.badField, "the field [\(index)] is not an object")
                }
                let fields = AnswerFields(object: object, path: "[\(index)].", answer: answer)
                // Either may be null (<doc:Orgs>); without both there is no Org to speak of.
                let org = OrgReference(id: try fields.optionalInt("id"), name: try fields.optionalString("name"))
                guard org != OrgReference() else { throw fields.missing("id") }
                orgs.append(org)
            }
            return orgs
        }
    }

    /// `GET system` (<doc:FindingTheGeneration>).
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        let presented = try InputChecks.presented(authentication)
        let get = Self.request("system", .get, as: presented, purpose: .session, safety: .read)
        return Call(get) { (answer) throws(SessionError) in
            let fields = try answer.fields()
            var information = SystemInformation()
            information.id = fields.shown("id")
            information.name = fields.shown("name")
            information.releaseVersion = fields.shown("release_version")
            information.type = fields.shown("type")
            information.environment = fields.shown("environment")
            information.apiVersion = fields.shown("api_version")
            information.timeZone = fields.shown("time_zone")
            return information
        }
    }

    /// `GET system/banner` (<doc:FindingTheGeneration>), without a credential.
    func banner() throws(Refusal) -> Call<MaintenanceBanner> {
        Call(Self.request("system/banner", .get, purpose: .open, safety: .read)) { (answer) throws(SessionError) in
            try answer.banner()
        }
    }
}

extension Answer {
    /// `{banner_text, under_maintenance}`, the same in v1 and v2.0.
    func banner() throws(SessionError) -> MaintenanceBanner {
        let fields = try fields()
        guard let isUnderMaintenance = fields.shownFlag("under_maintenance") else {
            throw fields.missing("under_maintenance")
        }
        return MaintenanceBanner(text: fields.shown("banner_text"), isUnderMaintenance: isUnderMaintenance)
    }
}
