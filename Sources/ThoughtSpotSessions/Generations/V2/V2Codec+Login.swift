import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `POST auth/session/login` (7.2) by password or bearer, `POST auth/token/full` (7.3) by secret key.
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
        let mint = TokenRequest(
            kind: .full, username: username, credential: .secretKey(key), lifetime: request.lifetime, org: request.org)
        return .mint(try issueToken(mint)) { issued, now in
            ActiveSession(
                authentication: .bearer(issued.token), credential: .secretKey, username: issued.username ?? username,
                openedAt: now, expiry: issued.expiry)
        }
    }

    /// `POST auth/session/logout`, without a body (7.7).
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> {
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("auth/session/logout", .post, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}
