import HTTPExchange
import HTTPTypes
import StrictJSON

/// REST API v2.0 (<doc:V2>): JSON both ways, under `/api/rest/2.0`.
struct V2Codec: GenerationCodec {
    static let base = "/api/rest/2.0"

    let generation = Generation.v2

    /// A request with a JSON body, or without one.
    static func request(
        _ operation: String, _ method: HTTPRequest.Method, body: JSONObject? = nil,
        as authentication: Authentication = .none, purpose: CallPurpose, safety: ExchangeRequest.Safety,
        secrets: [Secret] = []
    ) -> CallRequest {
        CallRequest(
            operation, method, "\(base)/\(operation)", body: body.map(CallBody.json) ?? .none,
            authentication: authentication, purpose: purpose, safety: safety, secrets: secrets)
    }
}

extension V2Codec {
    /// `POST auth/session/login` by password or bearer, `POST auth/token/full` (<doc:V2>) by secret key.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        switch request.credential {
        case .password(let username, let password):
            .direct(try logIn(username, password, request))
        case .bearer(let token):
            .direct(try logIn(token, request))
        case .secretKey(let username, let key):
            try logIn(username, key: key, request)
        }
    }

    private func logIn(
        _ username: String, _ password: Secret, _ request: LoginRequest
    ) throws(Refusal) -> Call<ActiveSession> {
        let rememberMe = request.rememberMe
        var body: JSONObject = [
            "username": .string(try InputChecks.username(username)),
            "password": .string(try InputChecks.secret(password, "the password")),
        ]
        if let org = request.org { body["org_identifier"] = .string(try InputChecks.orgIdentifier(org)) }
        body["remember_me"] = .bool(rememberMe)
        let post = Self.request(
            "auth/session/login", .post, body: body, purpose: .login(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in
            try answer.nothing()
            return try answer.cookieSession(.password, username: username, rememberMe: rememberMe)
        }
    }

    /// The token is the credential, so the body names no user. Where no cookies come, the token itself is the session.
    private func logIn(_ token: Secret, _ request: LoginRequest) throws(Refusal) -> Call<ActiveSession> {
        _ = try InputChecks.token(token)
        try InputChecks.noOrg(request)
        let rememberMe = request.rememberMe
        let post = Self.request(
            "auth/session/login", .post, body: ["remember_me": .bool(rememberMe)], as: .bearer(token),
            purpose: .login(.bearer), safety: .change)
        return Call(post) { (answer) throws(SessionError) in
            try answer.nothing()
            if answer.opensSession {
                return try answer.cookieSession(.bearer, username: nil, rememberMe: rememberMe)
            }
            return ActiveSession(
                authentication: .bearer(token), credential: .bearer, username: nil, openedAt: answer.receivedAt,
                expiry: .unknown)
        }
    }

    private func logIn(_ username: String, key: Secret, _ request: LoginRequest) throws(Refusal) -> LoginPlan {
        let issue = TokenRequest(
            kind: .full, username: username, credential: .secretKey(key), lifetime: request.lifetime, org: request.org)
        return .issue(try issueToken(issue)) { issued, now in
            ActiveSession(
                authentication: .bearer(issued.token), credential: .secretKey, username: issued.username ?? username,
                openedAt: now, expiry: issued.expiry)
        }
    }

    /// `POST auth/session/logout`, without a body (<doc:V2>).
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> {
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("auth/session/logout", .post, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}

extension V2Codec {
    /// `GET auth/session/user` (<doc:V2>).
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        Call(userRequest(try InputChecks.presented(authentication))) { (answer) throws(SessionError) in
            try Self.user(answer.fields())
        }
    }

    /// The same call, asked for its status only: v2.0 has no cheaper one.
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        // Without a credential it can be asked too: the cluster answers with a 401.
        Call(userRequest(authentication)) { (answer) throws(SessionError) in
            // A gateway may answer anything with 200: that a credential works is said by whose it is.
            let fields = try answer.fields()
            if authentication != .none { _ = (try fields.string("name"), try fields.string("id")) }
            return true
        } recover: { error in
            error.answersInactive(asking: authentication) ? false : nil
        }
    }

    private func userRequest(_ authentication: Authentication) -> CallRequest {
        Self.request("auth/session/user", .get, as: authentication, purpose: .session, safety: .read)
    }

    private static func user(_ fields: AnswerFields) throws(SessionError) -> SessionInfo {
        var info = SessionInfo(userName: try fields.string("name"))
        info.userID = try fields.string("id")
        info.displayName = try fields.string("display_name")
        _ = try fields.string("visibility")
        info.email = fields.shown("email")
        if let org = try fields.optionalObject("current_org") {
            info.currentOrg = OrgReference(id: try org.optionalInt("id"), name: try org.optionalString("name"))
        }
        info.orgs = fields.shownObjects("orgs").map {
            OrgReference(id: $0.object["id"]?.intValue, name: $0.shown("name"))
        }
        info.privileges = fields.shownStrings("privileges")
        info.groups = fields.shownObjects("user_groups").compactMap { $0.shown("name") }
        info.accountType = fields.shown("account_type")
        info.accountStatus = fields.shown("account_status")
        info.accountCreatedAt = fields.instant("creation_time_in_millis")
        // The documents' own sample of this field is in seconds.
        info.accountExpiry = fields.expiryOfDoubtfulUnit("expiration_time_in_millis")
        info.isSuperUser = fields.shownFlag("super_user")
        info.isSystemUser = fields.shownFlag("system_user")
        info.canChangePassword = fields.shownFlag("can_change_password")
        info.inheritedGroups = fields.shownObjects("user_inherited_groups").compactMap { $0.shown("name") }
        info.locale = fields.shown("preferred_locale")
        info.variableValues = fields.shownJSON("variable_values")
        info.orgPrivileges = fields.shownJSON("org_privileges")
        info.userParameters = fields.shownJSON("user_parameters")
        info.accessControlProperties = fields.shownJSON("access_control_properties")
        return info
    }
}
