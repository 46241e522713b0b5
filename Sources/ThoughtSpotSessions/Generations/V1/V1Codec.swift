import HTTPExchange
import HTTPTypes
import StrictJSON

/// REST API v1 (<doc:V1>): forms in, JSON or plain text out, cookies for the session.
struct V1Codec: GenerationCodec {
    static let base = "/callosum/v1/tspublic/v1"

    let generation = Generation.v1

    /// A request with a form, or without one. Errors and people know the operation as `v1 session/login`.
    static func request(
        _ operation: String, _ method: HTTPRequest.Method, query: String? = nil, accept: String = "application/json",
        form: [(name: String, value: String)]? = nil, as authentication: Authentication = .none,
        purpose: CallPurpose, safety: ExchangeRequest.Safety, secrets: [Secret] = []
    ) -> CallRequest {
        CallRequest(
            "v1 \(operation)", method, "\(base)/\(operation)", query: query, accept: accept,
            body: form.map(CallBody.form) ?? .none, authentication: authentication, purpose: purpose, safety: safety,
            secrets: secrets)
    }
}

extension V1Codec {
    /// `POST session/login` by password; `session/login/token` (<doc:V1>) by a token, which `session/auth/token`
    /// issues first when the credential is the secret key.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        switch request.credential {
        case .password(let username, let password):
            return .direct(try logIn(username, password, request))
        case .bearer(let token):
            try InputChecks.noOrg(request)
            return .direct(try logIn(token: token, username: nil, as: .bearer))
        case .secretKey(let username, let key):
            let issue = TokenRequest(kind: .full, username: username, credential: .secretKey(key), org: request.org)
            return .issueThen(try issueToken(issue)) { (issued) throws(Refusal) in
                try logIn(token: issued.token, username: username, as: .secretKey)
            }
        }
    }

    private func logIn(
        _ username: String, _ password: Secret, _ request: LoginRequest
    ) throws(Refusal) -> Call<ActiveSession> {
        let rememberMe = request.rememberMe
        var form = [
            (name: "username", value: try InputChecks.username(username)),
            (name: "password", value: try InputChecks.secret(password, "the password")),
            (name: "rememberme", value: rememberMe ? "true" : "false"),
        ]
        if let org = request.org {
            form.append((name: "orgid", value: String(try InputChecks.orgNumber(org, "v1 session/login"))))
        }
        let post = Self.request(
            "session/login", .post, form: form, purpose: .login(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in
            try answer.nothing()
            return try answer.cookieSession(.password, username: username, rememberMe: rememberMe)
        }
    }

    /// A 302 with the session's cookies is a success that is not followed, as long as it stays on the cluster: a
    /// single sign-on service far away is no session of ours.
    private func logIn(
        token: Secret, username: String?, as credential: CredentialKind
    ) throws(Refusal) -> Call<ActiveSession> {
        var form = [(name: "auth_token", value: try InputChecks.token(token))]
        if let username { form.append((name: "username", value: try InputChecks.username(username))) }
        form.append((name: "no_url_redirection", value: "true"))
        var post = Self.request(
            "session/login/token", .post, accept: "text/plain", form: form, purpose: .login(credential),
            safety: .change, secrets: [token])
        post.meaningOf500 = .trustedAuthentication
        post.readsRedirect = true
        return Call(post) { (answer) throws(SessionError) in
            if answer.isSuccess {
                try answer.nothing()
            } else {
                let stays = answer.headers[.location].map { RedirectTarget.staysOn(answer.origin, $0) } ?? true
                guard stays, answer.opensSession else { throw answer.redirectFailure() }
            }
            // This login has no rememberme.
            return try answer.cookieSession(credential, username: username, rememberMe: false)
        }
    }

    /// `POST session/logout` (<doc:V1>): the session is the cookie's.
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> {
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("session/logout", .post, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}

extension V1Codec {
    /// `GET session/info` (<doc:V1>). Its `authToken` is a secret that was not asked for, and is left where it is.
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        Call(try infoRequest(authentication)) { (answer) throws(SessionError) in
            try Self.info(answer.fields())
        }
    }

    /// `GET session/isactive` (<doc:V1>), outside of the public paths; any 2xx means valid.
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        // Without a credential it can be asked too: the cluster answers with a 401.
        Call(activeRequest(authentication)) { (answer) throws(SessionError) in
            try answer.nothing()
            return true
        } recover: { error in
            error.answersInactive(asking: authentication) ? false : nil
        }
    }

    func activeRequest(_ authentication: Authentication) -> CallRequest {
        CallRequest(
            "v1 session/isactive", .get, "/callosum/v1/session/isactive",
            authentication: authentication, purpose: .session, safety: .read)
    }

    private func infoRequest(_ authentication: Authentication) throws(Refusal) -> CallRequest {
        let presented = try InputChecks.presented(authentication)
        return Self.request("session/info", .get, as: presented, purpose: .session, safety: .read)
    }

    private static func info(_ fields: AnswerFields) throws(SessionError) -> SessionInfo {
        var info = SessionInfo(userName: try fields.string("userName"))
        info.userID = try fields.string("userGUID")
        info.displayName = fields.shown("userDisplayName")
        info.email = fields.shown("userEmail")
        info.currentOrg = try fields.optionalInt("currentOrgId").map { OrgReference(id: $0) }
        info.privileges = fields.shownStrings("privileges")
        info.accountCreatedAt = fields.instant("userCreatedTime")
        info.accountExpiry = fields.expiry("userExpirationTime")
        info.sessionExpiry = fields.expiryOfDoubtfulUnit("expirationTime")
        info.releaseVersion = fields.shown("releaseVersion")
        let configuration = fields.object["configInfo"]
        info.clusterID = configuration?["selfClusterId"]?.stringValue
        info.clusterName = configuration?["selfClusterName"]?.stringValue
        info.locale = fields.shown("locale")
        info.timeZone = fields.shown("timezone")
        info.isSystemUser = fields.shownFlag("isSystemUser")
        info.canChangePassword = fields.shownFlag("canChangePassword")
        info.banner = fields.shown("notificationBanner") ?? fields.object["notificationBanner"]?["text"]?.stringValue
        return info
    }

    /// What `session/info` says about the cluster: v1 has no call of its own for that.
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        Call(try infoRequest(authentication)) { (answer) throws(SessionError) in
            let fields = try answer.fields()
            let configuration = fields.object["configInfo"]
            var information = SystemInformation()
            information.id = configuration?["selfClusterId"]?.stringValue
            information.name = configuration?["selfClusterName"]?.stringValue
            information.releaseVersion = fields.shown("releaseVersion")
            information.type = configuration?["isSaas"]?.boolValue.map { $0 ? "SAAS" : "SW" }
            information.apiVersion = fields.shown("apiVersion")
            information.timeZone = fields.shown("timezone")
            return information
        }
    }

    /// `GET admin/banner` (<doc:FindingTheGeneration>), without a credential.
    func banner() throws(Refusal) -> Call<MaintenanceBanner> {
        Call(Self.request("admin/banner", .get, purpose: .open, safety: .read)) { (answer) throws(SessionError) in
            try answer.banner()
        }
    }
}
