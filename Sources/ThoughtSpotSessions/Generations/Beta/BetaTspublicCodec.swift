import HTTPExchange
import HTTPTypes
import StrictJSON

/// The beta under `/tspublic/rest/v2` (<doc:BetaTspublic>): JSON both ways, `rememberMe` one of the texts `true` and
/// `false`, lifetime and Org as texts. Every error is an HTTP 500 with the real status inside (<doc:ErrorAnswers>).
struct BetaTspublicCodec: BetaCodec {
    let generation = Generation.betaTspublic
    let paths = BetaPaths.tspublic
}

extension BetaTspublicCodec {
    /// `POST session/login` by password or by a bearer in the header, never both (<doc:BetaTspublic>). It has no field
    /// for an Org: a password with an Org, and the secret key, go to `session/gettoken`, whose token is the session.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        switch request.credential {
        case .password(let username, let password) where request.org == nil:
            .direct(try logIn(username, password, rememberMe: request.rememberMe))
        case .bearer(let token):
            .direct(try logIn(token, request))
        case .password(let username, let password):
            try BetaIssue(request, username, .password(password)).plan(issueToken)
        case .secretKey(let username, let key):
            try BetaIssue(request, username, .secretKey(key)).plan(issueToken)
        }
    }

    private func logIn(
        _ username: String, _ password: Secret, rememberMe: Bool
    ) throws(Refusal) -> Call<ActiveSession> {
        let body: JSONObject = [
            "userName": .string(try InputChecks.username(username)),
            "password": .string(try InputChecks.secret(password, "the password")),
            "rememberMe": .string(rememberMe ? "true" : "false"),
        ]
        let post = BetaPaths.tspublic.request(
            "session/login", .post, body: body, purpose: .login(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in
            try BetaLogin(answer).session(.password, asked: username, rememberMe: rememberMe)
        }
    }

    private func logIn(_ token: Secret, _ request: LoginRequest) throws(Refusal) -> Call<ActiveSession> {
        _ = try InputChecks.token(token)
        try InputChecks.noOrg(request)
        let rememberMe = request.rememberMe
        let post = BetaPaths.tspublic.request(
            "session/login", .post, body: ["rememberMe": .string(rememberMe ? "true" : "false")],
            as: .bearer(token), purpose: .login(.bearer), safety: .change)
        return Call(post) { (answer) throws(SessionError) in
            try BetaLogin(answer).session(.bearer, asked: nil, rememberMe: rememberMe)
        }
    }

    /// `POST session/gettoken` (<doc:BetaTspublic>), with exactly one credential and no header.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        let issue = try BetaIssue.fields(of: request, in: generation)
        var body = JSONObject()
        for field in issue.fields { body[field.name] = .string(field.value) }
        let post = BetaPaths.tspublic.request(
            "session/gettoken", .post, body: body, purpose: .issue(request.credential.kind), safety: .change,
            secrets: [issue.secret])
        let username = request.username
        return Call(post) { (answer) throws(SessionError) in try BetaLogin(answer).token(for: username) }
    }
}

extension BetaTspublicCodec {
    /// `POST org/search` (<doc:BetaTspublic>), answered with one Org or a list of them.
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

extension BetaTspublicCodec {
    /// `POST admin/forcelogout` (<doc:BetaTspublic>): each user by name or by id, never both, for the id would win. An
    /// empty list would mean every user.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var items: [JSONValue] = []
        for user in users.users {
            let text = JSONValue.string(try InputChecks.user(user))
            switch user {
            case .name: items.append(["name": text])
            case .id: items.append(["id": text])
            }
        }
        let post = paths.request(
            "admin/forcelogout", .post, body: ["user": .array(items)], as: try InputChecks.presented(authentication),
            purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.confirmed() }
    }
}

extension BetaTspublicCodec {
    /// `GET logs/events` (<doc:BetaTspublic>): `fromEpoch`, `toEpoch` and `getAllLogs`; answered with a list of events,
    /// or with one of them.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        var get = paths.request("logs/events", .get, as: presented, purpose: .session, safety: .read)
        get.query = FormFields.text(V1Codec.bounds(of: window) + [(name: "getAllLogs", value: coverage.flag)])
        get.bodyLimit = JSONLimits.log.bytes
        return Call(get) { (answer) throws(SessionError) in try answer.auditEvents(mayBeOne: true) }
    }
}
