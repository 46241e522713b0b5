import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension V2Codec {
    /// `POST orgs/search` (<doc:V2>).
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

extension V2Codec {
    /// `POST users/force-logout` (<doc:V2>), with one user at least: a list that is missing or `null` means every user,
    /// and what an empty one means is not documented.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var identifiers: [JSONValue] = []
        for user in users.users { identifiers.append(.string(try InputChecks.user(user))) }
        let post = Self.request(
            "users/force-logout", .post, body: ["user_identifiers": .array(identifiers)],
            as: try InputChecks.presented(authentication), purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }

    /// `POST users/deactivate` (<doc:V2>): both members are required; the link that comes back is a secret.
    func deactivateUser(
        _ user: UserIdentifier, baseURL: String, as authentication: Authentication
    ) throws(Refusal) -> Call<Secret?> {
        let post = Self.request(
            "users/deactivate", .post,
            body: [
                "user_identifier": .string(try InputChecks.user(user)),
                "base_url": .string(try InputChecks.line(baseURL, "the base URL")),
            ], as: try InputChecks.presented(authentication), purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in
            try answer.fields().optionalString("activation_link").map { Secret($0) }
        }
    }

    /// `v1 session/orgs`: v2.0 has no call that moves a session, and a session of v2.0 is one of v1 too (<doc:V1> and
    /// <doc:SessionsAndCookies>).
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().switchOrg(to: org, as: authentication)
    }
}

extension V2Codec {
    private static let trustedAuthentication: JSONValue = "TRUSTED_AUTH"

    /// `POST auth/search` (<doc:V2>): a read, and yet never asked by the way, since its answer holds the keys in clear.
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
            // Without either the Org to change would not be known.
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

extension V2Codec {
    /// `POST logs/fetch` (<doc:V2>), a read in spite of its method.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let body: JSONObject = [
            "log_type": "SECURITY_AUDIT", "start_epoch_time_in_millis": .int64(window.start.milliseconds),
            "end_epoch_time_in_millis": .int64(window.end.milliseconds),
            "get_all_logs": .bool(coverage == .allOrgs),
        ]
        let presented = try InputChecks.presented(authentication)
        var post = Self.request("logs/fetch", .post, body: body, as: presented, purpose: .session, safety: .read)
        post.bodyLimit = JSONLimits.log.bytes
        return Call(post) { (answer) throws(SessionError) in try answer.auditEvents() }
    }
}
