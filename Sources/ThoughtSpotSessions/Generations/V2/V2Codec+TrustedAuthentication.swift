import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    private static let trustedAuthentication: JSONValue = "TRUSTED_AUTH"

    /// `POST auth/search` (7.9): a read, and yet never asked by the way, since its answer holds the keys in clear.
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState> {
        var body: JSONObject = ["auth_type": Self.trustedAuthentication]
        if let scope { body["scope"] = .string(scope.rawValue) }
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("auth/search", .post, body: body, as: presented, purpose: .session, safety: .read)
        return Call(post) { (answer) throws(SessionError) in try Self.trustedAuthenticationState(answer) }
    }

    /// `POST auth/configure` (<doc:V2>): one place in one request, so that an answer is about one change and the body
    /// is never empty (contradiction W17); ENABLED and DISABLED, as the schema has them (contradiction W18).
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        let status: JSONValue = change.isEnabled ? "ENABLED" : "DISABLED"
        var body: JSONObject = ["auth_type": Self.trustedAuthentication]
        switch change.place {
        case .cluster:
            body["cluster_preferences"] = ["auth_status": status]
        case .org(let org):
            let identifier = try Self.orgIdentifier(org)
            body["org_preferences"] = [["org_identifier": .string(identifier), "auth_status": status]]
        }
        let presented = try InputChecks.presented(authentication)
        let post = Self.request(
            "auth/configure", .post, body: body, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }

    /// The number where it is known: names may be changed, and may look like numbers.
    private static func orgIdentifier(_ org: OrgReference) throws(Refusal) -> String {
        if org.id == 0 {
            throw Refusal(
                .invalidInput, "trusted authentication of the Primary Org is that of the cluster: name no Org")
        }
        if let id = org.id { return String(id) }
        return try InputChecks.line(org.name ?? "", "the Org")
    }
}

// Reading. Whatever is wrong is told by its path: the values of this answer are secrets.
extension V2Codec {
    private static func trustedAuthenticationState(
        _ answer: Answer
    ) throws(SessionError) -> TrustedAuthenticationState {
        let fields = try answer.fields()
        // Keys of another kind of authentication must not be taken for these.
        if let type = try fields.optionalString("auth_type"), type != trustedAuthentication.stringValue {
            throw answer.unusable(.badField, "the field auth_type is not TRUSTED_AUTH")
        }
        var settings: [TrustedAuthenticationState.Setting] = []
        if let cluster = try fields.optionalObject("cluster_preferences") {
            settings.append(try setting(of: .cluster, cluster))
        }
        for preference in try fields.optionalObjects("org_preferences") ?? [] {
            guard let org = try preference.optionalObject("org") else { throw preference.missing("org") }
            let reference = OrgReference(id: try org.optionalInt("id"), name: try org.optionalString("name"))
            // Without either nobody could say which Org to change.
            guard reference != OrgReference() else { throw org.missing("id") }
            settings.append(try setting(of: .org(reference), preference))
        }
        return TrustedAuthenticationState(settings: settings)
    }

    private static func setting(
        of place: TrustedAuthenticationPlace, _ fields: AnswerFields
    ) throws(SessionError) -> TrustedAuthenticationState.Setting {
        let isEnabled: Bool? =
            switch try fields.optionalString("auth_status") {
            case "ENABLED": true
            case "DISABLED": false
            default: nil
            }
        var keys: [Secret] = []
        for token in try fields.optionalObjects("access_tokens") ?? [] {
            let key = try token.string("key")
            guard !key.isEmpty else { throw token.missing("key") }
            keys.append(Secret(key))
        }
        return TrustedAuthenticationState.Setting(place: place, isEnabled: isEnabled, keys: keys)
    }
}
