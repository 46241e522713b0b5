import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension V1Codec {
    /// `POST session/auth/token` (<doc:V1>): the secret key issues, the answer is the bare token.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        guard case .secretKey(let key) = request.credential else {
            throw Refusal(.notInThisGeneration, "v1 issues tokens with the secret key only, not with a password")
        }
        if request.lifetime != nil {
            let detail = "a v1 token is valid until another is issued with the same secret key: leave the lifetime out"
            throw Refusal(.notInThisGeneration, detail)
        }
        let username = try InputChecks.username(request.username)
        var post = Self.request(
            "session/auth/token", .post, accept: "text/plain", form: try Self.issueForm(request, username, key),
            purpose: .issue(.secretKey), safety: .change, secrets: [key])
        post.meaningOf500 = .trustedAuthentication
        return Call(post) { (answer) throws(SessionError) in
            let text = try answer.text()
            if text.first == "{", let document = try? JSONValue.parse(Array(text.utf8)) {
                let fault = ServerFault(searching: document)
                if !fault.isEmpty { throw answer.refusal(fault) }
            }
            // No user, Org or time comes back: what was asked is all there is to tell (<doc:V1>).
            return IssuedToken(
                token: try answer.token(text), createdAt: nil, expiry: .untilNextIssue, scope: nil, username: username,
                userID: nil)
        }
    }

    private static func issueForm(
        _ request: TokenRequest, _ username: String, _ key: Secret
    ) throws(Refusal) -> [(name: String, value: String)] {
        var form = [
            (name: "secret_key", value: try InputChecks.secret(key, "the secret key")),
            (name: "username", value: username),
        ]
        switch request.kind {
        case .full:
            form.append((name: "access_level", value: "FULL"))
        case .object(let id):
            form.append((name: "access_level", value: "REPORT_BOOK_VIEW"))
            form.append((name: "id", value: try InputChecks.line(id, "the object id")))
        case .custom: throw Refusal(absence: .customToken, in: .v1)
        }
        if let org = request.org {
            form.append((name: "orgid", value: String(try InputChecks.orgNumber(org, "v1 session/auth/token"))))
        }
        form.append((name: "autocreate", value: request.provisioning == nil ? "false" : "true"))
        if let provisioning = request.provisioning {
            try InputChecks.provisioning(provisioning)
            if let groups = provisioning.groups {
                form.append((name: "groups", value: JSONValue.array(groups.map(JSONValue.string)).serialized()))
            }
            if let email = provisioning.email { form.append((name: "email", value: email)) }
            if let name = provisioning.displayName { form.append((name: "display_name", value: name)) }
        }
        return form
    }

    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken> {
        throw Refusal(absence: .sessionToken, in: generation)
    }

    /// v1 has no validate; its `session/isactive` answers whether the presented token is valid (<doc:V1>).
    func validateToken(
        _ token: Secret, as authentication: Authentication
    ) throws(Refusal) -> Call<TokenValidation> {
        _ = try InputChecks.token(token)
        let request = activeRequest(.bearer(token))
        let operation = request.operation
        return Call(request) { (answer) throws(SessionError) in
            try answer.nothing()
            return TokenValidation(operation: operation, verdict: .valid, expiry: .untilNextIssue)
        } recover: { error in
            guard error.isRefusedCredential else { return nil }
            return TokenValidation(operation: operation, verdict: .invalid(serverText: error.serverText))
        }
    }

    /// Never sent: v1 has nothing to send.
    func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        let detail = """
            v1 has no revoke. What ends a v1 token: issuing another one with the same secret key (the older dies five \
            minutes later), rotating the secret key, or ending all sessions of the user (user/session/invalidate)
            """
        throw Refusal(.notInThisGeneration, detail)
    }
}

extension V1Codec {
    /// `GET session/orgs` (<doc:V1>): the Orgs of the session, from 8.10.0.cl, never on Software.
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

    /// `PUT session/orgs` (<doc:V1>): the Org by its number, in the session of the cookie.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        let number = try InputChecks.orgNumber(org, "v1 session/orgs")
        let put = Self.request(
            "session/orgs", .put, form: [(name: "orgid", value: String(number))],
            as: try InputChecks.cookieSession(authentication), purpose: .session, safety: .change)
        return Call(put) { (answer) throws(SessionError) in try answer.nothing() }
    }
}

extension V1Codec {
    /// `POST user/session/invalidate` (<doc:V1>): names and GUIDs in fields of their own, each a JSON array in a text.
    /// Without either, the call would end every session on the cluster; a field is there only when a user is in it.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var names: [JSONValue] = []
        var ids: [JSONValue] = []
        for user in users.users {
            let text = JSONValue.string(try InputChecks.user(user))
            switch user {
            case .name: names.append(text)
            case .id: ids.append(text)
            }
        }
        var form: [(name: String, value: String)] = []
        if !names.isEmpty { form.append((name: "username", value: JSONValue.array(names).serialized())) }
        if !ids.isEmpty { form.append((name: "userid", value: JSONValue.array(ids).serialized())) }
        let post = Self.request(
            "user/session/invalidate", .post, form: form, as: try InputChecks.presented(authentication),
            purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}

extension V1Codec {
    /// `GET logs/topics/security_logs` (<doc:V1>).
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        let all = (name: "get_all_logs", value: coverage.flag)
        var get = Self.request(
            "logs/topics/security_logs", .get, query: FormFields.text(Self.bounds(of: window) + [all]),
            as: presented, purpose: .session, safety: .read)
        get.bodyLimit = JSONLimits.log.bytes
        return Call(get) { (answer) throws(SessionError) in try answer.auditEvents() }
    }

    /// The window in milliseconds since 1970, as beta-tspublic names it too.
    static func bounds(of window: AuditWindow) -> [(name: String, value: String)] {
        [
            (name: "fromEpoch", value: String(window.start.milliseconds)),
            (name: "toEpoch", value: String(window.end.milliseconds)),
        ]
    }
}

extension AuditCoverage {
    /// As the text of a query.
    var flag: String { self == .allOrgs ? "true" : "false" }
}
